/** A finding in an imported manifest: its rule, and the line that it begins in, from 1. */
export interface ImportedFinding {
  readonly rule: string;
  readonly line: number;
}

/** The manifest's text with a comment above each line that silences what is found there: AWS has taken it as it is. */
export function withSuppressions(text: string, findings: readonly ImportedFinding[]): string {
  const lines = text.split('\n');
  return lines
    .flatMap((line, index) => {
      const rules = new Set(findings.flatMap((finding) => (finding.line === index + 1 ? [finding.rule] : [])));
      const indent = /^[ ]*/.exec(line)?.[0] ?? '';
      const comments = [...rules].map((rule) => `${indent}# iot-rollouts-disable-next-line ${rule} as it is in AWS`);
      return [...comments, line];
    })
    .join('\n');
}
