/**
 * Which facts the words were written for. Words state more than the numbers that are added to them: that an enumeration
 * has one word for both others, say. So a short hash of what each entry is about is kept; when the model changes it, the
 * words are to be looked at.
 */
import { createHash } from 'node:crypto';
import type { Facts, ServiceFacts } from './facts.js';
import type { Words } from './words.js';

/** Service -> entry of its words -> hash of the facts that a person compared the entry with. */
export type WordsSeen = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The hashes of what every entry is about now. */
export function wordsSeen(facts: Facts, words: Words): WordsSeen {
  const services = Object.entries(facts.services).map(([key, service]) => {
    const entries = Object.keys(words[key]?.shapes ?? {}).sort();
    return [key, Object.fromEntries(entries.map((entry) => [entry, hashOf(subject(service, entry))]))] as const;
  });
  return Object.fromEntries(services);
}

/** `service entry` of all words that were last looked at when the facts were others, or never. */
export function unseenWords(facts: Facts, words: Words, seen: WordsSeen): readonly string[] {
  return Object.entries(wordsSeen(facts, words)).flatMap(([key, entries]) =>
    Object.entries(entries)
      .filter(([entry, hash]) => seen[key]?.[entry] !== hash)
      .map(([entry]) => `${key} ${entry}`),
  );
}

/** What an entry is about: a shape, or a member with the shape it has. */
function subject(service: ServiceFacts, entry: string): unknown {
  const [name = '', member] = entry.split('.');
  const shape = service.shapes[name];
  if (member === undefined || shape?.type !== 'structure') return shape;
  const facts = shape.members[member];
  return [facts, service.shapes[facts?.target ?? '']];
}

function hashOf(subject: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(subject) ?? '')
    .digest('hex')
    .slice(0, 8);
}
