/** What an emulator is made with: the options that a caller gives, checked, and what stands for those left out. */
import { nearestName } from '@iot-rollouts/schemas';
import { isObject } from './fleet/checks.js';
import { type Fleet, parseFleet } from './fleet/parse-fleet.js';
import type { Limits } from './limits.js';
import type { ClockOptions } from './pump.js';

/** Every option may be left out. One that is unknown or has no legal value is a RangeError that names it. */
export interface EmulatorOptions {
  /** Left out, only this machine can connect: 127.0.0.1. */
  readonly host?: string;
  /** 0, the default, lets the system choose. */
  readonly port?: number;
  /** Left out, the clock is the machine's. */
  readonly clock?: ClockOptions;
  /** Decides every random number, a whole number; 1 when left out. */
  readonly seed?: number;
  /** Simulated devices, in the default region: what `parseFleet` returns as `fleet`. */
  readonly fleet?: Fleet;
  /** The region of unsigned requests, others are named by their signature; us-east-1 when left out. */
  readonly region?: string;
  /** 12 digits; 123456789012 when left out. */
  readonly account?: string;
  /** Limits of the account that differ from AWS's first ones, or are to be enforced. */
  readonly limits?: Partial<Limits>;
  /** Opens a port for MQTT over TCP; 0 lets the system choose. Left out, there is none. WebSockets need no port of their own. */
  readonly mqttPort?: number;
  /** Opens a port for MQTT over TLS, for clients with a certificate; 0 lets the system choose. Needs `tls`. */
  readonly mqttsPort?: number;
  /** The folder of the certificates, which are made when they are not there. */
  readonly tls?: { readonly directory: string };
}

/** The options with nothing left to decide. */
export interface EmulatorSettings {
  readonly host: string;
  readonly port: number;
  readonly clock: ClockOptions;
  readonly seed: number;
  readonly fleet: Fleet | undefined;
  readonly region: string;
  readonly account: string;
  readonly limits: Partial<Limits>;
  readonly mqttPort: number | undefined;
  /** MQTT over TLS: its port, and the folder of its certificates. */
  readonly mqtts: { readonly port: number; readonly directory: string } | undefined;
}

type Given = Readonly<Record<string, unknown>>;
/** Returns what a legal value is when this one is none; an option that is left out is none of its business. */
type Demand = (value: unknown) => string | undefined;

/** The latest start of a clock, the last millisecond of the year 9999: later years have no agreed form as text. */
const latestStart = Date.UTC(10_000, 0) - 1;
const fastestSpeed = 1_000_000;
const longestRetentionDays = 36_500;

const clockModes = {
  real: {},
  accelerated: { speed: speedDemand },
  manual: { start: optional(whole(0, latestStart, 'of milliseconds since the epoch')) },
} as const satisfies Readonly<Record<ClockOptions['mode'], Readonly<Record<string, Demand>>>>;

const port = optional(whole(0, 65_535));
const count = optional(whole(0, Number.MAX_SAFE_INTEGER));

const limitDemands: Readonly<Record<keyof Limits, Demand>> = {
  activeJobs: count,
  concurrentJobs: count,
  jobTemplates: count,
  rolloutRatePerMinute: optional(whole(1, Number.MAX_SAFE_INTEGER)),
  dynamicThingGroups: count,
  inactiveJobRetentionDays: optional(within(0, longestRetentionDays)),
  rates: optional((rates) => (rates === 'aws' || rates === 'none' ? undefined : "'aws' or 'none'")),
};

const optionDemands: Readonly<Record<keyof EmulatorOptions, Demand>> = {
  host: optional((host) => (isText(host) ? undefined : 'the name or the address to listen on')),
  port,
  clock: optional((clock) => (isObject(clock) ? undefined : "an object like { mode: 'manual' }")),
  seed: optional(whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)),
  fleet: optional(fleetDemand),
  region: optional((region) => (isText(region, /^[a-z]{2}(-[a-z]+)+-\d+$/) ? undefined : 'a region like eu-west-1')),
  account: optional((account) => (isText(account, /^\d{12}$/) ? undefined : 'a string of 12 digits')),
  limits: optional((limits) => (isObject(limits) ? undefined : 'an object like { concurrentJobs: 5 }')),
  mqttPort: port,
  mqttsPort: port,
  tls: optional((tls) => (isObject(tls) ? undefined : "an object like { directory: 'certificates' }")),
};

/** Returns the settings that options mean; throws a RangeError that names the first option that is not legal. */
export function emulatorSettings(options: EmulatorOptions = {}): EmulatorSettings {
  const given: unknown = options;
  if (!isObject(given)) throw new RangeError('createEmulator takes an object of options, or nothing.');
  check(given, '', optionDemands);
  const { clock = { mode: 'real' }, limits = {}, tls, mqttPort, mqttsPort } = options;
  checkClock({ ...clock });
  check({ ...limits }, 'limits.', limitDemands);
  if (tls !== undefined) check({ ...tls }, 'tls.', { directory: (path) => (isText(path) ? undefined : 'a folder') });
  if (mqttsPort !== undefined && tls === undefined)
    throw new RangeError('mqttsPort needs tls: { directory }, the folder where the certificates are kept.');
  const { host = '127.0.0.1', port = 0, seed = 1, fleet, region = 'us-east-1', account = '123456789012' } = options;
  // A limit that is written as undefined is one that is left out.
  const set = Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
  const mqtts = mqttsPort !== undefined && tls !== undefined ? { port: mqttsPort, ...tls } : undefined;
  return { host, port, clock, seed, fleet, region, account, limits: set, mqttPort, mqtts };
}

function checkClock(clock: Given): void {
  const { mode, ...rest } = clock;
  const modes: Readonly<Record<string, Readonly<Record<string, Demand>>>> = clockModes;
  const demands = typeof mode === 'string' && Object.hasOwn(modes, mode) ? modes[mode] : undefined;
  if (demands === undefined)
    throw new RangeError(`clock.mode must be one of ${Object.keys(modes).join(', ')}, not ${written(mode)}.`);
  const taken = Object.keys(demands);
  const unknown = Object.keys(rest).find((name) => !taken.includes(name));
  if (unknown !== undefined)
    throw new RangeError(
      `A clock that is ${mode} has no ${unknown}${taken.length === 0 ? '' : `; it has ${taken.join(', ')}`}.`,
    );
  check(rest, 'clock.', demands);
}

function check(given: Given, prefix: string, demands: Readonly<Record<string, Demand>>): void {
  const names = Object.keys(demands);
  for (const name of Object.keys(given)) {
    if (names.includes(name)) continue;
    const near = nearestName(name, names);
    const hint = near === undefined ? `; there are ${names.join(', ')}` : `; did you mean ${prefix}${near}?`;
    throw new RangeError(`createEmulator has no option ${prefix}${name}${hint}`);
  }
  for (const [name, demand] of Object.entries(demands)) {
    const legal = demand(given[name]);
    if (legal !== undefined) throw new RangeError(`${prefix}${name} must be ${legal}, not ${written(given[name])}.`);
  }
}

function optional(demand: Demand): Demand {
  return (value) => (value === undefined ? undefined : demand(value));
}

function whole(min: number, max: number, unit = ''): Demand {
  const bounds = max === Number.MAX_SAFE_INTEGER ? (min < 0 ? '' : ` of at least ${min}`) : ` from ${min} to ${max}`;
  const legal = `a whole number${unit === '' ? '' : ` ${unit}`}${bounds}`;
  return (value) => (Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max ? undefined : legal);
}

function within(min: number, max: number): Demand {
  const legal = `a number from ${min} to ${max}`;
  return (value) => (typeof value === 'number' && value >= min && value <= max ? undefined : legal);
}

function speedDemand(speed: unknown): string | undefined {
  const isLegal = typeof speed === 'number' && speed > 0 && speed <= fastestSpeed;
  return isLegal ? undefined : `a number above 0, at most ${fastestSpeed}`;
}

function fleetDemand(fleet: unknown): string | undefined {
  const parsed = parseFleet(fleet);
  return 'problems' in parsed ? `the fleet that parseFleet returns (${parsed.problems[0]!.message})` : undefined;
}

function isText(value: unknown, pattern = /./): value is string {
  return typeof value === 'string' && pattern.test(value);
}

/** A value as a message shows it: short, and never an error of its own. */
function written(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}
