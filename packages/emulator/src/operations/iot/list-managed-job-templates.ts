import type { ListManagedJobTemplates } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { managedTemplateArn, managedTemplates } from '../../jobs/managed-templates.js';
import { byPosition, pageOf } from '../../pagination.js';
import { isRefused } from '../../refusal.js';

/** Lists the templates that AWS provides, or all versions of one (JOB-MNG-05). */
export const listManagedJobTemplates: Handler<typeof ListManagedJobTemplates> = ({ region }, input) => {
  const { templateName } = input;
  const matching = managedTemplates.filter(
    (managed) => templateName === undefined || managed.templateName === templateName,
  );
  const page = pageOf(byPosition(matching), input, ['managed-templates', templateName]);
  if (isRefused(page)) return page;
  return {
    managedJobTemplates: page.items.map((managed) => ({
      templateArn: managedTemplateArn(region, managed),
      templateName: managed.templateName,
      description: managed.description,
      environments: managed.environments,
      templateVersion: managed.templateVersion,
    })),
    nextToken: page.nextToken,
  };
};
