/** Which resources files speak of, whether or not their manifests are valid. */

import type { ParsedFile } from './parse.js';
import { type ManifestKind, manifestKinds } from './schema.js';

/** Kind and name of a resource; what it is in Git and in AWS alike. */
export interface Identity {
  readonly kind: ManifestKind;
  readonly name: string;
}

/** An identity and, where it is known, the file that names it. */
export interface IdentityInFile extends Identity {
  readonly file?: string;
}

/**
 * The identities that files name, those of manifests with errors too. Planning asks them of the base commit: a job that
 * was there in any form is not new, and must not be started again.
 */
export function identitiesOf(files: readonly ParsedFile[]): readonly Identity[] {
  return files.flatMap((file) => file.documents).flatMap(({ value }) => identityOf(value));
}

function identityOf(value: unknown): readonly Identity[] {
  const { kind: written, metadata } = members(value);
  const { name } = members(metadata);
  const kind = manifestKinds.find((candidate) => candidate === written);
  if (kind === undefined || (typeof name !== 'string' && typeof name !== 'number')) return [];
  return [{ kind, name: String(name) }];
}

function members(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
