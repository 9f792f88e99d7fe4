import { mkdtempSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Host } from '../src/host.js';
import { watchAndCheck } from '../src/watch.js';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'iot-rollouts-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** A turn of the event loop, in which everything that waits for none but it goes on. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Writes a file and waits until watchers of its folder have been told. */
async function writeSeen(name: string): Promise<void> {
  const seen = new Promise<void>((resolve) => {
    const watcher = watch(root, (_event, changed) => {
      if (changed !== name) return;
      watcher.close();
      resolve();
    });
  });
  writeFileSync(join(root, name), name);
  await seen;
  await turn();
  await turn();
}

it('a watched check starts again after changes of what it reads, and of nothing else', async () => {
  const ending = new AbortController();
  const host: Host = {
    argv: [],
    cwd: root,
    rulePages: new URL('file:///'),
    env: {},
    stdout: () => {},
    stderr: () => {},
    now: () => 0,
    isTerminal: false,
    isErrorTerminal: false,
    signal: ending.signal,
    sleep: turn,
  };
  let checks = 0;
  let checked = (): void => {};
  const nextCheck = () =>
    new Promise<void>((resolve) => {
      checked = resolve;
    });
  const first = nextCheck();
  const ended = watchAndCheck(
    host,
    async () => {
      checks += 1;
      checked();
      return 0;
    },
    async () => (file) => file === 'a.yaml',
  );
  await first;
  await turn();
  await writeSeen('report.txt');
  expect(checks).toBe(1);
  const second = nextCheck();
  await writeSeen('a.yaml');
  await second;
  await writeSeen('report.txt');
  const asked = checks;
  await writeSeen('report.txt');
  expect(checks).toBe(asked);
  ending.abort();
  expect(await ended).toBe(0);
});
