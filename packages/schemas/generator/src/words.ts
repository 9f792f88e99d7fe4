/**
 * What shapes, members and operations mean, in our own words: the model's prose is AWS's, and is not in the facts.
 *
 * The words are written by hand in `model/words.json`; everything else about a shape comes from the facts. An entry that
 * names nothing in the facts stops the generator, so that no word outlives what it was about.
 */
import { constraintSentence } from './constraint-sentence.js';
import type { Facts, ServiceFacts, ShapeFacts } from './facts.js';
import { targets } from './facts.js';
import type { Patterns } from './pattern-words.js';
import { ModelError } from './smithy.js';

/** The words of one service. */
export interface ServiceWords {
  /** Address of a page of AWS's API reference, with `{name}` for the name of an operation or a structure. */
  readonly page: string;
  /** Operation -> what it does. The order matters: a shape is explained on the page of the first that uses it. */
  readonly operations: Readonly<Record<string, string>>;
  /** `Shape` or `Shape.member` -> what it means. A member without an entry means what its shape means. */
  readonly shapes: Readonly<Record<string, string>>;
}

/** Service, by its key in the facts -> its words. */
export type Words = Readonly<Record<string, ServiceWords>>;

/** Answers what the generated files say of the parts of one service. */
export interface Explained {
  /** What an operation does. */
  operation(name: string): string | undefined;
  /** What a shape means, and its constraints; an input or output that has no words of its own is explained by its operation. */
  shape(name: string): string | undefined;
  /** What a member means where that differs from its shape, and the shape's constraints. */
  member(shape: string, member: string): string | undefined;
  /** Address of the page of AWS's API reference that covers an operation or a shape. */
  page(name: string): string | undefined;
  /** The page as a description names it: for an input or output its address, else the name that it has there. */
  shortPage(name: string): string | undefined;
}

/** The words of one service, checked against its facts; `patterns` says its patterns in words. */
export function explainedBy(service: ServiceFacts, words: ServiceWords, patterns: Patterns): Explained {
  for (const name of Object.keys(words.operations)) {
    if (service.operations[name] === undefined) throw new ModelError(`words: there is no operation ${name}`);
  }
  for (const [entry, text] of Object.entries(words.shapes)) checkEntry(entry, text, service);
  const roles = operationsByShape(service);
  const pages = pageNames(service, Object.keys(words.operations));
  const withConstraints = (text: string | undefined, shape: string): string | undefined => {
    const sentence = constraintSentence(service.shapes[shape] as ShapeFacts, patterns);
    return text === undefined || sentence === undefined ? text : `${text} ${sentence}`;
  };
  const address = (name: string): string | undefined => {
    const page = pages.get(name);
    return page === undefined ? undefined : words.page.replace('{name}', page);
  };
  return {
    operation: (name) => words.operations[name],
    shape: (name) => withConstraints(roleText(roles.get(name), words.shapes[name], words), name),
    member(shape, member) {
      const text = words.shapes[`${shape}.${member}`];
      const facts = service.shapes[shape];
      const target = facts?.type === 'structure' ? facts.members[member]?.target : undefined;
      return target === undefined ? text : withConstraints(text, target);
    },
    page: address,
    shortPage: (name) => (roles.has(name) ? address(name) : pages.get(name)),
  };
}

/** What is to be done about operations and shapes that no words explain. */
export function namesToWord(facts: Facts, words: Words): readonly string[] {
  return Object.entries(facts.services).flatMap(([key, service]) => {
    const own = words[key];
    if (own === undefined) return [];
    const { operation, shape } = explainedBy(service, own, {});
    return [
      ...Object.keys(service.operations).filter((name) => operation(name) === undefined),
      ...Object.keys(service.shapes).filter((name) => shape(name) === undefined),
    ].map((name) => `${key} ${name} has no words; add them to model/words.json`);
  });
}

function checkEntry(entry: string, text: string, service: ServiceFacts): void {
  const [shape = '', member] = entry.split('.');
  const facts = service.shapes[shape];
  if (facts === undefined) throw new ModelError(`words: ${entry}: there is no shape ${shape}`);
  if (member !== undefined && (facts.type !== 'structure' || facts.members[member] === undefined)) {
    throw new ModelError(`words: ${entry}: ${shape} has no member ${member}`);
  }
  const target = member !== undefined && facts.type === 'structure' ? facts.members[member]?.target : undefined;
  const repeated = repeatedBound(text, target === undefined ? facts : (service.shapes[target] as ShapeFacts));
  if (repeated !== undefined) {
    throw new ModelError(`words: ${entry}: leave out "${repeated}"; the generator adds what the model states`);
  }
}

/** Words of the text that state a bound which the facts have: they would go stale when the model changes. */
function repeatedBound(text: string, facts: ShapeFacts): string | undefined {
  const { min, max } = ('length' in facts ? facts.length : 'range' in facts ? facts.range : undefined) ?? {};
  for (const match of text.matchAll(
    /\b(?:([\d.]+) to ([\d.]*\d)|at most ([\d.]*\d)|([\d.]*\d)(?: \w+)? or more)\b/gi,
  )) {
    const [phrase, from, to, most, least] = match;
    const stated = [
      [from ?? least, min],
      [to ?? most, max],
    ].some(([word, bound]) => word !== undefined && bound !== undefined && Number(word) === bound);
    if (stated) return phrase;
  }
  return undefined;
}

interface Role {
  readonly operation: string;
  readonly as: 'input' | 'output';
}

function operationsByShape(service: ServiceFacts): ReadonlyMap<string, Role> {
  const roles = new Map<string, Role>();
  for (const [operation, { input, output }] of Object.entries(service.operations)) {
    if (output !== undefined) roles.set(output, { operation, as: 'output' });
    if (input !== undefined) roles.set(input, { operation, as: 'input' });
  }
  return roles;
}

function roleText(role: Role | undefined, own: string | undefined, words: ServiceWords): string | undefined {
  if (role === undefined) return own;
  const text = own ?? (role.as === 'input' ? words.operations[role.operation] : undefined);
  return [...(text === undefined ? [] : [text]), `The ${role.as} of ${role.operation}.`].join(' ');
}

/**
 * Operation or shape -> the operation or structure on whose page AWS explains it. Inputs and outputs are explained with
 * their operation, other structures on their own page, everything else with the structure that uses it.
 */
function pageNames(service: ServiceFacts, order: readonly string[]): ReadonlyMap<string, string> {
  const pages = new Map<string, string>();
  const queue: { readonly shape: string; readonly page: string }[] = [];
  for (const name of order) {
    const { input, output, errors } = service.operations[name] as ServiceFacts['operations'][string];
    pages.set(name, name);
    for (const shape of [input, output, ...errors]) if (shape !== undefined) queue.push({ shape, page: name });
  }
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { shape, page } = next;
    if (pages.has(shape)) continue;
    pages.set(shape, page);
    for (const target of targets(service.shapes[shape] as ShapeFacts)) {
      queue.push({ shape: target, page: service.shapes[target]?.type === 'structure' ? target : page });
    }
  }
  return pages;
}
