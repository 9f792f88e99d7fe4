/** What changed in one shape: bound by bound, value by value, member by member. Pure. */
import {
  type Comparisons,
  compareFacts,
  type Difference,
  type Effect,
  gained,
  mark,
  presence,
  replacement,
  setChanges,
  unionOfKeys,
} from './difference.js';
import type { Bounds, MemberFacts, ShapeFacts } from './facts.js';

type Union = { readonly [Key in AllKeys<ShapeFacts>]?: unknown };
type AllKeys<T> = T extends unknown ? keyof T : never;

const factComparisons: Comparisons<AllKeys<ShapeFacts>> = {
  type: (was: string, now: string) => replacement('type', was, now),
  length: (was?: Bounds, now?: Bounds) => boundChanges('length', was, now),
  range: (was?: Bounds, now?: Bounds) => boundChanges('range', was, now),
  pattern: (was?: string, now?: string) => constraintChange('pattern', was, now),
  values: (was: readonly string[], now: readonly string[]) =>
    setChanges('enum value', was, now, { added: 'widens', removed: 'narrows' }),
  unique: (was?: true, now?: true) => constraintChange('unique items', was && 'yes', now && 'yes'),
  sensitive: (was?: true, now?: true) => mark('sensitive', was, now),
  deprecated: (was?: true, now?: true) => mark('deprecated', was, now),
  member: (was: string, now: string) => replacement('type', was, now, 'item'),
  key: (was: string, now: string) => replacement('type', was, now, 'key'),
  value: (was: string, now: string) => replacement('type', was, now, 'value'),
  members: (was: Readonly<Record<string, MemberFacts>>, now: Readonly<Record<string, MemberFacts>>) =>
    unionOfKeys(was, now).flatMap((name) => memberChanges(name, was[name], now[name])),
};

const memberComparisons: Comparisons<keyof MemberFacts> = {
  target: (was: string, now: string) => replacement('type', was, now),
  required: (was?: true, now?: true) => constraintChange('required', was && 'yes', now && 'yes'),
  // What the service assumes for an absent member; where it said nothing before, it said nothing that could be relied on.
  default: (was: unknown, now: unknown) => gained('default', was, now),
  idempotencyToken: (was?: true, now?: true) => gained('idempotency token', was && 'yes', now && 'yes'),
  sensitive: (was?: true, now?: true) => mark('sensitive', was, now),
  deprecated: (was?: true, now?: true) => mark('deprecated', was, now),
  in: (was = 'body', now = 'body') => replacement('travels in', was, now),
  wireName: (was?: string, now?: string) => replacement('name on the wire', was, now),
};

/** What changed from one shape to the other. A shape of another type is one change: its facts cannot be compared. */
export function shapeChanges(old: ShapeFacts, now: ShapeFacts): readonly Difference[] {
  if (old.type !== now.type) return replacement('type', old.type, now.type);
  return compareFacts(factComparisons, old as Union, now as Union);
}

function memberChanges(
  name: string,
  old: MemberFacts | undefined,
  now: MemberFacts | undefined,
): readonly Difference[] {
  if (old !== undefined && now !== undefined) {
    return compareFacts(memberComparisons, old, now).map((it) => ({ ...it, at: name }));
  }
  const added = presence('member', describe(old), describe(now), name);
  // A request without it was right before.
  return [now?.required === true ? { ...added, effect: 'narrows' } : added];
}

function describe(member: MemberFacts | undefined): string | undefined {
  return member && `${member.target}, ${member.required === true ? 'required' : 'optional'}`;
}

/** Each end of a range on its own: one may narrow while the other widens. */
function boundChanges(what: string, was: Bounds = {}, now: Bounds = {}): readonly Difference[] {
  const ends = [
    { end: 'min', word: 'at least', narrower: (before: number, after: number) => after > before },
    { end: 'max', word: 'at most', narrower: (before: number, after: number) => after < before },
  ] as const;
  return ends.flatMap(({ end, word, narrower }) => {
    const [before, after] = [was[end], now[end]];
    if (before === after) return [];
    const narrows = before === undefined || (after !== undefined && narrower(before, after));
    return [
      {
        at: '',
        what,
        ...(before !== undefined && { was: `${word} ${before}` }),
        ...(after !== undefined && { now: `${word} ${after}` }),
        effect: narrows ? 'narrows' : 'widens',
      } satisfies Difference,
    ];
  });
}

/** A constraint that is there or not: new narrows, gone widens, and of another one nothing can be told. */
function constraintChange(what: string, was: string | undefined, now: string | undefined): readonly Difference[] {
  const effect: Effect = was === undefined ? 'narrows' : now === undefined ? 'widens' : 'replaces';
  return replacement(what, was, now).map((it) => ({ ...it, effect }));
}
