/** Making ours what a manifest describes exactly: which tags that takes, or why it is not done. Pure. */
import type { TagList } from '@iot-rollouts/schemas/iot';
import type { Manifest } from '@iot-rollouts/validation';
import type { ActualJob, ActualState, ActualTemplate } from '../actual.js';
import { type Address, addressText } from '../address.js';
import { sameDocument } from '../canonical.js';
import { type Desired, type DesiredJob, type DesiredTemplate, desiredState } from '../desired.js';
import {
  bookkeepingTags,
  commitTag,
  digestTag,
  isOurs,
  manifestTag,
  type Provenance,
  sourceTag,
} from '../ownership.js';
import { compareJob } from '../plan/job-edits.js';
import { planTemplate } from '../plan/plan-templates.js';
import type { Findings, Found, FoundJob, FoundTemplate } from './found.js';

/** What adopting one resource means. */
export type Adoption =
  | { readonly action: 'tag'; readonly arn: string; readonly tags: TagList }
  /** Its tags say already that it is this manifest's. */
  | { readonly action: 'none' }
  | { readonly action: 'refuse'; readonly reason: string };

/** Tags that a resource can have; those that AWS itself puts on do not count (JOB-TAG-03). */
const tagsMax = 50;

const ownTags: readonly string[] = [sourceTag, manifestTag, commitTag, digestTag];

/** What adopting each of these resources means, by the manifests that describe them; without one a resource is left out. */
export function adoptionsOf(
  { resources, templates }: Pick<Findings, 'resources' | 'templates'>,
  manifests: readonly Manifest[],
  region: string,
  provenance: Provenance,
): readonly (Address & Adoption)[] {
  const desired = desiredState(manifests);
  const templateArns = new Map([...templates].map(([name, template]) => [name, template.jobTemplateArn]));
  return resources.flatMap((found) => {
    const wanted = desired.get(addressText(found));
    if (wanted === undefined) return [];
    const { kind, name } = found;
    return [{ kind, name, ...adoptionOf(wanted, found, { region, templateArns }, provenance) }];
  });
}

/** What it takes to make a resource ours, or why it stays as it is. */
function adoptionOf(
  desired: Desired,
  found: Found,
  state: Pick<ActualState, 'region' | 'templateArns'>,
  provenance: Provenance,
): Adoption {
  const { file, range } = desired.origin;
  const at = `${file}:${range.start.line}`;
  const other = found.tags[sourceTag];
  if (other !== undefined && !isOurs(found.tags, provenance.source)) {
    const reason = `its tag ${sourceTag} says that it comes from ${other}, not from ${provenance.source}; it is left to that repository`;
    return { action: 'refuse', reason };
  }
  const differing = differingPointers(desired, found, state, provenance);
  if (differing.length > 0) {
    return { action: 'refuse', reason: `it differs from its manifest ${at} in ${differing.join(', ')}` };
  }
  const tags = bookkeepingTags(provenance, { file, digest: desired.digest });
  // The commit alone is no reason to write: it says which one wrote the resource last.
  const missing = bookkeepingTags({ source: provenance.source }, { file, digest: desired.digest });
  if (missing.every(({ Key, Value }) => found.tags[Key] === Value)) return { action: 'none' };
  // Room for all four: an apply will write the commit, too.
  const present = Object.keys(found.tags).filter((key) => !key.startsWith('aws:'));
  const keys = new Set([...present, ...ownTags]);
  if (keys.size > tagsMax) {
    const reason = `it would have ${keys.size} tags with the ${ownTags.length} of iot-rollouts, and AWS allows ${tagsMax}; take some away in AWS`;
    return { action: 'refuse', reason };
  }
  return { action: 'tag', arn: found.arn, tags };
}

function differingPointers(
  desired: Desired,
  found: Found,
  state: Pick<ActualState, 'region' | 'templateArns'>,
  provenance: Provenance,
): readonly string[] {
  const edits =
    desired.kind === 'Job'
      ? jobEdits(desired, found as FoundJob, state)
      : templateEdits(desired, found as FoundTemplate, provenance);
  return [...new Set(edits.map(({ pointer }) => pointer))];
}

function jobEdits(
  desired: DesiredJob,
  { kind, name, arn, job, tags, document }: FoundJob,
  state: Pick<ActualState, 'region' | 'templateArns'>,
): readonly { readonly pointer: string }[] {
  const wanted = desired.body.document;
  const actual: ActualJob = {
    kind,
    name,
    arn,
    job,
    tags,
    ...(wanted !== undefined && { sameDocument: document !== undefined && sameDocument(document, wanted) }),
  };
  // Targets are compared by the ARNs that the job itself has: one that left the registry since is still its target.
  const targets = new Map(job.targets?.map((target) => [target, { target, arn: target }]));
  return compareJob(desired, actual, undefined, { ...state, targets }).edits;
}

function templateEdits(
  desired: DesiredTemplate,
  { kind, name, arn, template, tags }: FoundTemplate,
  provenance: Provenance,
): readonly { readonly pointer: string }[] {
  // What a template copied from a job cannot be compared with the manifest that names the job.
  if (desired.body.jobArn !== undefined) return [{ pointer: '/spec/jobArn' }];
  const actual: ActualTemplate = { kind, name, arn, template, tags };
  return planTemplate(desired, undefined, actual, provenance).edits;
}
