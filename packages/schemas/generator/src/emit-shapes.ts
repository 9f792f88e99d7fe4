/**
 * Facts and words -> the TypeScript text of a service's shapes.
 *
 * Every schema's type is written out by the names of the shapes it is made of, and so is the type of its values: left
 * to inference, the declaration files would repeat each shape inside every other, and an editor would show that.
 */

import { type Direction, shapeDirections } from './direction.js';
import type { MemberFacts, ServiceFacts, ShapeFacts } from './facts.js';
import { targets } from './facts.js';
import { ecmaPattern, isAsciiPattern, keyPattern } from './pattern.js';
import { factsSentence } from './prose.js';
import { ModelError } from './smithy.js';
import { deprecated, docComment, literal, objectText, quote } from './source-text.js';
import type { Explained } from './words.js';

/** The body of `shapes.ts`. */
export function emitShapes(service: ServiceFacts, words: Explained): string {
  const emission = new Emission(service, words);
  const body = inDependencyOrder(service.shapes).map((name) => emission.shape(name));
  return `${emission.imports()}\n${body.join('\n')}`;
}

/** The TypeScript of a schema: the call that makes it, and its type. */
interface SchemaText {
  readonly value: string;
  readonly type: string;
}

/** Stands for bounds that a shape has not, where more arguments follow. */
const noBounds = '{}';

type About = readonly (string | undefined)[];

/** Remembers which builders and types the text has used. */
class Emission {
  private readonly builders = new Set<string>();
  private readonly types = new Set<string>();
  private readonly service: ServiceFacts;
  private readonly words: Explained;
  private readonly directions: ReadonlyMap<string, Direction>;

  constructor(service: ServiceFacts, words: Explained) {
    this.service = service;
    this.words = words;
    this.directions = shapeDirections(service);
  }

  imports(): string {
    const marked = ['TBlob', 'TTimestamp'].filter((name) => this.types.delete(name)).map((name) => `type ${name}`);
    const ours = [...[...this.builders].sort(), ...marked];
    const types =
      this.types.size === 0 ? '' : `import type { ${[...this.types].sort().join(', ')} } from '@sinclair/typebox';\n`;
    return `${types}import { ${ours.join(', ')} } from '../../shape.js';\n`;
  }

  shape(name: string): string {
    const facts = this.facts(name);
    const words = this.words.shape(name);
    const page = this.words.page(name);
    const { value, type } = this.schema(name, facts);
    const see = page === undefined ? undefined : `@see ${page}`;
    // The schema and the type share a name, so an editor shows this one comment at both.
    const sentence = facts.type === 'structure' && words !== undefined ? undefined : factsSentence(facts);
    return [
      docComment([words, sentence, facts.deprecated && deprecated, see]),
      `export const ${name}: ${type} = ${value};\n`,
      `export type ${name} = ${this.valueType(name, facts)};\n`,
    ].join('');
  }

  private schema(name: string, facts: ShapeFacts): SchemaText {
    const about = this.about(name);
    switch (facts.type) {
      case 'structure':
        return this.structure(name, facts, about);
      case 'string':
        return { value: this.string(name, facts, about), type: this.type('TString') };
      case 'enum': {
        const literals = facts.values.map((value) => `${this.type('TLiteral')}<${quote(value)}>`);
        const value = this.call('enumeration', `[${facts.values.map(quote).join(', ')}]`, ...about);
        return { value, type: `${this.type('TUnion')}<[${literals.join(', ')}]>` };
      }
      case 'boolean':
        return { value: this.call('boolean', ...about), type: this.type('TBoolean') };
      case 'timestamp':
        return { value: this.call('timestamp', ...about), type: this.type('TTimestamp') };
      case 'blob':
        return { value: this.call('blob', this.bounds(facts.length), ...about), type: this.type('TBlob') };
      case 'integer':
      case 'long':
        return { value: this.call(facts.type, this.bounds(facts.range), ...about), type: this.type('TInteger') };
      case 'double':
      case 'float':
        return { value: this.call('double', this.bounds(facts.range), ...about), type: this.type('TNumber') };
      case 'list': {
        const value = this.call('list', facts.member, this.bounds(facts.length), facts.unique && 'true', ...about);
        return { value, type: `${this.type('TArray')}<typeof ${facts.member}>` };
      }
      case 'map':
        return this.map(name, facts, about);
    }
  }

  /**
   * The last arguments of every builder: what the shape means and, of a structure, where AWS explains it. Simple shapes
   * are many, and are explained with the structures that have them: their pages are in `pages.ts`.
   */
  private about(name: string): About {
    const words = this.words.shape(name);
    const page = this.facts(name).type === 'structure' ? this.words.shortPage(name) : undefined;
    return [words && quote(words), words && page && quote(page)];
  }

  private bounds(bounds: object | undefined): string | undefined {
    return bounds === undefined ? noBounds : objectText(bounds);
  }

  private string(name: string, facts: Extract<ShapeFacts, { type: 'string' }>, about: About): string {
    const pattern = facts.pattern === undefined ? undefined : ecmaPattern(facts.pattern, name);
    const length = this.bounds(facts.length);
    return pattern !== undefined && isAsciiPattern(pattern)
      ? this.call('asciiString', quote(pattern), length, ...about)
      : this.call('unicodeString', length, pattern && quote(pattern), ...about);
  }

  private map(name: string, facts: Extract<ShapeFacts, { type: 'map' }>, about: About): SchemaText {
    const key = this.facts(facts.key);
    if (key.type === 'enum') {
      const keys = `[${key.values.map(quote).join(', ')}]`;
      const members = key.values.map((word) => `${quote(word)}: ${this.type('TOptional')}<typeof ${facts.value}>`);
      return {
        value: this.call('enumerationMap', keys, facts.value, ...about),
        type: `${this.type('TObject')}<{ ${members.join('; ')} }>`,
      };
    }
    if (key.type !== 'string') throw new ModelError(`${name}: the keys of a map must be strings or words of an enum`);
    const pattern = key.pattern === undefined ? undefined : ecmaPattern(key.pattern, facts.key);
    const keys = quote(keyPattern(pattern, key.length));
    const plain = pattern === undefined ? key.length === undefined : isAsciiPattern(pattern);
    const text = this.facts(facts.value).type === 'string';
    if (!plain && !text) throw new ModelError(`${name}: a map with keys beyond ASCII must have strings for values`);
    return {
      value: this.call(plain ? 'map' : 'unicodeMap', keys, facts.value, this.bounds(facts.length), ...about),
      type: `${this.type('TRecord')}<${this.type('TString')}, typeof ${facts.value}>`,
    };
  }

  private structure(name: string, facts: Extract<ShapeFacts, { type: 'structure' }>, about: About): SchemaText {
    const members = Object.entries(facts.members).map(([member, it]) => this.member(name, member, it));
    const values = members.map(({ value }) => `  ${value},\n`);
    const types = members.map(({ type }) => `  ${type};\n`);
    return {
      value: this.call('structure', values.length === 0 ? '{}' : `{\n${values.join('')}}`, ...about),
      type: `${this.type('TObject')}<${types.length === 0 ? '{}' : `{\n${types.join('')}}`}>`,
    };
  }

  private member(shape: string, name: string, member: MemberFacts): SchemaText {
    const words = this.words.member(shape, name);
    const text = words && quote(words);
    const schema = this.memberSchema(shape, member);
    if (member.required) {
      const value = text === undefined ? schema : this.call('described', schema, text);
      return { value: `${name}: ${value}`, type: `${name}: typeof ${member.target}` };
    }
    const fallback = member.default === undefined ? undefined : literal(member.default);
    return {
      value: `${name}: ${this.call('optional', schema, text, fallback)}`,
      type: `${name}: ${this.type('TOptional')}<typeof ${member.target}>`,
    };
  }

  /** The schema of a member. Where only answers have it, a map takes keys that its enumeration has not got yet. */
  private memberSchema(shape: string, { target }: MemberFacts): string {
    const facts = this.facts(target);
    const isWords = facts.type === 'map' && this.facts(facts.key).type === 'enum';
    return isWords && this.directions.get(shape) === 'answer' ? this.call('open', target) : target;
  }

  /** The type of a shape's values. */
  private valueType(name: string, facts: ShapeFacts): string {
    switch (facts.type) {
      case 'string':
      case 'blob':
        return 'string';
      case 'enum':
        return facts.values.map(quote).join(' | ');
      case 'boolean':
        return 'boolean';
      case 'timestamp':
      case 'integer':
      case 'long':
      case 'double':
      case 'float':
        return 'number';
      case 'list':
        return `${facts.member}[]`;
      case 'map': {
        const key = this.facts(facts.key);
        if (key.type !== 'enum') return `{ [key: string]: ${facts.value} }`;
        return `{ ${key.values.map((word) => `${quote(word)}?: ${facts.value}`).join('; ')} }`;
      }
      case 'structure': {
        const members = Object.entries(facts.members).map(([member, it]) => this.memberType(name, member, it));
        return members.length === 0 ? '{}' : `{\n${members.join('')}}`;
      }
    }
  }

  private memberType(shape: string, name: string, member: MemberFacts): string {
    const words = this.words.member(shape, name) ?? this.words.shape(member.target);
    const fallback = member.default === undefined ? undefined : `@defaultValue ${literal(member.default)}`;
    const doc = docComment([words, fallback, member.deprecated && deprecated], '  ');
    return `${doc}  ${name}${member.required ? '' : '?'}: ${member.target};\n`;
  }

  private facts(name: string): ShapeFacts {
    const facts = this.service.shapes[name];
    if (facts === undefined) throw new Error(`shape ${name} is not in the facts`);
    return facts;
  }

  private type(name: string): string {
    this.types.add(name);
    return name;
  }

  private call(builder: string, ...args: (string | undefined)[]): string {
    this.builders.add(builder);
    while (args.length > 0 && args.at(-1) === undefined) args.pop();
    while (args.length > 1 && args.at(-1) === noBounds) args.pop();
    return `/* @__PURE__ */ ${builder}(${args.map((arg) => arg ?? 'undefined').join(', ')})`;
  }
}

/** Names so that every shape comes after the shapes it uses; among equals, by name. */
function inDependencyOrder(shapes: ServiceFacts['shapes']): string[] {
  const done = new Set<string>();
  const visit = (name: string): void => {
    if (done.has(name)) return;
    const facts = shapes[name];
    if (facts === undefined) throw new Error(`shape ${name} is not in the facts`);
    for (const target of targets(facts)) visit(target);
    done.add(name);
  };
  for (const name of Object.keys(shapes).sort()) visit(name);
  return [...done];
}
