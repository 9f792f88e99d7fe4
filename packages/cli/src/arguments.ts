/** The arguments of every command, in one table: parsing, checks and `--help` read it. */
import { parseArgs } from 'node:util';
import { nearestName } from '@iot-rollouts/schemas';
import { CannotRun } from './host.js';

interface Option {
  readonly type: 'string' | 'boolean';
  /** Placeholder of the value in the help text. */
  readonly value?: string;
  /** The legal words, the first being the default. */
  readonly choices?: readonly string[];
  readonly help: string;
}

interface Command {
  readonly summary: string;
  /** Name of the positional arguments in the help text. */
  readonly positionals?: string;
  readonly options: Readonly<Record<string, Option>>;
}

const base: Option = { type: 'string', value: 'REF', help: 'the commit to compare with, for instance origin/main' };
const all: Option = { type: 'boolean', help: 'compare with nothing: every manifest counts as new' };
const prune: Option = {
  type: 'string',
  value: 'cancel,delete',
  help: 'cancel jobs, delete templates of ours whose manifest was removed',
};
const recreate: Option = { type: 'string', value: 'NAME', help: 'start a settled job again, by its exact name' };
const correctDrift: Option = { type: 'boolean', help: 'bring back what was changed in AWS' };
const endpoint: Option = { type: 'string', value: 'URL', help: 'call this address instead of AWS (the emulator)' };

/** Every command of `iot-rollouts`. */
export const commands = {
  validate: {
    summary: 'check manifests and show every mistake at its line',
    positionals: 'globs…',
    options: {
      format: {
        type: 'string',
        choices: ['pretty', 'json', 'github', 'sarif', 'markdown'],
        help: 'how to print the findings',
      },
      base: { ...base, help: 'also find edits that cannot reach what stood at this commit, for instance origin/main' },
      watch: { type: 'boolean', help: 'check again whenever a file changes, until interrupted' },
    },
  },
  plan: {
    summary: 'show what a merge would do, without doing it',
    positionals: 'globs…',
    options: {
      base,
      all,
      offline: { type: 'boolean', help: 'plan from Git alone, without asking AWS' },
      format: { type: 'string', choices: ['pretty', 'json', 'markdown'], help: 'how to print the plan' },
      out: { type: 'string', value: 'FILE', help: 'write the plan as JSON to a file' },
      'detailed-exit-code': { type: 'boolean', help: 'exit with 2 when changes are pending' },
      prune,
      recreate,
      'correct-drift': correctDrift,
      'endpoint-url': endpoint,
    },
  },
  apply: {
    summary: 'do what the plan says: create templates, start jobs',
    positionals: 'globs…',
    options: {
      base,
      all,
      plan: {
        type: 'string',
        value: 'FILE',
        help: 'apply this plan, and refuse if it is no longer what would be done',
      },
      wait: { type: 'boolean', help: 'follow the started jobs until they end' },
      format: { type: 'string', choices: ['pretty', 'json'], help: 'how to print what happens' },
      prune,
      recreate,
      'correct-drift': correctDrift,
      'endpoint-url': endpoint,
    },
  },
  status: {
    summary: 'show how jobs stand',
    positionals: 'names…',
    options: {
      watch: { type: 'boolean', help: 'follow the jobs until they end' },
      interval: { type: 'string', value: 'SECONDS', help: 'time between two looks with --watch (default 2)' },
      format: { type: 'string', choices: ['pretty', 'json'], help: 'how to print the status' },
      'endpoint-url': endpoint,
    },
  },
  import: {
    summary: 'write manifests for templates and jobs that are in AWS',
    positionals: 'names…',
    options: {
      templates: { type: 'boolean', help: 'templates only' },
      jobs: { type: 'boolean', help: 'jobs only' },
      'all-jobs': { type: 'boolean', help: 'jobs that have ended, too; those that are named are taken either way' },
      out: { type: 'string', value: 'FOLDER', help: 'folder of the manifests (default rollouts)' },
      adopt: { type: 'boolean', help: 'tag in AWS as ours what is exactly as its manifest says' },
      'dry-run': { type: 'boolean', help: 'tell what would be written and tagged, and do nothing' },
      'endpoint-url': endpoint,
    },
  },
  forecast: {
    summary: 'tell how fast jobs spread and how many devices a bad image reaches',
    positionals: 'globs…',
    options: {
      devices: { type: 'string', value: 'N', help: 'size of the fleet' },
      format: { type: 'string', choices: ['pretty', 'json', 'markdown'], help: 'how to print the forecast' },
    },
  },
  emulator: {
    summary: 'run AWS IoT Jobs on this machine',
    options: {
      host: { type: 'string', value: 'HOST', help: 'address to listen on (default 127.0.0.1)' },
      port: { type: 'string', value: 'N', help: 'port to listen on (default 4570; 0 for any free one)' },
      'mqtt-port': { type: 'string', value: 'N', help: 'listen for MQTT over TCP, too (0 for any free port)' },
      'mqtts-port': {
        type: 'string',
        value: 'N',
        help: 'listen for MQTT over TLS with client certificates (AWS: 8883)',
      },
      'tls-directory': {
        type: 'string',
        value: 'DIR',
        help: 'where the certificates are kept and, the first time, made (default .iot-rollouts/tls)',
      },
      speed: {
        type: 'string',
        value: 'N|manual',
        help: 'how many times faster than real time, or by hand (default 1)',
      },
      rates: {
        type: 'string',
        choices: ['none', 'aws'],
        help: 'hold requests to the rates that AWS publishes, or not',
      },
      fleet: { type: 'string', value: 'FILE', help: 'simulate the devices that this YAML file describes' },
    },
  },
  'iam-policy': {
    summary: 'print the IAM policy that plan and apply need for these manifests',
    positionals: 'globs…',
    options: {
      'read-only': { type: 'boolean', help: 'for planning only; with --trust, also trust pull requests' },
      base: { ...base, help: 'also what stood at this commit and was removed since, for instance origin/main' },
      region: { type: 'string', value: 'REGION', help: 'region of the policy (default AWS_REGION)' },
      account: { type: 'string', value: 'ID', help: 'account of the policy' },
      trust: { type: 'string', value: 'github', help: 'print the trust policy for GitHub’s OIDC provider instead' },
      repository: {
        type: 'string',
        value: 'OWNER/NAME',
        help: 'the repository that is ours, or to trust (default this one)',
      },
      environment: { type: 'string', value: 'NAME', help: 'trust jobs of this environment' },
      branch: { type: 'string', value: 'NAME', help: 'trust runs of this branch outside any environment' },
      immutable: {
        type: 'string',
        value: 'OWNER_ID/REPOSITORY_ID',
        help: 'the numbers in the subjects of repositories created since 15 July 2026',
      },
    },
  },
  explain: {
    summary: 'say what a rule demands, why, and how to write it right',
    positionals: 'rule',
    options: {},
  },
  schema: {
    summary: 'print the JSON Schema of a manifest or of the settings, for editors',
    options: {
      kind: { type: 'string', choices: ['Job', 'JobTemplate', 'Settings'], help: 'kind of manifest, or Settings' },
    },
  },
} as const satisfies Readonly<Record<string, Command>>;

export type CommandName = keyof typeof commands;

/** The arguments of one command, by option name; `positionals` are the rest. */
export interface Arguments {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
}

/** The arguments of a command, checked against its table; throws {@link CannotRun} on bad usage. */
export function readArguments(name: CommandName, argv: readonly string[]): Arguments {
  const command: Command = commands[name];
  const options = Object.fromEntries(Object.entries(command.options).map(([key, { type }]) => [key, { type }]));
  const parsed = parse(name, command, [...argv], options);
  if (command.positionals === undefined && parsed.positionals.length > 0) {
    throw usage(name, `unexpected argument ${parsed.positionals[0]}`);
  }
  for (const [key, { choices }] of Object.entries(command.options)) {
    const value = parsed.values[key];
    if (choices !== undefined && typeof value === 'string' && !choices.includes(value)) {
      const near = nearestName(value, choices);
      throw usage(
        name,
        `--${key} must be one of ${choices.join(', ')}, not ${value}${near ? `; did you mean ${near}?` : ''}`,
      );
    }
  }
  const defaults = Object.entries(command.options).map(([key, { choices }]) => [key, choices?.[0]]);
  return { positionals: parsed.positionals, values: { ...Object.fromEntries(defaults), ...parsed.values } };
}

function parse(
  name: CommandName,
  command: Command,
  args: string[],
  options: Record<string, { type: 'string' | 'boolean' }>,
): Arguments {
  try {
    return parseArgs({
      args,
      options: { ...options, debug: { type: 'boolean' } },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    const unknown = /^Unknown option '(--?[^']+)'/.exec((error as Error).message)?.[1];
    const valueless = /^Option '[^']*(--[\w-]+)(?: <value>)?' argument (?:is ambiguous|missing)/.exec(
      (error as Error).message,
    )?.[1];
    if (valueless !== undefined) throw usage(name, valueProblem(valueless, args));
    if (unknown === undefined) throw usage(name, (error as Error).message.split('. ')[0] as string);
    const near = nearestName(unknown.replace(/^-+/, ''), Object.keys(command.options));
    throw usage(name, `unknown option ${unknown}${near ? `; did you mean --${near}?` : ''}`);
  }
}

/** What follows an option in place of its value; Node takes a word that begins with a dash for the next option. */
function valueProblem(option: string, args: readonly string[]): string {
  const next = args[args.indexOf(option) + 1];
  return next?.startsWith('-')
    ? `${option} needs a value; if ${next} is it, write ${option}=${next}`
    : `${option} needs a value`;
}

/** A number of at least `min` out of an option; undefined when it is not given. */
export function numberOption(args: Arguments, name: string, min: number): number | undefined {
  const text = textOption(args, name);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isFinite(number) || number < min || text.trim() === '') {
    throw new CannotRun(`--${name} must be a number of at least ${min}, not ${text}`);
  }
  return number;
}

/** A whole number from 0 to `max` out of an option; undefined when it is not given. */
export function wholeNumberOption(args: Arguments, name: string, max: number): number | undefined {
  const text = textOption(args, name);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > max || text.trim() === '') {
    throw new CannotRun(`--${name} must be a whole number from 0 to ${max}, not ${text}`);
  }
  return number;
}

/** A text option; undefined when it is not given. */
export function textOption(args: Arguments, name: string): string | undefined {
  const value = args.values[name];
  return typeof value === 'string' ? value : undefined;
}

/** The words of a comma-separated option; undefined when it is not given. */
export function wordsOption<const Word extends string>(
  args: Arguments,
  name: string,
  legal: readonly Word[],
): readonly Word[] | undefined {
  return textOption(args, name)
    ?.split(',')
    .map((text) => {
      const word = legal.find((candidate) => candidate === text.trim());
      if (word === undefined)
        throw new CannotRun(`--${name} takes ${legal.join(' and ')}, separated by commas, not ${text}`);
      return word;
    });
}

/** What `iot-rollouts --help` prints. */
export function helpText(): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`);
  return [
    'Firmware rollouts as code for AWS IoT.',
    '',
    'usage: iot-rollouts COMMAND [options]',
    '',
    ...lines,
    '',
    'iot-rollouts COMMAND --help tells the options of a command, iot-rollouts --version which version this is.',
    'Exit codes: 0 clean; 1 findings or failures; 2 changes pending (plan --detailed-exit-code); 3 could not run.',
    '',
  ].join('\n');
}

/** What `iot-rollouts COMMAND --help` prints. */
export function commandHelp(name: CommandName): string {
  const command: Command = commands[name];
  const options = Object.entries(command.options).map(([key, option]) => {
    const value = option.choices?.join('|') ?? option.value;
    const left = `  --${key}${value === undefined ? '' : ` ${value}`}`;
    const fallback = option.choices === undefined ? '' : ` (default ${option.choices[0]})`;
    return `${left.padEnd(34)} ${option.help}${fallback}`;
  });
  const positionals = command.positionals === undefined ? '' : ` [${command.positionals}]`;
  const debug = `${'  --debug'.padEnd(34)} show where an unexpected error comes from`;
  return [
    `iot-rollouts ${name}: ${command.summary}`,
    '',
    `usage: iot-rollouts ${name}${positionals} [options]`,
    '',
    ...options,
    debug,
    '',
  ].join('\n');
}

function usage(name: CommandName, message: string): CannotRun {
  return new CannotRun(`${name}: ${message}`, `iot-rollouts ${name} --help tells what there is.`);
}
