/** What happens while a plan is applied, as data. Views, JSON Lines, summaries and the report all read these events. */
import type { SourceRange } from '@iot-rollouts/validation';
import type { Address, Kind } from '../address.js';
import type { Action, Plan, PlanBasis } from '../plan/plan.js';

interface ChangeEvent {
  readonly kind: Kind;
  readonly name: string;
  readonly action: Action;
  readonly file: string;
  readonly range?: SourceRange;
}

/** Why a change failed: AWS's own words, and what to ask AWS support about. */
export interface Failure {
  /** The operation that failed: `CreateJob`. */
  readonly operation: string;
  /** AWS's name of the error. */
  readonly code: string;
  readonly message: string;
  readonly requestId?: string;
}

export type ApplyEvent =
  | ({ readonly type: 'started' } & ChangeEvent)
  | ({ readonly type: 'succeeded'; readonly arn: string; readonly note?: string } & ChangeEvent)
  | ({ readonly type: 'failed'; readonly error: Failure } & ChangeEvent)
  /** What it depends on failed or was skipped. */
  | ({ readonly type: 'skipped'; readonly cause: Address } & ChangeEvent)
  /** The apply was interrupted before its turn. */
  | ({ readonly type: 'not-started' } & ChangeEvent);

/** One change's end: the event without its type. */
export type Outcome<Type extends ApplyEvent['type']> = Omit<Extract<ApplyEvent, { type: Type }>, 'type'>;

/** What an apply did, folded from its events. */
export interface ApplyReport {
  readonly formatVersion: 1;
  readonly basis: PlanBasis;
  /** Digest of the plan that was applied. */
  readonly planDigest: string;
  readonly done: readonly Outcome<'succeeded'>[];
  readonly failed: readonly Outcome<'failed'>[];
  readonly skipped: readonly Outcome<'skipped'>[];
  readonly notStarted: readonly Outcome<'not-started'>[];
}

/** The report before anything happened. */
export function emptyReport({ basis, digest }: Pick<Plan, 'basis' | 'digest'>): ApplyReport {
  return { formatVersion: 1, basis, planDigest: digest, done: [], failed: [], skipped: [], notStarted: [] };
}

/** The report with one more event in it. */
export function foldReport(report: ApplyReport, event: ApplyEvent): ApplyReport {
  const { type, ...outcome } = event;
  switch (type) {
    case 'started':
      return report;
    case 'succeeded':
      return { ...report, done: inOrder(report.done, outcome as Outcome<'succeeded'>) };
    case 'failed':
      return { ...report, failed: inOrder(report.failed, outcome as Outcome<'failed'>) };
    case 'skipped':
      return { ...report, skipped: inOrder(report.skipped, outcome as Outcome<'skipped'>) };
    case 'not-started':
      return { ...report, notStarted: inOrder(report.notStarted, outcome as Outcome<'not-started'>) };
  }
}

/** One more in the plan's order, templates before jobs and by name: things that happen together end in any order. */
function inOrder<It extends Address>(list: readonly It[], added: It): readonly It[] {
  const after = (it: Address): boolean => (it.kind === added.kind ? it.name > added.name : it.kind === 'Job');
  const at = list.findIndex(after);
  return at < 0 ? [...list, added] : [...list.slice(0, at), added, ...list.slice(at)];
}

/** Whether everything that the plan asked for was done. */
export function isComplete(report: ApplyReport): boolean {
  return report.failed.length + report.skipped.length + report.notStarted.length === 0;
}
