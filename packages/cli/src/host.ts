/** What the command line needs of the machine it runs on. Only `main.ts` fills it from `process`. */
export interface Host {
  readonly argv: readonly string[];
  /** The repository root. */
  readonly cwd: string;
  /** Folder of the pages about rules, one Markdown file each: `abort/threshold-zero.md`. */
  readonly rulePages: URL;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Whether standard output is a terminal. */
  readonly isTerminal: boolean;
  /** Whether standard error is a terminal. */
  readonly isErrorTerminal: boolean;
  /** Aborted when the user interrupts or the system asks to stop. A command that never reads it is ended at once. */
  readonly signal: AbortSignal;
  /** Waits; returns early when `signal` is aborted. */
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * 0 clean; 1 findings or failures; 2 changes pending (`plan --detailed-exit-code`); 3 could not run (bad usage,
 * unreadable input, no credentials).
 */
export type ExitCode = 0 | 1 | 2 | 3;

/** Why the command could not run: one clear message and, where there is one, what to do. Ends with exit code 3. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
  readonly help: string | undefined;

  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}

/**
 * Whether to colour what is printed: on a terminal, unless NO_COLOR is set (https://no-color.org). FORCE_COLOR decides
 * before both, as it does for Node itself: 0 and false mean no, anything else yes.
 */
export function usesColor({ env, isTerminal }: Pick<Host, 'env' | 'isTerminal'>): boolean {
  const forced = env.FORCE_COLOR ?? '';
  if (forced !== '') return forced !== '0' && forced !== 'false';
  return isTerminal && (env.NO_COLOR ?? '') === '';
}
