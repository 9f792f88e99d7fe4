import type { ListJobTemplates } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { bySequence, pageOf } from '../../pagination.js';
import { isRefused } from '../../refusal.js';
import { epochSeconds } from '../../times.js';

/** Lists the job templates of the account. */
export const listJobTemplates: Handler<typeof ListJobTemplates> = ({ region }, input) => {
  const page = pageOf(bySequence(region.templates.values()), input, ['templates']);
  if (isRefused(page)) return page;
  return {
    jobTemplates: page.items.map(({ jobTemplateArn, jobTemplateId, configurations, createdAt }) => ({
      jobTemplateArn,
      jobTemplateId,
      description: configurations.description,
      createdAt: epochSeconds(createdAt),
    })),
    nextToken: page.nextToken,
  };
};
