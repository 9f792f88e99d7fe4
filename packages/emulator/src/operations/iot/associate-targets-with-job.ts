import { addThings } from '@iot-rollouts/rollout-model';
import type { AssociateTargetsWithJob } from '@iot-rollouts/schemas/iot';
import { parseArn } from '../../arn.js';
import type { Handler } from '../../handler.js';
import { findJob } from '../../jobs/find.js';
import { indexTargets } from '../../jobs/job-index.js';
import { maximumTargets, thingsOfTargets } from '../../jobs/targets.js';
import { invalid, isRefused, refuse } from '../../refusal.js';

/** Adds targets to a CONTINUOUS job in progress; their things are rolled out at the job's rate (JOB-ASC-01, 04). */
export const associateTargetsWithJob: Handler<typeof AssociateTargetsWithJob> = ({ region, jobs, now }, input) => {
  const record = findJob(region, input.jobId, input.namespaceId);
  if (isRefused(record)) return record;
  if (record.targetSelection !== 'CONTINUOUS') return invalid(`Job ${record.jobId} is not CONTINUOUS.`); // JOB-ASC-03
  if (record.state.status !== 'IN_PROGRESS') return invalid(`Job ${record.jobId} is ${record.state.status}.`);
  const thing = input.targets.find((target) => parseArn(target)?.type === 'thing');
  if (thing !== undefined) return invalid(`Only thing groups can be associated with a job, not ${thing}.`); // JOB-ASC-02
  const added = [...new Set(input.targets)].filter((target) => !record.targets.includes(target));
  if (record.targets.length + added.length > maximumTargets)
    return refuse('LimitExceededException', `A job can have at most ${maximumTargets} targets.`);
  const things = thingsOfTargets(region, added);
  if (isRefused(things)) return things;
  record.targets.push(...added);
  indexTargets(region, record, added);
  record.state.comment = input.comment ?? record.state.comment;
  jobs.settle(region, record, addThings(record.state, things, 'at-the-rate', now).events);
  return { jobArn: record.jobArn, jobId: record.jobId, description: record.configurations.description };
};
