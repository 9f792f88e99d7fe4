/**
 * A plan as data: what the merge will do, to what, and why. It is printed as it is by `plan --format json`; apply does
 * what it says and consults nothing else.
 */
import type { Forecast } from '@iot-rollouts/rollout-model';
import type { TagList, UpdateJobRequest } from '@iot-rollouts/schemas/iot';
import type { Diagnostic, SourceRange, Target, TemplateReference } from '@iot-rollouts/validation';
import type { Kind } from '../address.js';
import type { CancelStep, JobBody, TemplateBody } from '../desired.js';
import type { DescribedTemplate } from '../port.js';

/** What a plan says of one resource. Only `create`, `update`, `cancel`, `replace` and a pruned `orphan` write. */
export type Action =
  /** Is not in AWS and will be created. For a Job: its rollout starts. */
  | 'create'
  /** Is ours and is changed in place. */
  | 'update'
  /** A running job of ours is cancelled, because its manifest says so. */
  | 'cancel'
  /** A template of ours is deleted and created anew; running jobs keep their copy. */
  | 'replace'
  /** Equal; nothing to do. */
  | 'none'
  /** A job that started or ended before: never created again. */
  | 'settled'
  /** Was changed in AWS, not by this edit; shown and left alone. */
  | 'drift'
  /** Cannot be done; nothing is changed. */
  | 'conflict'
  /** Is ours and no manifest asks for it any more. */
  | 'orphan';

/** What an edited field means. */
export type EditEffect = 'in-place' | 'cannot-change' | 'replaces-template' | 'no-effect';

/** One field that differs between AWS (`before`) and the manifest (`after`). */
export interface Edit {
  /** JSON pointer into the manifest. */
  readonly pointer: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly effect: EditEffect;
  /** What that means for the operator, one sentence. */
  readonly note: string;
}

interface ChangeBase {
  readonly kind: Kind;
  readonly name: string;
  /** Manifest file relative to the repository root; for an orphan the file that held it at the base. */
  readonly file: string;
  readonly range?: SourceRange;
  /** Why this action, one sentence. */
  readonly reason: string;
  readonly edits: readonly Edit[];
}

/** A job's request, complete but for what the creation of its template yields: that template's ARN. */
export interface CreateJobStep {
  readonly body: JobBody;
  readonly targetArns: readonly string[];
  readonly template?: TemplateReference;
  readonly templateArn?: string;
  readonly tags: TagList;
  readonly digest: string;
}

export interface CreateTemplateStep {
  readonly body: TemplateBody;
  readonly tags: TagList;
  readonly digest: string;
}

/** The writes of an update, each absent when nothing of its kind differs. */
export interface UpdateStep {
  readonly arn: string;
  readonly job?: Omit<UpdateJobRequest, 'jobId'>;
  readonly addTargetArns?: readonly string[];
  readonly tag?: TagList;
  readonly untag?: readonly string[];
  readonly digest: string;
}

export type Change = ChangeBase &
  (
    | {
        readonly kind: 'Job';
        readonly action: 'create';
        readonly create: CreateJobStep;
        /** Names of templates that the same plan writes and that must succeed first. */
        readonly dependsOn: readonly string[];
        readonly reach?: readonly Reach[];
        readonly forecast?: ForecastNote;
      }
    | { readonly kind: 'JobTemplate'; readonly action: 'create'; readonly create: CreateTemplateStep }
    | {
        readonly kind: 'JobTemplate';
        readonly action: 'replace';
        readonly create: CreateTemplateStep;
        /** The template as it is now, to be put back if the new one cannot be created. */
        readonly restore: { readonly template: DescribedTemplate; readonly tags: TagList };
      }
    | { readonly action: 'update'; readonly update: UpdateStep }
    | { readonly kind: 'Job'; readonly action: 'cancel'; readonly cancel: CancelStep }
    | { readonly action: 'orphan'; readonly prune?: Prune }
    | {
        readonly action: 'none' | 'settled' | 'drift' | 'conflict';
        /** False for a settled job that AWS does not have: it has ended and was removed there, or never started. */
        readonly inAws?: false;
        /** False for what is as its manifest says, but was not created from this repository: it is never written. */
        readonly ours?: false;
      }
  );

/** How many things a target of a new job has now; null when that is not known cheaply. */
export interface Reach {
  readonly target: Target;
  readonly things: number | null;
}

/** What a plan is asked for beside the manifests. */
export interface PlanOptions {
  /** What to do with resources of ours whose manifest was removed: cancel jobs, delete templates; nothing if left out. */
  readonly prune?: readonly Prune[];
  /** Exact names of settled jobs to start again. */
  readonly recreate?: readonly string[];
  /** Bring back what was changed in AWS, where it can be. */
  readonly correctDrift?: boolean;
  /** The present, in milliseconds since 1970: a start that has come too close is told then. */
  readonly now?: number;
}

/** What becomes of a resource whose manifest was removed: `cancel` is for jobs, `delete` for templates. */
export type Prune = 'cancel' | 'delete';

/** How a new job would spread, as a sentence and as numbers. */
export interface ForecastNote {
  readonly sentence: string;
  readonly numbers: Forecast;
}

/** What the plan was made from. */
export interface PlanBasis {
  /** The repository, as our source tag says it. */
  readonly source: string;
  /** Commit that the plan was compared with; null when everything counts as new (`--all`). */
  readonly base: string | null;
  /** Commit that the manifests were read from; null when they are in no commit. */
  readonly head: string | null;
  /** Null when AWS was not asked (`--offline`, no credentials). */
  readonly region: string | null;
  /** Null when AWS was not asked, or when no ARN was seen. */
  readonly account: string | null;
}

export interface Plan {
  readonly formatVersion: 1;
  readonly basis: PlanBasis;
  /** What the plan was asked for beside the manifests. */
  readonly options: Omit<PlanOptions, 'now'>;
  /** Of what the plan would do; see `planDigest`. */
  readonly digest: string;
  /** Templates before jobs; within a kind by name. */
  readonly changes: readonly Change[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Whether applying the change writes to AWS. */
export function writes(change: Change): boolean {
  return (
    change.action === 'create' ||
    change.action === 'update' ||
    change.action === 'cancel' ||
    change.action === 'replace' ||
    (change.action === 'orphan' && change.prune !== undefined)
  );
}

/** Whether applying the plan would write anything. */
export function hasChanges(plan: Plan): boolean {
  return plan.changes.some(writes);
}
