/** Checking again whenever a file changes. */
import { CannotRun, type ExitCode, type Host } from './host.js';
import { watchFolders } from './watch-folders.js';

/** How long nothing must change before a check begins: an editor writes a file in several steps. */
const quietMs = 60;

/** Tells whether a check reads a file, by its path from the working directory. */
export type IsInput = (file: string) => boolean;

/**
 * Checks now and after every change of what a check reads, until interrupted; returns the last check's exit code. A check
 * that cannot run says why and waits, since the next change may mend it.
 *
 * @param inputs asked after each check. What is written beside them, such as the output of the check itself, starts none.
 */
export async function watchAndCheck(
  host: Host,
  check: () => Promise<ExitCode>,
  inputs: () => Promise<IsInput>,
): Promise<ExitCode> {
  const changes = changesBelow(host);
  let exitCode: ExitCode = 0;
  do {
    if (host.isTerminal) host.stdout('\u001b[2J\u001b[H');
    exitCode = await checkOrSayWhy(host, check);
    host.stderr('Watching for changes; interrupt to end.\n');
  } while (await changes.next(await inputs()));
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

interface Changes {
  /** Waits for changes of inputs: true after each bundle of them, those made meanwhile included; false when interrupted. */
  readonly next: (isInput: IsInput) => Promise<boolean>;
}

function changesBelow({ cwd, signal, sleep }: Host): Changes {
  /** What has changed and was not looked at yet; undefined is a folder, which may hold anything. */
  const changed = new Set<string | undefined>();
  let wake = (): void => {};
  const close = watchFolders(cwd, (file) => {
    changed.add(file);
    wake();
  });
  signal.addEventListener('abort', () => {
    close();
    wake();
  });
  const takeChanges = (isInput: IsInput): boolean => {
    const files = [...changed];
    changed.clear();
    return files.some((file) => file === undefined || isInput(file));
  };
  return {
    next: async (isInput) => {
      while (!takeChanges(isInput) && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      do await sleep(quietMs);
      while (takeChanges(isInput) && !signal.aborted);
      return !signal.aborted;
    },
  };
}
