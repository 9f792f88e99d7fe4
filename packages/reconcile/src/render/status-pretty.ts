/** How jobs stand, for the terminal: one aligned line a job. */
import { isTerminal, type JobExecutionStatus } from '@iot-rollouts/rollout-model';
import { printable } from '@iot-rollouts/validation';
import pc from 'picocolors';
import { hasEnded, type JobStatus, type Outcome } from '../status.js';
import type { PrettyOptions } from './plan-pretty.js';

type Colors = ReturnType<typeof pc.createColors>;

const outcomeWords: Readonly<Record<Outcome, string>> = {
  scheduled: 'scheduled',
  running: 'running',
  completed: 'completed',
  'completed-with-failures': 'completed with failures',
  'schedule-ended': 'ended by its schedule',
  aborted: 'stopped by its abort criteria',
  cancelled: 'cancelled',
  deleting: 'being deleted',
  absent: 'not in AWS',
};

/**
 * A line for each job: name, outcome, a bar of its executions (succeeded, failed, open), their counts, and for a job that
 * was stopped the reason. The bar covers the devices that were notified: AWS does not count the others (JOB-DSC-04).
 */
export function renderStatusPretty(statuses: readonly JobStatus[], { color }: PrettyOptions): string {
  const colors = pc.createColors(color);
  const names = statuses.map(({ name }) => printable(name));
  const nameWidth = Math.max(0, ...names.map((name) => name.length));
  const wordWidth = Math.max(0, ...statuses.map(({ outcome }) => outcomeWords[outcome].length));
  return statuses
    .map((status, index) => {
      const word = paintOutcome(status.outcome, colors)(outcomeWords[status.outcome].padEnd(wordWidth));
      const lines = [
        `${(names[index] as string).padEnd(nameWidth)}  ${word}  ${bar(status, colors)}  ${countsText(status)}`,
      ];
      const reason = reasonText(status);
      if (reason !== '') lines.push(colors.dim(`${' '.repeat(nameWidth)}  ${reason}`));
      return lines.join('\n');
    })
    .join('\n');
}

const barWidth = 24;

function bar({ counts }: JobStatus, colors: Colors): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const ended = share(total - counts.QUEUED - counts.IN_PROGRESS, total);
  const good = Math.min(ended, share(counts.SUCCEEDED, total));
  return `${colors.green('█'.repeat(good))}${colors.red('█'.repeat(ended - good))}${colors.dim('░'.repeat(barWidth - ended))}`;
}

/** Columns for a part of the whole; a part that is there is seen, and only the whole fills the bar. */
function share(part: number, whole: number): number {
  if (part === 0 || whole === 0) return 0;
  return part === whole ? barWidth : Math.min(barWidth - 1, Math.max(1, Math.round((part / whole) * barWidth)));
}

function countsText({ counts, counted }: JobStatus): string {
  const entries = Object.entries(counts) as [JobExecutionStatus, number][];
  const present = entries.filter(([, count]) => count > 0);
  present.sort(([a], [b]) => Number(isTerminal(b)) - Number(isTerminal(a)));
  const text = present.map(([name, count]) => `${count.toLocaleString('en-US')} ${name}`).join(', ');
  if (text === '') return 'no executions yet';
  return counted === 'executions' ? `${text} (executions, retries counted)` : text;
}

function reasonText(status: JobStatus): string {
  if (!hasEnded(status)) return '';
  const { criterion, reason, outcome } = status;
  // Never the reason alone: a runner would read a comment such as `::warning::` at the start of a line as a command.
  return [
    criterion && `${outcome === 'aborted' ? '' : 'its counts meet the '}abort criterion ${criterion}`,
    reason && `reason: ${printable(reason)}`,
  ]
    .filter((text) => text !== undefined && text !== '')
    .join('; ');
}

function paintOutcome(outcome: Outcome, colors: Colors): (text: string) => string {
  if (outcome === 'completed') return colors.green;
  if (outcome === 'aborted') return colors.red;
  if (outcome === 'running' || outcome === 'scheduled') return colors.cyan;
  return outcome === 'absent' || outcome === 'deleting' ? colors.dim : colors.yellow;
}
