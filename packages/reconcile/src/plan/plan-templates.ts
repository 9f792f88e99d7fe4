/** The table of templates: a template is a resource, it converges. AWS has no update (JOB-TPL-03): delete and create. */
import type { TagList } from '@iot-rollouts/schemas/iot';
import type { ActualTemplate } from '../actual.js';
import { sameDocument } from '../canonical.js';
import type { DesiredTemplate } from '../desired.js';
import { digestTag, isOurs, ownedTags, type Provenance } from '../ownership.js';
import { differences } from './edits.js';
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
    return { ...subject(desired), action: 'create', reason: 'Does not exist yet.', edits: [], create };
  }
  const edits = templateEdits(desired, actual);
  const tags = tagEdits(desired, actual, previous);
  if (!isOurs(actual.tags, provenance.source)) {
    const reason = `A template ${desired.name} exists in AWS that was not created from ${provenance.source}; it is left alone. Give this template another name.`;
    return { ...subject(desired), action: 'conflict', reason, edits };
  }
  if (edits.length > 0) {
    const restore = { template: actual.template, tags: tagList(actual.tags) };
    const reason = 'Differs: it is deleted and created anew. Jobs that started from it keep their copy.';
    return { ...subject(desired), action: 'replace', reason, edits: [...edits, ...tags.edits], create, restore };
  }
  if (tags.edits.length > 0) {
    const update = {
      arn: actual.arn,
      digest: desired.digest,
      ...(tags.tag.length > 0 && { tag: tags.tag }),
      ...(tags.untag.length > 0 && { untag: tags.untag }),
    };
    return { ...subject(desired), action: 'update', reason: 'Its tags differ.', edits: tags.edits, update };
  }
  return { ...subject(desired), action: 'none', reason: 'Is as its manifest says.', edits: [] };
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
  return { ...subject(previous), action: 'orphan', ...(prune && { prune: 'delete' }), reason, edits: [] };
}

/**
 * What differs in the template itself. The digest tag answers when it is equal: a template is immutable, so it is still
 * what was created from that request. It also covers what a template does not give back, the job it was made from.
 */
function templateEdits(desired: DesiredTemplate, actual: ActualTemplate): readonly Edit[] {
  if (actual.tags[digestTag] === desired.digest) return [];
  const {
    jobTemplateArn: _arn,
    jobTemplateId: _id,
    createdAt: _at,
    document: actualDocument,
    ...actualBody
  } = actual.template;
  const { document, jobArn, ...body } = desired.body;
  const found = [...differences(withDefaultExpiry(actualBody), withDefaultExpiry(body), '/spec')];
  if (document !== undefined && (actualDocument === undefined || !sameDocument(actualDocument, document))) {
    found.push({ pointer: '/spec/document' });
  }
  // Made from a job: what the manifest leaves out was copied from that job, and is not compared.
  const compared = jobArn === undefined ? found : found.filter((difference) => difference.after !== undefined);
  const note = 'The template is replaced; jobs that started from it keep their copy.';
  return compared.map((difference) => ({ ...difference, effect: 'replaces-template', note }));
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

function subject(desired: DesiredTemplate): {
  kind: 'JobTemplate';
  name: string;
  file: string;
  range: DesiredTemplate['origin']['range'];
} {
  return { kind: 'JobTemplate', name: desired.name, file: desired.origin.file, range: desired.origin.range };
}
