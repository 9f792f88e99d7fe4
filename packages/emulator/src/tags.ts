/** Tags of jobs, job templates, thing groups, software packages and their versions. */
import { idFromArn, type ResourceType } from './arn.js';
import { managedTemplateOf } from './jobs/managed-templates.js';
import { invalid, notFound, type Refused, refuse } from './refusal.js';
import type { RegionState } from './region-state.js';

/** The most tags of one resource (JOB-TAG-03: 50). */
export const maximumTags = 50;

export interface Tag {
  readonly Key: string;
  readonly Value?: string | undefined;
}

/** Returns the tags that a resource has after `tags` were written, or why they cannot be (JOB-TAG-03, 06, 07, 08). */
export function withTags(
  current: ReadonlyMap<string, string>,
  tags: readonly Tag[],
): Map<string, string> | Refused<'InvalidRequestException' | 'LimitExceededException'> {
  const seen = new Set<string>();
  const next = new Map(current);
  for (const { Key, Value = '' } of tags) {
    if (seen.has(Key)) return invalid(`The tag key '${Key}' is given twice.`);
    if (Key.startsWith('aws:') || Value.startsWith('aws:'))
      return invalid(`Tags that begin with aws: are reserved ('${Key}').`);
    seen.add(Key);
    next.set(Key, Value);
  }
  if (next.size > maximumTags)
    return refuse('LimitExceededException', `A resource can have at most ${maximumTags} tags.`);
  return next;
}

/**
 * Returns the tags of a resource that exists and can have tags, or a refusal (JOB-TAG-01: things and the templates that AWS
 * provides cannot).
 */
export function tagsOf(
  region: RegionState,
  arn: string,
): ReadonlyMap<string, string> | Refused<'ResourceNotFoundException' | 'InvalidRequestException'> {
  if (isTaggable(region, arn)) return region.tags.get(arn) ?? new Map<string, string>();
  if (idFromArn(region, 'thing', arn) !== undefined) return invalid(`Things cannot have tags: ${arn}`);
  if (managedTemplateOf(region, arn) !== undefined)
    return invalid(`Templates that AWS provides cannot be tagged: ${arn}`);
  return notFound(`No resource that can be tagged has the ARN ${arn}.`);
}

function isTaggable(region: RegionState, arn: string): boolean {
  const id = (type: ResourceType) => idFromArn(region, type, arn) ?? '';
  if (region.jobs.has(id('job')) || region.templates.has(id('jobtemplate')) || region.groups.has(id('thinggroup')))
    return true;
  const [packageName = '', versionName] = id('package').split('/version/');
  const holder = region.packages.get(packageName);
  return holder !== undefined && (versionName === undefined || holder.versions.has(versionName));
}
