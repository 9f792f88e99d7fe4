/** The target of a request line, taken apart. Nothing that a client can write there makes it throw. */

export interface RequestTarget {
  /** The path as it came, without a host that a proxy's client may have put before it. */
  readonly path: string;
  /** The segments of the path, decoded. `$next` may have come as `%24next` (JOB-LST-01). */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
}

/** Returns the parts of a request target, or undefined when its path is not well percent-encoded. */
export function requestTarget(target: string): RequestTarget | undefined {
  const [beforeFragment = ''] = target.replace(/^https?:\/\/[^/?#]*/i, '').split('#', 1);
  const mark = beforeFragment.indexOf('?');
  const path = mark === -1 ? beforeFragment : beforeFragment.slice(0, mark);
  const segments = decodedSegments(path);
  if (segments === undefined) return undefined;
  return { path, segments, query: new URLSearchParams(mark === -1 ? '' : beforeFragment.slice(mark + 1)) };
}

function decodedSegments(path: string): readonly string[] | undefined {
  const segments = path.split('/').slice(1);
  if (!path.includes('%')) return segments;
  try {
    return segments.map(decodeURIComponent);
  } catch {
    return undefined; // A percent sign without two digits, or bytes that are not UTF-8.
  }
}
