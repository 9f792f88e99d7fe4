/**
 * Text from manifests, made harmless for a terminal or a log. A manifest may come from a stranger's pull request: an
 * escape sequence could hide a line, and a bidirectional control could show it in another order than it is read.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The text on one line, with a tab as a space and any other control character as U+FFFD, unit for unit. */
export function printable(text: string): string {
  return text.replaceAll('\t', ' ').replaceAll(unprintable, (character) => '\uFFFD'.repeat(character.length));
}
