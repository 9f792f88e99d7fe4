/** How much of a value messages show. */
const shownMax = 100;

/** The text, or its beginning when it is longer than can be read in a message. */
export function excerpt(text: string, max = shownMax): string {
  return text.length <= max ? text : `${text.slice(0, max - 1)}…`;
}
