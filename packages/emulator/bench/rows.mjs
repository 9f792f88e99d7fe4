/** The figures that this package holds, as rows of the repository's table. They measure what was built last. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { requestRows } from './requests.mjs';
import { startEmulator } from './servers.mjs';

const rounds = 15;

/** Measures them all. */
export async function emulatorRows() {
  return [await startUpRow(), ...(await requestRows()), weekRow(), ...millionRows()];
}

async function startUpRow() {
  const [empty, ready] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    spawnSync(process.execPath, ['-e', '0']);
    empty.push(performance.now() - began);
    const emulator = await startEmulator();
    emulator.stop();
    ready.push(emulator.readyMs);
  }
  return {
    name: 'emulator command until it is ready, in ms',
    measured: median(ready),
    limit: 300,
    detail: `${median(empty).toFixed(0)} ms of it are those of node -e 0; median of ${rounds}`,
  };
}

function weekRow() {
  const { seconds, peakMiB, details, status } = fleetRun('week');
  const succeeded = details.numberOfSucceededThings;
  return {
    name: 'a week of 100,000 devices in windows, in s',
    measured: seconds,
    limit: 5,
    detail: `by the emulator with devices that act; ${succeeded} succeeded, then ${status}; ${peakMiB.toFixed(0)} MiB at most`,
  };
}

function millionRows() {
  const { peakMiB, fleetSeconds, createSeconds, seconds, details } = fleetRun('million');
  return [
    {
      name: 'emulator with 1,000,000 things, peak MiB',
      measured: peakMiB,
      limit: 1024,
      detail: `whole process, a job rolled out over all; ${details.numberOfSucceededThings} succeeded`,
    },
    {
      name: '1,000,000 devices through a rollout, in s',
      measured: seconds,
      detail: `the fleet is made in ${fleetSeconds.toFixed(1)} s, the job in ${createSeconds.toFixed(1)} s`,
    },
  ];
}

function fleetRun(scenario) {
  const script = fileURLToPath(new URL('fleets.mjs', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, scenario], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`fleets.mjs ${scenario} failed: ${stderr}`);
  return JSON.parse(stdout);
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
