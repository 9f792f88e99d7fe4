import { createJob as createJobState } from '@iot-rollouts/rollout-model';
import type { CreateJob } from '@iot-rollouts/schemas/iot';
import { arnOf } from '../../arn.js';
import type { Handler } from '../../handler.js';
import { configurationFault, notEmulatedFault } from '../../jobs/config-checks.js';
import { configurationsOf } from '../../jobs/configurations.js';
import { checkedDocument, givenDocument } from '../../jobs/document.js';
import type { JobRecord } from '../../jobs/record.js';
import { scheduleOf } from '../../jobs/schedule.js';
import { maximumTargets, thingsOfTargets } from '../../jobs/targets.js';
import { templateForJob } from '../../jobs/template-for-job.js';
import { invalid, isRefused, refuse } from '../../refusal.js';
import { withTags } from '../../tags.js';

/** Creates a job from a document or a template; each configuration of the request replaces the template's whole (JOB-CRE-13). */
export const createJob: Handler<typeof CreateJob> = ({ region, jobs, objects, now }, input) => {
  const { jobId, targetSelection = 'SNAPSHOT', schedulingConfig } = input;
  const jobArn = arnOf(region, 'job', jobId);
  if (region.jobs.has(jobId))
    return refuse('ResourceAlreadyExistsException', `Job ${jobId} already exists.`, {
      resourceId: jobId,
      resourceArn: jobArn,
    });
  const targets = [...new Set(input.targets)];
  if (targets.length > maximumTargets) return invalid(`A job can have at most ${maximumTargets} targets.`);
  const fault = notEmulatedFault(input) ?? notEmulatedFault(schedulingConfig ?? {});
  if (fault !== undefined) return fault;
  const template = templateForJob(region, input);
  if (isRefused(template)) return template;
  const configurations = { ...template?.configurations, ...configurationsOf(input) };
  const configuration = configurationFault(configurations);
  if (configuration !== undefined) return configuration;
  const given = givenDocument(input, objects);
  const missing = 'A job needs a document, a documentSource or a jobTemplateArn.';
  const document = checkedDocument(given ?? template?.document, configurations, missing);
  if (isRefused(document)) return document;
  const schedule = scheduleOf(schedulingConfig, now);
  if (isRefused(schedule)) return schedule;
  const tags = withTags(new Map(), input.tags ?? []);
  if (isRefused(tags)) return tags;
  const things = thingsOfTargets(region, targets);
  if (isRefused(things)) return things;
  const { state, events } = createJobState({ ...configurations, ...schedule, targetSelection, things }, now);
  const record: JobRecord = {
    jobId,
    jobArn,
    targetSelection,
    targets,
    document,
    documentSource: given === undefined ? template?.documentSource : input.documentSource,
    documentParameters: input.documentParameters,
    jobTemplateArn: input.jobTemplateArn,
    namespaceId: input.namespaceId,
    schedulingConfig,
    configurations,
    state,
    armedFor: undefined,
  };
  region.jobs.set(jobId, record);
  region.tags.set(jobArn, tags);
  jobs.settle(region, record, events);
  return { jobArn, jobId, description: configurations.description };
};
