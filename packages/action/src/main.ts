import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import * as core from '@actions/core';
import { runAction } from './run.js';

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupt.abort());

const succeeded = await runAction({
  input: (name) => core.getInput(name),
  env: process.env,
  print: (text) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
  setOutput: (name, value) => core.setOutput(name, value),
  writeSummary: async (markdown) => {
    // Outside GitHub there may be no summary to write to.
    if (process.env.GITHUB_STEP_SUMMARY) await core.summary.addRaw(markdown, true).write();
  },
  readFile: (path) => readFile(path, 'utf8'),
  writeFile: (path, text) => writeFile(path, text),
  randomToken: () => randomUUID(),
  now: () => Date.now(),
  sleep: (ms) =>
    new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      function done(): void {
        clearTimeout(timer);
        interrupt.signal.removeEventListener('abort', done);
        resolve();
      }
      interrupt.signal.addEventListener('abort', done);
    }),
  signal: interrupt.signal,
});
process.exitCode = succeeded ? 0 : 1;
