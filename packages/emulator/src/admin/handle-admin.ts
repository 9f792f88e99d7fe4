/** The emulator's own requests, below /_emulator/: for tests and people, not for AWS clients. */
import { advance, isAdvance, legalAdvance } from '../advance-clock.js';
import { parseFaults } from '../faults.js';
import type { HttpRequest } from '../handle-request.js';
import { storeObject } from '../objects/stored-object.js';
import type { Scheduler } from '../scheduler.js';
import type { Task } from '../task.js';
import { type Answer, jsonAnswer } from '../wire/answer.js';
import type { World } from '../world.js';

/** What the requests act on. */
export interface Administered {
  readonly scheduler: Scheduler<Task>;
  readonly clockMode: 'real' | 'accelerated' | 'manual';
  readonly world: () => World;
  readonly reset: () => void;
}

type Command = (emulator: Administered, body: unknown) => Answer;

const commands: Readonly<Record<string, Readonly<Record<string, Command>>>> = {
  '/_emulator/health': { GET: (emulator) => jsonAnswer(200, { status: 'ok', ...clockOf(emulator) }) },
  '/_emulator/reset': {
    POST(emulator) {
      emulator.reset();
      return jsonAnswer(200, clockOf(emulator));
    },
  },
  '/_emulator/clock': { GET: (emulator) => jsonAnswer(200, clockOf(emulator)), POST: advanceClock },
  '/_emulator/faults': { GET: tellFaults, POST: planFaults },
  '/_emulator/objects': { POST: registerObject },
};

/** Returns the answer to a request below /_emulator/. */
export function handleAdmin(emulator: Administered, request: HttpRequest): Answer {
  const { pathname: path, searchParams } = new URL(request.target, 'http://emulator');
  if (path === '/_emulator/objects' && request.method === 'PUT')
    return uploadObject(emulator, searchParams.get('url'), request.body);
  const command = Object.hasOwn(commands, path) ? commands[path] : undefined;
  if (command === undefined) return problem(404, `There is no ${path}; there are ${Object.keys(commands).join(', ')}.`);
  const run = Object.hasOwn(command, request.method) ? command[request.method] : undefined;
  if (run === undefined)
    return problem(405, `${path} takes ${Object.keys(command).join(' and ')}, not ${request.method}.`);
  const body = parsedBody(request.body);
  return body === undefined ? problem(400, 'The body is not JSON.') : run(emulator, body);
}

function problem(status: number, message: string): Answer {
  return jsonAnswer(status, { message });
}

function parsedBody(body: Uint8Array): unknown {
  const text = new TextDecoder().decode(body);
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // JSON has no undefined: the caller takes it for "not JSON".
  }
}

function clockOf({ scheduler, clockMode }: Administered) {
  return { clock: { mode: clockMode, now: new Date(scheduler.now()).toISOString(), epochMs: scheduler.now() } };
}

function member(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>)[name] : undefined;
}

function advanceClock(emulator: Administered, body: unknown): Answer {
  const advanceMs = member(body, 'advanceMs');
  if (emulator.clockMode !== 'manual')
    return problem(409, `The clock is ${emulator.clockMode}; only a manual clock can be moved.`);
  if (!isAdvance(advanceMs)) return problem(400, `Give {"advanceMs": N} with ${legalAdvance}.`);
  advance(emulator.scheduler, advanceMs);
  return jsonAnswer(200, clockOf(emulator));
}

function planFaults(emulator: Administered, body: unknown): Answer {
  const plan = parseFaults(body);
  if ('message' in plan) return problem(400, plan.message);
  emulator.world().faults = plan.faults;
  return jsonAnswer(200, { planned: plan.faults.length });
}

/** What is left of the plan; a fault without a count has none left to tell. */
function tellFaults(emulator: Administered): Answer {
  const faults = emulator.world().faults.map(({ kind, operation, remaining, share }) => {
    return { kind, operation, share, remaining: Number.isFinite(remaining) ? remaining : undefined };
  });
  return jsonAnswer(200, { faults });
}

/** The body is the object itself, so that it may be an image. */
function uploadObject(emulator: Administered, url: string | null, body: Uint8Array): Answer {
  if (url === null || url === '')
    return problem(400, 'Name the object: PUT /_emulator/objects?url=https://s3.amazonaws.com/bucket/key');
  storeObject(emulator.world().objects, url, body);
  return jsonAnswer(200, { url, bytes: body.length });
}

function registerObject(emulator: Administered, body: unknown): Answer {
  const [url, text] = [member(body, 'url'), member(body, 'body')];
  if (typeof url !== 'string' || typeof text !== 'string')
    return problem(400, 'Give {"url": "https://s3.amazonaws.com/bucket/key", "body": "{...}"}, both strings.');
  storeObject(emulator.world().objects, url, text);
  return jsonAnswer(200, { url });
}
