/** What the page shows, as data. */
import {
  type ExecutionCounts,
  isRollingOut,
  type JobState,
  type JobStatus,
  ratePerMinute,
} from '@iot-rollouts/rollout-model';
import type { JobRecord } from '../jobs/record.js';
import type { ClockOptions } from '../pump.js';
import type { RegionState } from '../region-state.js';
import type { RolloutCurve } from './rollout-curve.js';

/** Times are milliseconds since the epoch. */
export interface PageView {
  readonly clock: ClockView;
  readonly things: number;
  /** How many jobs there are, of which the page shows only so many. */
  readonly jobCount: number;
  readonly jobs: readonly JobView[];
}

export interface ClockView {
  readonly mode: ClockOptions['mode'];
  /** How much faster than the machine's clock; 0 for a clock that only moves by hand. */
  readonly speed: number;
  readonly now: number;
}

export interface JobView {
  readonly region: string;
  readonly jobId: string;
  readonly description: string | undefined;
  readonly comment: string | undefined;
  readonly reasonCode: string | undefined;
  readonly status: JobStatus;
  readonly targetSelection: string;
  readonly targets: readonly string[];
  /** Things that are or were targets, and those that wait for their notification. */
  readonly things: number;
  readonly waiting: number;
  /** Things a minute while the job rolls out. */
  readonly ratePerMinute: number | undefined;
  /** When a SCHEDULED job goes on. */
  readonly opensAt: number | undefined;
  readonly completedAt: number | undefined;
  readonly counts: ExecutionCounts;
  readonly curve: RolloutCurve;
}

/** The most jobs that a page shows: enough to look at, and quick to draw. */
const mostJobs = 24;
const mostTargets = 3;
const order: readonly JobStatus[] = ['IN_PROGRESS', 'SCHEDULED', 'DELETION_IN_PROGRESS', 'COMPLETED', 'CANCELED'];

/** Returns what the page shows of a clock that stands at `now`. */
export function clockView(clock: ClockOptions, now: number): ClockView {
  const speed = clock.mode === 'accelerated' ? clock.speed : Number(clock.mode === 'real');
  return { mode: clock.mode, speed, now };
}

/** Returns what the page shows of the regions: jobs that run first, then those that wait or have ended, newest first. */
export function pageView(
  regions: Iterable<RegionState>,
  clock: ClockView,
  curveOf: (state: JobState) => RolloutCurve,
): PageView {
  const all = [...regions];
  const jobs: JobView[] = [];
  for (const status of order)
    for (const region of all)
      for (const record of newestFirst(region.jobIndex.byStatus[status]))
        if (jobs.length < mostJobs) jobs.push(jobView(region, record, curveOf));
  const total = (count: (region: RegionState) => number) => all.reduce((sum, region) => sum + count(region), 0);
  return { clock, things: total(({ things }) => things.size), jobCount: total((region) => region.jobs.size), jobs };
}

function newestFirst(records: readonly JobRecord[]): readonly JobRecord[] {
  return records.slice(-mostJobs).reverse();
}

function jobView(
  region: RegionState,
  { jobId, targets, targetSelection, configurations, state }: JobRecord,
  curveOf: (state: JobState) => RolloutCurve,
): JobView {
  const { status, counts, comment, reasonCode, opensAt, completedAt, waiting, notified, succeeded } = state;
  return {
    region: region.name,
    jobId,
    description: configurations.description,
    comment,
    reasonCode,
    status,
    targetSelection,
    targets: targets.slice(0, mostTargets).map((arn) => arn.slice(arn.lastIndexOf(':') + 1)),
    things: state.things.rows.size,
    waiting,
    ratePerMinute: isRollingOut(state) ? ratePerMinute(state.rateSteps, { notified, succeeded }) : undefined,
    opensAt: status === 'SCHEDULED' ? opensAt : undefined,
    completedAt,
    counts,
    curve: curveOf(state),
  };
}
