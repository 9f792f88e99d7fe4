import { isRollingOut, type JobStatus } from '@iot-rollouts/rollout-model';
import type { ListJobs } from '@iot-rollouts/schemas/iot';
import { arnOf } from '../../arn.js';
import type { Handler, InputOf } from '../../handler.js';
import { placeOf } from '../../jobs/job-index.js';
import type { JobRecord } from '../../jobs/record.js';
import { type KeyedList, pageOf } from '../../pagination.js';
import { isRefused, notFound, type Refused } from '../../refusal.js';
import type { RegionState, ThingGroup } from '../../region-state.js';
import { epochSeconds } from '../../times.js';

/** The order of statuses in the list; within one, newest first. AWS states only "by status" (JOB-LST-04). */
const statusOrder: readonly JobStatus[] = ['IN_PROGRESS', 'SCHEDULED', 'COMPLETED', 'CANCELED', 'DELETION_IN_PROGRESS'];

/** Keys of statuses are this far apart; a region never creates so many records. */
const keysPerStatus = 2 ** 40;

/** Lists jobs. Filters narrow together (JOB-LST-05). */
export const listJobs: Handler<typeof ListJobs> = ({ region }, input) => {
  const group = groupFilter(region, input);
  if (isRefused(group)) return group;
  const { status, targetSelection, namespaceId } = input;
  const groupArn = group === undefined ? undefined : arnOf(region, 'thinggroup', group.thingGroupName);
  const isListed = (record: JobRecord) =>
    (targetSelection === undefined || record.targetSelection === targetSelection) &&
    (namespaceId === undefined || record.namespaceId === namespaceId) &&
    (groupArn === undefined || record.targets.includes(groupArn));
  const jobs = inOrder(region, status === undefined ? statusOrder : [status], isListed);
  const page = pageOf(jobs, input, ['jobs', status, targetSelection, namespaceId, groupArn]);
  if (isRefused(page)) return page;
  return { jobs: page.items.map((record) => summary(record, group)), nextToken: page.nextToken };
};

/** A key holds the rank of the status, then the age, so that a page is found without reading those before it. */
function inOrder(
  { jobIndex }: RegionState,
  statuses: readonly JobStatus[],
  isListed: (record: JobRecord) => boolean,
): KeyedList<JobRecord> {
  return function* (after) {
    for (const [rank, status] of statuses.entries()) {
      const newestKey = (rank + 1) * keysPerStatus;
      if (after >= newestKey) continue;
      const jobs = jobIndex.byStatus[status];
      for (let index = placeOf(jobs, newestKey - after) - 1; index >= 0; index -= 1) {
        const record = jobs[index]!;
        if (isListed(record)) yield [newestKey - record.sequence, record];
      }
    }
  };
}

function groupFilter(
  region: RegionState,
  { thingGroupName, thingGroupId }: InputOf<typeof ListJobs>,
): ThingGroup | undefined | Refused<'ResourceNotFoundException'> {
  if (thingGroupName === undefined && thingGroupId === undefined) return undefined;
  const named = thingGroupName === undefined ? region.groups.values() : [region.groups.get(thingGroupName)];
  const group = [...named].find(
    (candidate) => candidate !== undefined && candidate.thingGroupId === (thingGroupId ?? candidate.thingGroupId),
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
