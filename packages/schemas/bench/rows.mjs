/** The figures that this package holds, as rows of the repository's table. */
import { bundleRow } from './bundle.mjs';
import { checkRows } from './checks.mjs';
import { compileRow } from './compile-all.mjs';

/** Measures them all. */
export async function schemaRows() {
  return [...checkRows(), compileRow(), await bundleRow()];
}
