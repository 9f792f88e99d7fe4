/** The table of jobs: a job is an event, it starts once. Each function below is one part of that table. */
import { readScheduleTime } from '@iot-rollouts/validation';
import { type ActualJob, type ActualState, type ListedJob, templateArn } from '../actual.js';
import { sameValue } from '../canonical.js';
import { type CancelStep, type DesiredJob, type DesiredTemplate, isUnedited } from '../desired.js';
import { isOurs, isUnclaimed, notAdopted, ownedTags, type Provenance } from '../ownership.js';
import type { DescribedJob } from '../port.js';
import { isTerminal, jobStatus, manifestRemoved } from '../status.js';
import { about } from './about.js';
import { compareJob, isUpdatable, type JobComparison } from './job-edits.js';
import type { Change } from './plan.js';

/** What a job's plan is decided from. */
export interface JobCase {
  readonly desired: DesiredJob;
  /** The job at the base commit; undefined when its manifest was not there, or had errors. */
  readonly previous: DesiredJob | undefined;
  /** The template that the job names, when it is of the repository. */
  readonly template?: DesiredTemplate;
  /** Whether the base commit named the job in any form. False when everything counts as new. */
  readonly wasInBase: boolean;
  /** Files at the base that could not be read whole. */
  readonly incompleteBase: readonly string[];
  readonly actual: ActualJob | ListedJob | undefined;
  readonly state: ActualState;
  readonly provenance: Provenance;
  /** Started again although it is settled, because its exact name was asked for. */
  readonly recreate: boolean;
  /** Bring a job that was changed in AWS back to its manifest, where that can be done. */
  readonly correctDrift: boolean;
  /** The present, in milliseconds since 1970; undefined when schedules are not compared with it. */
  readonly now?: number;
  /** Names of the templates that the same plan writes. */
  readonly writtenTemplates: ReadonlySet<string>;
  /** Names of the templates that somebody else made in AWS with another content than the repository's. */
  readonly foreignTemplates: ReadonlySet<string>;
}

type JobChange = Change & { readonly kind: 'Job' };

/** What happens to one desired job. */
export function planJob(job: JobCase): JobChange {
  const { desired, actual } = job;
  if (actual === undefined) return planAbsent(job);
  if ('ended' in actual) {
    return unchanged(desired, 'settled', `Has ended (${actual.ended}); its manifest is as it was at the base.`);
  }
  if (!isOurs(actual.tags, job.provenance.source)) return planForeign(job, actual);
  if (desired.cancel !== undefined && !isFinished(actual)) return planCancel(desired, desired.cancel, actual);
  const late = lateCancel(job, actual);
  if (late !== undefined) return late;
  const comparison = compareJob(desired, actual, job.previous, job.state, job.template);
  const cancelled = isUnedited(desired, job.previous) || comparison.edits.length === 0;
  const byHand = cancelled ? cancelledElsewhere(job, actual.job) : undefined;
  if (byHand !== undefined) return byHand;
  if (comparison.edits.length === 0) {
    return unchanged(desired, 'none', `Started before, and is as its manifest says (${statusText(actual)}).`);
  }
  if (isFinished(actual)) {
    if (isUnedited(desired, job.previous)) return unchanged(desired, 'settled', `Has ended (${statusText(actual)}).`);
    const note = 'The job has ended; the edit has no effect.';
    const edits = comparison.edits.map((edit) => ({ ...edit, effect: 'no-effect' as const, note }));
    const reason = `Has ended (${statusText(actual)}); the edit of its manifest has no effect. Start a new job under a new name.`;
    return unchanged(desired, 'settled', reason, edits);
  }
  return planDifference(job, actual, comparison);
}

/** A job that was not created from here: nothing may be done to it. One that nobody claims and that is equal needs nothing. */
function planForeign({ desired, previous, state, provenance, template }: JobCase, actual: ActualJob): JobChange {
  const isEqual =
    isUnclaimed(actual.tags) &&
    desired.cancel === undefined &&
    (desired.body.document === undefined || actual.sameDocument === true) &&
    compareJob(desired, actual, previous, state, template).edits.length === 0;
  if (isEqual) {
    const reason = `Is in AWS as its manifest says (${statusText(actual)}), ${notAdopted(provenance.source)}`;
    return about(desired, { action: 'none', ours: false, reason, edits: [] });
  }
  const reason = `A job ${desired.name} exists in AWS that was not created from ${provenance.source}; it is left alone. Give this job another name.`;
  return unchanged(desired, 'conflict', reason);
}

/** An edit of `cancel` that comes after the job's end; to say what has happened already is no edit. */
function lateCancel({ desired, previous }: JobCase, actual: ActualJob): JobChange | undefined {
  if (desired.cancel === undefined || sameValue([previous?.cancel], [desired.cancel])) return undefined;
  if (actual.job.status === 'CANCELED' && previous?.cancel === undefined) return undefined;
  const note = 'The job has ended; the edit has no effect.';
  const edits = [
    {
      pointer: '/spec/cancel',
      ...(previous?.cancel && { before: previous.cancel }),
      after: desired.cancel,
      effect: 'no-effect' as const,
      note,
    },
  ];
  const reason = `Has ended (${statusText(actual)}): it cannot be cancelled now, nor otherwise than it was. Executions still in progress are cancelled one by one, in AWS.`;
  return unchanged(desired, 'settled', reason, edits);
}

/** What is told of a job that was cancelled otherwise than by its manifest, until its manifest says so too. */
function cancelledElsewhere({ desired, previous }: JobCase, job: DescribedJob): JobChange | undefined {
  if (desired.cancel !== undefined) return undefined;
  const { outcome, reason } = jobStatus(desired.name, job);
  if (outcome !== 'cancelled') return undefined;
  const why = reason === undefined ? 'no reason was given' : reason;
  const by =
    job.reasonCode === manifestRemoved
      ? 'Was cancelled when its manifest was removed'
      : previous?.cancel !== undefined
        ? 'Was cancelled by its manifest as it was at the base'
        : 'Was cancelled in AWS, not by its manifest';
  const text = `${by} (${why}). It does not start again. Say so with cancel: {}, or remove the manifest; to roll out after all, start a new job under a new name.`;
  return unchanged(desired, 'drift', text);
}

/** A running job whose manifest says that it is cancelled. Whatever else was edited has no effect on it any more. */
function planCancel(desired: DesiredJob, cancel: CancelStep, actual: ActualJob): JobChange {
  const progress =
    cancel.force === true ? 'devices that are in progress are cut off' : 'devices that are in progress finish';
  const reason = `Its manifest cancels it (${statusText(actual)}): nothing more is rolled out, and ${progress}.`;
  // JOB-CAN-02, JOB-CAN-03.
  const note =
    cancel.force === true
      ? 'Executions in progress become CANCELED and later reports of their devices are refused: make sure that devices can be left half-way.'
      : 'Queued executions become CANCELED; executions in progress go on.';
  const edits = [{ pointer: '/spec/cancel', after: cancel, effect: 'in-place' as const, note }];
  return about(desired, { action: 'cancel', reason, edits, cancel });
}

/** A job of ours that no manifest asks for any more. */
export function planOrphanJob(
  previous: DesiredJob,
  actual: ActualJob | ListedJob | undefined,
  source: string,
  prune: boolean,
): JobChange | undefined {
  if (actual === undefined || 'ended' in actual || !isOurs(actual.tags, source) || isFinished(actual)) return undefined;
  const reason = prune
    ? 'Its manifest was removed; it is cancelled, and devices that are in progress finish.'
    : 'Its manifest was removed; it is left running. Cancel it with prune: cancel, or in AWS.';
  return about(previous, { action: 'orphan', ...(prune && { prune: 'cancel' }), reason, edits: [] });
}

function planAbsent(job: JobCase): JobChange {
  const { desired, state, provenance } = job;
  if (desired.cancel !== undefined) {
    const reason = `Its manifest says that it is cancelled, and it is not in AWS: it is not started. Remove cancel and ask for its exact name to start it (recreate: ${desired.name}).`;
    return about(desired, { action: 'settled', inAws: false, reason, edits: [] });
  }
  const blocked = job.recreate ? undefined : (settled(job) ?? unknowable(job));
  if (blocked !== undefined) return blocked;
  // AWS would start the job from that other template: with a document that no review has seen.
  if (desired.template?.kind === 'repository' && job.foreignTemplates.has(desired.template.name)) {
    const reason = `Its template ${desired.template.name} is in AWS another one than in this repository; the job is not started from it.`;
    return unchanged(desired, 'conflict', reason);
  }
  const refused = preflight(job);
  if (refused !== undefined) return refused;
  const missing = desired.targets.filter((target) => state.targets.get(target)?.arn === undefined);
  if (missing.length > 0) {
    const verb = missing.length === 1 ? 'does' : 'do';
    return unchanged(desired, 'conflict', `${missing.join(', ')} ${verb} not exist in AWS (${state.region}).`);
  }
  const arn = desired.template && templateArn(desired.template, state.region, state.templateArns);
  const { body, template, digest, origin } = desired;
  const dependsOn = template?.kind === 'repository' && job.writtenTemplates.has(template.name) ? [template.name] : [];
  return about(desired, {
    action: 'create',
    reason:
      job.recreate && job.wasInBase
        ? 'Was asked for by its exact name: its rollout starts again.'
        : 'New: its rollout starts.',
    edits: [],
    dependsOn,
    create: {
      body,
      targetArns: desired.targets.map((target) => state.targets.get(target)?.arn ?? target),
      ...(template !== undefined && { template }),
      ...(arn !== undefined && { templateArn: arn }),
      tags: ownedTags(desired.tags, provenance, { file: origin.file, digest }),
      digest,
    },
  });
}

/** What AWS would certainly refuse, and answers more plainly before than after. */
function preflight({ desired, state, now }: JobCase): JobChange | undefined {
  const arn = desired.template && templateArn(desired.template, state.region, state.templateArns);
  if (arn !== undefined && state.missingTemplates.has(arn)) {
    return unchanged(desired, 'conflict', `Its template ${arn} does not exist in AWS (${state.region}).`);
  }
  const source = desired.body.documentSource;
  if (source !== undefined && state.missingObjects.has(source)) {
    return unchanged(desired, 'conflict', `Its document ${source} does not exist.`);
  }
  const start = desired.body.schedulingConfig?.startTime;
  const startMs = start === undefined ? undefined : readScheduleTime(start)?.ms;
  if (now === undefined || startMs === undefined || startMs - now >= startLeadMs) return undefined;
  const reason = `Its startTime ${start} has come too close: AWS wants 30 minutes between the creation of a job and its start. Write a later time.`;
  return unchanged(desired, 'conflict', reason);
}

/** JOB-SCH-08: the least that AWS wants between the creation of a job and its start. */
const startLeadMs = 30 * 60_000;

/** A job that was in Git before and is not in AWS is not new; to create it could send old firmware to devices. */
function settled({ desired, wasInBase }: JobCase): JobChange | undefined {
  if (!wasInBase) return undefined;
  const reason = `Was in Git at the base or before, and is not in AWS: it has ended and was removed there, or was never started. It is not started now, unless its exact name is asked for (recreate: ${desired.name}).`;
  return about(desired, { action: 'settled', inAws: false, reason, edits: [] });
}

/** Whether a job is new cannot be told while a file at the base cannot be read; then it is not started. */
function unknowable({ desired, incompleteBase }: JobCase): JobChange | undefined {
  if (incompleteBase.length === 0) return undefined;
  const reason = `It cannot be told whether this job is new, because ${incompleteBase.join(', ')} cannot be read at the base. Compare with another commit, or ask for its exact name (recreate: ${desired.name}).`;
  return unchanged(desired, 'conflict', reason);
}

function planDifference(job: JobCase, actual: ActualJob, { edits, update }: JobComparison): JobChange {
  const { desired } = job;
  if (update === undefined && isUnedited(desired, job.previous) && onlySetInAws(edits)) {
    const reason = `Was set in AWS, not in Git (${statusText(actual)}); AWS cannot unset it on a job that exists.`;
    return unchanged(desired, 'drift', reason, edits);
  }
  if (update === undefined) {
    const fields = edits.filter((edit) => edit.effect === 'cannot-change').map((edit) => edit.pointer);
    return unchanged(
      desired,
      'conflict',
      `${[...new Set(fields)].join(', ')} cannot change on a job that exists (${statusText(actual)}). Start a new job under a new name.`,
      edits,
    );
  }
  const edited = !isUnedited(desired, job.previous);
  if (!edited && !job.correctDrift) {
    return unchanged(
      desired,
      'drift',
      `Was changed in AWS, not in Git since the base (${statusText(actual)}). Bring it back with --correct-drift.`,
      edits,
    );
  }
  const reason = edited ? 'Its manifest was edited.' : 'Was changed in AWS; it is brought back to its manifest.';
  return about(desired, { action: 'update', reason, edits, update });
}

/** Whether all that cannot be followed is a configuration that AWS has and the manifest does not: somebody set it there. */
function onlySetInAws(edits: JobComparison['edits']): boolean {
  return edits
    .filter(({ effect }) => effect === 'cannot-change')
    .every(({ after, pointer }) => after === undefined && isUpdatable(pointer.split('/')[2] ?? ''));
}

function unchanged(
  desired: DesiredJob,
  action: 'none' | 'settled' | 'drift' | 'conflict',
  reason: string,
  edits: Change['edits'] = [],
): JobChange {
  return about(desired, { action, reason, edits });
}

function isFinished(actual: ActualJob): boolean {
  return isTerminal(actual.job.status ?? '');
}

function statusText({ job }: ActualJob): string {
  const why = [job.reasonCode, job.comment].filter((text) => text !== undefined).join(': ');
  return why === '' ? String(job.status) : `${job.status}, ${why}`;
}
