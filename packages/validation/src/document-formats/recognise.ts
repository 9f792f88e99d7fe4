/** Which of the well-known forms a job document has. */
import { asObject, type JsonObject, member } from './format.js';

/** A form that documents are recognised by. */
export type RecognisedFormat = 'device-client' | 'device-client-legacy' | 'freertos-ota';

/** Operations that AWS's first JavaScript agent has built in: such a document may be meant for it. */
const builtIn = new Set(['systemStatus', 'reboot', 'shutdown', 'install', 'start', 'stop', 'restart']);

/** The form of a document; undefined when it is none of them, which is what most documents are. */
export function recognise(document: JsonObject): RecognisedFormat | undefined {
  if (asObject(member(document, 'afr_ota')) !== undefined) return 'freertos-ota';
  const steps = member(document, 'steps');
  const version = member(document, 'version');
  // Other software has steps too: without the version that the client documents, only the form of a step tells.
  if (Array.isArray(steps) && (version === '1.0' || steps.some(hasAction))) return 'device-client';
  const operation = member(document, 'operation');
  if (typeof operation !== 'string') return undefined;
  const fields = ['args', 'path', 'allowStdErr', 'includeStdOut'].filter((name) => Object.hasOwn(document, name));
  if (builtIn.has(operation) && fields.every((name) => name === 'includeStdOut')) return undefined;
  const legacy =
    Array.isArray(member(document, 'args')) || fields.some((name) => name !== 'args') || /\.(?:sh|py)$/.test(operation);
  return legacy ? 'device-client-legacy' : undefined;
}

function hasAction(step: unknown): boolean {
  return asObject(member(asObject(step) ?? {}, 'action')) !== undefined;
}
