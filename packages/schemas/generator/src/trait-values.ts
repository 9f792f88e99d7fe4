/** What the values of traits say, read without trusting their form. */

import type { Bounds, MemberFacts } from './facts.js';
import type { Traits } from './smithy.js';

/** Where a member travels, and under which name if the trait gives one. */
export function memberBinding(traits: Traits): { in?: NonNullable<MemberFacts['in']>; name?: unknown } {
  if ('smithy.api#httpLabel' in traits) return { in: 'path' };
  if ('smithy.api#httpQuery' in traits) return { in: 'query', name: traits['smithy.api#httpQuery'] };
  if ('smithy.api#httpHeader' in traits) return { in: 'header', name: traits['smithy.api#httpHeader'] };
  if ('smithy.api#httpPayload' in traits) return { in: 'payload' };
  return {};
}

/** The bounds that a `length` or `range` trait states, under the trait's name. */
export function bounds<Name extends 'length' | 'range'>(name: Name, trait: unknown): { readonly [N in Name]?: Bounds } {
  if (trait === undefined) return {};
  const { min, max } = record(trait);
  const value: Bounds = {
    ...(min !== undefined && { min: Number(min) }),
    ...(max !== undefined && { max: Number(max) }),
  };
  return { [name]: value } as { [N in Name]: Bounds };
}

/** Whether a default is one that the facts can carry. */
export function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** The value as a record, empty when it is none. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
