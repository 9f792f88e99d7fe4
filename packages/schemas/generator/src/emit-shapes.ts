/**
 * Facts and words -> the TypeScript text of a service's shapes.
 *
 * Every schema's type is written out by the names of the shapes it is made of, and so is the type of its values: left
 * to inference, the declaration files would repeat each shape inside every other, and an editor would show that.
 */
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

/** Remembers which builders and types the text has used. */
class Emission {
  private readonly builders = new Set<string>();
  private readonly types = new Set<string>();
  private readonly service: ServiceFacts;
  private readonly words: Explained;

  constructor(service: ServiceFacts, words: Explained) {
    this.service = service;
    this.words = words;
  }

  imports(): string {
    const ours = [...[...this.builders].sort(), ...(this.types.delete('TTimestamp') ? ['type TTimestamp'] : [])];
    const types =
      this.types.size === 0 ? '' : `import type { ${[...this.types].sort().join(', ')} } from '@sinclair/typebox';\n`;
    return `${types}import { ${ours.join(', ')} } from '../../shape.js';\n`;
  }

  shape(name: string): string {
    const facts = this.facts(name);
    const words = this.words.shape(name);
    const page = this.words.page(name);
    const { value, type } = this.schema(name, facts, words);
    const see = page === undefined ? undefined : `@see ${page}`;
    // The schema and the type share a name, so an editor shows this one comment at both.
    const sentence = facts.type === 'structure' && words !== undefined ? undefined : factsSentence(facts);
    return [
      docComment([words, sentence, facts.deprecated && deprecated, see]),
      `export const ${name}: ${type} = ${value};\n`,
      `export type ${name} = ${this.valueType(name, facts)};\n`,
    ].join('');
  }

  private schema(name: string, facts: ShapeFacts, words: string | undefined): SchemaText {
    if (facts.type === 'structure') return this.structure(name, facts, words);
    const schema = this.plainSchema(name, facts);
    return words === undefined ? schema : { ...schema, value: this.call('described', schema.value, quote(words)) };
  }

  private plainSchema(name: string, facts: Exclude<ShapeFacts, { type: 'structure' }>): SchemaText {
    switch (facts.type) {
      case 'string':
        return { value: this.string(name, facts), type: this.type('TString') };
      case 'enum': {
        const literals = facts.values.map((value) => `${this.type('TLiteral')}<${quote(value)}>`);
        const value = this.call('enumeration', `[${facts.values.map(quote).join(', ')}]`);
        return { value, type: `${this.type('TUnion')}<[${literals.join(', ')}]>` };
      }
      case 'boolean':
        return { value: this.call('boolean'), type: this.type('TBoolean') };
      case 'timestamp':
        return { value: this.call('timestamp'), type: this.type('TTimestamp') };
      case 'blob':
        return { value: this.call('blob', facts.length && objectText(facts.length)), type: this.type('TString') };
      case 'integer':
      case 'long':
        return { value: this.call(facts.type, facts.range && objectText(facts.range)), type: this.type('TInteger') };
      case 'double':
      case 'float':
        return { value: this.call('double', facts.range && objectText(facts.range)), type: this.type('TNumber') };
      case 'list': {
        const value = this.call('list', facts.member, facts.length && objectText(facts.length), facts.unique && 'true');
        return { value, type: `${this.type('TArray')}<typeof ${facts.member}>` };
      }
      case 'map':
        return this.map(name, facts);
    }
  }

  private string(name: string, facts: Extract<ShapeFacts, { type: 'string' }>): string {
    const pattern = facts.pattern === undefined ? undefined : ecmaPattern(facts.pattern, name);
    const length = facts.length && objectText(facts.length);
    return pattern !== undefined && isAsciiPattern(pattern)
      ? this.call('asciiString', quote(pattern), length)
      : this.call('unicodeString', length, pattern && quote(pattern));
  }

  private map(name: string, facts: Extract<ShapeFacts, { type: 'map' }>): SchemaText {
    const key = this.facts(facts.key);
    if (key.type === 'enum') {
      const keys = `[${key.values.map(quote).join(', ')}]`;
      const members = key.values.map((word) => `${quote(word)}: ${this.type('TOptional')}<typeof ${facts.value}>`);
      return {
        value: this.call('enumerationMap', keys, facts.value),
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
      value: this.call(plain ? 'map' : 'unicodeMap', keys, facts.value, facts.length && objectText(facts.length)),
      type: `${this.type('TRecord')}<${this.type('TString')}, typeof ${facts.value}>`,
    };
  }

  private structure(
    name: string,
    facts: Extract<ShapeFacts, { type: 'structure' }>,
    words: string | undefined,
  ): SchemaText {
    const members = Object.entries(facts.members).map(([member, it]) => this.member(name, member, it));
    const values = members.map(({ value }) => `  ${value},\n`);
    const types = members.map(({ type }) => `  ${type};\n`);
    const text = words === undefined ? undefined : quote(words);
    return {
      value: this.call('structure', values.length === 0 ? '{}' : `{\n${values.join('')}}`, text),
      type: `${this.type('TObject')}<${types.length === 0 ? '{}' : `{\n${types.join('')}}`}>`,
    };
  }

  private member(shape: string, name: string, member: MemberFacts): SchemaText {
    const words = this.words.member(shape, name);
    const schema = words === undefined ? member.target : this.call('described', member.target, quote(words));
    if (member.required) return { value: `${name}: ${schema}`, type: `${name}: typeof ${member.target}` };
    const fallback = member.default === undefined ? undefined : literal(member.default);
    return {
      value: `${name}: ${this.call('optional', schema, fallback)}`,
      type: `${name}: ${this.type('TOptional')}<typeof ${member.target}>`,
    };
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
    return `/* @__PURE__ */ ${builder}(${args.map((arg) => arg ?? '{}').join(', ')})`;
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
