/** The figures that this package holds, as rows of the repository's table. They measure what was built last. */
import { applyRate } from './apply-rate.mjs';
import { planBesideValidate } from './plan-beside-validate.mjs';
import { planCalls } from './plan-calls.mjs';

/** Measures them all; the apply alone takes a minute, because AWS's rates do. */
export async function reconcileRows() {
  return [await planCalls(), planBesideValidate(), await applyRate()];
}
