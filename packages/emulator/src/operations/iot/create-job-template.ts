import type { CreateJobTemplate } from '@iot-rollouts/schemas/iot';
import { arnOf, idFromArn } from '../../arn.js';
import type { Context, Handler, InputOf } from '../../handler.js';
import { configurationFault, notEmulatedFault } from '../../jobs/config-checks.js';
import { configurationsOf } from '../../jobs/configurations.js';
import { checkedDocument, givenDocument } from '../../jobs/document.js';
import type { JobRecord } from '../../jobs/record.js';
import { invalid, isRefused, notFound, type Refused, refuse } from '../../refusal.js';
import { withTags } from '../../tags.js';

/** The most templates of an account in a region (JOB-TPL-10). */
const maximumTemplates = 100;

/** Creates a job template from a document, an S3 object or a job, whose configurations the request may override. */
export const createJobTemplate: Handler<typeof CreateJobTemplate> = ({ region, objects, now }, input) => {
  const { jobTemplateId } = input;
  if (region.templates.has(jobTemplateId))
    return refuse('ConflictException', `Job template ${jobTemplateId} already exists.`, { resourceId: jobTemplateId });
  if (region.templates.size >= maximumTemplates)
    return refuse(
      'LimitExceededException',
      `An account can have at most ${maximumTemplates} job templates in a region.`,
    );
  const job = jobOfArn(region, input.jobArn);
  if (isRefused(job)) return job;
  const configurations = { ...job?.configurations, ...configurationsOf(input) };
  const fault = notEmulatedFault(input) ?? configurationFault(configurations);
  if (fault !== undefined) return fault;
  const given = givenDocument(input, objects);
  const document = checkedDocument(
    given ?? job?.document,
    configurations,
    'A job template needs a document, a documentSource or a jobArn.',
  );
  if (isRefused(document)) return document;
  const tags = withTags(new Map(), input.tags ?? []);
  if (isRefused(tags)) return tags;
  const jobTemplateArn = arnOf(region, 'jobtemplate', jobTemplateId);
  const documentSource = given === undefined ? job?.documentSource : input.documentSource;
  region.templates.set(jobTemplateId, {
    jobTemplateId,
    jobTemplateArn,
    document,
    documentSource,
    configurations,
    createdAt: now,
  });
  region.tags.set(jobTemplateArn, tags);
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
