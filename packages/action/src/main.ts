import { appendFileSync } from 'node:fs';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { runAction } from './run.js';

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupt.abort());

const { env } = process;
const succeeded = await runAction({
  input: (name) => (env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '').trim(),
  env,
  print: (text) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
  setOutput: (name, value) => {
    if (env.GITHUB_OUTPUT) appendFileSync(env.GITHUB_OUTPUT, `${name}<<${endFor(value)}\n${value}\n${endFor(value)}\n`);
  },
  writeSummary: async (markdown) => {
    // Outside GitHub there may be no summary to write to.
    if (env.GITHUB_STEP_SUMMARY) await appendFile(env.GITHUB_STEP_SUMMARY, `${markdown}\n`);
  },
  readFile: (path) => readFile(path, 'utf8'),
  writeFile: (path, text) => writeFile(path, text),
  // Loading node:crypto takes longer than a validation without findings, which needs no token.
  randomToken: () => process.getBuiltinModule('node:crypto').randomUUID(),
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

/** A line that ends an output's value, and does not stand in it. */
function endFor(value: string): string {
  let end = 'end';
  while (value.includes(end)) end += '-';
  return end;
}
