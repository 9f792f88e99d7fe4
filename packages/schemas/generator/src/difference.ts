/** The smallest parts of a diff of two facts files: what one fact was and is, and what that does to the legal values. */

/** What a change does to the set of legal values. */
export type Effect = 'narrows' | 'widens' | 'replaces' | 'keeps';

/** A change without its place in the service. */
export interface Difference {
  /** Below the thing that is compared: empty for itself, a member's name, `key`, `value` or `item`. */
  readonly at: string;
  /** What is compared, in the model's words: `length`, `pattern`, `required`, `member`, … */
  readonly what: string;
  /** What it was and what it is, for people; absent when there was or is nothing. */
  readonly was?: string;
  readonly now?: string;
  readonly effect: Effect;
}

/** How each fact of a record is compared. The compiler demands an entry for every fact, so that a new one cannot change unseen. */
export type Comparisons<Key extends string> = Readonly<Record<Key, (was: never, now: never) => readonly Difference[]>>;

/** The differences of all facts that are not the same. */
export function compareFacts<Key extends string>(
  comparisons: Comparisons<Key>,
  old: { readonly [K in Key]?: unknown },
  now: { readonly [K in Key]?: unknown },
): readonly Difference[] {
  return (Object.keys(comparisons) as Key[])
    .filter((key) => JSON.stringify(old[key]) !== JSON.stringify(now[key]))
    .flatMap((key) => comparisons[key](old[key] as never, now[key] as never)); // Each comparison is written for its fact's type.
}

/** Names in either table, sorted. */
export function unionOfKeys(old: object, now: object): readonly string[] {
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
}

/** Something that one side lacks: new is harmless, gone is breaking. */
export function presence(what: string, was: string | undefined, now: string | undefined, at = ''): Difference {
  return {
    at,
    what,
    ...(was !== undefined && { was }),
    ...(now !== undefined && { now }),
    effect: now === undefined ? 'replaces' : 'keeps',
  };
}

/** A fact of which only sameness can be told; undefined when it is the same. */
export function replacement(what: string, was: unknown, now: unknown, at = ''): readonly Difference[] {
  const [before, after] = [text(was), text(now)];
  if (before === after) return [];
  return [
    {
      at,
      what,
      ...(before !== undefined && { was: before }),
      ...(after !== undefined && { now: after }),
      effect: 'replaces',
    },
  ];
}

function text(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A fact that promises something: gained is harmless; lost or another is breaking. */
export function gained(what: string, was: unknown, now: unknown): readonly Difference[] {
  if (was === undefined && now !== undefined) return [presence(what, undefined, text(now))];
  return replacement(what, was, now);
}

/** One difference for each word that only one side has. */
export function setChanges(
  what: string,
  old: readonly string[],
  now: readonly string[],
  effects: { readonly added: Effect; readonly removed: Effect },
): readonly Difference[] {
  return [
    ...old.filter((it) => !now.includes(it)).map((was) => ({ at: '', what, was, effect: effects.removed })),
    ...now.filter((it) => !old.includes(it)).map((it) => ({ at: '', what, now: it, effect: effects.added })),
  ];
}

/** A word to those who log or show values: what is legal stays the same. */
export function mark(what: string, was: true | undefined, now: true | undefined): readonly Difference[] {
  return replacement(what, was && 'yes', now && 'yes').map((it) => ({ ...it, effect: 'keeps' as const }));
}
