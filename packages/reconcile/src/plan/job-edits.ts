/** What differs between a job in AWS and its manifest, and which call could follow. */
import { defaultMaximumPerMinute } from '@iot-rollouts/rollout-model';
import { createOnlyMembers } from '@iot-rollouts/schemas';
import { CreateJobRequest, type TagList, UpdateJobRequest } from '@iot-rollouts/schemas/iot';
import type { TemplateReference } from '@iot-rollouts/validation';
import { type ActualJob, type ActualState, targetReference, templateArn } from '../actual.js';
import { sameValue } from '../canonical.js';
import type { DesiredJob } from '../desired.js';
import { authorTags } from '../ownership.js';
import { differences, escapeToken } from './edits.js';
import type { Edit, UpdateStep } from './plan.js';

export interface JobComparison {
  readonly edits: readonly Edit[];
  /** The writes that would make the job equal; undefined when an edit cannot be followed. */
  readonly update?: UpdateStep;
}

/** Members that UpdateJob takes, from the model. */
const updatable = Object.keys(UpdateJobRequest.properties).filter((name) => !['jobId', 'namespaceId'].includes(name));

/** Whether UpdateJob takes a member of CreateJob. */
export function isUpdatable(member: string): boolean {
  return updatable.includes(member);
}

/** Members of CreateJob that no UpdateJob takes, and that are not compared on their own below. */
const immutable = createOnlyMembers(CreateJobRequest, UpdateJobRequest).filter(
  (name) => !['targets', 'tags', 'document', 'jobTemplateArn'].includes(name),
);

/** What the service fills in when a member is left out (JOB-CRE-10, JOB-PRE-01, JOB-ROL-02, JOB-SCH: table of defaults). */
const defaults: Readonly<Record<string, (value: unknown) => unknown>> = {
  targetSelection: (value) => value ?? 'SNAPSHOT',
  presignedUrlConfig: (value) => withDefault(value, 'expiresInSec', 3600, (it) => it.roleArn !== undefined),
  jobExecutionsRolloutConfig: (value) =>
    withDefault(value, 'maximumPerMinute', defaultMaximumPerMinute, (it) => it.exponentialRate !== undefined),
  schedulingConfig: (value) => withDefault(value, 'endBehavior', 'STOP_ROLLOUT', (it) => it.endTime !== undefined),
};

/**
 * Compares a job with its manifest.
 *
 * A job that starts from a template copies it (JOB-CRE-17), so what the manifest leaves to the template is not compared:
 * the template may have moved on since. What the manifest dropped since the base is compared, because it was its own.
 *
 * @param previous the same job at the base commit, when it was there.
 */
export function compareJob(
  desired: DesiredJob,
  actual: ActualJob,
  previous: DesiredJob | undefined,
  state: Pick<ActualState, 'region' | 'targets' | 'templateArns'>,
): JobComparison {
  const fields = [...inPlaceEdits(desired, actual, previous), ...fixedEdits(desired, actual, previous, state)];
  const targets = targetEdits(desired, actual, state);
  const tags = tagEdits(desired, actual, previous);
  const edits = [...fields, ...targets.edits, ...tags.edits];
  if (edits.some((edit) => edit.effect === 'cannot-change')) return { edits };
  const changedMembers = [...new Set(fields.map((edit) => edit.pointer.split('/')[2] as string))];
  const job = Object.fromEntries(changedMembers.map((name) => [name, bodyMember(desired, name)]));
  return {
    edits,
    update: {
      arn: actual.arn,
      digest: desired.digest,
      ...(changedMembers.length > 0 && { job }),
      ...(targets.added.length > 0 && { addTargetArns: targets.added }),
      ...(tags.tag.length > 0 && { tag: tags.tag }),
      ...(tags.untag.length > 0 && { untag: tags.untag }),
    },
  };
}

function inPlaceEdits(desired: DesiredJob, actual: ActualJob, previous: DesiredJob | undefined): readonly Edit[] {
  return updatable.flatMap((name) => {
    if (!isCompared(desired, previous, name)) return [];
    const after = bodyMember(desired, name);
    const found = differences(normal(name, actualMember(actual, name)), normal(name, after), `/spec/${name}`);
    return found.map((difference) => ({ ...difference, ...inPlaceMeaning(name, after) }));
  });
}

function inPlaceMeaning(name: string, after: unknown): Pick<Edit, 'effect' | 'note'> {
  if (after === undefined) {
    return {
      effect: 'cannot-change',
      note: `AWS cannot remove ${name} from a job; set the value you want instead, or start a new job under a new name.`,
    };
  }
  // JOB-RTY-13: after creation, the number of retries can only be set to 0.
  if (name === 'jobExecutionsRetryConfig' && !hasNoRetries(after)) {
    return {
      effect: 'cannot-change',
      note: 'The number of retries of a started job can only be set to 0; start a new job under a new name.',
    };
  }
  const notes: Readonly<Record<string, string>> = {
    description: 'Updates in place.',
    presignedUrlConfig: 'Updates in place; holds for URLs made from then on.',
    jobExecutionsRolloutConfig: 'Updates in place; holds for devices that are not notified yet.',
    abortConfig: 'Updates in place; is evaluated from the next execution that ends.',
    timeoutConfig: 'Updates in place; has no effect on executions that are in progress already.',
  };
  return { effect: 'in-place', note: notes[name] ?? 'Updates in place.' };
}

function fixedEdits(
  desired: DesiredJob,
  actual: ActualJob,
  previous: DesiredJob | undefined,
  state: Pick<ActualState, 'region' | 'templateArns'>,
): readonly Edit[] {
  const edits = immutable.flatMap((name) => {
    if (!isCompared(desired, previous, name)) return [];
    const after = normal(name, bodyMember(desired, name));
    return differences(normal(name, actualMember(actual, name)), after, `/spec/${name}`).map((it) => fixed(it, name));
  });
  // A document of its own that the manifest dropped in favour of the template's stays with the job.
  const dropped = previous?.body.document !== undefined && desired.template !== undefined && !hasDocument(desired);
  if (actual.sameDocument === false || dropped) {
    edits.push(fixed({ pointer: documentPointer(desired) }, 'the job document'));
  }
  const arn = desired.template && templateArn(desired.template, state.region, state.templateArns);
  const from = actual.job.jobTemplateArn;
  if (!isFrom(desired.template, from, arn)) {
    edits.push(
      fixed(
        { pointer: templatePointer(desired), ...(from && { before: from }), ...(arn && { after: arn }) },
        'the template',
      ),
    );
  }
  return edits;
}

/** Whether a job that starts from the ARN `from` starts from the template that its manifest names. */
function isFrom(template: TemplateReference | undefined, from: string | undefined, arn: string | undefined): boolean {
  if (template === undefined || from === undefined) return template === undefined && from === undefined;
  // A template of the repository that is not in AWS now has no ARN; the job still carries its name.
  return from === arn || (template.kind === 'repository' && from.endsWith(`:jobtemplate/${template.name}`));
}

function hasDocument({ body }: DesiredJob): boolean {
  return body.document !== undefined || body.documentSource !== undefined;
}

function fixed(difference: Omit<Edit, 'effect' | 'note'>, what: string): Edit {
  return {
    ...difference,
    effect: 'cannot-change',
    note: `AWS cannot change ${what} of a job that exists; start a new job under a new name.`,
  };
}

function targetEdits(
  desired: DesiredJob,
  actual: ActualJob,
  state: Pick<ActualState, 'targets'>,
): { edits: readonly Edit[]; added: readonly string[] } {
  const present = new Set(actual.job.targets ?? []);
  // A thing that has left the registry since is still a target of the job: then the job knows its ARN.
  const arnOf = (target: string): string =>
    state.targets.get(target)?.arn ?? [...present].find((arn) => arn.endsWith(`:${target}`)) ?? target;
  const wanted = new Map(desired.targets.map((target) => [arnOf(target), target]));
  const added = [...wanted.keys()].filter((arn) => !present.has(arn));
  const removed = [...present].filter((arn) => !wanted.has(arn));
  // JOB-ASC-01, JOB-ASC-02: only a CONTINUOUS job that is IN_PROGRESS takes more targets, and only groups.
  const open = actual.job.targetSelection === 'CONTINUOUS' && actual.job.status === 'IN_PROGRESS';
  const edits: Edit[] = added.map((arn) => {
    const follows = open && targetReference(arn)?.type === 'thinggroup';
    return {
      pointer: `/spec/targets/${desired.targets.indexOf(wanted.get(arn) as string)}`,
      after: wanted.get(arn),
      effect: follows ? 'in-place' : 'cannot-change',
      note: follows
        ? 'Is added to the running job; its things are rolled out too.'
        : 'Only a thing group can be added, and only to a CONTINUOUS job that is IN_PROGRESS; start a new job under a new name.',
    };
  });
  for (const arn of removed) {
    edits.push({
      pointer: '/spec/targets',
      before: arn,
      effect: 'cannot-change',
      note: 'AWS cannot take a target away from a job; cancel it and start a new job under a new name.',
    });
  }
  return { edits, added };
}

/** Tags change in place at any time; only keys that the manifest has, or had at the base, are touched. */
export function tagEdits(
  desired: { readonly tags: TagList },
  actual: { readonly tags: Readonly<Record<string, string>> },
  previous: { readonly tags: TagList } | undefined,
): { edits: readonly Edit[]; tag: TagList; untag: readonly string[] } {
  const present = authorTags(actual.tags);
  const has = (key: string): boolean => Object.hasOwn(present, key);
  const tag = desired.tags.filter(({ Key, Value }) => !has(Key) || present[Key] !== (Value ?? ''));
  const wanted = new Set(desired.tags.map(({ Key }) => Key));
  const untag = (previous?.tags ?? []).map(({ Key }) => Key).filter((key) => !wanted.has(key) && has(key));
  const note = 'Updates in place; tags have no effect on devices.';
  const edits: Edit[] = [
    ...tag.map(({ Key, Value }) => ({
      pointer: `/spec/tags/${escapeToken(Key)}`,
      ...(has(Key) && { before: present[Key] }),
      after: Value ?? '',
      effect: 'in-place' as const,
      note,
    })),
    ...untag.map((key) => ({
      pointer: `/spec/tags/${escapeToken(key)}`,
      before: present[key],
      effect: 'in-place' as const,
      note,
    })),
  ];
  return { edits, tag, untag };
}

function isCompared(desired: DesiredJob, previous: DesiredJob | undefined, name: string): boolean {
  if (desired.template === undefined) return true;
  return (
    bodyMember(desired, name) !== undefined || (previous !== undefined && bodyMember(previous, name) !== undefined)
  );
}

function bodyMember(desired: DesiredJob, name: string): unknown {
  return (desired.body as Readonly<Record<string, unknown>>)[name];
}

function actualMember(actual: ActualJob, name: string): unknown {
  return (actual.job as unknown as Readonly<Record<string, unknown>>)[name]; // DescribedJob has no index signature.
}

function normal(name: string, value: unknown): unknown {
  return defaults[name]?.(value) ?? value;
}

function withDefault(
  value: unknown,
  member: string,
  fallback: unknown,
  applies: (value: Readonly<Record<string, unknown>>) => boolean,
): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const members = value as Readonly<Record<string, unknown>>;
  return applies(members) && members[member] === undefined ? { ...members, [member]: fallback } : members;
}

function hasNoRetries(config: unknown): boolean {
  const list = (config as { criteriaList?: readonly { numberOfRetries?: number }[] }).criteriaList ?? [];
  return list.every((criterion) => sameValue(criterion.numberOfRetries, 0));
}

function documentPointer(desired: DesiredJob): string {
  return desired.body.documentSource === undefined ? '/spec/document' : '/spec/documentSource';
}

function templatePointer(desired: DesiredJob): string {
  if (desired.template?.kind === 'managed') return '/spec/managedTemplate';
  return desired.template?.kind === 'arn' ? '/spec/jobTemplateArn' : '/spec/template';
}
