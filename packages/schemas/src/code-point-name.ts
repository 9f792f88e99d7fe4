/** Names of characters, for messages about characters that a reader may not be able to see. */

/** What people call characters that are not seen, or that look like another. */
const names: Readonly<Record<number, string>> = {
  0: 'a null character',
  9: 'a tab',
  10: 'a line feed',
  13: 'a carriage return',
  27: 'an escape character',
  32: 'a space',
  127: 'a delete character',
  133: 'a next-line character',
  160: 'a no-break space',
  173: 'a soft hyphen',
  8203: 'a zero width space',
  8204: 'a zero width non-joiner',
  8205: 'a zero width joiner',
  8206: 'a left-to-right mark',
  8207: 'a right-to-left mark',
  8232: 'a line separator',
  8233: 'a paragraph separator',
  8288: 'a word joiner',
  12288: 'an ideographic space',
  65279: 'a byte order mark',
};

/** What a character is that has no name here, by its category in Unicode; one of none of these can be shown. */
const categories: readonly (readonly [RegExp, string])[] = [
  [/^\p{Cs}$/u, 'half of a surrogate pair'],
  [/^\p{Cc}$/u, 'a control character'],
  [/^\p{Cf}$/u, 'an invisible formatting character'],
  [/^\p{Co}$/u, 'a private-use character'],
  [/^\p{Cn}$/u, 'an unassigned code point'],
  [/^\p{Z}$/u, 'a space of another kind'],
  [/^\p{M}$/u, 'a combining mark'],
];

/** A character by its name or, where it can be seen, as it is, with its code point: `a line feed (U+000A)`. */
export function codePointName(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  const name = names[codePoint] ?? categories.find(([category]) => category.test(character))?.[1] ?? `“${character}”`;
  return `${name} (U+${codePoint.toString(16).toUpperCase().padStart(4, '0')})`;
}
