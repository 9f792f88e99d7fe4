/** Pieces of TypeScript source: literals and comments. */

/** A literal of the value. */
export function literal(value: string | number | boolean): string {
  return typeof value === 'string' ? quote(value) : String(value);
}

/** A string literal in single quotes. */
export function quote(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** An object literal on one line, of the entries that have a value. */
export function objectText(value: object): string {
  const entries = Object.entries(value).filter(([, it]) => it !== undefined);
  return `{ ${entries.map(([key, it]) => `${key}: ${literal(it as string | number | boolean)}`).join(', ')} }`;
}

/** The paragraph of a comment that makes editors strike a name through. */
export const deprecated = "@deprecated AWS's model says so.";

/** A documentation comment of the paragraphs that are there, ending in a line break; nothing without any. */
export function docComment(paragraphs: readonly (string | undefined)[], indent = ''): string {
  const lines = paragraphs
    .filter((it) => it !== undefined)
    .flatMap((text, index) => (index === 0 ? [text] : ['', text]));
  const safe = lines.map((line) => line.replaceAll('*/', '*\\/'));
  if (safe.length === 0) return '';
  if (safe.length === 1) return `${indent}/** ${safe[0]} */\n`;
  return `${indent}/**\n${safe.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}\n`).join('')}${indent} */\n`;
}
