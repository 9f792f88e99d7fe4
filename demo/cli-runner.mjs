/** Runs the built command line as a process of its own. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../packages/cli/bin/iot-rollouts.cjs', import.meta.url));

/** Runs one command to its end; with `show`, its output goes to this terminal. */
export function runCli(args, { cwd, show = false }) {
  return new Promise((resolve, reject) => {
    const stdio = show ? 'inherit' : 'pipe';
    const child = spawn(process.execPath, [cli, ...args], { cwd, stdio: ['ignore', stdio, stdio] });
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (data) => (stdout += data));
    child.stderr?.on('data', (data) => (stderr += data));
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

/** Starts `iot-rollouts emulator` and waits for its one line. */
export function startEmulator(args) {
  const child = spawn(process.execPath, [cli, 'emulator', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.on('close', resolve));
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (data) => {
      text += data;
      const endpoint = /listening on (http:\/\/\S+)/.exec(text)?.[1];
      if (endpoint === undefined) return;
      const stop = async () => {
        child.kill('SIGTERM');
        await ended;
      };
      resolve({ endpoint, stop, kill: () => child.kill('SIGKILL') });
    });
    ended.then((code) => reject(new Error(`the emulator ended with exit code ${code} before it was ready`)));
  });
}
