/** What a rule finds: what is wrong and at which pointer. Where that stands in the text is settled later, in one place. */
import type { Part } from './locate.js';
import type { ParsedDocument } from './parse.js';
import type { RuleId } from './rule-table.js';

/** One thing that a rule finds wrong, not yet placed in the text. */
export interface Finding {
  readonly rule: RuleId;
  /** JSON pointer into the document. */
  readonly pointer: string;
  readonly on: Part;
  /** What is wrong; begins with the field's name or the value. */
  readonly message: string;
  /** What to write instead. */
  readonly help?: string;
  readonly related?: readonly RelatedFinding[];
}

/** Another place that belongs to a finding; without a document, in the same one. */
export interface RelatedFinding {
  readonly message: string;
  readonly pointer: string;
  readonly document?: ParsedDocument;
}
