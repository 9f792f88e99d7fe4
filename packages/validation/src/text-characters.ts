/** Characters that are not seen, or make a text look like another one. */

/** One character that needs a name because it cannot be shown. */
export interface HiddenCharacter {
  /** `U+202E right-to-left override`. */
  readonly name: string;
  /** Index of the character in the text, in UTF-16 units. */
  readonly index: number;
}

/** Unicode's own names of the controls that reorder what is shown. */
const bidirectionalNames: ReadonlyMap<number, string> = new Map([
  [0x061c, 'Arabic letter mark'],
  [0x200e, 'left-to-right mark'],
  [0x200f, 'right-to-left mark'],
  [0x202a, 'left-to-right embedding'],
  [0x202b, 'right-to-left embedding'],
  [0x202c, 'pop directional formatting'],
  [0x202d, 'left-to-right override'],
  [0x202e, 'right-to-left override'],
  [0x2066, 'left-to-right isolate'],
  [0x2067, 'right-to-left isolate'],
  [0x2068, 'first strong isolate'],
  [0x2069, 'pop directional isolate'],
]);

const controlNames: ReadonlyMap<number, string> = new Map([
  [0x00, 'null'],
  [0x07, 'bell'],
  [0x08, 'backspace'],
  [0x09, 'tab'],
  [0x0a, 'line feed'],
  [0x0d, 'carriage return'],
  [0x1b, 'escape'],
  [0x7f, 'delete'],
  [0xad, 'soft hyphen'],
  [0x200b, 'zero width space'],
  [0x200c, 'zero width non-joiner'],
  [0x200d, 'zero width joiner'],
  [0xfeff, 'byte order mark'],
]);

const bidirectional = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/;

/** The first character that reorders the text around it; undefined when there is none. */
export function bidirectionalCharacter(text: string): HiddenCharacter | undefined {
  return named(text, text.search(bidirectional));
}

/** The first control character except tab, line feed and carriage return; undefined when there is none. */
export function controlCharacter(text: string): HiddenCharacter | undefined {
  return named(text, text.search(/(?![\t\n\r])\p{Cc}/u));
}

/** The first character of Unicode's class C, which AWS takes in no description; undefined when there is none. */
export function unprintableCharacter(text: string): HiddenCharacter | undefined {
  return named(text, text.search(/\p{C}/u));
}

/** Code point and name of the character at an index: `U+202E (right-to-left override)`. */
export function characterName(text: string, index: number): string {
  const code = text.codePointAt(index) ?? 0;
  const name =
    bidirectionalNames.get(code) ?? controlNames.get(code) ?? (code < 0xa0 ? 'control character' : 'unprintable');
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')} (${name})`;
}

function named(text: string, index: number): HiddenCharacter | undefined {
  return index < 0 ? undefined : { name: characterName(text, index), index };
}
