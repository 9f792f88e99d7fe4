/** The Action's inputs, checked. */
import type { Prune } from '@iot-rollouts/reconcile';
import { type ActionHost, CannotRun } from './host.js';

export const actionCommands = ['validate', 'plan', 'apply', 'status'] as const;
export type ActionCommand = (typeof actionCommands)[number];

export interface Inputs {
  /** Undefined: it follows the event. */
  readonly command?: ActionCommand;
  /** Undefined: the settings file says. */
  readonly globs?: readonly string[];
  /** A commit or ref; `all` compares with nothing; undefined follows the event. */
  readonly base?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
  readonly prune: readonly Prune[];
  /** Exact names of jobs to start although they are not new. */
  readonly recreate: readonly string[];
  readonly wait: boolean;
  readonly waitTimeoutMinutes: number;
  readonly failOnWarning: boolean;
}

/** The inputs as action.yml declares them; throws {@link CannotRun} for a value that cannot be meant. */
export function readInputs(input: ActionHost['input']): Inputs {
  const command = input('command');
  const [base, region, endpointUrl] = [input('base'), input('aws-region'), input('endpoint-url')];
  const globs = input('manifests')
    .split(/\s*\n\s*|\s+(?=[^{}]*$)/)
    .filter((glob) => glob !== '');
  return {
    ...(command !== '' && { command: oneOf('command', command, actionCommands) }),
    ...(globs.length > 0 && { globs }),
    ...(base !== '' && { base }),
    ...(region !== '' && { region }),
    ...(endpointUrl !== '' && { endpointUrl }),
    prune: words(input('prune')).map((word) => oneOf('prune', word, ['cancel', 'delete'])),
    recreate: words(input('recreate')),
    wait: booleanInput('wait', input('wait')),
    waitTimeoutMinutes: minutes('wait-timeout-minutes', input('wait-timeout-minutes')),
    failOnWarning: booleanInput('fail-on-warning', input('fail-on-warning')),
  };
}

function words(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}

function oneOf<const Word extends string>(name: string, text: string, legal: readonly Word[]): Word {
  const word = legal.find((candidate) => candidate === text);
  if (word === undefined) throw new CannotRun(`the input ${name} must be one of ${legal.join(', ')}, not ${text}`);
  return word;
}

function booleanInput(name: string, text: string): boolean {
  if (text === '' || text === 'false') return false;
  if (text === 'true') return true;
  throw new CannotRun(`the input ${name} must be true or false, not ${text}`);
}

const waitTimeoutMinutesDefault = 60;

function minutes(name: string, text: string): number {
  if (text === '') return waitTimeoutMinutesDefault;
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0)
    throw new CannotRun(`the input ${name} must be a number of minutes, not ${text}`);
  return value;
}
