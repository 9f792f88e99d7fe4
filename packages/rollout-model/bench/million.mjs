/** Rolls a job out over a million things in this process and prints what that took, as JSON. Run with --expose-gc. */
import { fleetOf } from './devices.mjs';
import { hourMs, newJob, start } from './job.mjs';

const size = 1_000_000;
const began = performance.now();
const state = newJob(size);
const created = performance.now();
const run = fleetOf(state);
let until = start;
while (state.waiting > 0 || state.counts.QUEUED > 0) {
  until += hourMs;
  run(until);
}
const seconds = (performance.now() - created) / 1000;
globalThis.gc();
const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
const mebibytes = (bytes) => bytes / 2 ** 20;
console.log(
  JSON.stringify({
    createSeconds: (created - began) / 1000,
    seconds,
    simulatedHours: (until - start) / hourMs,
    succeeded: state.counts.SUCCEEDED,
    executions: Object.values(state.counts).reduce((sum, count) => sum + count, 0),
    rss: mebibytes(rss),
    peak: process.resourceUsage().maxRSS / 1024,
    held: mebibytes(heapUsed + arrayBuffers),
  }),
);
