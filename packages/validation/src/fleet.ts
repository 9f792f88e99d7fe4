/** How many things a job reaches, where the repository says so. */
import type { Settings } from './settings.js';

/** A fleet whose size is declared. */
export interface Fleet {
  /** Things in all targets together; a thing that is reached through two targets is counted twice. */
  readonly things: number;
  /** Whether the number comes from the settings, and not only from things that are named one by one. */
  readonly declared: boolean;
}

/** The fleet behind a job's targets; undefined when the size of one of them is not known. */
export function fleetOf(
  targets: readonly (string | undefined)[] | undefined,
  { fleet, defaults }: Pick<Settings, 'fleet' | 'defaults'>,
): Fleet | undefined {
  if (targets === undefined || targets.length === 0) return undefined;
  let things = 0;
  let declared = false;
  for (const target of new Set(targets)) {
    if (target === undefined) return undefined;
    const short = shortTarget(target);
    if (short.startsWith('thing/')) {
      things += 1;
      continue;
    }
    const size = Object.hasOwn(fleet, target) ? fleet[target] : Object.hasOwn(fleet, short) ? fleet[short] : undefined;
    const known = size ?? defaults.devices;
    if (known === undefined) return undefined;
    things += known;
    declared = true;
  }
  return { things, declared };
}

/** A target without what an ARN says about partition, region and account: `thinggroup/thermostats`. */
export function shortTarget(target: string): string {
  return target.startsWith('arn:') ? target.split(':').slice(5).join(':') : target;
}

/** How messages speak of a number of things: `1 thing`, `5,000 things`. */
export function thingsText(things: number): string {
  return `${things.toLocaleString('en-US')} ${things === 1 ? 'thing' : 'things'}`;
}
