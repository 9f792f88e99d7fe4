/** How much of a report is shown: a file that somebody wrote to have a million faults must not drown the others. */
import type { Diagnostic } from '../diagnostic.js';
import { count } from './count.js';

/** How many diagnostics of one file are shown. */
export const perFileMax = 100;

/** Diagnostics as far as they are shown, and how many more there are. */
export interface BoundedDiagnostics {
  /** In their order. */
  readonly shown: readonly Diagnostic[];
  readonly omitted: { readonly errors: number; readonly warnings: number };
}

/**
 * The first diagnostics of each file and of all together, errors before warnings.
 *
 * @param total how many are shown in all.
 */
export function bounded(diagnostics: readonly Diagnostic[], total: number): BoundedDiagnostics {
  const kept = new Set<Diagnostic>();
  const counts = new Map<string, number>();
  for (const wanted of ['error', 'warning'] as const) {
    for (const diagnostic of diagnostics) {
      const { severity, file } = diagnostic;
      const inFile = counts.get(file) ?? 0;
      if (severity !== wanted || inFile >= perFileMax || kept.size >= total) continue;
      counts.set(file, inFile + 1);
      kept.add(diagnostic);
    }
  }
  if (kept.size === diagnostics.length) return { shown: diagnostics, omitted: { errors: 0, warnings: 0 } };
  const rest = diagnostics.filter((diagnostic) => !kept.has(diagnostic));
  const errors = rest.filter(({ severity }) => severity === 'error').length;
  return {
    shown: diagnostics.filter((diagnostic) => kept.has(diagnostic)),
    omitted: { errors, warnings: rest.length - errors },
  };
}

/** `3 more errors and 1 more warning are not shown`; undefined when all are. */
export function omittedText({ errors, warnings }: BoundedDiagnostics['omitted'], total: number): string | undefined {
  const parts = [
    ...(errors > 0 ? [count(errors, 'more error')] : []),
    ...(warnings > 0 ? [count(warnings, 'more warning')] : []),
  ];
  if (parts.length === 0) return undefined;
  const verb = errors + warnings === 1 ? 'is' : 'are';
  return `${parts.join(' and ')} ${verb} not shown: at most ${perFileMax} of a file are, and ${total} in all`;
}
