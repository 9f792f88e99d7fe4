/** Texts that people read: descriptions, tags and job documents that show something else than what they say. */
import { partsOf } from '../document-parts.js';
import type { Finding } from '../finding.js';
import { findingIn, ownDocument } from '../job-document.js';
import { childPointer } from '../json-pointer.js';
import type { Repository, Subject } from '../subject.js';
import { bidirectionalCharacter, controlCharacter } from '../text-characters.js';
import type { Rule } from './rule.js';

/** Characters that reorder text, and controls inside the document's texts. */
export const textRule: Rule = (subject, repository) => [...tagTexts(subject), ...documentTexts(subject, repository)];

const reorderHelp = 'Remove the character: what people see in a review is not what devices get.';

function tagTexts({ spec }: Subject): readonly Finding[] {
  const { tags } = spec;
  if (tags === undefined) return [];
  const entries = Array.isArray(tags)
    ? (tags as readonly ({ readonly Value?: string } | undefined)[]).map(
        (tag, index) => [`${index}/Value`, tag?.Value] as const,
      )
    : Object.entries(tags).map(
        ([key, value]) => [childPointer('', key).slice(1), value as string | undefined] as const,
      );
  return entries.flatMap(([name, value]): readonly Finding[] => {
    const hidden = value === undefined ? undefined : bidirectionalCharacter(value);
    if (hidden === undefined) return [];
    const message = `the value of the tag has ${hidden.name}, which reorders what is shown`;
    return [{ rule: 'text/bidirectional', pointer: `/spec/tags/${name}`, on: 'value', message, help: reorderHelp }];
  });
}

/** What may hide a character: one beyond ASCII, or an escape that stands for one. */
const suspicious = /(?![\t\n\r])\p{Cc}|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]|\\u|\\[bf]/u;

function documentTexts(subject: Subject, repository: Repository): readonly Finding[] {
  const document = ownDocument(subject, repository);
  if (document === undefined || !suspicious.test(document.text)) return [];
  return partsOf(document).texts.flatMap((at): readonly Finding[] => {
    const what = at.part === 'key' ? 'a key' : 'a text';
    const reordering = bidirectionalCharacter(at.text);
    if (reordering !== undefined) {
      const message = `${what} of ${document.name} has ${reordering.name}, which reorders what is shown`;
      return [findingIn(document, 'text/bidirectional', at, message, reorderHelp)];
    }
    const control = controlCharacter(at.text);
    if (control === undefined) return [];
    const message = `${what} of ${document.name} has the control character ${control.name}`;
    const help = control.name.startsWith('U+0000')
      ? 'Remove it: software in C takes it for the end of the text.'
      : 'Remove it, or encode binary content in base64.';
    return [findingIn(document, 'text/control-character', at, message, help)];
  });
}
