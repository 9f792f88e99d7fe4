/** Maintenance windows: whether they are legal, ever open, and make sense beside each other. */
import type { MaintenanceWindow } from '@iot-rollouts/schemas/iot';
import type { Configuration } from '../configuration.js';
import type { Finding } from '../finding.js';
import type { Draft } from '../spec.js';
import { type Subject, templateOf } from '../subject.js';
import type { ConfigurationRule } from './configuration-rule.js';
import { cronReading } from './cron-reading.js';
import type { Rule } from './rule.js';
import { closedFindings } from './window-closed.js';
import { openWindows, type ReadWindow, windowsRead } from './window-times.js';

const at = '/spec/schedulingConfig';
const minuteMs = 60_000;

type Window = Draft<MaintenanceWindow>;

/** What is wrong with each window as it is written. */
export const windowRule: Rule = (subject) => {
  const { windows, pointer } = writtenWindows(subject);
  return windows.flatMap((window, index): readonly Finding[] => {
    const expression = window?.startTime;
    if (expression === undefined) return [];
    const place = { pointer: `${pointer}/${index}/startTime`, on: 'value' } as const;
    const reading = cronReading(expression);
    if (reading.fault !== undefined) return [{ rule: 'schedule/cron', ...place, ...reading.fault }];
    if (reading.doubt !== undefined) return [{ ...place, ...reading.doubt }];
    if (reading.occurs) return [];
    const never = neverOpens(reading.text);
    return [{ rule: 'schedule/window-never', ...place, ...never }];
  });
};

function neverOpens(text: string): { readonly message: string; readonly help: string } {
  const [, , day = '', month = '', , year = ''] = text.split(' ');
  // 29 February is the one day that some years have and others not.
  if (/^29(?:W)?$/.test(day) && /^(?:0?2|FEB)$/.test(month) && year !== '*') {
    const message = `this window never opens: in ${year} February has 28 days`;
    return { message, help: 'Write 28, L for the last day, or a leap year.' };
  }
  const when = /^\d{4}$/.test(year) ? `in ${year} no month` : 'no month';
  const message = `this window never opens: ${when} has the days that it names`;
  return { message, help: 'Write days that exist, or L for the last.' };
}

function writtenWindows(subject: Subject): {
  readonly windows: readonly (Window | undefined)[];
  readonly pointer: string;
} {
  return subject.kind === 'Job'
    ? { windows: subject.spec.schedulingConfig?.maintenanceWindows ?? [], pointer: `${at}/maintenanceWindows` }
    : { windows: subject.spec.maintenanceWindows ?? [], pointer: '/spec/maintenanceWindows' };
}

/**
 * JOB-MW-02: windows are for CONTINUOUS jobs. JOB-CRE-16: a template's windows become the job's, so that a job without
 * any window of its own can break this.
 */
export const windowSelectionRule: Rule = (subject, repository) => {
  if (subject.kind !== 'Job') return [];
  const { targetSelection } = subject.spec;
  if (targetSelection === 'CONTINUOUS' || (targetSelection === undefined && subject.written.has('targetSelection'))) {
    return [];
  }
  const is = targetSelection === undefined ? 'SNAPSHOT, because targetSelection is not written' : 'SNAPSHOT';
  const rule = 'schedule/windows-need-continuous';
  const message = `maintenance windows need a CONTINUOUS job, and this one is ${is}`;
  const own = subject.spec.schedulingConfig?.maintenanceWindows ?? [];
  if (own.length > 0) {
    const help = 'Write targetSelection: CONTINUOUS, or use startTime and endTime without windows.';
    return [{ rule, pointer: `${at}/maintenanceWindows`, on: 'key', message, help }];
  }
  const template = subject.written.has('schedulingConfig') ? undefined : templateOf(subject, repository);
  if (template === undefined || (template.spec.maintenanceWindows ?? []).length === 0) return [];
  return [
    {
      rule,
      pointer: targetSelection === undefined ? '/spec/template' : '/spec/targetSelection',
      on: 'value',
      message: `the template ${template.name} has maintenance windows; ${message}`,
      help: 'Write targetSelection: CONTINUOUS, or use a template without windows.',
      related: [{ message: 'the windows', pointer: '/spec/maintenanceWindows', document: template.document }],
    },
  ];
};

/** Windows that repeat or overlap each other, or never open while the job runs. */
export const windowConfigurationRule: ConfigurationRule = (configuration, repository) => {
  if (configuration.windows.list.length === 0) return [];
  const windows = windowsRead(configuration.windows.list);
  return [
    ...duplicateFindings(configuration, windows),
    ...overlapFindings(configuration, windows),
    ...closedFindings(configuration, windows, repository),
  ];
};

function duplicateFindings(
  { windows: { pointer } }: Configuration,
  windows: readonly ReadWindow[],
): readonly Finding[] {
  const first = new Map<string, ReadWindow>();
  return windows.flatMap((window): readonly Finding[] => {
    const earlier = first.get(window.text);
    if (earlier === undefined) {
      first.set(window.text, window);
      return [];
    }
    return [
      {
        rule: 'schedule/duplicate-window',
        pointer: `${pointer}/${window.index}/startTime`,
        on: 'value',
        message: `window ${window.index + 1} opens when window ${earlier.index + 1} does`,
        help: 'Keep the longer one.',
        related: [{ message: 'the other window', pointer: `${pointer}/${earlier.index}` }],
      },
    ];
  });
}

/** JOB-MW-19: what AWS does while two windows are open is not documented. */
function overlapFindings(
  { windows: { pointer }, schedule }: Configuration,
  windows: readonly ReadWindow[],
): readonly Finding[] {
  const seen = new Set<number>();
  const findings: Finding[] = [];
  let previous: { readonly window: ReadWindow; readonly start: number; readonly end: number } | undefined;
  for (const open of openWindows(windows, schedule, undefined).list) {
    const [a, b] = [previous, open];
    if (a === undefined || b.end > a.end) previous = b;
    if (a === undefined || b.start >= a.end) continue;
    // Windows that always open together have a finding of their own.
    if (a.window !== b.window && a.window.text === b.window.text) continue;
    const [first, second] = a.window.index < b.window.index ? [a.window, b.window] : [b.window, a.window];
    if (seen.has(second.index)) continue;
    seen.add(second.index);
    const when = `${new Date(b.start).toISOString().slice(0, 16)}Z`;
    findings.push(
      first === second
        ? {
            rule: 'schedule/window-overlaps-itself',
            pointer: `${pointer}/${first.index}/durationInMinutes`,
            on: 'value',
            message: `this window opens again after ${(b.start - a.start) / minuteMs} minutes, while it is still open for ${first.durationMinutes}`,
            help: selfOverlapHelp(first, (b.start - a.start) / minuteMs),
          }
        : {
            rule: 'schedule/overlapping-windows',
            pointer: `${pointer}/${second.index}/startTime`,
            on: 'value',
            message: `window ${second.index + 1} overlaps window ${first.index + 1}, for instance at ${when}`,
            help: 'Make one of the two shorter, or one window of both.',
            related: [{ message: 'the other window', pointer: `${pointer}/${first.index}` }],
          },
    );
  }
  return findings;
}

function selfOverlapHelp({ text }: ReadWindow, minutes: number): string {
  const everyMinute = /^(?:\*|[*0]\/1) /.test(text);
  return everyMinute ? 'The first field is minutes: write 0 instead of *.' : `Write at most ${minutes} minutes.`;
}
