/** JSON pointers (RFC 6901): how findings name a place in a document. */

/** The pointer of a member or item below `parent`. */
export function childPointer(parent: string, name: string | number): string {
  // Hardly any name has a tilde or a slash in it.
  if (typeof name === 'number' || !/[~/]/.test(name)) return `${parent}/${name}`;
  return `${parent}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The names along a pointer, unescaped; empty for the whole document. */
export function pointerSegments(pointer: string): readonly string[] {
  if (pointer === '') return [];
  const segments = pointer.slice(1).split('/');
  // Hardly any name has a tilde or a slash in it.
  if (!pointer.includes('~')) return segments;
  return segments.map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Objects whose members have names that say little alone. */
const namedWithParent: ReadonlySet<string> = new Set(['metadata', 'tags', 'documentParameters', 'document']);

/** What a message calls the place: the last member's name with the indexes that follow it, `targets[2]`, `tags.team`. */
export function placeName(pointer: string): string {
  const segments = pointerSegments(pointer);
  const [parent, last] = [segments.at(-2), segments.at(-1) ?? ''];
  if (parent !== undefined && namedWithParent.has(parent) && !/^\d+$/.test(last)) return `${parent}.${last}`;
  let name = '';
  for (let index = segments.length - 1; index >= 0; index -= 1) {
    const segment = segments[index] ?? '';
    if (!/^\d+$/.test(segment)) return segment + name;
    name = `[${segment}]${name}`;
  }
  return name === '' ? 'the document' : `the document${name}`;
}

/** The value at a pointer; undefined when there is none. */
export function valueAt(value: unknown, pointer: string): unknown {
  let at = value;
  for (const segment of knownSegments(pointer)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, segment)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[segment];
  }
  return at;
}

/** The segments of the pointers that rules ask for in every manifest. */
const known = new Map<string, readonly string[]>();

function knownSegments(pointer: string): readonly string[] {
  let segments = known.get(pointer);
  if (segments === undefined) {
    segments = pointerSegments(pointer);
    if (known.size < 100) known.set(pointer, segments);
  }
  return segments;
}
