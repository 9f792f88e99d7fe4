/** Findings as workflow commands, within what GitHub shows of one step. */
import { type Diagnostic, printable, renderGithub } from '@iot-rollouts/validation';
import type { ActionHost } from './host.js';

/** GitHub shows so many errors and so many warnings of a step, however they come, and drops the rest in silence. */
const annotationsMax = 10;

export interface Annotations {
  /** Shows findings at their lines, as long as there is room. */
  add(diagnostics: readonly Diagnostic[]): void;
  /** A remark about the run as a whole. */
  notice(text: string): void;
  /** Says how many findings had no room. */
  end(): void;
}

/** The annotations of one step. */
export function stepAnnotations(host: ActionHost): Annotations {
  const left = { error: annotationsMax, warning: annotationsMax };
  const unseen = { error: 0, warning: 0 };
  return {
    add(diagnostics) {
      const shown = (['error', 'warning'] as const).flatMap((severity) => {
        const all = diagnostics.filter((it) => it.severity === severity);
        const fitting = all.slice(0, left[severity]);
        left[severity] -= fitting.length;
        unseen[severity] += all.length - fitting.length;
        return fitting;
      });
      if (shown.length > 0) host.print(renderGithub({ diagnostics: shown }));
    },
    notice(text) {
      host.print(`::notice title=iot-rollouts::${escaped(printable(text))}`);
    },
    end() {
      const rest = [
        ...(unseen.error > 0 ? [`${unseen.error} more errors`] : []),
        ...(unseen.warning > 0 ? [`${unseen.warning} more warnings`] : []),
      ];
      if (rest.length > 0) this.notice(`${rest.join(' and ')} are not shown as annotations`);
    },
  };
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
