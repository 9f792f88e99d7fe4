/** What an inline job document says in YAML that JSON cannot say: it would reach devices as something else. */
import { excerpt } from '../excerpt.js';
import type { Finding } from '../finding.js';
import { childPointer } from '../json-pointer.js';
import { nodeAt, writtenAt } from '../locate.js';
import type { ParsedDocument } from '../parse.js';

/** The numbers of an inline document that would be sent as another value. */
export function lostNumbers(document: ParsedDocument, value: unknown, pointer = '/spec/document'): readonly Finding[] {
  if (typeof value === 'number') return lostNumber(document, value, pointer);
  if (typeof value === 'string') return numberTakenForText(document, value, pointer);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => lostNumbers(document, member, childPointer(pointer, name)));
}

function lostNumber(document: ParsedDocument, value: number, pointer: string): readonly Finding[] {
  if (!Number.isFinite(value)) {
    const message = `JSON has no number ${value}`;
    return [{ rule: 'document/not-json', pointer, on: 'value', message, help: 'Write a number, null or a text.' }];
  }
  if (value !== 0 && (!Number.isInteger(value) || Number.isSafeInteger(value))) return [];
  const written = writtenAt(document, pointer);
  if (value === 0) return lostZero(written, pointer);
  if (!/^(?:[-+]?\d+|0x[\da-f]+|0o[0-7]+)$/i.test(written) || BigInt(written) === BigInt(value)) return [];
  return [lossy(pointer, `${excerpt(written)} is too long for a number: devices would get ${BigInt(value)}`, written)];
}

/** A number so near to 0 that nothing else is left of it. That JSON has no sign of 0 loses nothing. */
function lostZero(written: string, pointer: string): readonly Finding[] {
  const [mantissa = ''] = written.split(/e/i);
  if (!/^[-+.\d]*[1-9]/.test(mantissa)) return [];
  return [lossy(pointer, `${excerpt(written)} is nearer to 0 than a number can be: devices would get 0`, written)];
}

/** A number beyond every double: YAML's reader keeps it as a text. */
function numberTakenForText(document: ParsedDocument, value: string, pointer: string): readonly Finding[] {
  if (!/^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i.test(value) || Number.isFinite(Number(value))) return [];
  const node = nodeAt(document, pointer);
  if (node?.kind !== 'scalar' || !node.plain) return [];
  const shown = excerpt(value);
  return [lossy(pointer, `${shown} is larger than a number can be: devices would get the text "${shown}"`, value)];
}

function lossy(pointer: string, message: string, written: string): Finding {
  return {
    rule: 'document/lossy-number',
    pointer,
    on: 'value',
    message,
    help: `Write "${excerpt(written)}" in quotes.`,
  };
}
