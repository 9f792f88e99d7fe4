/** Namespaces of jobs. */
import { model, type RuleEntries, warning } from './entry.js';

export const namespaceRules = {
  'namespace/greengrass': warning(
    'The namespace of Greengrass is left to Greengrass',
    'Greengrass keeps its own record of deployments, and a job made by hand is not in it.',
    model,
    ['JOB-NS-01'],
  ),
  'namespace/unheard': warning(
    'A job has no namespace',
    'Devices do not see it on the ordinary topics; only Greengrass uses namespaces today.',
    model,
    ['JOB-NS-01', 'JOB-NS-04'],
  ),
} as const satisfies RuleEntries;
