/** The servers that are measured, each as a process of its own. */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../cli/bin/iot-rollouts.cjs', import.meta.url));

/** Starts our emulator as users do, and returns it with the time that it took to be ready. */
export async function startEmulator() {
  const began = performance.now();
  const child = spawn(process.execPath, [cli, 'emulator', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await firstLine(child.stdout);
  const readyMs = performance.now() - began;
  return { ...running(child, new URL(line.split(' ').at(-1))), readyMs };
}

/** Starts moto's server, or returns why there is none. */
export async function startMoto() {
  const found = spawnSync('python3', ['-c', 'import moto.server, sys; print(sys.executable, moto.__version__)'], {
    encoding: 'utf8',
  });
  if (found.status !== 0) return { skipped: 'moto is not installed here (pip install "moto[server]")' };
  const [python, version] = found.stdout.trim().split(' ');
  const port = await freePort();
  const child = spawn(python, ['-m', 'moto.server', '-p', String(port)], { stdio: 'ignore' });
  const server = { ...running(child, new URL(`http://127.0.0.1:${port}`)), version };
  for (let attempt = 0; attempt < 200; attempt += 1) {
    try {
      await fetch(server.url);
      return server;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  server.stop();
  return { skipped: 'moto does not answer' };
}

function running(child, url) {
  return {
    url,
    /** Processor time that the server has used, in milliseconds; undefined where the system does not tell. */
    cpuMs: () => cpuMsOf(child.pid),
    stop: () => void child.kill('SIGKILL'),
  };
}

/** Linux counts in hundredths of a second; the fields follow the command in parentheses. */
function cpuMsOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return undefined;
  }
}

async function firstLine(stream) {
  for await (const line of createInterface({ input: stream })) return [line];
  throw new Error('The emulator has ended before it was ready.');
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
