/**
 * The figures that this project holds, measured in one run. A figure past its limit is shown, and the run exits with 1.
 *
 * A row has a `name`, what was `measured`, a `detail`, and `limit` (at most) or `atLeast`, or neither for a figure to
 * know; or `skipped`, a reason, where it cannot be measured on this machine.
 */
import { actionRows } from '../packages/action/bench/rows.mjs';
import { emulatorRows } from '../packages/emulator/bench/rows.mjs';
import { reconcileRows } from '../packages/reconcile/bench/rows.mjs';
import { rolloutModelRows } from '../packages/rollout-model/bench/rows.mjs';
import { schemaRows } from '../packages/schemas/bench/rows.mjs';
import { validationRows } from '../packages/validation/bench/rows.mjs';
import { bundleSize } from './bundle-size.mjs';
import { startUp } from './start-up.mjs';

/** What is measured, by part; `npm run bench -- schemas emulator` measures these parts only. */
const parts = {
  shells: async () => [startUp(), bundleSize()],
  schemas: schemaRows,
  validation: validationRows,
  'rollout-model': rolloutModelRows,
  reconcile: reconcileRows,
  action: actionRows,
  emulator: emulatorRows,
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
for (const part of wanted) {
  if (!Object.hasOwn(parts, part)) {
    console.error(`There is no part ${part}; there are ${Object.keys(parts).join(', ')}.`);
    process.exit(2);
  }
}
const rows = [];
for (const part of wanted) {
  for (const row of await parts[part]()) {
    console.log(line(row));
    rows.push(row);
  }
}
process.exitCode = rows.every(holds) ? 0 : 1;

function holds({ measured, limit = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY, skipped }) {
  return skipped !== undefined || (measured <= limit && measured >= atLeast);
}

function line(row) {
  const name = row.name.padEnd(46);
  if (row.skipped !== undefined) return `skip  ${name} ${row.skipped}`;
  const verdict = holds(row) ? 'ok  ' : row.limit === undefined ? 'UNDR' : 'OVER';
  return `${verdict}  ${name} ${row.measured.toFixed(2).padStart(7)}  ${demand(row).padEnd(13)}  ${row.detail}`;
}

function demand({ limit, atLeast }) {
  if (limit !== undefined) return `(at most ${limit})`;
  return atLeast === undefined ? '' : `(at least ${atLeast})`;
}
