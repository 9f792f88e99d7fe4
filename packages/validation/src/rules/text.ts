/** Texts that people read: descriptions, tags and job documents that show something else than what they say. */
import { partsOf } from '../document-parts.js';
import type { Finding } from '../finding.js';
import { findingIn } from '../job-document.js';
import { childPointer } from '../json-pointer.js';
import { bidirectionalCharacter, controlCharacter } from '../text-characters.js';
import { aboutDocument } from './about-document.js';
import type { Rule } from './rule.js';

/** Characters of tags that reorder text. */
export const tagTextRule: Rule = ({ spec }) => {
  const { tags } = spec;
  if (tags === undefined) return [];
  const findings: Finding[] = [];
  const look = (value: string | undefined, pointer: () => string) => {
    const hidden = value === undefined ? undefined : bidirectionalCharacter(value);
    if (hidden === undefined) return;
    const message = `the value of the tag has ${hidden.name}, which reorders what is shown`;
    findings.push({ rule: 'text/bidirectional', pointer: pointer(), on: 'value', message, help: reorderHelp });
  };
  if (Array.isArray(tags)) {
    const list = tags as readonly ({ readonly Value?: string } | undefined)[];
    for (const [index, tag] of list.entries()) look(tag?.Value, () => `/spec/tags/${index}/Value`);
    return findings;
  }
  const map = tags as Readonly<Record<string, string | undefined>>;
  for (const key of Object.keys(map)) look(map[key], () => childPointer('/spec/tags', key));
  return findings;
};

const reorderHelp = 'Remove the character: what people see in a review is not what devices get.';

/** What may hide a character: one beyond ASCII, or an escape that stands for one. */
const suspicious = /(?![\t\n\r])\p{Cc}|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]|\\u|\\[bf]/u;

/** Characters of the document's texts that reorder text, and controls. */
export const documentTextRule: Rule = aboutDocument((document) => {
  if (!suspicious.test(document.text)) return [];
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
});
