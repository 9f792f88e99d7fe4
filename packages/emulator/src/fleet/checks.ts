/** Collects what is wrong with a fleet, each thing with its place. */
import type { FleetProblem } from './parse-fleet.js';

export interface Checks {
  readonly problems: readonly FleetProblem[];
  add(path: FleetProblem['path'], message: string): void;
  /** Adds a problem for each member of the object that is not known. */
  members(value: object, known: readonly string[], path: FleetProblem['path']): void;
}

/** Returns a collection of no problems. */
export function newChecks(): Checks {
  const problems: FleetProblem[] = [];
  return {
    problems,
    add(path, message) {
      problems.push({ path, message });
    },
    members(value, known, path) {
      const unknown = Object.keys(value).filter((key) => !known.includes(key));
      for (const key of unknown)
        problems.push({
          path: [...path, key],
          message: `${placeText(path) || 'the fleet'} has no member '${key}'; it can have ${known.join(', ')}.`,
        });
    },
  };
}

/** Returns a path as people write it: groups[0].outcomes. */
export function placeText(path: FleetProblem['path']): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}

/** Returns whether a value is an object with members. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
