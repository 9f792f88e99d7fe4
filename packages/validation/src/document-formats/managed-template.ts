/** Job documents that say of themselves that they are those of AWS's managed templates. */
import { nearestName } from '@iot-rollouts/schemas';
import { managedTemplates } from '../managed-templates.js';
import { checkDeviceClient } from './device-client.js';
import { asObject, type JsonObject, member, type Report, written } from './format.js';

/** Reports in what a document differs from those of the managed templates; otherwise they are the Device Client's. */
export function checkManagedTemplate(document: JsonObject, report: Report): void {
  checkDeviceClient(document, report);
  const steps = member(document, 'steps');
  const action = Array.isArray(steps) ? asObject(member(asObject(steps[0]) ?? {}, 'action')) : undefined;
  const name = action === undefined ? undefined : member(action, 'name');
  if (action === undefined || typeof name !== 'string') return;
  const template = managedTemplates.find(({ operation }) => operation === name);
  if (template === undefined) {
    const operations = managedTemplates.map(({ operation }) => operation);
    const near = nearestName(name, operations);
    const help = near === undefined ? `Their actions are ${operations.join(', ')}.` : `Write ${near}.`;
    report(
      'managed/document',
      { pointer: '/steps/0/action/name' },
      `${name} is the action of no managed template`,
      help,
    );
    return;
  }
  const { handler } = template;
  const actual = member(asObject(member(action, 'input')) ?? {}, 'handler');
  if (handler === undefined || actual === undefined || actual === handler) return;
  const message = `${template.name} runs ${handler}, and this document ${written(actual)}`;
  report('managed/document', { pointer: '/steps/0/action/input/handler' }, message, `Write ${handler}.`);
}
