import { isRollingOut, type JobStatus } from '@iot-rollouts/rollout-model';
import type { ListJobs } from '@iot-rollouts/schemas/iot';
import { arnOf } from '../../arn.js';
import type { Handler, InputOf } from '../../handler.js';
import type { JobRecord } from '../../jobs/record.js';
import { pageOf } from '../../pagination.js';
import { isRefused, notFound, type Refused } from '../../refusal.js';
import type { RegionState, ThingGroup } from '../../region-state.js';
import { epochSeconds } from '../../times.js';

/** The order of statuses in the list; within one, newest first. AWS states only "by status" (JOB-LST-04). */
const statusOrder: readonly JobStatus[] = ['IN_PROGRESS', 'SCHEDULED', 'COMPLETED', 'CANCELED', 'DELETION_IN_PROGRESS'];

/** Lists jobs. Filters narrow together (JOB-LST-05). */
export const listJobs: Handler<typeof ListJobs> = ({ region }, input) => {
  const group = groupFilter(region, input);
  if (isRefused(group)) return group;
  const { status, targetSelection, namespaceId } = input;
  const groupArn = group === undefined ? undefined : arnOf(region, 'thinggroup', group.thingGroupName);
  const jobs = [...region.jobs.values()]
    .filter(
      (record) =>
        (status === undefined || record.state.status === status) &&
        (targetSelection === undefined || record.targetSelection === targetSelection) &&
        (namespaceId === undefined || record.namespaceId === namespaceId) &&
        (groupArn === undefined || record.targets.includes(groupArn)),
    )
    .reverse()
    .sort((a, b) => rank(a) - rank(b) || b.state.createdAt - a.state.createdAt);
  const page = pageOf(jobs, input, ['jobs', status, targetSelection, namespaceId, groupArn]);
  if (isRefused(page)) return page;
  return { jobs: page.items.map((record) => summary(record, group)), nextToken: page.nextToken };
};

function rank({ state }: JobRecord): number {
  return statusOrder.indexOf(state.status);
}

function groupFilter(
  region: RegionState,
  { thingGroupName, thingGroupId }: InputOf<typeof ListJobs>,
): ThingGroup | undefined | Refused<'ResourceNotFoundException'> {
  if (thingGroupName === undefined && thingGroupId === undefined) return undefined;
  const group = [...region.groups.values()].find(
    (candidate) =>
      candidate.thingGroupName === (thingGroupName ?? candidate.thingGroupName) &&
      candidate.thingGroupId === (thingGroupId ?? candidate.thingGroupId),
  );
  return group ?? notFound(`Thing group ${thingGroupName ?? thingGroupId} does not exist.`);
}

function summary({ jobArn, jobId, targetSelection, state }: JobRecord, group: ThingGroup | undefined) {
  return {
    jobArn,
    jobId,
    thingGroupId: group?.thingGroupId,
    targetSelection,
    status: state.status,
    createdAt: epochSeconds(state.createdAt),
    lastUpdatedAt: epochSeconds(state.lastUpdatedAt),
    completedAt: state.completedAt === undefined ? undefined : epochSeconds(state.completedAt),
    isConcurrent: isRollingOut(state),
  };
}
