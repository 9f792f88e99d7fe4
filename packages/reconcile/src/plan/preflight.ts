/** What AWS accepts and an operator would not have wanted: jobs that get in each other's way. */
import type { Diagnostic } from '@iot-rollouts/validation';
import type { ActualState } from '../actual.js';
import { isTerminal } from '../status.js';
import type { Change } from './plan.js';

type Creation = Extract<Change, { kind: 'Job'; action: 'create' }>;

/** Warnings for new jobs whose targets another job reaches too: one that runs, or one that the same plan starts. */
export function overlaps(changes: readonly Change[], actual: ActualState): readonly Diagnostic[] {
  const holders = new Map<string, { readonly name: string; readonly status: string }[]>();
  const hold = (arn: string, name: string, status: string): void => {
    const held = holders.get(arn);
    if (held === undefined) holders.set(arn, [{ name, status }]);
    else held.push({ name, status });
  };
  const cancelled = new Set(
    changes.flatMap(({ kind, name, action }) => (kind === 'Job' && action === 'cancel' ? [name] : [])),
  );
  for (const resource of actual.resources.values()) {
    if (resource.kind !== 'Job' || 'ended' in resource || cancelled.has(resource.name)) continue;
    const { status = '', targets = [] } = resource.job;
    if (!isTerminal(status)) for (const arn of targets) hold(arn, resource.name, status);
  }
  return changes.filter(isCreation).flatMap((change) => {
    const others = new Set<string>();
    const shared = new Set<string>();
    for (const arn of change.create.targetArns) {
      for (const { name, status } of holders.get(arn) ?? []) {
        others.add(`${name} (${status})`);
        shared.add(shortTarget(arn));
      }
      hold(arn, change.name, 'starts with the same merge');
    }
    if (others.size === 0) return [];
    return [
      {
        rule: 'plan/same-targets',
        severity: 'warning',
        message: `Job ${change.name}: ${some(others)} ${others.size === 1 ? 'rolls' : 'roll'} out to ${some(shared)} as well`,
        help: 'Devices get one after the other, in the order in which they were queued. Let the other end, or cancel it, if only one image is to win.',
        file: change.file,
        ...(change.range && { range: change.range }),
        related: [],
      },
    ];
  });
}

/** The first names, and how many more there are. */
function some(names: ReadonlySet<string>): string {
  const all = [...names];
  const rest = all.length - namedMax;
  return rest > 0 ? `${all.slice(0, namedMax).join(', ')} and ${rest} more` : all.join(' and ');
}

const namedMax = 3;

/** JOB-QUO-02, JOB-ROL-31: so many jobs may roll out or cancel at the same time; beyond it they wait without executions. */
const concurrentJobsMax = 500;

/** A warning when the account would have more jobs rolling out at once than AWS serves. */
export function concurrencyWarnings(changes: readonly Change[], actual: ActualState): readonly Diagnostic[] {
  const first = changes.find(isCreation);
  if (first === undefined || actual.concurrentJobs === undefined) return [];
  const starting = changes.filter(isCreation).length;
  if (actual.concurrentJobs + starting <= concurrentJobsMax) return [];
  return [
    {
      rule: 'plan/concurrent-jobs',
      severity: 'warning',
      message: `${actual.concurrentJobs} jobs of the account roll out now; with ${starting} more, AWS lets those above ${concurrentJobsMax} wait`,
      help: 'Merge fewer at a time, wait until others have ended, or have the quota of concurrent jobs raised.',
      file: first.file,
      ...(first.range && { range: first.range }),
      related: [],
    },
  ];
}

function isCreation(change: Change): change is Creation {
  return change.kind === 'Job' && change.action === 'create';
}

function shortTarget(arn: string): string {
  return /(?:thing|thinggroup)\/.+$/.exec(arn)?.[0] ?? arn;
}
