/** What a check of a well-known form of job documents is given, and what it answers. */
import type { Finding } from '../finding.js';
import { findingIn, type JobDocument } from '../job-document.js';
import type { RuleId } from '../rule-table.js';

/** Reports a fault at a part of the document. */
export type Report = (
  rule: RuleId,
  at: { readonly pointer: string; readonly part?: 'key' | 'value' },
  message: string,
  help?: string,
) => void;

/** A JSON object as it was written. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The findings that a check reports about a document. */
export function collectFindings(document: JobDocument, check: (report: Report) => void): readonly Finding[] {
  const findings: Finding[] = [];
  check((rule, at, message, help) => findings.push(findingIn(document, rule, at, message, help)));
  return findings;
}

/** The value as an object; undefined for lists and everything else. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** The value of a member that the object itself has. */
export function member(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The value as it would stand in JSON, for messages. */
export function written(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 40 ? text : `${text.slice(0, 37)}…`;
}
