import type { DescribeManagedJobTemplate } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { managedTemplateArn, managedTemplates } from '../../jobs/managed-templates.js';
import { notFound } from '../../refusal.js';

/** Describes a template that AWS provides, with its parameters and its document. */
export const describeManagedJobTemplate: Handler<typeof DescribeManagedJobTemplate> = ({ region }, input) => {
  const { templateName, templateVersion } = input;
  const managed = managedTemplates.find(
    (candidate) =>
      candidate.templateName === templateName &&
      (templateVersion ?? candidate.templateVersion) === candidate.templateVersion,
  );
  if (managed === undefined)
    return notFound(
      `No managed job template ${templateName}${templateVersion === undefined ? '' : ` ${templateVersion}`}.`,
    );
  return { ...managed, templateArn: managedTemplateArn(region, managed) };
};
