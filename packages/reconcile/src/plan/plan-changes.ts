/** Desired, previous and actual state -> plan. Pure: the same three always give the same plan. */
import { forecast, forecastSentence } from '@iot-rollouts/rollout-model';
import type { Diagnostic } from '@iot-rollouts/validation';
import type { ActualJob, ActualState, ActualTemplate, ListedJob } from '../actual.js';
import { addressText } from '../address.js';
import type { DesiredJob, DesiredState, DesiredTemplate } from '../desired.js';
import type { Provenance } from '../ownership.js';
import { planDigest } from './digest.js';
import {
  type Change,
  type ForecastNote,
  type Plan,
  type PlanBasis,
  type PlanOptions,
  type Reach,
  writes,
} from './plan.js';
import { type JobCase, planJob, planOrphanJob } from './plan-jobs.js';
import { planOrphanTemplate, planTemplate } from './plan-templates.js';
import { concurrencyWarnings, overlaps } from './preflight.js';

export interface PlanInput {
  readonly desired: DesiredState;
  /** The same at the base commit; empty when everything counts as new. */
  readonly previous: DesiredState;
  readonly known: KnownAtBase;
  readonly actual: ActualState;
  readonly provenance: Provenance;
  readonly basis: PlanBasis;
  /** The state of a later commit of the same branch, when this one is older: what it wants otherwise is not written. */
  readonly later?: { readonly commit: string; readonly state: DesiredState };
  readonly options?: PlanOptions;
}

/** What is known to have been in Git at the base, in any form. */
export interface KnownAtBase {
  /** By {@link addressText}; holds the previous state's addresses and those of manifests that have errors. */
  readonly names: ReadonlySet<string>;
  /** Files at the base that could not be read whole: with one of these, nobody can say that a job is new. */
  readonly incomplete: readonly string[];
}

/** The plan that DESIGN's two tables give, templates before jobs and by name. */
export function planChanges(input: PlanInput): Plan {
  const templates = templateChanges(input).map((change) => unlessSuperseded(change, input));
  const writtenTemplates = new Set(templates.filter(writes).map((change) => change.name));
  const foreignTemplates = new Set(templates.filter(({ action }) => action === 'conflict').map(({ name }) => name));
  const jobs = jobChanges(input, { writtenTemplates, foreignTemplates });
  const changes = [...templates, ...jobs.map((change) => unlessSuperseded(change, input))];
  const diagnostics = [
    ...changes.flatMap(diagnose),
    ...unmetRecreations(input, changes),
    ...overlaps(changes, input.actual),
    ...concurrencyWarnings(changes, input.actual),
  ];
  const { now: _now, ...options } = input.options ?? {};
  return {
    formatVersion: 1,
    basis: input.basis,
    options,
    digest: planDigest({ basis: input.basis, changes }),
    changes,
    diagnostics,
  };
}

function templateChanges({ desired, previous, actual, provenance, options }: PlanInput): Change[] {
  const changes: (Change | undefined)[] = [];
  for (const [address, it] of byName(desired, previous)) {
    if (it.kind !== 'JobTemplate') continue;
    const present = actual.resources.get(address) as ActualTemplate | undefined;
    if (desired.has(address)) {
      changes.push(planTemplate(it, previous.get(address) as DesiredTemplate | undefined, present, provenance));
    } else {
      changes.push(planOrphanTemplate(it, present, provenance.source, options?.prune?.includes('delete') === true));
    }
  }
  return changes.filter((change) => change !== undefined);
}

function jobChanges(input: PlanInput, templates: Pick<JobCase, 'writtenTemplates' | 'foreignTemplates'>): Change[] {
  const { desired, previous, actual, provenance, options } = input;
  const changes: (Change | undefined)[] = [];
  for (const [address, it] of byName(desired, previous)) {
    if (it.kind !== 'Job') continue;
    const present = actual.resources.get(address) as ActualJob | ListedJob | undefined;
    if (!desired.has(address)) {
      changes.push(planOrphanJob(it, present, provenance.source, options?.prune?.includes('cancel') === true));
      continue;
    }
    const template = templateOf(it, desired);
    const change = planJob({
      desired: it,
      ...(template !== undefined && { template }),
      previous: previous.get(address) as DesiredJob | undefined,
      wasInBase: input.known.names.has(address) || previous.has(address),
      incompleteBase: input.known.incomplete,
      actual: present,
      state: actual,
      provenance,
      recreate: options?.recreate?.includes(it.name) === true,
      correctDrift: options?.correctDrift === true,
      ...(options?.now !== undefined && { now: options.now }),
      ...templates,
    });
    changes.push(
      change.action === 'create'
        ? { ...change, reach: reachOf(it, actual), forecast: jobForecast(it, desired, devicesOf(it, actual)) }
        : change,
    );
  }
  return changes.filter((change) => change !== undefined);
}

/** How many things each target of a job has. */
function reachOf({ targets }: DesiredJob, { things }: ActualState): readonly Reach[] {
  return targets.map((target) => ({ target, things: things.get(target) ?? null }));
}

/** How many devices a job reaches; undefined when that is not known of every target. A thing in two groups counts twice. */
function devicesOf({ targets }: DesiredJob, { things }: ActualState): number | undefined {
  let devices = 0;
  for (const target of targets) {
    const count = things.get(target);
    if (count === undefined) return undefined;
    devices += count;
  }
  return devices;
}

/**
 * A run of an older commit (a rerun, or a run that waited) must not bring back what a later one changed or removed: a
 * write that the later commit does not want in just this form becomes a conflict.
 */
function unlessSuperseded(change: Change, { desired, later }: PlanInput): Change {
  if (later === undefined || !writes(change)) return change;
  const address = addressText(change);
  if (later.state.get(address)?.digest === desired.get(address)?.digest) return change;
  const { kind, name, file, range } = change;
  const reason = `The later commit ${later.commit.slice(0, 7)} of this branch changes or removes it; this older state is not written.`;
  return { kind, name, file, ...(range && { range }), action: 'conflict', reason, edits: change.edits };
}

/** Desired resources, and the previous ones that are desired no more, by name. */
function byName(
  desired: DesiredState,
  previous: DesiredState,
): readonly (readonly [string, DesiredJob | DesiredTemplate])[] {
  const all = new Map([...previous, ...desired]);
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** How the job would spread: by its own configuration, and by its template's where it leaves an object out (JOB-CRE-13). */
export function jobForecast(job: DesiredJob, desired: DesiredState, devices: number | undefined): ForecastNote {
  const numbers = forecast(
    { ...templateOf(job, desired)?.body, ...job.body },
    devices === undefined ? {} : { devices },
  );
  return { sentence: forecastSentence(numbers), numbers };
}

/** The template of the repository that a job starts from. */
function templateOf({ template }: DesiredJob, desired: DesiredState): DesiredTemplate | undefined {
  if (template?.kind !== 'repository') return undefined;
  return desired.get(addressText({ kind: 'JobTemplate', name: template.name })) as DesiredTemplate | undefined;
}

/** To start a settled job again takes its exact name, so a name that starts nothing is an error. */
function unmetRecreations({ options }: PlanInput, changes: readonly Change[]): readonly Diagnostic[] {
  const created = new Set(changes.filter((it) => it.kind === 'Job' && it.action === 'create').map(({ name }) => name));
  return (options?.recreate ?? [])
    .filter((name) => !created.has(name))
    .map((name) => {
      const message = `No settled job is called ${name}: there is nothing to start again.`;
      return { rule: 'plan/recreate', severity: 'error' as const, message, file: '', related: [] };
    });
}

/** Conflicts are errors at the manifest's line, so that a pull request shows them; edits without effect are warnings. */
function diagnose(change: Change): readonly Diagnostic[] {
  if (change.action === 'conflict') return [diagnostic(change, 'plan/conflict', 'error')];
  if (change.action === 'none' && change.ours === false) return [diagnostic(change, 'plan/not-ours', 'warning')];
  if (change.action === 'settled' && change.edits.length > 0) return [diagnostic(change, 'plan/no-effect', 'warning')];
  return [];
}

function diagnostic(change: Change, rule: string, severity: Diagnostic['severity']): Diagnostic {
  const { kind, name, reason, file, range } = change;
  return { rule, severity, message: `${kind} ${name}: ${reason}`, file, ...(range && { range }), related: [] };
}
