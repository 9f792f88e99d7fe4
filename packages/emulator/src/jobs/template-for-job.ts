/** The template that a job is created from: the account's own or one that AWS provides. */
import type { CreateJobRequest } from '@iot-rollouts/schemas/iot';
import { idFromArn } from '../arn.js';
import { invalid, isRefused, notFound, type Refused } from '../refusal.js';
import type { RegionState } from '../region-state.js';
import { managedTemplateOf, managedTemplates } from './managed-templates.js';
import { filledDocument } from './parameters.js';
import type { JobConfigurations } from './record.js';
import type { JobTemplateRecord } from './template-record.js';

/** What a template gives to a job. */
export interface TemplateContent {
  readonly document: string;
  readonly documentSource: string | undefined;
  readonly configurations: JobConfigurations;
  readonly maintenanceWindows?: JobTemplateRecord['maintenanceWindows'];
  readonly destinationPackageVersions?: readonly string[] | undefined;
}

/** Returns what the request's template gives, undefined without a template, or a refusal (JOB-CRE-18, 19). */
export function templateForJob(
  region: RegionState,
  { jobTemplateArn, documentParameters }: CreateJobRequest,
): TemplateContent | undefined | Refused<'InvalidRequestException' | 'ResourceNotFoundException'> {
  const managed = jobTemplateArn === undefined ? undefined : managedTemplateOf(region, jobTemplateArn);
  if (managed !== undefined) {
    const document = filledDocument(managed, documentParameters ?? {});
    if (isRefused(document)) return document;
    return { document, documentSource: undefined, configurations: { description: managed.description } };
  }
  if (documentParameters !== undefined)
    return invalid('documentParameters can be given only with the ARN of an AWS managed template.');
  if (jobTemplateArn === undefined) return undefined;
  const jobTemplateId = idFromArn(region, 'jobtemplate', jobTemplateArn);
  const template = jobTemplateId === undefined ? undefined : region.templates.get(jobTemplateId);
  if (template !== undefined) return template;
  const hint = isManagedWithoutVersion(jobTemplateArn)
    ? ' The ARN of a managed template ends in its version: …:1.0.'
    : '';
  return notFound(`Job template ${jobTemplateArn} does not exist.${hint}`); // JOB-MNG-09
}

function isManagedWithoutVersion(arn: string): boolean {
  return managedTemplates.some(({ templateName }) => arn.endsWith(`::jobtemplate/${templateName}`));
}
