/** The Action's inputs, checked. */
import type { Prune } from '@iot-rollouts/reconcile';
import { type ActionHost, CannotRun } from './host.js';

export const actionCommands = ['validate', 'plan', 'apply', 'status', 'drift', 'cancel'] as const;
export type ActionCommand = (typeof actionCommands)[number];

export interface Inputs {
  /** Undefined: it follows the event. */
  readonly command?: ActionCommand;
  /** Undefined: the settings file says. */
  readonly globs?: readonly string[];
  /** Only these resources; empty for all. */
  readonly names: readonly string[];
  /** A commit or ref; `all` compares with nothing; undefined follows the event. */
  readonly base?: string;
  /** The GitHub environment in which applies are recorded. */
  readonly environment?: string;
  readonly requireProtectedEnvironment: boolean;
  readonly region?: string;
  readonly endpointUrl?: string;
  readonly githubToken?: string;
  readonly comment: boolean;
  readonly labels: boolean;
  /** Where to write what was found as SARIF, relative to the checkout. */
  readonly sarifFile?: string;
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
  const texts = {
    base: input('base'),
    environment: input('environment'),
    region: input('aws-region'),
    endpointUrl: input('endpoint-url'),
    githubToken: input('github-token'),
    sarifFile: input('sarif-file'),
  };
  const globs = input('manifests')
    .split(/\s*\n\s*|\s+(?=[^{}]*$)/)
    .filter((glob) => glob !== '');
  const inputs: Inputs = {
    ...(command !== '' && { command: oneOf('command', command, actionCommands) }),
    ...(globs.length > 0 && { globs }),
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')),
    names: words(input('names')),
    requireProtectedEnvironment: booleanInput('require-protected-environment', input('require-protected-environment')),
    comment: booleanInput('comment', input('comment')),
    labels: booleanInput('labels', input('labels')),
    prune: words(input('prune')).map((word) => oneOf('prune', word, ['cancel', 'delete'])),
    recreate: words(input('recreate')),
    wait: booleanInput('wait', input('wait')),
    waitTimeoutMinutes: minutes('wait-timeout-minutes', input('wait-timeout-minutes')),
    failOnWarning: booleanInput('fail-on-warning', input('fail-on-warning')),
  };
  if (inputs.requireProtectedEnvironment && inputs.environment === undefined) {
    throw new CannotRun(
      'the input require-protected-environment names no environment',
      'Set the input environment to the one that the job names.',
    );
  }
  return inputs;
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
