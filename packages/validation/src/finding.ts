/** What a rule finds: what is wrong and at which pointer. Where that stands in the text is settled later, in one place. */
import type { Part } from './locate.js';
import type { ParsedDocument } from './parse.js';
import type { RuleId } from './rule-table.js';
import type { SourceText } from './source-text.js';
import type { Span } from './yaml/node.js';

/** One thing that a rule finds wrong, not yet placed in the text. */
export interface Finding {
  readonly rule: RuleId;
  /** JSON pointer into the document. */
  readonly pointer: string;
  readonly on: Part;
  readonly within?: Within;
  /** What is wrong; begins with the field's name or the value. */
  readonly message: string;
  /** What to write instead. */
  readonly help?: string;
  readonly related?: readonly RelatedFinding[];
  /** The document file whose fault it is alone, from the repository's root: it is found for every manifest that names the file. */
  readonly documentFile?: string;
}

/**
 * Which part of the text that a pointer leads to a finding is about, as offsets of that text; undefined for the whole. A
 * function, so that nobody looks for it before the finding is placed.
 */
export type Within = () => Span | undefined;

/** Another place that belongs to a finding: in a manifest, without a document in the same one, or in another file. */
export type RelatedFinding =
  | {
      readonly message: string;
      readonly pointer: string;
      readonly within?: Within;
      readonly document?: ParsedDocument;
    }
  | { readonly message: string; readonly source: SourceText; readonly start: number; readonly end: number };
