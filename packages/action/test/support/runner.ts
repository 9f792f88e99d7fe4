/**
 * Runs the built bundle the way GitHub's runner does: the defaults of action.yml and the inputs as INPUT_*, the event's
 * payload in a file, outputs and summary in the files that GITHUB_* name.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { cleanUp } from '../../../cli/test/support/cleanup.js';
import { type Ended, type Running, start } from '../../../cli/test/support/process.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

interface Metadata {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly runs: { readonly using: string; readonly main: string };
}

/** What action.yml says. */
export const metadata = load(readFileSync(join(root, 'action.yml'), 'utf8')) as Metadata;

/** The bundle that action.yml names. */
export const bundle = join(root, metadata.runs.main);

export interface Step {
  /** The repository that is checked out. */
  readonly workspace: string;
  /** `pull_request`, `push`, … */
  readonly event: string;
  /** The event's payload; undefined when the runner wrote none. */
  readonly payload?: unknown;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** The bundle to run; the one that action.yml names when left out. */
  readonly bundle?: string;
  /** The workflow's token, which `github-token` is by default; none when left out. */
  readonly token?: string;
  /** The program that runs the bundle; this Node when left out. */
  readonly node?: string;
}

export interface StepResult extends Ended {
  readonly outputs: Readonly<Record<string, string>>;
  /** The job summary's Markdown. */
  readonly summary: string;
}

/** The payload of a push. */
export function push(before: string, after: string): object {
  return { ref: 'refs/heads/main', before, after };
}

/** The payload of a pull request. */
export function pullRequest(base: string, head: string): object {
  return { action: 'synchronize', number: 1, pull_request: { base: { sha: base }, head: { sha: head } } };
}

/** Starts the Action for one event; `result` is there when the step has ended. */
export function startAction(step: Step): Running & { readonly result: Promise<StepResult> } {
  const folder = mkdtempSync(join(tmpdir(), 'iot-rollouts-runner-'));
  cleanUp(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'home'));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const [output, summary] = [file('output', ''), file('summary.md', '')];
  const running = start(step.node ?? process.execPath, [step.bundle ?? bundle], {
    cwd: step.workspace,
    env: {
      ...inputVariables(step.inputs ?? {}, step.token ?? ''),
      ...(step.payload !== undefined && { GITHUB_EVENT_PATH: file('event.json', JSON.stringify(step.payload)) }),
      HOME: join(folder, 'home'),
      AWS_EC2_METADATA_DISABLED: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: step.event,
      GITHUB_OUTPUT: output,
      GITHUB_REPOSITORY: 'example/firmware',
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_WORKSPACE: step.workspace,
      RUNNER_TEMP: folder,
      ...step.env,
    },
  });
  const result = running.ended.then((ended) => ({
    ...ended,
    outputs: parseOutputs(readFileSync(output, 'utf8')),
    summary: readFileSync(summary, 'utf8'),
  }));
  return { ...running, result };
}

/** Runs the Action for one event to its end. */
export function runAction(step: Step): Promise<StepResult> {
  return startAction(step).result;
}

/** The lines that the runner reads as workflow commands, but for secrets to blank, which show nothing. */
export function commandsOf(log: string): readonly string[] {
  return allCommandsOf(log).filter((line) => !line.startsWith(mask));
}

/** The texts that the runner blanks in the log. */
export function masksOf(log: string): readonly string[] {
  return allCommandsOf(log).flatMap((line) => (line.startsWith(mask) ? [line.slice(mask.length)] : []));
}

const mask = '::add-mask::';

/** What stands inside a stop-commands block is no command. */
function allCommandsOf(log: string): readonly string[] {
  const commands: string[] = [];
  let token: string | undefined;
  for (const line of log.split('\n')) {
    const stop = /^::stop-commands::(.+)$/.exec(line)?.[1];
    if (token !== undefined) token = line === `::${token}::` ? undefined : token;
    else if (stop !== undefined) token = stop;
    else if (line.trimStart().startsWith('::') || line.includes('##[')) commands.push(line);
  }
  if (token !== undefined) throw new Error('the log ends with commands switched off');
  return commands;
}

function inputVariables(inputs: Readonly<Record<string, string>>, token: string): Record<string, string> {
  const unknown = Object.keys(inputs).filter((name) => !(name in metadata.inputs));
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(', ')}`);
  const defaults = Object.entries(metadata.inputs).map(([name, input]) => [
    name,
    evaluated(input.default ?? '', token),
  ]);
  const values: Record<string, string> = { ...Object.fromEntries(defaults), ...inputs };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]));
}

/** The one expression that action.yml holds. */
function evaluated(text: string, token: string): string {
  const value = text.replaceAll(/\$\{\{ github\.token \}\}/g, token);
  if (value.includes('${{')) throw new Error(`action.yml holds an expression that is not known here: ${text}`);
  return value;
}

/** The form `name<<DELIMITER`, value, `DELIMITER` of the output file; the last of a name counts. */
function parseOutputs(text: string): Record<string, string> {
  const found = text.matchAll(/^(\S+?)<<(\S+)\r?\n([\s\S]*?)\r?\n\2\r?$/gm);
  const outputs = Object.fromEntries([...found].map((match) => [match[1], match[3]])) as Record<string, string>;
  const undeclared = Object.keys(outputs).filter((name) => !(name in metadata.outputs));
  if (undeclared.length > 0) throw new Error(`action.yml declares no output ${undeclared.join(', ')}`);
  return outputs;
}
