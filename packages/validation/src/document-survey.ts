/** The few numbers about a job document that decide whether a rule needs to look closer; most documents need no more. */
import type { JobDocument } from './job-document.js';
import { nestingMax } from './json-text.js';

/** What a job document is like as a whole. */
export interface DocumentSurvey {
  /** How many members all its objects have together, each key of an object counted once. */
  readonly members: number;
  /** Whether it has numbers that a double does not hold. */
  readonly lossyNumbers: boolean;
  /** Whether something lies deeper than rules look. */
  readonly tooDeep: boolean;
}

/** By the document's value, which several manifests have in common when they name one file. */
const known = new WeakMap<object, DocumentSurvey>();

/** The survey of a job document. */
export function surveyOf({ value }: JobDocument): DocumentSurvey {
  const key = Object(value) as object;
  let survey = known.get(key);
  if (survey === undefined) {
    const counts = { members: 0, lossyNumbers: false, tooDeep: false };
    count(value, 0, counts);
    survey = counts;
    known.set(key, survey);
  }
  return survey;
}

function count(
  value: unknown,
  depth: number,
  counts: { members: number; lossyNumbers: boolean; tooDeep: boolean },
): void {
  if (typeof value === 'number') {
    if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) counts.lossyNumbers = true;
  } else if (typeof value === 'object' && value !== null) {
    if (depth >= nestingMax) {
      counts.tooDeep = true;
      return;
    }
    const values = Array.isArray(value) ? (value as readonly unknown[]) : Object.values(value);
    if (!Array.isArray(value)) counts.members += values.length;
    for (const part of values) count(part, depth + 1, counts);
  }
}
