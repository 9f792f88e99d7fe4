/** The request rates that AWS publishes per operation, as a check that can be switched on (JOB-THR-01, 02). */
import type { Limits } from './limits.js';

/** Operations that share one allowance, and how many requests a second it has. */
interface Allowance {
  readonly name: string;
  readonly perSecond: number;
}

const jobsOperations = [
  'AssociateTargetsWithJob',
  'CancelJob',
  'CancelJobExecution',
  'CreateJob',
  'CreateJobTemplate',
  'DeleteJob',
  'DeleteJobExecution',
  'DeleteJobTemplate',
  'DescribeJob',
  'DescribeJobExecution',
  'DescribeJobTemplate',
  'DescribeManagedJobTemplate',
  'GetJobDocument',
  'ListJobExecutionsForJob',
  'ListJobExecutionsForThing',
  'ListJobTemplates',
  'ListJobs',
  'ListManagedJobTemplates',
  'ListTagsForResource',
  'TagResource',
  'UntagResource',
  'UpdateJob',
];
const deviceReads: Allowance = { name: 'device reads', perSecond: 200 };
const deviceWrites: Allowance = { name: 'device writes', perSecond: 200 };

/** Allowances by signing name and operation; an operation that is absent has no published rate that is known here. */
const allowances: ReadonlyMap<string, Allowance> = new Map([
  ...jobsOperations.map((name) => [`iot ${name}`, { name: `iot ${name}`, perSecond: 10 }] as const),
  ['iot-jobs-data DescribeJobExecution', deviceReads],
  ['iot-jobs-data GetPendingJobExecutions', deviceReads],
  ['iot-jobs-data StartNextPendingJobExecution', deviceWrites],
  ['iot-jobs-data UpdateJobExecution', deviceWrites],
]);

/** Returns whether a request at `now` (milliseconds) may pass, and counts it if so. */
export type RequestGate = (region: string, signingName: string, operation: string, now: number) => boolean;

/** How many requests each allowance of each region has left, and since when. */
export type RequestBuckets = Map<string, { requests: number; at: number }>;

/** Returns a gate with a bucket of one second's requests for each allowance and region, refilled evenly. */
export function createRequestGate(rates: Limits['rates'], buckets: RequestBuckets): RequestGate {
  if (rates === 'none') return () => true;
  return (region, signingName, operation, now) => {
    const allowance = allowances.get(`${signingName} ${operation}`);
    if (allowance === undefined) return true;
    const key = `${region} ${allowance.name}`;
    const bucket = buckets.get(key) ?? { requests: allowance.perSecond, at: now };
    buckets.set(key, bucket);
    const refilled = bucket.requests + ((now - bucket.at) / 1000) * allowance.perSecond;
    bucket.requests = Math.min(allowance.perSecond, refilled);
    bucket.at = now;
    if (bucket.requests < 1) return false;
    bucket.requests -= 1;
    return true;
  };
}
