/**
 * What changed between two facts files, and whether it breaks a program that was right before. Pure.
 *
 * A change is breaking when a request that was accepted may now be refused, when an answer may hold what it could not
 * hold before, or when a name, a type or a place on the wire is another. So it depends on the way the value travels:
 *
 * | effect on the values | example                                                  | in requests | in answers |
 * | -------------------- | -------------------------------------------------------- | ----------- | ---------- |
 * | `narrows`            | a lower maximum, an enum value gone, a member required    | breaking    | not        |
 * | `widens`             | a higher maximum, a new enum value, a member now optional | not         | breaking   |
 * | `replaces`           | another type, pattern, binding or default; something gone | breaking    | breaking   |
 * | `keeps`              | a new operation, shape or optional member                 | not         | not        |
 *
 * A new member of an answer is not breaking, because the schemas of answers accept members they do not know.
 */
import { shapeChanges } from './diff-shapes.js';
import {
  type Comparisons,
  compareFacts,
  type Difference,
  gained,
  mark,
  presence,
  replacement,
  setChanges,
  unionOfKeys,
} from './difference.js';
import { type Direction, joined, shapeDirections } from './direction.js';
import type { ErrorFacts, Facts, OperationFacts, ServiceFacts, ShapeFacts } from './facts.js';

/** One change of a service's model. */
export interface ModelChange extends Omit<Difference, 'at'> {
  /** `CreateJob`, `JobDescription` or `CreateJobRequest.description`. */
  readonly path: string;
  readonly direction: Direction;
  readonly breaking: boolean;
}

/** The changes of one service, in the order of the model: the service, operations, errors, shapes. */
export interface ServiceDiff {
  /** The service's key in the facts, e.g. `iot`. */
  readonly service: string;
  readonly changes: readonly ModelChange[];
  /** Operations that the model has gained or lost and the selection leaves out, by name. */
  readonly notSelected: { readonly gained: readonly string[]; readonly lost: readonly string[] };
}

/** What changed from the old facts to the new ones, service by service; where they come from is not compared. */
export function diffFacts(old: Facts, now: Facts): readonly ServiceDiff[] {
  return unionOfKeys(old.services, now.services).map((service) => ({
    service,
    changes: serviceChanges(old.services[service], now.services[service]),
    notSelected: notSelected(old.services[service], now.services[service]),
  }));
}

/** Whether anything differs, be it only that the model has other operations which nobody selected. */
export function isChanged({ changes, notSelected: { gained, lost } }: ServiceDiff): boolean {
  return changes.length + gained.length + lost.length > 0;
}

/** What was selected or left out before is not new, and what is selected now is not lost. */
function notSelected(old: ServiceFacts | undefined, now: ServiceFacts | undefined): ServiceDiff['notSelected'] {
  if (old?.otherOperations === undefined || now?.otherOperations === undefined) return { gained: [], lost: [] };
  const known = (service: ServiceFacts): readonly string[] => [
    ...Object.keys(service.operations),
    ...(service.otherOperations ?? []),
  ];
  return {
    gained: now.otherOperations.filter((name) => !known(old).includes(name)),
    lost: old.otherOperations.filter((name) => !known(now).includes(name)),
  };
}

function serviceChanges(old: ServiceFacts | undefined, now: ServiceFacts | undefined): readonly ModelChange[] {
  if (old === undefined || now === undefined) {
    return [change('service', 'both', presence('service', old?.version, now?.version))];
  }
  const directions = [shapeDirections(old), shapeDirections(now)] as const;
  const directionOf = (shape: string): Direction =>
    joined(directions[0].get(shape), directions[1].get(shape)) ?? 'both';
  return [
    ...compareFacts(identityComparisons, old, now).map((it) => change('service', 'both', it)),
    ...unionOfKeys(old.operations, now.operations).flatMap((name) =>
      operationChanges(old.operations[name], now.operations[name]).map((it) => change(name, 'both', it)),
    ),
    ...unionOfKeys(old.errors, now.errors).flatMap((name) =>
      errorChanges(old.errors[name], now.errors[name]).map((it) => change(name, 'answer', it)),
    ),
    ...unionOfKeys(old.shapes, now.shapes).flatMap((name) =>
      changesOfShape(old.shapes[name] ?? formerly(name, old, now), now.shapes[name]).map((it) =>
        change(name, directionOf(name), it),
      ),
    ),
  ];
}

/** What the input of an operation that had none was: a structure without members, so that a required one is seen. */
function formerly(shape: string, old: ServiceFacts, now: ServiceFacts): ShapeFacts | undefined {
  const [operation] = Object.entries(now.operations).find(([, { input }]) => input === shape) ?? [];
  const before = operation === undefined ? undefined : old.operations[operation];
  return before !== undefined && before.input === undefined ? { type: 'structure', members: {} } : undefined;
}

function change(name: string, direction: Direction, { at, ...difference }: Difference): ModelChange {
  const breaking =
    difference.effect === 'replaces' ||
    (difference.effect === 'narrows' && direction !== 'answer') ||
    (difference.effect === 'widens' && direction !== 'request');
  return { path: at === '' ? name : `${name}.${at}`, direction, breaking, ...difference };
}

/** Compared elsewhere, or no fact about the service: where the facts come from, and Smithy's own name for it. */
const nothing = (): readonly Difference[] => [];

function same(what: string): (was: unknown, now: unknown) => readonly Difference[] {
  return (was, now) => replacement(what, was, now);
}

const identityComparisons: Comparisons<keyof ServiceFacts> = {
  source: nothing,
  namespace: nothing,
  sdkId: same('SDK id'),
  version: same('API version'),
  signingName: same('signing name'),
  endpointPrefix: same('endpoint prefix'),
  operations: nothing,
  otherOperations: nothing, // Told apart from the changes: they are none of what the schemas are made of.
  errors: nothing,
  shapes: nothing,
};

const operationComparisons: Comparisons<keyof OperationFacts> = {
  method: same('method'),
  uri: same('URI'),
  status: same('status'),
  // Whether the members of an input where there was none are required, its shape shows.
  input: (was?: string, now?: string) => gained('input', was, now),
  output: (was?: string, now?: string) => gained('output', was, now),
  idempotent: (was?: true, now?: true) => gained('idempotent', was && 'yes', now && 'yes'),
  deprecated: (was?: true, now?: true) => mark('deprecated', was, now),
  pagination: (was: unknown, now: unknown) => gained('pagination', was, now),
  // A program that answers every modelled error of an operation meets one more: the answers grow.
  errors: (was: readonly string[], now: readonly string[]) =>
    setChanges('error', was, now, { added: 'widens', removed: 'keeps' }),
};

const errorComparisons: Comparisons<keyof ErrorFacts> = {
  status: same('status'),
  fault: same('fault'),
  retryable: (was?: true, now?: true) => mark('retryable', was, now),
  members: nothing, // The error's shape shows them.
};

function operationChanges(old: OperationFacts | undefined, now: OperationFacts | undefined): readonly Difference[] {
  if (old !== undefined && now !== undefined) return compareFacts(operationComparisons, old, now);
  const line = (it: OperationFacts | undefined): string | undefined => it && `${it.method} ${it.uri}`;
  return [presence('operation', line(old), line(now))];
}

function errorChanges(old: ErrorFacts | undefined, now: ErrorFacts | undefined): readonly Difference[] {
  if (old !== undefined && now !== undefined) return compareFacts(errorComparisons, old, now);
  const line = (it: ErrorFacts | undefined): string | undefined => it && `${it.status}, ${it.fault}`;
  return [presence('error', line(old), line(now))];
}

function changesOfShape(old: ShapeFacts | undefined, now: ShapeFacts | undefined): readonly Difference[] {
  if (old === undefined || now === undefined) return [presence('shape', old?.type, now?.type)];
  return shapeChanges(old, now);
}
