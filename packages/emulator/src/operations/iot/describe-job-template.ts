import type { DescribeJobTemplate } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { notFound } from '../../refusal.js';
import { epochSeconds } from '../../times.js';

/** Describes a job template with its document, also when that came from S3 (JOB-TPL-12). */
export const describeJobTemplate: Handler<typeof DescribeJobTemplate> = ({ region }, { jobTemplateId }) => {
  const template = region.templates.get(jobTemplateId);
  if (template === undefined) return notFound(`Job template ${jobTemplateId} does not exist.`);
  const { jobTemplateArn, document, documentSource, configurations, createdAt } = template;
  const { maintenanceWindows, destinationPackageVersions } = template;
  return {
    jobTemplateArn,
    jobTemplateId,
    documentSource,
    document,
    createdAt: epochSeconds(createdAt),
    ...configurations,
    maintenanceWindows,
    destinationPackageVersions,
  };
};
