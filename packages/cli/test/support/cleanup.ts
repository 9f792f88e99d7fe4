import { afterAll } from 'vitest';

const waiting: (() => unknown)[] = [];

/**
 * Runs this when the tests of the file have ended. Tests of a file run at the same time, so that waiting for one process
 * leaves time for another; vitest's `onTestFinished` cannot tell which of them called it.
 */
export function cleanUp(run: () => unknown): void {
  waiting.push(run);
}

afterAll(async () => {
  for (const run of waiting.splice(0).reverse()) await run();
});
