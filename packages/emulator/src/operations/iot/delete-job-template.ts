import type { DeleteJobTemplate } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { notFound } from '../../refusal.js';

/** Deletes a job template; jobs made from it go on (JOB-TPL-11). */
export const deleteJobTemplate: Handler<typeof DeleteJobTemplate> = ({ region }, { jobTemplateId }) => {
  const template = region.templates.get(jobTemplateId);
  if (template === undefined) return notFound(`Job template ${jobTemplateId} does not exist.`);
  region.templates.delete(jobTemplateId);
  region.tags.delete(template.jobTemplateArn);
  return {};
};
