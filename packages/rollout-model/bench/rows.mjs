/** The figures that this package holds, as rows of the repository's table. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { fleetOf } from './devices.mjs';
import { dailyJob, hourMs, start } from './job.mjs';

const rounds = 3;

/** Measures them all. */
export async function rolloutModelRows() {
  return [weekRow(), ...millionRows()];
}

function weekRow() {
  const runs = Array.from({ length: rounds }, () => {
    const began = performance.now();
    const state = dailyJob(100_000);
    const events = fleetOf(state)(start + 7 * 24 * hourMs);
    return { seconds: (performance.now() - began) / 1000, events, notified: state.notified, status: state.status };
  });
  const [{ events, notified, status }] = runs;
  const times = runs.map(({ seconds }) => seconds).sort((a, b) => a - b);
  return {
    name: 'seven days of 100,000 things in windows, in s',
    measured: times[Math.floor(rounds / 2)],
    limit: 5,
    detail: `${notified} notified, ${events} events, then ${status}; median of ${rounds}, ${times[0].toFixed(2)} to ${times.at(-1).toFixed(2)}`,
  };
}

function millionRows() {
  const script = fileURLToPath(new URL('million.mjs', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', script], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`million.mjs failed: ${stderr}`);
  const found = JSON.parse(stdout);
  return [
    {
      name: 'engine with 1,000,000 things, peak MiB',
      measured: found.peak,
      limit: 512,
      detail: `whole process; ${found.held.toFixed(0)} MiB held at the end by ${found.executions} executions`,
    },
    {
      name: 'roll out to 1,000,000 things, in s',
      measured: found.seconds,
      detail: `${found.simulatedHours} hours of rollout; the job is created in ${found.createSeconds.toFixed(2)} s`,
    },
  ];
}
