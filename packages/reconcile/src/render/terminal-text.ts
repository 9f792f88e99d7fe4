/**
 * Untrusted text on a terminal: control characters (escape sequences begin with one) and characters that reorder text
 * are shown as their code points.
 */
export function terminalText(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu,
    (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`,
  );
}
