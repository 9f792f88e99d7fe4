/** JSON read with the place of every value, for what `JSON.parse` does not tell: where a fault is, keys written twice. */

/** A value of a JSON text, from its first character up to, and not including, `end`. */
export interface JsonNode {
  readonly start: number;
  readonly end: number;
  readonly kind: 'object' | 'list' | 'text' | 'number' | 'word';
  /** Members of an object in the order of the text, each as often as it is written. */
  readonly members: readonly JsonMember[];
  readonly items: readonly JsonNode[];
}

/** One `"key": value`. */
export interface JsonMember {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: JsonNode;
}

/** Where a text stops being JSON. */
export interface JsonFault {
  readonly offset: number;
  /** What is wrong there, as the end of a sentence that begins with the file's name. */
  readonly message: string;
}

/** The deepest nesting that is followed; what lies deeper is not judged. */
export const nestingMax = 100;

const none: readonly never[] = [];

/** The root of a JSON text, or its first fault; the nesting is `tooDeep` when it goes beyond what is followed. */
export function readJson(text: string): {
  readonly root?: JsonNode;
  readonly fault?: JsonFault;
  readonly tooDeep?: boolean;
} {
  const reader = new JsonReader(text);
  try {
    return { root: reader.document() };
  } catch (error) {
    if (error instanceof TooDeep) return { tooDeep: true };
    if (error instanceof Fault) return { fault: { offset: error.offset, message: error.message } };
    throw error;
  }
}

class TooDeep extends Error {}

class Fault extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

class JsonReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonNode {
    const root = this.#value(0);
    this.#space();
    if (this.#at < this.#text.length) this.#fail('has text after the end of the JSON value');
    return root;
  }

  #value(depth: number): JsonNode {
    this.#space();
    if (depth > nestingMax) throw new TooDeep();
    const start = this.#at;
    const character = this.#text[start];
    if (character === '{') return this.#object(start, depth);
    if (character === '[') return this.#list(start, depth);
    if (character === '"') {
      this.#string();
      return { kind: 'text', start, end: this.#at, members: none, items: none };
    }
    const token = /[-+\w.]+/y;
    token.lastIndex = start;
    const word = token.exec(this.#text)?.[0] ?? '';
    this.#at += word.length;
    const leaf = { start, end: this.#at, members: none, items: none };
    if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(word)) return { kind: 'number', ...leaf };
    if (/^(?:true|false|null)$/.test(word)) return { kind: 'word', ...leaf };
    this.#at = start;
    return this.#fail(notAValue(character, word));
  }

  #object(start: number, depth: number): JsonNode {
    const members: JsonMember[] = [];
    this.#at += 1;
    for (let first = true; !this.#ends('}', first); first = false) {
      this.#space();
      const keyStart = this.#at;
      if (this.#text[keyStart] !== '"') this.#fail(notAKey(this.#text[keyStart]));
      const key = this.#string();
      const keyEnd = this.#at;
      this.#space();
      if (this.#text[this.#at] !== ':') this.#fail(`has no : after the key ${JSON.stringify(key)}`);
      this.#at += 1;
      members.push({ key, keyStart, keyEnd, value: this.#value(depth + 1) });
    }
    return { kind: 'object', start, end: this.#at, members, items: none };
  }

  #list(start: number, depth: number): JsonNode {
    const items: JsonNode[] = [];
    this.#at += 1;
    for (let first = true; !this.#ends(']', first); first = false) items.push(this.#value(depth + 1));
    return { kind: 'list', start, end: this.#at, members: none, items };
  }

  /** Whether the object or list ends here; otherwise steps over the comma before its next part. */
  #ends(bracket: '}' | ']', first: boolean): boolean {
    this.#space();
    if (this.#text[this.#at] === bracket) {
      this.#at += 1;
      return true;
    }
    if (first) return false;
    if (this.#at >= this.#text.length) this.#fail(`ends before the ${bracket} that closes it`);
    if (this.#text[this.#at] !== ',') this.#fail(`has no comma or ${bracket} here`);
    const comma = this.#at;
    this.#at += 1;
    this.#space();
    if (this.#text[this.#at] === bracket) {
      this.#at = comma;
      this.#fail(`has a comma before ${bracket}`);
    }
    return false;
  }

  #string(): string {
    const start = this.#at;
    for (this.#at += 1; ; this.#at += 1) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === 0x22) break;
      if (Number.isNaN(code)) {
        this.#at = start;
        this.#fail('has a text without its closing quote');
      }
      if (code < 0x20)
        this.#fail(code === 0x0a ? 'has a line break inside a text' : 'has a control character inside a text');
      if (code === 0x5c) this.#escape();
    }
    this.#at += 1;
    return JSON.parse(this.#text.slice(start, this.#at)) as string;
  }

  #escape(): void {
    const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
    escaped.lastIndex = this.#at;
    const written = escaped.exec(this.#text)?.[0];
    if (written === undefined) this.#fail('has a backslash that escapes nothing; write \\\\ for a backslash');
    else this.#at += written.length - 1;
  }

  #space(): void {
    while (' \t\n\r'.includes(this.#text[this.#at] ?? 'x')) this.#at += 1;
  }

  #fail(message: string): never {
    throw new Fault(Math.min(this.#at, this.#text.length), message);
  }
}

function notAValue(character: string | undefined, word: string): string {
  if (character === undefined) return 'ends where a value should stand';
  if (character === '/' || character === '#') return 'has a comment; JSON has none';
  if (character === "'") return 'has a text in single quotes; JSON wants double quotes';
  if (character === '$') return 'has a placeholder outside quotes; write it inside a text';
  if (/^[-+.\d]/.test(word)) return `has the number ${word}, which JSON writes otherwise`;
  return word === '' ? `has no value here, but ${JSON.stringify(character)}` : `has ${word} without quotes`;
}

function notAKey(character: string | undefined): string {
  if (character === '/' || character === '#') return 'has a comment; JSON has none';
  if (character === undefined) return 'ends before the } that closes it';
  return 'has a key that is not in double quotes';
}
