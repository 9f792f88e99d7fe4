import { countErrors, type ValidationReport } from '../report.js';
import { bounded } from './bound.js';

/**
 * The report as JSON, in the form that `validate --format json` promises. `errors` and `warnings` count everything;
 * in files with very many, `omitted` of them are not listed.
 */
export function renderJson(report: ValidationReport): string {
  const { files, manifests, diagnostics } = report;
  const errors = countErrors(report);
  const warnings = diagnostics.length - errors;
  // The form is a contract: members are named here one by one, so that a new field of ours does not slip out.
  const { shown, omitted } = bounded(diagnostics, Number.POSITIVE_INFINITY);
  const listed = shown.map(({ rule, severity, message, help, file, range, pointer, related }) => ({
    rule,
    severity,
    message,
    help,
    file,
    range,
    pointer,
    related,
  }));
  const rest = omitted.errors + omitted.warnings;
  const counts = { files, manifests, errors, warnings, ...(rest > 0 && { omitted: rest }) };
  return `${JSON.stringify({ formatVersion: 1, ...counts, diagnostics: listed }, null, 2)}\n`;
}
