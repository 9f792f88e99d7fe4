import type { Diagnostic } from './diagnostic.js';

/** What a validation run found: the input of every renderer. */
export interface ValidationReport {
  /** Files that were looked at. */
  readonly files: number;
  /** Manifests in which no error was found. */
  readonly manifests: number;
  /** Sorted by file, line, column and rule. */
  readonly diagnostics: readonly Diagnostic[];
  /** Texts of the files, for code frames. */
  readonly sources: ReadonlyMap<string, string>;
}

/** How many of the report's diagnostics are errors. */
export function countErrors({ diagnostics }: Pick<ValidationReport, 'diagnostics'>): number {
  return diagnostics.filter(({ severity }) => severity === 'error').length;
}
