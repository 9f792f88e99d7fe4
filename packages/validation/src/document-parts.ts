/** The texts and numbers of a job document with their pointers, collected once and only when a rule asks for them. */
import type { JobDocument } from './job-document.js';
import { childPointer } from './json-pointer.js';
import { nestingMax } from './json-text.js';
import { type Placeholder, placeholdersIn } from './placeholders.js';

/** A text of a job document: a value, or the key of a member. */
export interface DocumentText {
  readonly pointer: string;
  readonly part: 'key' | 'value';
  readonly text: string;
}

/** What a job document is made of. */
export interface DocumentParts {
  readonly texts: readonly DocumentText[];
  /** Numbers that JavaScript does not keep, such as 1e999; whole numbers beyond 2^53 as far as they can be told. */
  readonly numbers: readonly { readonly pointer: string; readonly value: number }[];
  /** Whether something lies deeper than rules look. */
  readonly tooDeep: boolean;
}

/** By the document's value, which several manifests have in common when they name one file. */
const known = new WeakMap<object, DocumentParts>();

/** The parts of a job document. */
export function partsOf({ value }: JobDocument): DocumentParts {
  const key = Object(value) as object;
  let parts = known.get(key);
  if (parts === undefined) {
    parts = collect(value);
    known.set(key, parts);
  }
  return parts;
}

function collect(root: unknown): DocumentParts {
  const texts: DocumentText[] = [];
  const numbers: { pointer: string; value: number }[] = [];
  let tooDeep = false;
  const visit = (value: unknown, pointer: string, depth: number): void => {
    if (typeof value === 'string') texts.push({ pointer, part: 'value', text: value });
    else if (typeof value === 'number') {
      if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) numbers.push({ pointer, value });
    } else if (typeof value === 'object' && value !== null) {
      if (depth >= nestingMax) {
        tooDeep = true;
        return;
      }
      const isList = Array.isArray(value);
      for (const [name, member] of Object.entries(value)) {
        const at = childPointer(pointer, name);
        if (!isList) texts.push({ pointer: at, part: 'key', text: name });
        visit(member, at, depth + 1);
      }
    }
  };
  visit(root, '', 0);
  return { texts, numbers, tooDeep };
}

/** A placeholder of a job document and the text that it stands in. */
export interface PlacedPlaceholder {
  readonly placeholder: Placeholder;
  readonly at: DocumentText;
}

/** By the document's value, as above. */
const placed = new WeakMap<object, readonly PlacedPlaceholder[]>();

/** The outermost placeholders of a job document. */
export function placeholdersOf(document: JobDocument): readonly PlacedPlaceholder[] {
  // Most documents have none; their text says so at once. `\u0024` is the only other way to write a dollar in JSON.
  if (!document.text.includes('${') && !document.text.includes('\\u00')) return [];
  const key = Object(document.value) as object;
  let found = placed.get(key);
  if (found === undefined) {
    found = partsOf(document).texts.flatMap((at) =>
      at.text.includes('${') ? placeholdersIn(at.text).map((placeholder) => ({ placeholder, at })) : [],
    );
    placed.set(key, found);
  }
  return found;
}
