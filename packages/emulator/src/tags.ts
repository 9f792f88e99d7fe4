/** Tags of jobs, job templates and thing groups. */
import { idFromArn, type ResourceType } from './arn.js';
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

/** Returns the tags of a resource that exists and can have tags, or a refusal (JOB-TAG-01: things cannot). */
export function tagsOf(
  region: RegionState,
  arn: string,
): ReadonlyMap<string, string> | Refused<'ResourceNotFoundException' | 'InvalidRequestException'> {
  const resources: readonly (readonly [ResourceType, ReadonlyMap<string, unknown>])[] = [
    ['job', region.jobs],
    ['jobtemplate', region.templates],
    ['thinggroup', region.groups],
  ];
  for (const [type, held] of resources)
    if (held.has(idFromArn(region, type, arn) ?? '')) return region.tags.get(arn) ?? new Map<string, string>();
  if (idFromArn(region, 'thing', arn) !== undefined) return invalid(`Things cannot have tags: ${arn}`);
  return notFound(`No resource that can be tagged has the ARN ${arn}.`);
}
