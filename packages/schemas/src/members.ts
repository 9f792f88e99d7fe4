import type { TObject } from '@sinclair/typebox';

/**
 * Names of the members that only the first input has: what a create call takes and the update call of the same resource
 * cannot change.
 */
export function createOnlyMembers(create: TObject, update: TObject): readonly string[] {
  return Object.keys(create.properties).filter((name) => !Object.hasOwn(update.properties, name));
}
