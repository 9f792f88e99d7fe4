/** Tags, as a map or as AWS's list. */

import type { Finding } from '../finding.js';
import { childPointer } from '../json-pointer.js';
import type { RuleId } from '../rule-table.js';
import type { Subject } from '../subject.js';
import { bidirectionalCharacter, unprintableCharacter } from '../text-characters.js';
import type { Rule } from './rule.js';

/** AWS's fifty tags of a resource (JOB-TAG-03), less the four that say which manifest owns it. */
export const tagsMax = 46;

const at = '/spec/tags';

/** Tags that AWS refuses or that belong to somebody else. */
export const tagRule: Rule = (subject) => {
  const tags = tagsOf(subject);
  if (tags.length === 0) return [];
  const findings: Finding[] = [];
  const first = new Map<string, string>();
  const firstAlike = new Map<string, { readonly key: string; readonly pointer: string }>();
  for (const { key, value, pointer, on } of tags) {
    const fault = reservedFault(key, value) ?? lengthFault(key, value) ?? characterFault(key, value);
    if (fault !== undefined) findings.push({ ...fault, pointer, on });
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, pointer);
    const lower = key.toLowerCase();
    const alike = firstAlike.get(lower);
    if (alike === undefined) firstAlike.set(lower, { key, pointer });
    else if (alike.key !== key && earlier === undefined) {
      findings.push({
        rule: 'tag/case',
        pointer,
        on,
        message: `the tags ${key} and ${alike.key} differ only by case, and AWS keeps both`,
        help: `Write ${alike.key}, or remove one of the two.`,
        related: [{ message: 'the other one', pointer: alike.pointer }],
      });
    }
    if (earlier !== undefined) {
      findings.push({
        rule: 'tag/duplicate',
        pointer,
        on,
        message: `the tag ${key} stands twice`,
        help: 'Keep one of the two.',
        related: [{ message: 'the first time', pointer: earlier }],
      });
    }
  }
  if (tags.length > tagsMax) {
    findings.push({
      rule: 'tag/too-many',
      pointer: at,
      on: 'key',
      message: `a manifest has at most ${tagsMax} tags; here are ${tags.length}`,
      help: 'AWS allows 50, and four of them say which manifest owns the resource.',
    });
  }
  return findings;
};

interface WrittenTag {
  readonly key: string;
  readonly value: string | undefined;
  readonly pointer: string;
  readonly on: 'key' | 'value';
}

function tagsOf({ spec }: Subject): readonly WrittenTag[] {
  const { tags } = spec;
  if (tags === undefined) return [];
  if (Array.isArray(tags)) {
    return (tags as readonly ({ Key?: string; Value?: string } | undefined)[]).flatMap((tag, index) =>
      tag?.Key === undefined ? [] : [{ key: tag.Key, value: tag.Value, pointer: `${at}/${index}/Key`, on: 'value' }],
    );
  }
  const entries = Object.entries(tags as Readonly<Record<string, string>>);
  return entries.map(([key, value]) => ({ key, value, pointer: childPointer(at, key), on: 'key' }));
}

interface TagFault {
  readonly rule: RuleId;
  readonly message: string;
  readonly help?: string;
}

function reservedFault(key: string, value: string | undefined): TagFault | undefined {
  if (key.startsWith('iot-rollouts:')) {
    const message = `the tag ${key} begins with iot-rollouts:, which says who owns a job`;
    return { rule: 'tag/ours', message, help: 'Give it another name.' };
  }
  // JOB-TAG-06: the prefix is reserved in keys and in values; whether in capitals too is not said.
  const [part, text] = /^aws:/i.test(key) ? ['the tag', key] : ['the value of the tag', value ?? ''];
  if (!/^aws:/i.test(text)) return undefined;
  const rule = text.startsWith('aws:') ? 'tag/reserved' : 'tag/reserved-case';
  const message = `${part} ${key} begins with ${text.slice(0, 4)}, which is AWS's own`;
  return { rule, message, help: 'Write it without the prefix.' };
}

/** The longest key and value that AWS's guide allows; the API model allows one character more (JOB-TAG-04). */
const [keyMax, valueMax] = [127, 255];

function lengthFault(key: string, value: string | undefined): TagFault | undefined {
  const [part, text, max] =
    key.length > keyMax ? ['a tag key', key, keyMax] : ['the value of a tag', value ?? '', valueMax];
  if (text.length <= max) return undefined;
  const message = `${part} has ${text.length} characters; AWS's guide allows ${max}, its API one more`;
  return { rule: 'tag/long', message, help: 'Shorten it.' };
}

function characterFault(key: string, value: string | undefined): TagFault | undefined {
  if (key.trim() === '') {
    return {
      rule: 'tag/blank',
      message: 'a tag key of spaces only cannot be told from another',
      help: 'Name the tag.',
    };
  }
  // JOB-TAG-05: the guide gives values the characters of keys; the API model gives them none.
  if (value === undefined || /^[\w .:/=+@-]*$/.test(value)) return undefined;
  const character = /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/u.exec(value)?.[0];
  if (character === undefined || bidirectionalCharacter(character) !== undefined) return undefined;
  const named = unprintableCharacter(character)?.name ?? character;
  const message = `the value of the tag ${key} has ${named}; AWS's guide allows letters, digits, spaces and _ . : / = + - @`;
  const help =
    character === '\n'
      ? 'A block scalar (|) keeps its line breaks; write the value on one line.'
      : 'Write the value without it.';
  return { rule: 'tag/value-characters', message, help };
}
