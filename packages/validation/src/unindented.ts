/** Fields that stand beside `metadata` and `spec`, and were meant to stand in them: one mistake, however many they are. */
import { type ManifestKind, specMembers } from './schema.js';

/** The fields at the root of a manifest that belong in an empty or missing object there, by the object's name. */
export function unindentedFields(value: unknown, kind: ManifestKind): ReadonlyMap<string, readonly string[]> {
  const root = Object(value) as Readonly<Record<string, unknown>>;
  const found = new Map<string, readonly string[]>();
  const parents: readonly (readonly [string, readonly string[]])[] = [
    ['metadata', ['name']],
    ['spec', specMembers(kind)],
  ];
  for (const [parent, members] of parents) {
    if (Object.hasOwn(root, parent) && root[parent] !== null) continue;
    const names = Object.keys(root).filter((name) => members.includes(name));
    if (names.length > 0) found.set(parent, names);
  }
  return found;
}
