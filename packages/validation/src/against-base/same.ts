/** Whether two manifests, or parts of them, ask AWS for the same. */
import type { DocumentSource, Target, TemplateReference } from '../manifest.js';

/** Whether two values are equal; the order of members does not count, and an object without members is as good as none. */
export function sameValue(a: unknown, b: unknown): boolean {
  return a === b || valueKey(a) === valueKey(b);
}

function ordered(value: unknown, dropEmpty: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => ordered(item, dropEmpty));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, member]) => [key, ordered(member, dropEmpty)] as const)
    .filter(([, member]) => member !== undefined && !(dropEmpty && isEmpty(member)))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  // Pairs, since a member named __proto__ would be lost in an object.
  return dropEmpty && entries.length === 0 ? undefined : { pairs: entries };
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}

/** Whether devices get the same from two job documents: as JSON when both are, else word for word. */
export function sameDocument(a: DocumentSource | undefined, b: DocumentSource | undefined): boolean {
  return a === b || documentKey(a) === documentKey(b);
}

/** A text that is the same for documents that devices get alike, and another for any other. */
export function documentKey(document: DocumentSource | undefined): string {
  if (document === undefined) return '';
  return document.from === 's3' ? `s3 ${document.documentSource}` : `text ${jsonKey(document.text)}`;
}

function jsonKey(text: string): string {
  try {
    return JSON.stringify(ordered(JSON.parse(text), false));
  } catch {
    return text;
  }
}

/** A text that is the same for equal values, and another for any other. */
export function valueKey(value: unknown): string {
  return JSON.stringify(ordered(value, true)) ?? '';
}

/** Whether two targets name the same thing or group; a short name may stand for any ARN that ends with it. */
export function sameTarget(a: Target, b: Target): boolean {
  if (a === b) return true;
  return a.startsWith('arn:') !== b.startsWith('arn:') && shortTarget(a) === shortTarget(b);
}

/** `thinggroup/NAME` of a target in any form. */
export function shortTarget(target: Target): string {
  return target.startsWith('arn:') ? target.split(':').slice(5).join(':') : target;
}

/** Whether two references lead to the same template. */
export function sameTemplate(a: TemplateReference | undefined, b: TemplateReference | undefined): boolean {
  if (a?.kind === 'arn' && b?.kind === 'repository') return a.arn.endsWith(`:jobtemplate/${b.name}`);
  if (a?.kind === 'repository' && b?.kind === 'arn') return sameTemplate(b, a);
  return sameValue(a, b);
}
