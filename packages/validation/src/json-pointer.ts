/** JSON pointers (RFC 6901): how findings name a place in a document. */

/** The pointer of a member or item below `parent`. */
export function childPointer(parent: string, name: string | number): string {
  return `${parent}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The names along a pointer, unescaped; empty for the whole document. */
export function pointerSegments(pointer: string): readonly string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What a message calls the place: the last member's name with the indexes that follow it, `targets[2]`. */
export function placeName(pointer: string): string {
  const segments = pointerSegments(pointer);
  let name = '';
  for (let index = segments.length - 1; index >= 0; index -= 1) {
    const segment = segments[index] ?? '';
    if (!/^\d+$/.test(segment)) return segment + name;
    name = `[${segment}]${name}`;
  }
  return name === '' ? 'the document' : `the document${name}`;
}
