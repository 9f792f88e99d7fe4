/** A plan that was written by `plan --out`: read, checked, and compared with what would be done now. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Change, isSealed, type Plan, type PlanRequest, planDigest, staleChanges } from '@iot-rollouts/reconcile';
import type { Arguments } from './arguments.js';
import { CannotRun, type Host } from './host.js';

/** The plan in a file; throws {@link CannotRun} for anything else. */
export async function readPlanFile(file: string, host: Host): Promise<Plan> {
  let plan: unknown;
  try {
    plan = JSON.parse(await readFile(resolve(host.cwd, file), 'utf8'));
  } catch (error) {
    throw new CannotRun(`the plan ${file} cannot be read: ${(error as Error).message}`);
  }
  if (isPlan(plan)) {
    if (plan.digest === planDigest(plan) && isSealed({ ...plan })) return plan;
    throw new CannotRun(
      `${file} was changed after it was written: its digest does not fit its content`,
      'Make a new plan with: iot-rollouts plan --base REF --out FILE',
    );
  }
  throw new CannotRun(
    `${file} is no plan file of this version`,
    'Make one with: iot-rollouts plan --base REF --out FILE',
  );
}

/** The arguments with the plan's base, unless they name one: a plan is compared with a fresh one against the same base. */
export function withBaseOf(planned: Plan, args: Arguments): Arguments {
  if (args.values.base !== undefined || args.values.all !== undefined) return args;
  const base = planned.basis.base === null ? { all: true } : { base: planned.basis.base };
  return { ...args, values: { ...args.values, ...base } };
}

/** The request with the options that the plan was made with; options that are given stay. */
export function withOptionsOf(planned: Plan, request: PlanRequest): PlanRequest {
  const given = Object.entries(request.options ?? {}).filter(([, value]) => value !== undefined && value !== false);
  return { ...request, options: { ...planned.options, ...Object.fromEntries(given) } };
}

/** Throws {@link CannotRun} with every difference when the plan is no longer what would be done. */
export function refuseStale(planned: Plan, fresh: Plan): void {
  const stale = staleChanges(planned, fresh);
  if (stale.length === 0) return;
  throw new CannotRun(
    `the plan file is no longer what would be done; ${stale.join('; ')}`,
    `Plan again, and have the new plan reviewed; or, to go on with what an interrupted apply of it left, run: apply --base ${planned.basis.base ?? 'REF'}`,
  );
}

function isPlan(value: unknown): value is Plan {
  if (!isObject(value) || value.formatVersion !== 1) return false;
  const { basis, changes, options } = value;
  if (!isObject(options) || !isObject(basis) || !(basis.base === null || typeof basis.base === 'string')) return false;
  return Array.isArray(changes) && changes.every(isChange);
}

function isChange(value: unknown): value is Change {
  return isObject(value) && [value.kind, value.name, value.action].every((member) => typeof member === 'string');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
