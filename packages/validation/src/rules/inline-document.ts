/** What an inline job document says in YAML that JSON cannot say: it would reach devices as something else. */
import { excerpt } from '../excerpt.js';
import type { Finding } from '../finding.js';
import { childPointer, pointerSegments } from '../json-pointer.js';
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

/**
 * What an inline document says that devices get, but hardly as its writer means it: numbers that were written as a version or
 * a name, and keys without a value.
 */
export function doubtfulValues(
  document: ParsedDocument,
  value: unknown,
  pointer = '/spec/document',
): readonly Finding[] {
  if (typeof value === 'number') return rewrittenNumber(document, value, pointer);
  if (value === null) return emptyValue(document, pointer);
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, member]) => {
    // Which version a document of steps has is judged by its format.
    if (name === 'version' && 'steps' in value) return [];
    return doubtfulValues(document, member, childPointer(pointer, name));
  });
}

/** How people write a version: a zero behind the point that a number loses; or a digest that is a number with an exponent. */
const likelyText = /^(?:\d+\.\d*0|(?=.{6})\d+e\d+)$/i;

/** Whether a text may hold such a number: asked before anybody asks where the numbers stand. */
const mayHoldText = /\d\.\d*0(?![\d.])|\de\d/i;

function rewrittenNumber(document: ParsedDocument, value: number, pointer: string): readonly Finding[] {
  if (value === 0 || !mayHoldText.test(document.source.text)) return [];
  const written = writtenAt(document, pointer);
  if (!likelyText.test(written) || String(value) === written) return [];
  const shown = excerpt(written);
  return [
    {
      rule: 'document/number-rewritten',
      pointer,
      on: 'value',
      message: `${shown} is a number here: devices would get ${value}`,
      help: `Write "${shown}" in quotes for a version or a name, ${value} for the number.`,
    },
  ];
}

function emptyValue(document: ParsedDocument, pointer: string): readonly Finding[] {
  const node = nodeAt(document, pointer);
  if (node?.kind !== 'scalar' || !node.empty) return [];
  const key = pointerSegments(pointer).at(-1) ?? '';
  const [, name, rest] = /^([^:]+):(.+)$/s.exec(key) ?? [];
  return [
    {
      rule: 'document/empty-value',
      pointer,
      on: 'key',
      message: `${excerpt(key)} has no value: devices would get null`,
      help:
        rest === undefined
          ? 'Write a value: null if that is meant, "" for an empty text.'
          : `Write a space behind the colon: ${excerpt(`${name}: ${rest}`)}.`,
    },
  ];
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
