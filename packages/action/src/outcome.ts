/** What findings mean for the step: whether it succeeds, and the counts that it puts out. */
import type { Diagnostic } from '@iot-rollouts/validation';
import type { ActionHost } from './host.js';
import type { Inputs } from './inputs.js';

/** Whether the step may go on: no error and, with fail-on-warning, no warning. */
export function isClean(diagnostics: readonly Diagnostic[], { failOnWarning }: Pick<Inputs, 'failOnWarning'>): boolean {
  return count(diagnostics, 'error') === 0 && (count(diagnostics, 'warning') === 0 || !failOnWarning);
}

function count(diagnostics: readonly Diagnostic[], severity: Diagnostic['severity']): number {
  return diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
}

/** The outputs `errors` and `warnings`. */
export function setCounts(diagnostics: readonly Diagnostic[], host: ActionHost): void {
  host.setOutput('errors', String(count(diagnostics, 'error')));
  host.setOutput('warnings', String(count(diagnostics, 'warning')));
}

/** The summary of a validation, from what was found as Markdown. */
export function validationPage(found: string): string {
  return `## Validation\n\n${found}`;
}
