/** How a manifest writes a job document that was read from AWS. */
import { yamlLines } from './yaml.js';

/** The document in the manifest itself, or as the text of a file beside it. */
export type DocumentForm = { readonly inline: object | string } | { readonly file: string };

/** A document of more lines than this, or of longer ones, has a file of its own. */
const inlineLinesMax = 8;
const inlineColumnsMax = 100;

/** The longest document that AWS takes, in bytes of UTF-8 (JOB-DOC-01). */
const documentBytesMax = 32_768;

/**
 * The form that a person would choose: a few lines in the manifest, otherwise a file, indented where it was one line.
 * What JavaScript cannot repeat exactly, such as a key that is written twice or `1.0`, keeps its very text.
 */
export function documentForm(text: string): DocumentForm {
  const value = repeatable(text);
  if (value === undefined)
    return text.length <= inlineColumnsMax && !/\s/.test(text) ? { inline: text } : { file: text };
  const lines = yamlLines({ document: value }, '  ');
  if (lines.length <= inlineLinesMax && lines.every((line) => line.length <= inlineColumnsMax))
    return { inline: value };
  const indented = `${JSON.stringify(value, null, 2)}\n`;
  const isOneLine = !text.trim().includes('\n');
  return { file: isOneLine && new TextEncoder().encode(indented).length <= documentBytesMax ? indented : text };
}

/** The object that a JSON text stands for, when writing it gives the same text again, but for white space. */
function repeatable(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return JSON.stringify(value) === withoutWhiteSpace(text) ? value : undefined;
  } catch {
    return undefined;
  }
}

function withoutWhiteSpace(json: string): string {
  return json.replace(/("(?:\\.|[^"\\])*")|\s+/gs, (_, string: string | undefined) => string ?? '');
}
