/** What happens while a plan is applied, as data. Views, JSON Lines, summaries and the report all read these events. */
import type { SourceRange } from '@iot-rollouts/validation';
import type { Address, Kind } from '../address.js';
import type { Action, PlanBasis } from '../plan/plan.js';

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
  readonly done: readonly Outcome<'succeeded'>[];
  readonly failed: readonly Outcome<'failed'>[];
  readonly skipped: readonly Outcome<'skipped'>[];
  readonly notStarted: readonly Outcome<'not-started'>[];
}

/** The report before anything happened. */
export function emptyReport(basis: PlanBasis): ApplyReport {
  return { formatVersion: 1, basis, done: [], failed: [], skipped: [], notStarted: [] };
}

/** The report with one more event in it. */
export function foldReport(report: ApplyReport, event: ApplyEvent): ApplyReport {
  const { type, ...outcome } = event;
  switch (type) {
    case 'started':
      return report;
    case 'succeeded':
      return { ...report, done: [...report.done, outcome as Outcome<'succeeded'>] };
    case 'failed':
      return { ...report, failed: [...report.failed, outcome as Outcome<'failed'>] };
    case 'skipped':
      return { ...report, skipped: [...report.skipped, outcome as Outcome<'skipped'>] };
    case 'not-started':
      return { ...report, notStarted: [...report.notStarted, outcome as Outcome<'not-started'>] };
  }
}

/** Whether everything that the plan asked for was done. */
export function isComplete(report: ApplyReport): boolean {
  return report.failed.length + report.skipped.length + report.notStarted.length === 0;
}
