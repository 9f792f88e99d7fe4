/** Tags, as a map or as AWS's list. */

import type { Finding } from '../finding.js';
import { childPointer } from '../json-pointer.js';
import type { Subject } from '../subject.js';
import type { Rule } from './rule.js';

/** AWS's fifty tags of a resource (JOB-TAG-03), less the four that say which manifest owns it. */
const tagsMax = 46;

const at = '/spec/tags';

/** Tags that AWS refuses or that belong to somebody else. */
export const tagRule: Rule = (subject) => {
  const tags = tagsOf(subject);
  const findings: Finding[] = [];
  const first = new Map<string, string>();
  for (const { key, value, pointer, on } of tags) {
    const reserved = reservedFault(key, value);
    if (reserved !== undefined) findings.push({ ...reserved, pointer, on });
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, pointer);
    else {
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

function reservedFault(
  key: string,
  value: string | undefined,
): { readonly rule: 'tag/reserved' | 'tag/ours'; readonly message: string; readonly help?: string } | undefined {
  if (key.startsWith('iot-rollouts:')) {
    const message = `the tag ${key} begins with iot-rollouts:, which says who owns a job`;
    return { rule: 'tag/ours', message, help: 'Give it another name.' };
  }
  // JOB-TAG-06: the prefix is reserved in keys and in values.
  if (key.startsWith('aws:'))
    return { rule: 'tag/reserved', message: `the tag ${key} begins with aws:, which is AWS's own` };
  if (value?.startsWith('aws:') !== true) return undefined;
  return { rule: 'tag/reserved', message: `the value of the tag ${key} begins with aws:, which is AWS's own` };
}
