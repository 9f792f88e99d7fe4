/** What an inline job document says in YAML that JSON cannot say: it would reach devices as something else. */
import type { Finding } from '../finding.js';
import { childPointer } from '../json-pointer.js';
import { writtenAt } from '../locate.js';
import type { ParsedDocument } from '../parse.js';

/** The numbers of an inline document that would be sent as another value. */
export function lostNumbers(document: ParsedDocument, value: unknown, pointer = '/spec/document'): readonly Finding[] {
  if (typeof value === 'number') return lostNumber(document, value, pointer);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => lostNumbers(document, member, childPointer(pointer, name)));
}

function lostNumber(document: ParsedDocument, value: number, pointer: string): readonly Finding[] {
  if (!Number.isFinite(value)) {
    const message = `JSON has no number ${value}`;
    return [{ rule: 'document/not-json', pointer, on: 'value', message, help: 'Write a number, null or a text.' }];
  }
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return [];
  const written = writtenAt(document, pointer);
  if (!/^[-+]?\d+$/.test(written) || BigInt(written) === BigInt(value)) return [];
  const message = `${written} is too long for a number: devices would get ${BigInt(value)}`;
  return [{ rule: 'document/lossy-number', pointer, on: 'value', message, help: `Write "${written}" in quotes.` }];
}
