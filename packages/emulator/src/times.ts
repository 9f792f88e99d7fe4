/** Returns milliseconds as the epoch seconds of the control plane, with their fraction (JOB-DSC-09). */
export function epochSeconds(ms: number): number {
  return ms / 1000;
}

/** Returns milliseconds as the whole epoch seconds that devices get (JOB-DEV-07). */
export function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}
