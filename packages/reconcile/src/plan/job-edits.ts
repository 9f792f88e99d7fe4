/** What differs between a job in AWS and its manifest, and which call could follow. */
import { bodyMembers, createOnlyMembers } from '@iot-rollouts/schemas';
import { CreateJob, type JobExecutionsRetryConfig, type TagList, UpdateJob } from '@iot-rollouts/schemas/iot';
import { inWordsOf, retryEdit, type TemplateReference, withDefaults } from '@iot-rollouts/validation';
import { type ActualJob, type ActualState, targetReference, templateArn } from '../actual.js';
import type { DesiredJob, DesiredTemplate } from '../desired.js';
import { authorTags } from '../ownership.js';
import { type Difference, differences, escapeToken } from './edits.js';
import type { Edit, UpdateStep } from './plan.js';

export interface JobComparison {
  readonly edits: readonly Edit[];
  /** The writes that would make the job equal; undefined when an edit cannot be followed. */
  readonly update?: UpdateStep;
}

/** Members that UpdateJob takes, from the model. */
const updatable = bodyMembers(UpdateJob);

/** Whether UpdateJob takes a member of CreateJob. */
export function isUpdatable(member: string): boolean {
  return updatable.includes(member);
}

/** Members of CreateJob that no UpdateJob takes, and that are not compared on their own below. */
const immutable = createOnlyMembers(CreateJob, UpdateJob).filter(
  (name) => !['targets', 'tags', 'document', 'jobTemplateArn'].includes(name),
);

/**
 * Compares a job with its manifest.
 *
 * A job that starts from a template copies it (JOB-CRE-17), so what the manifest leaves to the template is not compared:
 * the template may have moved on since. What the manifest dropped since the base is compared, because it was its own:
 * then the template's value is what it asks for.
 *
 * @param previous the same job at the base commit, when it was there.
 * @param template the template that it names, when that is of the repository.
 */
export function compareJob(
  manifest: DesiredJob,
  actual: ActualJob,
  previous: DesiredJob | undefined,
  state: Pick<ActualState, 'region' | 'targets' | 'templateArns'>,
  template?: DesiredTemplate,
): JobComparison {
  const desired = withDropped(manifest, previous, template);
  const fields = [
    ...inPlaceEdits(desired, actual, previous, template),
    ...fixedEdits(desired, actual, previous, state),
  ];
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

function inPlaceEdits(
  desired: DesiredJob,
  actual: ActualJob,
  previous: DesiredJob | undefined,
  template: DesiredTemplate | undefined,
): readonly Edit[] {
  return updatable.flatMap((name) => {
    if (!isCompared(desired, previous, name)) return [];
    const found = memberDifferences(name, actual, desired);
    return found.map((difference) => ({ ...difference, ...inPlaceMeaning(name, actual, desired, template) }));
  });
}

/** In what a member means another thing in AWS than in the manifest. */
function memberDifferences(name: string, actual: ActualJob, desired: DesiredJob): readonly Difference[] {
  const after = bodyMember(desired, name);
  const before = inWordsOf(name, actualMember(actual, name), after);
  return differences(withDefaults(name, before), withDefaults(name, after), `/spec/${name}`);
}

function inPlaceMeaning(
  name: string,
  actual: ActualJob,
  desired: DesiredJob,
  template: DesiredTemplate | undefined,
): Pick<Edit, 'effect' | 'note'> {
  const after = bodyMember(desired, name);
  if (isUnset(after)) {
    // What a template of others gives, or one that was made from a job, stands in no manifest.
    const isForeign = desired.template !== undefined && (template === undefined || template.body.jobArn !== undefined);
    const instead = isForeign ? 'write the value that its template gives' : 'set the value you want';
    return {
      effect: 'cannot-change',
      note: `AWS cannot remove ${name} from a job; ${instead} instead, or start a new job under a new name.`,
    };
  }
  if (name === 'jobExecutionsRetryConfig') {
    const before = actualMember(actual, name) as JobExecutionsRetryConfig | undefined;
    return retryMeanings[retryEdit(before, after as JobExecutionsRetryConfig)];
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

/** An object without members replaces nothing (JOB-UPD-03). */
function isUnset(value: unknown): boolean {
  return differences(undefined, value, '').length === 0;
}

const retryMeanings: Readonly<Record<ReturnType<typeof retryEdit>, Pick<Edit, 'effect' | 'note'>>> = {
  accepted: { effect: 'in-place', note: 'Updates in place; nothing is tried again from then on.' },
  unclear: {
    effect: 'in-place',
    note: 'Is tried: AWS documents that retries can be set to 0, not whether for one failure type alone; if it refuses, applying fails there.',
  },
  refused: {
    effect: 'cannot-change',
    note: 'The number of retries of a started job can only be set to 0; start a new job under a new name.',
  },
};

function fixedEdits(
  desired: DesiredJob,
  actual: ActualJob,
  previous: DesiredJob | undefined,
  state: Pick<ActualState, 'region' | 'templateArns'>,
): readonly Edit[] {
  const edits = immutable.flatMap((name) => {
    if (!isCompared(desired, previous, name)) return [];
    return memberDifferences(name, actual, desired).map((it) => fixed(it, name));
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

/** The job with the template's values for what it said itself at the base and says no more. */
function withDropped(
  desired: DesiredJob,
  previous: DesiredJob | undefined,
  template: DesiredTemplate | undefined,
): DesiredJob {
  if (previous === undefined || template === undefined) return desired;
  const { document: _document, documentSource: _source, jobArn: _arn, ...values } = template.body;
  const dropped = Object.entries(values).filter(
    ([name]) => bodyMember(desired, name) === undefined && bodyMember(previous, name) !== undefined,
  );
  return dropped.length === 0 ? desired : { ...desired, body: { ...desired.body, ...Object.fromEntries(dropped) } };
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

function documentPointer(desired: DesiredJob): string {
  return desired.body.documentSource === undefined ? '/spec/document' : '/spec/documentSource';
}

function templatePointer(desired: DesiredJob): string {
  if (desired.template?.kind === 'managed') return '/spec/managedTemplate';
  return desired.template?.kind === 'arn' ? '/spec/jobTemplateArn' : '/spec/template';
}
