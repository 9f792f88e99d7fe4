import { runCli } from './run.js';

const interrupt = new AbortController();
let listens = false;

/** Listening begins when a command asks: the others hold nothing that could be left half done, and end at once. */
function interruptSignal(): AbortSignal {
  if (!listens) {
    listens = true;
    // Once: a second interrupt ends the process, whatever it waits for.
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupt.abort());
  }
  return interrupt.signal;
}

// A reader that went away (`… | head`) wants no more of it.
process.stdout.on('error', () => interrupt.abort());

void runCli({
  argv: process.argv.slice(2),
  cwd: process.cwd(),
  rulePages: new URL('./rules/', import.meta.url),
  env: process.env,
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  now: Date.now,
  isTerminal: process.stdout.isTTY === true,
  // Asked when it matters: Node makes its stream at the first look.
  get isErrorTerminal() {
    return process.stderr.isTTY === true;
  },
  get signal() {
    return interruptSignal();
  },
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
}).then((exitCode) => {
  process.exitCode = exitCode;
});
