import type { CreateJobTemplate } from '@iot-rollouts/schemas/iot';
import { arnOf, idFromArn } from '../../arn.js';
import type { Context, Handler, InputOf } from '../../handler.js';
import { configurationFault } from '../../jobs/config-checks.js';
import { configurationsOf } from '../../jobs/configurations.js';
import { contentOf, givenDocument } from '../../jobs/document.js';
import { quotaFault } from '../../jobs/quota-checks.js';
import type { JobRecord } from '../../jobs/record.js';
import { windowsOf } from '../../jobs/schedule.js';
import { invalid, isRefused, notFound, type Refused, refuse } from '../../refusal.js';
import { nextSequence } from '../../region-state.js';
import { withTags } from '../../tags.js';

/** Creates a job template from a document, an S3 object or a job, which the request may override part by part (JOB-TPL-06). */
export const createJobTemplate: Handler<typeof CreateJobTemplate> = ({ region, limits, objects, now }, input) => {
  const { jobTemplateId } = input;
  if (region.templates.has(jobTemplateId))
    // JOB-TPL-09
    return refuse('ConflictException', `Job template ${jobTemplateId} already exists.`, { resourceId: jobTemplateId });
  if (region.templates.size >= limits.jobTemplates)
    // JOB-TPL-10
    return refuse('LimitExceededException', `There can be at most ${limits.jobTemplates} job templates in a region.`);
  const job = jobOfArn(region, input.jobArn);
  if (isRefused(job)) return job;
  const configurations = { ...job?.configurations, ...configurationsOf(input) };
  const maintenanceWindows = input.maintenanceWindows ?? job?.schedulingConfig?.maintenanceWindows;
  const fault = configurationFault(configurations) ?? quotaFault(configurations, limits);
  if (fault !== undefined) return fault;
  const windows = windowsOf(maintenanceWindows ?? []);
  if (isRefused(windows)) return windows;
  const given = givenDocument(input, objects);
  if (isRefused(given)) return given;
  const document = given ?? job?.documentBeforeSubstitution ?? job?.document;
  if (document === undefined) return invalid('A job template needs a document, a documentSource or a jobArn.');
  const destinationPackageVersions = input.destinationPackageVersions ?? job?.packageVersions?.asWritten;
  const content = contentOf(region, document, configurations, destinationPackageVersions);
  if (isRefused(content)) return content;
  const tags = withTags(new Map(), input.tags ?? []);
  if (isRefused(tags)) return tags;
  const jobTemplateArn = arnOf(region, 'jobtemplate', jobTemplateId);
  region.templates.set(jobTemplateId, {
    jobTemplateId,
    jobTemplateArn,
    sequence: nextSequence(region),
    document,
    documentSource: given === undefined ? job?.documentSource : input.documentSource,
    configurations,
    maintenanceWindows,
    destinationPackageVersions,
    createdAt: now,
  });
  if (tags.size > 0) region.tags.set(jobTemplateArn, tags);
  return { jobTemplateArn, jobTemplateId };
};

function jobOfArn(
  region: Context['region'],
  jobArn: InputOf<typeof CreateJobTemplate>['jobArn'],
): JobRecord | undefined | Refused<'InvalidRequestException' | 'ResourceNotFoundException'> {
  if (jobArn === undefined) return undefined;
  const jobId = idFromArn(region, 'job', jobArn);
  if (jobId === undefined) return invalid(`'${jobArn}' is not the ARN of a job of this account and region.`);
  return region.jobs.get(jobId) ?? notFound(`Job ${jobArn} does not exist.`);
}
