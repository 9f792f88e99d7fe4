/** Job documents of the AWS IoT Device Client, schema 1.0, as its code of January 2026 reads them. */
import { nearestName } from '@iot-rollouts/schemas';
import { childPointer } from '../json-pointer.js';
import { checkCommand } from './device-client-command.js';
import { checkHandler } from './device-client-handler.js';
import { asObject, type JsonObject, member, type Report, written } from './format.js';

const actionFields = ['name', 'type', 'runAsUser', 'ignoreStepFailure', 'allowStdErr', 'input'];
const actionTypes = ['runHandler', 'runCommand'] as const;
type ActionType = (typeof actionTypes)[number];

/** Reports what the client refuses, passes over or takes otherwise than it reads. */
export function checkDeviceClient(document: JsonObject, report: Report): void {
  checkVersion(document, report);
  checkTextBoolean(document, 'includeStdOut', '', report);
  const conditions = member(document, 'conditions');
  // An empty list is how samples of the form are written; it promises nothing.
  if (conditions !== undefined && !(Array.isArray(conditions) && conditions.length === 0)) {
    const message = 'conditions are read and never evaluated: the job runs on every device';
    report(
      'device-client/conditions',
      { pointer: '/conditions', part: 'key' },
      message,
      'Choose devices by targets, such as a dynamic group.',
    );
  }
  const steps = member(document, 'steps');
  if (!Array.isArray(steps) || steps.length === 0) {
    const message = `steps must be a list with at least one step, not ${written(steps)}`;
    report(
      'device-client/steps',
      { pointer: steps === undefined ? '' : '/steps' },
      message,
      'Write steps: [{ action: … }].',
    );
  } else for (const [index, step] of steps.entries()) checkStep(step, `/steps/${index}`, report);
  const last = member(document, 'finalStep');
  if (last !== undefined) checkStep(last, '/finalStep', report);
  checkSecretOutput(document, report);
}

function checkVersion(document: JsonObject, report: Report): void {
  const version = member(document, 'version');
  if (version === '1.0') return;
  const at = { pointer: version === undefined ? '' : '/version' };
  const help = 'Write "version": "1.0", in quotes.';
  if (typeof version === 'string' && version !== '') {
    report('device-client/version', at, `version ${version} is none that the Device Client documents`, help);
    return;
  }
  const is = version === undefined ? 'is missing' : `must be the text "1.0", not ${written(version)}`;
  report('device-client/version', at, `version ${is}: the client would read the document by its legacy schema`, help);
}

/** The client looks for the text "true"; a boolean is passed over. */
function checkTextBoolean(object: JsonObject, name: string, pointer: string, report: Report): void {
  const value = member(object, name);
  if (value === undefined || value === 'true' || value === 'false') return;
  const message = `${name} must be the text "true" or "false", not ${written(value)}: the client passes it over`;
  const help = typeof value === 'boolean' ? `Write "${value}" in quotes.` : 'Write "true" or "false", in quotes.';
  report('device-client/text-boolean', { pointer: `${pointer}/${name}` }, message, help);
}

function checkStep(step: unknown, pointer: string, report: Report): void {
  const action = asObject(member(asObject(step) ?? {}, 'action'));
  if (action === undefined) {
    const message = 'a step without action is passed over in silence, and the job succeeds with less done';
    report('device-client/steps', { pointer }, message, 'Put its fields below "action".');
    return;
  }
  checkAction(action, `${pointer}/action`, report);
}

function checkAction(action: JsonObject, pointer: string, report: Report): void {
  // What a misspelt field was meant to be is missing for the same reason.
  const meant = misspeltFields(action, pointer, report);
  checkTextBoolean(action, 'ignoreStepFailure', pointer, report);
  if (member(action, 'allowStdErr') !== undefined) allowStdErr(`${pointer}/allowStdErr`, report);
  const name = member(action, 'name');
  if (!meant.has('name') && (typeof name !== 'string' || name === '')) {
    report(
      'device-client/action',
      { pointer },
      'an action needs a name; without it the client refuses the document',
      'Add "name", for the log.',
    );
  }
  const type = meant.has('type') ? undefined : checkType(action, pointer, report);
  if (!meant.has('input')) checkInput(action, type, pointer, report);
}

/** Reports a type that the client does not know; returns one that it knows. */
function checkType(action: JsonObject, pointer: string, report: Report): ActionType | undefined {
  const type = member(action, 'type');
  const known = actionTypes.find((candidate) => candidate === type);
  if (known !== undefined) return known;
  const near = typeof type === 'string' ? nearestName(type, actionTypes) : undefined;
  const help = near === undefined ? `Write ${actionTypes.join(' or ')}.` : `Write ${near}.`;
  const at = { pointer: type === undefined ? pointer : `${pointer}/type` };
  report('device-client/action', at, `type must be ${actionTypes.join(' or ')}, not ${written(type)}`, help);
  return undefined;
}

/** Reports fields that are nearly those of an action; returns the names of those. */
function misspeltFields(action: JsonObject, pointer: string, report: Report): ReadonlySet<string> {
  const meant = new Set<string>();
  for (const name of Object.keys(action)) {
    if (actionFields.includes(name) || name.startsWith('_')) continue;
    const near = nearestName(
      name,
      actionFields.filter((field) => !Object.hasOwn(action, field) && !meant.has(field)),
    );
    if (near === undefined) continue;
    meant.add(near);
    const message = `${name} is no field of an action; did you mean ${near}?`;
    const at = { pointer: childPointer(pointer, name), part: 'key' } as const;
    report('device-client/unknown-field', at, message, `Write ${near}.`);
  }
  return meant;
}

/** @param type undefined when it is not known, and with it what the input should hold. */
function checkInput(action: JsonObject, type: ActionType | undefined, pointer: string, report: Report): void {
  const input = asObject(member(action, 'input'));
  if (input === undefined) {
    const fields = type === 'runCommand' ? '{ "command": … }' : '{ "handler": … }';
    report(
      'device-client/action',
      { pointer },
      'an action needs input; without it the client may crash',
      `Add "input": ${fields}.`,
    );
  } else if (type === 'runHandler') checkHandler(input, `${pointer}/input`, report);
  else if (type === 'runCommand') checkCommand(input, `${pointer}/input`, report);
}

/** Reports `allowStdErr`, which makes the client forget how a step ended. */
export function allowStdErr(pointer: string, report: Report): void {
  const message = 'with allowStdErr the client records no exit status: the step counts as successful whatever happens';
  const help = 'Remove it; without it the exit status decides, and lines on stderr fail no step.';
  report('device-client/allow-std-err', { pointer, part: 'key' }, message, help);
}

/** Output goes into statusDetails and logs, presigned URLs in arguments with it. */
function checkSecretOutput(document: JsonObject, report: Report): void {
  if (member(document, 'includeStdOut') !== 'true') return;
  if (!JSON.stringify(document).includes('${aws:iot:s3-presigned-url')) return;
  const message =
    'output goes into the status of the execution, and this document has a presigned URL that a handler may print';
  report(
    'device-client/output-of-urls',
    { pointer: '/includeStdOut' },
    message,
    'Remove includeStdOut, or keep handlers from printing the URL.',
  );
}
