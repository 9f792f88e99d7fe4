/** What the Action needs of the runner. Only `main.ts` fills it from `process`. */
export interface ActionHost {
  /** An input's text, trimmed; empty when it is not set. */
  readonly input: (name: string) => string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Prints to the job's log. What begins with `::` is a workflow command. */
  readonly print: (text: string) => void;
  readonly setOutput: (name: string, value: string) => void;
  /** Appends Markdown to the job summary. */
  readonly writeSummary: (markdown: string) => Promise<void>;
  readonly readFile: (path: string) => Promise<string>;
  readonly writeFile: (path: string, text: string) => Promise<void>;
  /** A token that nobody can guess, for workflow commands that end with it. */
  readonly randomToken: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Waits; returns early when `signal` is aborted. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Aborted when the workflow is cancelled. */
  readonly signal: AbortSignal;
}

/** Why the Action could not run: one clear message and what to do. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
  readonly help: string | undefined;

  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}
