/** Time to compile every schema of the package, each time in a process that has compiled nothing before. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const rounds = 15;

/** The row of the table. */
export function compileRow() {
  const runs = Array.from({ length: rounds }, () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [fileURLToPath(new URL('compile-once.mjs', import.meta.url))],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`compile-once.mjs failed: ${stderr}`);
    return JSON.parse(stdout);
  });
  const times = runs.map(({ ms }) => ms).sort((a, b) => a - b);
  return {
    name: 'compile every schema of the package, in ms',
    measured: times[Math.floor(rounds / 2)],
    limit: 30,
    detail: `${runs[0].schemas} schemas, median of ${rounds} processes, ${times[0].toFixed(1)} to ${times.at(-1).toFixed(1)}`,
  };
}
