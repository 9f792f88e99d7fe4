import { createJob as createJobState } from '@iot-rollouts/rollout-model';
import type { CreateJob } from '@iot-rollouts/schemas/iot';
import { arnOf } from '../../arn.js';
import type { Handler } from '../../handler.js';
import { configurationFault } from '../../jobs/config-checks.js';
import { configurationsOf } from '../../jobs/configurations.js';
import { contentOf, givenDocument } from '../../jobs/document.js';
import { addJob } from '../../jobs/job-index.js';
import { quotaFault } from '../../jobs/quota-checks.js';
import type { JobRecord } from '../../jobs/record.js';
import { scheduleOf } from '../../jobs/schedule.js';
import { maximumTargets, thingsOfTargets } from '../../jobs/targets.js';
import { templateForJob } from '../../jobs/template-for-job.js';
import { invalid, isRefused, refuse } from '../../refusal.js';
import { nextSequence } from '../../region-state.js';
import { withTags } from '../../tags.js';

/** Creates a job from a document or a template; each configuration of the request replaces the template's whole (JOB-CRE-13). */
export const createJob: Handler<typeof CreateJob> = ({ region, jobs, limits, objects, now }, input) => {
  const { jobId, targetSelection = 'SNAPSHOT' } = input;
  const jobArn = arnOf(region, 'job', jobId);
  // The id stays taken while its job is being deleted (JOB-CRE-23, 24).
  if (region.jobs.has(jobId))
    return refuse('ResourceAlreadyExistsException', `Job ${jobId} already exists.`, {
      resourceId: jobId,
      resourceArn: jobArn,
    });
  // A target that is given twice is two of the hundred, and one of the job (JOB-CRE-01).
  const targets = [...new Set(input.targets)];
  if (input.targets.length > maximumTargets) return invalid(`A job can have at most ${maximumTargets} targets.`);
  const template = templateForJob(region, input);
  if (isRefused(template)) return template;
  const configurations = { ...template?.configurations, ...configurationsOf(input) };
  const given = givenDocument(input, objects); // It wins over the template's (JOB-CRE-08).
  if (isRefused(given)) return given;
  const text = given ?? template?.document;
  if (text === undefined) return invalid('A job needs a document, a documentSource or a jobTemplateArn.'); // JOB-CRE-09
  const windows = template?.maintenanceWindows;
  const schedulingConfig = input.schedulingConfig ?? (windows && { maintenanceWindows: windows }); // JOB-CRE-16
  const fault = configurationFault(configurations) ?? quotaFault(configurations, limits);
  if (fault !== undefined) return fault;
  const packageVersionArns = input.destinationPackageVersions ?? template?.destinationPackageVersions;
  const content = contentOf(region, text, configurations, packageVersionArns);
  if (isRefused(content)) return content;
  const schedule = scheduleOf(schedulingConfig, targetSelection, now);
  if (isRefused(schedule)) return schedule;
  const tags = withTags(new Map(), input.tags ?? []); // A template's tags stay its own (JOB-CRE-15).
  if (isRefused(tags)) return tags;
  const { SCHEDULED, IN_PROGRESS } = region.jobIndex.byStatus;
  if (SCHEDULED.length + IN_PROGRESS.length >= limits.activeJobs)
    return refuse('LimitExceededException', `There can be at most ${limits.activeJobs} active jobs in a region.`);
  const things = thingsOfTargets(region, targets);
  if (isRefused(things)) return things;
  const { state, events } = createJobState({ ...configurations, ...schedule, targetSelection, things }, now);
  const alone: JobRecord[] = [];
  const record: JobRecord = {
    jobId,
    jobArn,
    sequence: nextSequence(region),
    targetSelection,
    targets,
    ...content,
    documentSource: given === undefined ? template?.documentSource : input.documentSource,
    documentParameters: input.documentParameters,
    jobTemplateArn: input.jobTemplateArn,
    namespaceId: input.namespaceId,
    schedulingConfig,
    configurations,
    state,
    armedFor: undefined,
    alone,
  };
  alone.push(record);
  addJob(region, record);
  if (tags.size > 0) region.tags.set(jobArn, tags);
  jobs.settle(region, record, events);
  return { jobArn, jobId, description: configurations.description };
};
