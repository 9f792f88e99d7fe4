/** The figures that this project holds, measured in one run. A figure over its limit is shown, and the run exits with 1. */
import { bundleSize } from './bundle-size.mjs';
import { startUp } from './start-up.mjs';

const rows = [startUp(), bundleSize()];
for (const { name, measured, limit, detail } of rows) {
  const verdict = measured <= limit ? 'ok  ' : 'OVER';
  console.log(`${verdict}  ${name.padEnd(46)} ${measured.toFixed(2).padStart(6)}  (at most ${limit})  ${detail}`);
}
process.exitCode = rows.every(({ measured, limit }) => measured <= limit) ? 0 : 1;
