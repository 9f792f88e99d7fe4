/** The table of templates: a template is a resource, it converges. AWS has no update (JOB-TPL-03): delete and create. */
import type { TagList } from '@iot-rollouts/schemas/iot';
import type { ActualTemplate } from '../actual.js';
import { sameDocument } from '../canonical.js';
import { type DesiredTemplate, isUnedited } from '../desired.js';
import { authorTags, digestTag, isOurs, notAdopted, ownedTags, type Provenance } from '../ownership.js';
import type { DescribedTemplate } from '../port.js';
import { about } from './about.js';
import { type Difference, differences } from './edits.js';
import { tagEdits } from './job-edits.js';
import type { Change, Edit } from './plan.js';

type TemplateChange = Change & { readonly kind: 'JobTemplate' };

/** What happens to one desired template. */
export function planTemplate(
  desired: DesiredTemplate,
  previous: DesiredTemplate | undefined,
  actual: ActualTemplate | undefined,
  provenance: Provenance,
): TemplateChange {
  const create = {
    body: desired.body,
    tags: ownedTags(desired.tags, provenance, { file: desired.origin.file, digest: desired.digest }),
    digest: desired.digest,
  };
  if (actual === undefined) {
    const reason = previous === undefined ? 'New.' : 'Is not in AWS, though it was in Git at the base: it is created.';
    return about(desired, { action: 'create', reason, edits: [], create });
  }
  const ours = isOurs(actual.tags, provenance.source);
  const found = actual.template === undefined ? [] : templateEdits(desired, previous, actual.template);
  // Made from this very request, as its tag says: what AWS filled in is no difference, what the request says is.
  const edits = ours && actual.tags[digestTag] === desired.digest ? found.filter(isWritten(desired)) : found;
  const tags = tagEdits(desired, actual, previous);
  // What a template copied from a job cannot be compared, so somebody else's is never taken for equal.
  const unverifiable = desired.body.jobArn !== undefined;
  if (!ours && (unverifiable || edits.length + tags.edits.length > 0)) {
    const reason = `A template ${desired.name} exists in AWS that was not created from ${provenance.source}; it is left alone. Give this template another name.`;
    return about(desired, { action: 'conflict', reason, edits: [...edits, ...tags.edits] });
  }
  if (edits.length > 0 && actual.template !== undefined) {
    const restore = { template: actual.template, tags: tagList(actual.tags) };
    const kept = foreignTags(actual.tags, desired, tags.untag);
    const cause = isUnedited(desired, previous) ? 'Was changed in AWS, not in Git' : 'Differs';
    const reason = `${cause}: it is deleted and created anew. Jobs that started from it keep their copy.`;
    return about(desired, {
      action: 'replace',
      reason,
      edits: [...edits, ...tags.edits],
      create: { ...create, tags: [...kept, ...create.tags] },
      restore,
    });
  }
  if (tags.edits.length > 0) {
    const update = {
      arn: actual.arn,
      digest: desired.digest,
      ...(tags.tag.length > 0 && { tag: tags.tag }),
      ...(tags.untag.length > 0 && { untag: tags.untag }),
    };
    return about(desired, { action: 'update', reason: 'Its tags differ.', edits: tags.edits, update });
  }
  if (!ours) {
    const reason = `Is in AWS as its manifest says, ${notAdopted(provenance.source)}`;
    return about(desired, { action: 'none', ours: false, reason, edits: [] });
  }
  return about(desired, { action: 'none', reason: 'Is as its manifest says.', edits: [] });
}

/** A template of ours that no manifest asks for any more. */
export function planOrphanTemplate(
  previous: DesiredTemplate,
  actual: ActualTemplate | undefined,
  source: string,
  prune: boolean,
): TemplateChange | undefined {
  if (actual === undefined || !isOurs(actual.tags, source)) return undefined;
  const reason = prune
    ? 'Its manifest was removed; it is deleted. Jobs that started from it keep their copy.'
    : 'Its manifest was removed; it is left in AWS. Delete it with prune: delete, or in AWS.';
  return about(previous, { action: 'orphan', ...(prune && { prune: 'delete' }), reason, edits: [] });
}

/**
 * What differs in the template itself. It is asked only when the digest tag is not ours or not equal: a template is
 * immutable, so one with our digest is still what was created from that request.
 */
function templateEdits(
  desired: DesiredTemplate,
  previous: DesiredTemplate | undefined,
  actual: DescribedTemplate,
): readonly Edit[] {
  const { jobTemplateArn: _arn, jobTemplateId: _id, createdAt: _at, document: actualDocument, ...actualBody } = actual;
  const { document, jobArn, ...body } = desired.body;
  const found = [...differences(withDefaultExpiry(actualBody), withDefaultExpiry(body), '/spec')];
  if (document !== undefined && (actualDocument === undefined || !sameDocument(actualDocument, document))) {
    found.push({ pointer: '/spec/document' });
  }
  const compared =
    jobArn === undefined ? found : [...found.filter(isWritten(desired)), ...editsSince(previous, desired)];
  const note = 'The template is replaced; jobs that started from it keep their copy.';
  const byPointer = new Map(compared.map((difference) => [difference.pointer, difference]));
  return [...byPointer.values()].map((difference) => ({ ...difference, effect: 'replaces-template', note }));
}

/** Made from a job: what the manifest leaves out was copied from that job, and is not compared. */
function isWritten({ body }: DesiredTemplate): (difference: Difference) => boolean {
  return ({ pointer }) => Object.hasOwn(body, pointer.split('/')[2] as string);
}

/** AWS does not say which job a template was made from, nor what was copied: there the edits since the base count. */
function editsSince(previous: DesiredTemplate | undefined, desired: DesiredTemplate): readonly Difference[] {
  if (previous === undefined) return [];
  const { document: before, ...previousBody } = previous.body;
  const { document: after, ...body } = desired.body;
  const found = differences(previousBody, body, '/spec');
  return sameDocument(before ?? '', after ?? '') ? found : [...found, { pointer: '/spec/document' }];
}

/** Tags of other people, which survive the template that they were put on. */
function foreignTags(
  present: Readonly<Record<string, string>>,
  desired: DesiredTemplate,
  dropped: readonly string[],
): TagList {
  const ours = new Set([...desired.tags.map(({ Key }) => Key), ...dropped]);
  return tagList(authorTags(present)).filter(({ Key }) => !ours.has(Key));
}

/** AWS answers with the default expiry filled in (JOB-PRE-01: 3600 seconds). */
function withDefaultExpiry(body: Pick<DesiredTemplate['body'], 'presignedUrlConfig'>): unknown {
  if (body.presignedUrlConfig?.roleArn === undefined) return body;
  return { ...body, presignedUrlConfig: { expiresInSec: 3600, ...body.presignedUrlConfig } };
}

function tagList(tags: Readonly<Record<string, string>>): TagList {
  return Object.entries(tags)
    .filter(([key]) => !key.toLowerCase().startsWith('aws:'))
    .map(([Key, Value]) => ({ Key, Value }));
}
