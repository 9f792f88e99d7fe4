/** Members of a configuration that say the same in other words: defaults written out, times in another form, sets. */
import type { JobExecutionsRetryConfig, SchedulingConfig } from '@iot-rollouts/schemas/iot';
import { defaultMaximumPerMinute } from '../rules/pace.js';
import { readScheduleTime } from '../rules/schedule-time.js';
import { sameValue } from './same.js';

/** Whether a member of CreateJob or CreateJobTemplate asks for the same before and after. */
export function sameMember(name: string, before: unknown, after: unknown): boolean {
  return sameValue(withDefaults(name, inWordsOf(name, before, after)), withDefaults(name, after));
}

/**
 * The member before in the words of the member after, as far as both say the same: an equal moment in the same form
 * (JOB-SCH-04: which form DescribeJob answers is not documented), an equal set in the same order.
 */
export function inWordsOf(name: string, before: unknown, after: unknown): unknown {
  if (before === undefined || after === undefined) return before;
  if (name === 'schedulingConfig') return withTimesOf(before as SchedulingConfig, after as SchedulingConfig);
  if (name === 'jobExecutionsRetryConfig')
    return withCriteriaOf(before as JobExecutionsRetryConfig, after as JobExecutionsRetryConfig);
  if (name === 'destinationPackageVersions') return inOrderOf(before as readonly string[], after as readonly string[]);
  return before;
}

function withTimesOf(before: SchedulingConfig, after: SchedulingConfig): SchedulingConfig {
  const words = { ...before };
  for (const time of ['startTime', 'endTime'] as const) {
    const text = after[time];
    if (text !== undefined && sameMoment(before[time], text)) words[time] = text;
  }
  return words;
}

function sameMoment(a: string | undefined, b: string): boolean {
  const ms = a === undefined ? undefined : readScheduleTime(a)?.ms;
  return ms !== undefined && ms === readScheduleTime(b)?.ms;
}

/** JOB-RTY-03: one criterion for a failure type, so that their order says nothing. */
function withCriteriaOf(before: JobExecutionsRetryConfig, after: JobExecutionsRetryConfig): JobExecutionsRetryConfig {
  if (before.criteriaList === undefined) return before;
  const types = (after.criteriaList ?? []).map(({ failureType }) => failureType);
  return { ...before, criteriaList: inOrderOf(before.criteriaList, types, ({ failureType }) => failureType) };
}

/** The items in the order of their keys in a list; those that the list lacks come last. */
function inOrderOf<Item>(
  items: readonly Item[],
  keys: readonly unknown[],
  keyOf: (item: Item) => unknown = (item) => item,
): Item[] {
  const rank = (item: Item): number => keys.indexOf(keyOf(item)) + 1 || keys.length + 1;
  return [...items].sort((a, b) => rank(a) - rank(b));
}

/** The member with what the service fills in (JOB-CRE-10, JOB-PRE-01, JOB-ROL-02, JOB-SCH: table of defaults). */
export function withDefaults(name: string, value: unknown): unknown {
  return defaults[name]?.(value) ?? value;
}

const defaults: Readonly<Record<string, (value: unknown) => unknown>> = {
  targetSelection: (value) => value ?? 'SNAPSHOT',
  presignedUrlConfig: (value) => withDefault(value, 'expiresInSec', 3600, (it) => it.roleArn !== undefined),
  jobExecutionsRolloutConfig: (value) =>
    withDefault(value, 'maximumPerMinute', defaultMaximumPerMinute, (it) => it.exponentialRate !== undefined),
  schedulingConfig: (value) => withDefault(value, 'endBehavior', 'STOP_ROLLOUT', (it) => it.endTime !== undefined),
};

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
