/** Handlers of the AWS IoT Device Client: programs in its own folder, in another one or in PATH. */
import { nearestName } from '@iot-rollouts/schemas';
import { type JsonObject, member, type Report, written } from './format.js';

/** The handlers that the client brings along. */
const sampleHandlers = [
  'download-file.sh',
  'health-check.sh',
  'install-packages.sh',
  'reboot.sh',
  'remove-packages.sh',
  'restart-services.sh',
  'shutdown.sh',
  'start-services.sh',
  'stop-services.sh',
  'verify-packages-installed.sh',
  'verify-packages-removed.sh',
];

/** Reports a handler that the client refuses or will hardly find, and arguments that it cannot pass on. */
export function checkHandler(input: JsonObject, pointer: string, report: Report): void {
  const handler = member(input, 'handler');
  if (typeof handler !== 'string' || handler === '') {
    const at = { pointer: handler === undefined ? pointer : `${pointer}/handler` };
    report(
      'device-client/action',
      at,
      `handler must be the name of a file, not ${written(handler)}`,
      'Write "handler": "reboot.sh".',
    );
    return;
  }
  checkArguments(input, pointer, report);
  const path = member(input, 'path');
  checkHandlerName(handler, path, `${pointer}/handler`, report);
  if (handler.endsWith('.sh') && !handler.includes('/') && (path === undefined || path === '')) {
    const message = `${handler} is looked for in PATH, since there is no path`;
    report(
      'device-client/handler-path',
      { pointer: `${pointer}/handler` },
      message,
      'Add "path": "default" for the client\'s own folder of handlers.',
    );
  }
}

/** Reports `args` that are no list of texts. */
export function checkArguments(input: JsonObject, pointer: string, report: Report): void {
  const args = member(input, 'args');
  if (args === undefined) return;
  if (!Array.isArray(args)) {
    report(
      'device-client/args',
      { pointer: `${pointer}/args` },
      `args must be a list of texts, not ${written(args)}`,
      `Write "args": [${typeof args === 'string' ? written(args) : '"…"'}].`,
    );
    return;
  }
  for (const [index, argument] of args.entries()) {
    if (typeof argument === 'string') continue;
    const message = `an argument must be a text, not ${written(argument)}`;
    report(
      'device-client/args',
      { pointer: `${pointer}/args/${index}` },
      message,
      `Write ${JSON.stringify(written(argument))}.`,
    );
  }
}

/** Reports a name that is nearly the one of a handler that the client brings along. */
export function checkHandlerName(handler: string, path: unknown, pointer: string, report: Report): void {
  // In a folder of one's own, names are one's own.
  if (sampleHandlers.includes(handler) || !(path === undefined || path === '' || path === 'default')) return;
  const near = nearHandler(handler);
  if (near === undefined) return;
  const message = `${handler} is none of the client's own handlers; did you mean ${near}?`;
  report(
    'device-client/handler-name',
    { pointer },
    message,
    `Write ${near}, or name the folder of your handler in path.`,
  );
}

/** Only a slip of the hand counts: `start-server.sh` may well be somebody's own handler. */
function nearHandler(handler: string): string | undefined {
  const near = nearestName(handler, sampleHandlers);
  if (near === undefined) return undefined;
  const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z]/g, '');
  const alike =
    plain(near) === plain(handler) || [...plain(near)].sort().join('') === [...plain(handler)].sort().join('');
  return alike || Math.abs(near.length - handler.length) === 1 ? near : undefined;
}
