/** The writes that bring something into being, made safe to repeat: what exists already is compared, not trusted. */
import type { CreateJobTemplateRequest } from '@iot-rollouts/schemas/iot';
import { digestTag, isOurs, type Provenance } from '../ownership.js';
import type { Change, CreateJobStep, CreateTemplateStep } from '../plan/plan.js';
import { type DescribedTemplate, type IotPort, ServiceError } from '../port.js';
import type { ApplyOptions } from './apply-plan.js';

interface Created {
  readonly arn: string;
  readonly note?: string;
}

const alreadyDone = 'was created by an earlier call';

/** Creates a job; a job of that name which an earlier run created from the same request counts as done. */
export async function createJob(
  jobId: string,
  step: CreateJobStep,
  port: IotPort,
  writtenTemplateArns: ReadonlyMap<string, string>,
  provenance: Provenance,
): Promise<Created> {
  const { template } = step;
  const jobTemplateArn =
    (template?.kind === 'repository' ? writtenTemplateArns.get(template.name) : undefined) ?? step.templateArn;
  if (template !== undefined && jobTemplateArn === undefined) {
    throw new ServiceError('CreateJob', 'TemplateNotFound', `The template ${nameOf(template)} is not in AWS.`);
  }
  try {
    return await port.createJob({
      jobId,
      targets: [...step.targetArns],
      ...step.body,
      ...(jobTemplateArn !== undefined && { jobTemplateArn }),
      tags: step.tags,
    });
  } catch (error) {
    if (!(error instanceof ServiceError) || !mayHaveHappened(error)) throw error;
    const arn = await createdByUs(jobId, step.digest, port, provenance, error);
    if (arn === undefined) throw error;
    return { arn, note: alreadyDone };
  }
}

/**
 * Creates a template. The id is taken for a moment after a deletion (JOB-TPL-15), so a conflict is tried again; a
 * template that an earlier call created from the same request counts as done, also when that call's answer was lost.
 */
export async function createTemplate(
  jobTemplateId: string,
  step: CreateTemplateStep,
  port: IotPort,
  options: ApplyOptions,
): Promise<Created> {
  const waitsMs = [200, 500, 1000, 2000];
  for (;;) {
    try {
      return await port.createJobTemplate({ jobTemplateId, ...step.body, tags: step.tags });
    } catch (error) {
      if (!(error instanceof ServiceError) || !(isConflict(error) || mayHaveHappened(error))) throw error;
      const template = await port.describeJobTemplate(jobTemplateId);
      const arn = await ifOursAndEqual(template?.jobTemplateArn, step.digest, port, options.provenance);
      if (arn !== undefined) return { arn, note: alreadyDone };
      const waitMs = waitsMs.shift();
      if (template !== undefined || waitMs === undefined || !isConflict(error)) throw error;
      await options.sleep(waitMs);
    }
  }
}

/** Deletes a template and creates it anew; puts the old one back when the new one cannot be created. */
export async function replaceTemplate(
  jobTemplateId: string,
  step: CreateTemplateStep,
  restore: Extract<Change, { action: 'replace' }>['restore'],
  port: IotPort,
  options: ApplyOptions,
): Promise<Created> {
  await port.deleteJobTemplate(jobTemplateId);
  try {
    return await createTemplate(jobTemplateId, step, port, options);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw await restored(restore, port, error);
  }
}

async function restored(
  { template, tags }: Extract<Change, { action: 'replace' }>['restore'],
  port: IotPort,
  cause: ServiceError,
): Promise<ServiceError> {
  const say = (text: string): ServiceError =>
    new ServiceError(cause.operation, cause.code, `${cause.message} (${text})`, cause.requestId);
  try {
    await port.createJobTemplate({ ...requestOf(template), tags });
    return say('the template as it was has been put back');
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return say(`the template as it was could not be put back either: ${error.message}; apply again to create it`);
  }
}

/** CreateJobTemplate's members out of DescribeJobTemplate's: the document as text, also where it came from S3. */
function requestOf(template: DescribedTemplate): CreateJobTemplateRequest {
  const { jobTemplateArn: _arn, createdAt: _at, documentSource, ...request } = template;
  return request.document === undefined && documentSource !== undefined ? { ...request, documentSource } : request;
}

/** Errors after which the resource may be there: its name is taken, or the answer was lost or came from a troubled service. */
function mayHaveHappened({ code }: ServiceError): boolean {
  const codes = ['ResourceAlreadyExistsException', 'NetworkError', 'TimeoutError', 'InternalException'];
  return codes.includes(code) || /^(ServiceUnavailable|InternalFailure|InternalServer)/.test(code);
}

/** The ARN of the job if it is there and is this one; an error that says so when AWS cannot be asked. */
async function createdByUs(
  jobId: string,
  digest: string,
  port: IotPort,
  provenance: Provenance,
  cause: ServiceError,
): Promise<string | undefined> {
  try {
    return await ifOursAndEqual((await port.describeJob(jobId))?.jobArn, digest, port, provenance);
  } catch (error) {
    if (!(error instanceof ServiceError) || cause.code === 'ResourceAlreadyExistsException') throw error;
    const message = `${cause.message} (the job may have started; apply again to find out, it is not started twice)`;
    throw new ServiceError(cause.operation, cause.code, message, cause.requestId);
  }
}

async function ifOursAndEqual(
  arn: string | undefined,
  digest: string,
  port: IotPort,
  provenance: Provenance,
): Promise<string | undefined> {
  if (arn === undefined) return undefined;
  const tags = await port.listTags(arn);
  return isOurs(tags, provenance.source) && tags[digestTag] === digest ? arn : undefined;
}

function nameOf(template: NonNullable<CreateJobStep['template']>): string {
  return template.kind === 'arn' ? template.arn : template.name;
}

function isConflict({ code }: ServiceError): boolean {
  return code === 'ConflictException';
}
