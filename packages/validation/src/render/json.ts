import { countErrors, type ValidationReport } from '../report.js';

/** The report as JSON, in the form that `validate --format json` promises. */
export function renderJson(report: ValidationReport): string {
  const { files, manifests, diagnostics } = report;
  const errors = countErrors(report);
  const warnings = diagnostics.length - errors;
  // The form is a contract: members are named here one by one, so that a new field of ours does not slip out.
  const listed = diagnostics.map(({ rule, severity, message, help, file, range, pointer, related }) => ({
    rule,
    severity,
    message,
    help,
    file,
    range,
    pointer,
    related,
  }));
  return `${JSON.stringify({ formatVersion: 1, files, manifests, errors, warnings, diagnostics: listed }, null, 2)}\n`;
}
