/**
 * What is wrong with a value, in the field's own words.
 *
 * `explain` walks schema and value together, so that one real cause gives one violation: a wrong type is not followed
 * by complaints about what is inside, a word outside an enumeration is one violation, not one for each literal, and a
 * misspelt field is not missing as well. Like checks, walks are made of closures at their first use and kept, so that
 * names are listed, escaped and prepared for comparison once for each schema.
 */
import { Kind, type TSchema } from '@sinclair/typebox';
import { checkOf } from './accepts.js';
import { isEnumeration, wordsOf } from './enumeration.js';
import { visitSimple } from './explain-simple.js';
import { areDistinct, isMap, isObject } from './json-value.js';
import { pointerToken } from './pointer.js';
import { unicodeMapKind } from './shape.js';
import { keyConstraints, patternRegExp } from './text.js';
import {
  type Counted,
  legalNames,
  missing,
  notAWord,
  notDistinct,
  unknownMember,
  type Violation,
  wrongCount,
  wrongKey,
  wrongType,
} from './violation.js';

/**
 * Every violation of the schema by the value, in document order (what is missing from a structure before what is in
 * it); empty when the value is valid. It knows the same schemas as `accepts`.
 */
export function explain(schema: TSchema, value: unknown): readonly Violation[] {
  const violations: Violation[] = [];
  explanationOf(schema)(value, '', violations);
  return violations;
}

const explanations = /* @__PURE__ */ new WeakMap<TSchema, Visit>();

/**
 * A structure's walk adds nothing to a value that fits, and costs no more than its check, for it asks the checks of the
 * members. Other values are checked first.
 */
function explanationOf(schema: TSchema): Visit {
  let explanation = explanations.get(schema);
  if (explanation === undefined) {
    const check = checkOf(schema);
    const visit = visitOf(schema);
    explanation =
      schema[Kind] === 'Object'
        ? visit
        : (value, pointer, out) => {
            if (!check(value)) visit(value, pointer, out);
          };
    explanations.set(schema, explanation);
  }
  return explanation;
}

/** Adds what is wrong with a value that does not fit. */
type Visit = (value: unknown, pointer: string, out: Violation[]) => void;

const visits = /* @__PURE__ */ new WeakMap<TSchema, Visit>();

function visitOf(schema: TSchema): Visit {
  let visit = visits.get(schema);
  if (visit === undefined) {
    visit = newVisit(schema);
    visits.set(schema, visit);
  }
  return visit;
}

function newVisit(schema: TSchema): Visit {
  switch (schema[Kind]) {
    case 'Object':
      return structureVisit(schema);
    case 'Record':
    case unicodeMapKind:
      return mapVisit(schema);
    case 'Array':
      return listVisit(schema);
    case 'Union':
      return isEnumeration(schema) ? wordVisit(wordsOf(schema)) : unionVisit(schema);
    case 'Literal':
      return wordVisit([String(schema.const)]);
    default:
      return (value, pointer, out) => visitSimple(schema, value, pointer, out);
  }
}

/** Goes only where something is wrong, so that a large request with one fault costs little more than its check. */
function partVisit(schema: TSchema): Visit {
  const check = checkOf(schema);
  let visit: Visit | undefined;
  return (value, pointer, out) => {
    if (check(value)) return;
    visit ??= visitOf(schema);
    visit(value, pointer, out);
  };
}

const entries: Counted = { min: 'minProperties', max: 'maxProperties', noun: 'entries' };
const items: Counted = { min: 'minItems', max: 'maxItems', noun: 'items' };

interface Member {
  readonly name: string;
  readonly check: (value: unknown) => boolean;
  readonly schema: TSchema;
  /** The name as a part of a pointer, with the slash before it. */
  readonly step: string;
  readonly isRequired: boolean;
  /** The member that came after this one in the last value, as in the checks. */
  next?: Member | undefined;
}

function structureVisit(schema: TSchema): Visit {
  const properties = Object.entries(schema.properties as Readonly<Record<string, TSchema>>);
  const required = (schema.required ?? []) as readonly string[];
  const members = new Map<string, Member>();
  for (const [name, part] of properties) {
    const step = `/${pointerToken(name)}`;
    members.set(name, { name, check: checkOf(part), schema: part, step, isRequired: required.includes(name) });
  }
  const legal = legalNames([...members.keys()]);
  const other = otherVisit(schema);
  const count = entryCount(schema);
  const start: { next?: Member | undefined } = {};
  return (value, pointer, out) => {
    if (!isObject(value)) {
      out.push(wrongType('an object', value, pointer));
      return;
    }
    count?.(value, pointer, out);
    const first = out.length;
    let absent = required.length;
    let last = start;
    for (const name in value) {
      const item = value[name];
      let member = last.next;
      if (member === undefined || member.name !== name) {
        member = members.get(name);
        last.next = member;
      }
      if (member === undefined) {
        if (other === undefined || !Object.hasOwn(value, name)) continue;
        const at = `${pointer}/${pointerToken(name)}`;
        if (other === 'forbidden') out.push(unknownMember(name, legal, item, at));
        else other(item, at, out);
        continue;
      }
      last = member;
      if (item !== undefined) {
        if (member.isRequired) absent -= 1;
        if (!member.check(item)) visitOf(member.schema)(item, pointer + member.step, out);
      }
    }
    if (absent > 0) out.splice(first, 0, ...missingFrom(value, required, pointer, out.slice(first)));
  };
}

/**
 * The violations by required members that are not there. One that is there under a misspelt name is no further
 * violation: `found`, what is wrong inside the structure, has it as the suggestion for an unknown member.
 */
function missingFrom(
  value: Readonly<Record<string, unknown>>,
  required: readonly string[],
  pointer: string,
  found: readonly Violation[],
): readonly Violation[] {
  return required
    .filter((name) => !isGiven(value, name) && !found.some((violation) => isMeant(violation, name, pointer)))
    .map((name) => missing(name, `${pointer}/${pointerToken(name)}`));
}

/** Whether the value has the member, its own or inherited, in the sense of `accepts`: enumerable and not undefined. */
function isGiven(value: Readonly<Record<string, unknown>>, name: string): boolean {
  for (const given in value) if (given === name) return value[given] !== undefined;
  return false;
}

/** Whether the violation is by an unknown member of the structure itself that was meant to be the one of the name. */
function isMeant({ keyword, suggestion, pointer }: Violation, name: string, structure: string): boolean {
  return keyword === 'unknown' && suggestion === name && pointer.lastIndexOf('/') === structure.length;
}

function mapVisit(schema: TSchema): Visit {
  const [pattern, item] = Object.entries(schema.patternProperties as Record<string, TSchema>)[0] as [string, TSchema];
  const isKey = patternRegExp(pattern);
  const visitItem = partVisit(item);
  const other = otherVisit(schema);
  const count = entryCount(schema);
  return (value, pointer, out) => {
    if (!isMap(value)) {
      out.push(wrongType('a map', value, pointer));
      return;
    }
    count?.(value, pointer, out);
    for (const [name, member] of Object.entries(value)) {
      const at = `${pointer}/${pointerToken(name)}`;
      if (isKey.test(name)) visitItem(member, at, out);
      else if (other === 'forbidden') out.push(wrongKey(keyConstraints(pattern), name, at));
      else other?.(member, at, out);
    }
  };
}

/** What is said of entries that the schema does not name: that they are forbidden, what their schema says, or nothing. */
function otherVisit({ additionalProperties = true }: TSchema): Visit | 'forbidden' | undefined {
  if (additionalProperties === true) return undefined;
  return additionalProperties === false ? 'forbidden' : partVisit(additionalProperties as TSchema);
}

/** Adds what is wrong with the number of entries; undefined where the schema does not bound it. */
function entryCount(schema: TSchema): ((value: object, pointer: string, out: Violation[]) => void) | undefined {
  if (schema.minProperties === undefined && schema.maxProperties === undefined) return undefined;
  return (value, pointer, out) => {
    pushIf(wrongCount(entries, Object.keys(value).length, schema, value, pointer), out);
  };
}

function listVisit(schema: TSchema): Visit {
  const visitItem = partVisit(schema.items as TSchema);
  return (value, pointer, out) => {
    if (!Array.isArray(value)) {
      out.push(wrongType('a list', value, pointer));
      return;
    }
    pushIf(wrongCount(items, value.length, schema, value, pointer), out);
    if (schema.uniqueItems === true && !areDistinct(value)) out.push(notDistinct(value, pointer));
    // By index, for a hole in the list is an item that is undefined.
    for (let index = 0; index < value.length; index += 1) visitItem(value[index], `${pointer}/${index}`, out);
  };
}

function wordVisit(words: readonly string[]): Visit {
  const legal = legalNames(words);
  const demand = `must be ${words.length === 1 ? words[0] : `one of ${words.join(', ')}`}`;
  return (value, pointer, out) => {
    out.push(notAWord(legal, demand, value, pointer));
  };
}

function unionVisit(schema: TSchema): Visit {
  const alternatives = schema.anyOf as readonly TSchema[];
  return (value, pointer, out) => {
    const attempts = alternatives.map((alternative) => explain(alternative, value));
    const firsts = attempts.map((violations) => violations[0] as Violation);
    if (firsts.every((fault) => fault.keyword === 'type' && fault.pointer === '')) {
      const names = new Set(firsts.map((fault) => String(fault.expected)));
      out.push(wrongType([...names].join(' or '), value, pointer));
      return;
    }
    // The alternative that comes nearest explains the value: the one whose first fault lies deepest, the first among equals.
    const nearest = attempts.reduce((best, violations) => (depth(violations) > depth(best) ? violations : best));
    for (const violation of nearest) out.push({ ...violation, pointer: pointer + violation.pointer });
  };
}

/** How deep the first fault lies; a value of another type altogether is no attempt at the alternative. */
function depth([first]: readonly Violation[]): number {
  if (first === undefined || (first.keyword === 'type' && first.pointer === '')) return 0;
  return first.pointer.split('/').length;
}

function pushIf(violation: Violation | undefined, out: Violation[]): void {
  if (violation !== undefined) out.push(violation);
}
