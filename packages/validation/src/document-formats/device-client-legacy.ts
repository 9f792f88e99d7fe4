/** Job documents of the AWS IoT Device Client in its first form: one operation, no steps. */
import { allowStdErr } from './device-client.js';
import { checkArguments } from './device-client-handler.js';
import { type JsonObject, member, type Report, written } from './format.js';

/** Reports what the client refuses, and that the form is no longer developed. */
export function checkDeviceClientLegacy(document: JsonObject, report: Report): void {
  const operation = member(document, 'operation');
  if (typeof operation !== 'string' || operation === '') {
    const at = { pointer: operation === undefined ? '' : '/operation' };
    const message = `operation must be the name of a handler, not ${written(operation)}: the client refuses the document`;
    report('device-client/action', at, message, 'Write "version": "1.0" and "steps", the form that is developed.');
    return;
  }
  const message = 'this is the first form of documents of the Device Client, which AWS does not develop further';
  const help = `Write "version": "1.0" and "steps": [{ "action": { "name": ${written(operation)}, "type": "runHandler", "input": { "handler": ${written(operation)} } } }].`;
  report('device-client/legacy', { pointer: '/operation', part: 'key' }, message, help);
  checkArguments(document, '', report);
  if (member(document, 'allowStdErr') !== undefined) allowStdErr('/allowStdErr', report);
  const output = member(document, 'includeStdOut');
  if (output === undefined || output === 'true' || output === 'false') return;
  const fault = `includeStdOut must be the text "true" or "false", not ${written(output)}: the client passes it over`;
  report(
    'device-client/text-boolean',
    { pointer: '/includeStdOut' },
    fault,
    typeof output === 'boolean' ? `Write "${output}" in quotes.` : undefined,
  );
}
