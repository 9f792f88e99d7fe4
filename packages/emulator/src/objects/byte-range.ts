/** The Range header of HTTP, as far as S3 takes it: one range of bytes. */

/** A part of an object; both ends are included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Returns the part that a Range header asks for, 'none' without a header or when the header must be ignored because it is
 * not one range of bytes, or 'unsatisfiable' when no byte of the object lies in it.
 */
export function byteRange(header: string | undefined, size: number): ByteRange | 'none' | 'unsatisfiable' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (match === null) return 'none';
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return 'none';
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < Number(from)) return 'none';
  return first > last ? 'unsatisfiable' : { first, last };
}
