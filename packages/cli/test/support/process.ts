/** Programs as processes of their own, with nothing of this machine's configuration. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a process ended and what it printed. */
export interface Ended {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Standard output once it holds the text; rejects when the process ends before. */
  seen(text: string): Promise<string>;
}

export interface Surroundings {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

const cli = fileURLToPath(new URL('../../bin/iot-rollouts.cjs', import.meta.url));

/** Starts a program with exactly the given environment and the PATH. */
export function start(program: string, args: readonly string[], { cwd, env = {} }: Surroundings): Running {
  const child = spawn(program, args, {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
  function seen(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!stdout.includes(text)) return;
        child.stdout?.off('data', look);
        resolve(stdout);
      };
      child.stdout?.on('data', look);
      ended.then(() => reject(new Error(`ended before it printed ${text}: ${stdout}${stderr}`)), reject);
      look();
    });
  }
  return { child, ended, seen };
}

/** Starts the built command line. Without a home and an instance's metadata, nobody's credentials are found. */
export function startCli(args: readonly string[], { cwd, env }: Surroundings): Running {
  const home = { HOME: `${cwd}/no-home`, AWS_EC2_METADATA_DISABLED: 'true' };
  return start(process.execPath, [cli, ...args], { cwd, env: { ...home, ...env } });
}

/** Runs the built command line to its end. */
export function runCli(args: readonly string[], surroundings: Surroundings): Promise<Ended> {
  return startCli(args, surroundings).ended;
}
