/** From arguments to exit code. Commands are loaded when they run: `validate` must not wait for the AWS SDK. */

import type { Arguments } from './arguments.js';
import { type CommandName, commandHelp, commands, helpText, readArguments } from './arguments.js';
import * as validate from './commands/validate.js';
import { CannotRun, type ExitCode, type Host } from './host.js';

type Run = (args: Arguments, host: Host) => Promise<ExitCode>;

const loaders: Readonly<Record<CommandName, () => Promise<{ run: Run }>>> = {
  validate: async () => validate,
  plan: () => import('./commands/plan.js'),
  apply: () => import('./commands/apply.js'),
  status: () => import('./commands/status.js'),
  import: () => import('./commands/import.js'),
  forecast: () => import('./commands/forecast.js'),
  emulator: () => import('./commands/emulator.js'),
  'iam-policy': () => import('./commands/iam-policy.js'),
  explain: () => import('./commands/explain.js'),
  schema: () => import('./commands/schema.js'),
};

/** Runs the command line; every failure is one clear message on standard error. */
export async function runCli(host: Host): Promise<ExitCode> {
  try {
    return await dispatch(host);
  } catch (error) {
    if (host.argv.includes('--debug')) host.stderr(`${(error as Error).stack ?? String(error)}\n`);
    const { message, help } = await explainFailure(error);
    host.stderr(`iot-rollouts: ${message}\n${help === undefined ? '' : `  ${help}\n`}`);
    return 3;
  }
}

async function dispatch(host: Host): Promise<ExitCode> {
  const [name, ...rest] = host.argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    host.stdout(helpText());
    return name === undefined ? 3 : 0;
  }
  if (name === '--version' || name === '-V') {
    const { readVersion } = await import('./version.js');
    host.stdout(`${await readVersion()}\n`);
    return 0;
  }
  if (name.startsWith('-')) {
    throw new CannotRun(`the command comes first, before ${name}`, 'iot-rollouts --help lists the commands.');
  }
  if (!Object.hasOwn(commands, name)) {
    const { nearestName } = await import('@iot-rollouts/schemas');
    const near = nearestName(name, Object.keys(commands));
    throw new CannotRun(
      `unknown command ${name}${near ? `; did you mean ${near}?` : ''}`,
      'iot-rollouts --help lists the commands.',
    );
  }
  const command = name as CommandName;
  if (rest.includes('--help') || rest.includes('-h')) {
    host.stdout(commandHelp(command));
    return 0;
  }
  const args = readArguments(command, rest);
  const { run } = await loaders[command]();
  return run(args, host);
}

async function explainFailure(error: unknown): Promise<{ message: string; help?: string | undefined }> {
  if (error instanceof CannotRun) return error;
  const { explainError } = await import('./explain-error.js');
  return explainError(error);
}
