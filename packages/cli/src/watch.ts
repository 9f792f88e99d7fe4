/** Checking again whenever a file changes. */
import { CannotRun, type ExitCode, type Host } from './host.js';
import { watchFolders } from './watch-folders.js';

/** How long nothing must change before a check begins: an editor writes a file in several steps. */
const quietMs = 60;

/**
 * Checks now and after every change below the working directory, until interrupted; returns the last check's exit code.
 * A check that cannot run says why and waits, since the next change may mend it.
 */
export async function watchAndCheck(host: Host, check: () => Promise<ExitCode>): Promise<ExitCode> {
  const changes = changesBelow(host);
  let exitCode: ExitCode = 0;
  do {
    if (host.isTerminal) host.stdout('\u001b[2J\u001b[H');
    exitCode = await checkOrSayWhy(host, check);
    host.stderr('Watching for changes; interrupt to end.\n');
  } while (await changes.next());
  return exitCode;
}

async function checkOrSayWhy(host: Host, check: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await check();
  } catch (error) {
    const { explainError } = await import('./explain-error.js');
    const { message, help } = error instanceof CannotRun ? error : explainError(error);
    host.stderr(`iot-rollouts: ${message}\n${help === undefined ? '' : `  ${help}\n`}`);
    return 3;
  }
}

/** Waits for changes of files: true after each bundle of them, those made meanwhile included; false when interrupted. */
function changesBelow({ cwd, signal, sleep }: Host): { readonly next: () => Promise<boolean> } {
  let changed = 0;
  let seen = 0;
  let wake = (): void => {};
  const close = watchFolders(cwd, () => {
    changed += 1;
    wake();
  });
  signal.addEventListener('abort', () => {
    close();
    wake();
  });
  return {
    next: async () => {
      while (changed === seen && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      do {
        seen = changed;
        await sleep(quietMs);
      } while (changed !== seen && !signal.aborted);
      return !signal.aborted;
    },
  };
}
