/** The placeholders of a job document, `${…}`: where they stand, how they nest, and what they are. */

/** One `${…}` of a text. */
export interface Placeholder {
  readonly start: number;
  /** Offset behind the closing brace; where there is none, the end of what it may be meant to hold. */
  readonly end: number;
  readonly closed: boolean;
  /** What stands between the braces. */
  readonly body: string;
  /** The `${…}` inside this one. */
  readonly inner: readonly Placeholder[];
  /** The braces that are none of AWS's, such as a shell's, of which this is the first placeholder inside. */
  readonly insideText?: Placeholder;
}

interface Open {
  readonly start: number;
  readonly inner: Placeholder[];
  /** How many placeholders had been found before it. */
  readonly found: number;
}

/**
 * The placeholders of a text that are AWS IoT's or look as if they were to be, in their order, the outermost ones; and
 * each `${` that nothing closes, several of a shell counted as one. Those of a shell are left out, and what is in them is
 * not: they are plain text to AWS (JOB-PH-05).
 */
export function placeholdersIn(text: string): readonly Placeholder[] {
  const found: Placeholder[] = [];
  const open: Open[] = [];
  for (let at = text.indexOf('${'); at >= 0 && at < text.length; at += 1) {
    if (text.startsWith('${', at)) {
      open.push({ start: at, inner: [], found: found.length });
      at += 1;
    } else if (text[at] === '}') {
      const last = open.pop();
      if (last === undefined) continue;
      const { start, inner } = last;
      const closed = { start, end: at + 1, closed: true, body: text.slice(start + 2, at), inner };
      open.at(-1)?.inner.push(closed);
      add(found, closed, last.found);
    }
  }
  return open.length === 0 ? found : withUnclosed(text, found, open);
}

/** Adds what has been closed; what was found in it belongs to it, unless it is a text. */
function add(found: Placeholder[], closed: Placeholder, from: number): void {
  if (kindOf(closed).kind !== 'text') {
    found.length = from;
    found.push(closed);
    return;
  }
  const first = found[from];
  if (first !== undefined && first.insideText === undefined) found[from] = { ...first, insideText: closed };
}

function withUnclosed(text: string, found: readonly Placeholder[], open: readonly Open[]): readonly Placeholder[] {
  const unclosed: Placeholder[] = [];
  let rest = found;
  for (const [index, { start, inner, found: before }] of open.entries()) {
    const all = { start, end: text.length, closed: false, body: text.slice(start + 2), inner };
    if (kindOf(all).kind !== 'text') {
      // Where it should have ended nobody knows, so nothing is said about what comes after it.
      unclosed.push(all);
      rest = found.slice(0, before);
      break;
    }
    if (index > 0 && !isMeantForAws(all)) continue;
    const end = inner[0]?.start ?? open[index + 1]?.start ?? text.length;
    unclosed.push({ start, end, closed: false, body: text.slice(start + 2, end), inner: [] });
  }
  return [...rest, ...unclosed].sort((a, b) => a.start - b.start);
}

/** Names of AWS IoT's placeholders, as they stand after `aws:iot:`. */
export const placeholderNames = [
  's3-presigned-url',
  's3-presigned-url-v1',
  's3-presigned-url-v2',
  's3-presigned-url-upload',
  'code-sign-signature',
  'parameter',
  'package',
] as const;

/** The name of one of AWS IoT's placeholders. */
export type PlaceholderName = (typeof placeholderNames)[number];

/** What a placeholder is by its body. */
export type PlaceholderKind =
  | { readonly kind: 'aws'; readonly name: PlaceholderName; readonly argument: string }
  | { readonly kind: 'unknown'; readonly name: string }
  | { readonly kind: 'local'; readonly name: string }
  /** Text that only looks like a placeholder, such as a variable of a shell. */
  | { readonly kind: 'text' };

/** The placeholders that AWS fills in inside the key of an upload URL. */
export const localNames: readonly string[] = ['thingName', 'jobId', 'executionNumber'];

const awsPrefix = 'aws:iot:';

/** What a placeholder is. */
export function kindOf({ body }: Placeholder): PlaceholderKind {
  if (localNames.includes(body)) return { kind: 'local', name: body };
  if (!body.startsWith(awsPrefix)) return { kind: 'text' };
  const rest = body.slice(awsPrefix.length);
  const colon = rest.indexOf(':');
  const written = colon < 0 ? rest : rest.slice(0, colon);
  const name = placeholderNames.find((candidate) => candidate === written);
  if (name === undefined || colon < 0) return { kind: 'unknown', name: written };
  return { kind: 'aws', name, argument: rest.slice(colon + 1) };
}

/** Whether a `${` that nothing closes begins as one of AWS's does. */
export function isMeantForAws({ body }: Placeholder): boolean {
  return body.startsWith(awsPrefix) || localNames.some((name) => body.startsWith(name));
}

/** The placeholder as messages show it: whole when it is short. */
export function shown({ body, closed }: Placeholder): string {
  const short = body.length <= 60 ? body : `${body.slice(0, 57)}…`;
  return closed ? `\${${short}}` : `\${${short}`.trimEnd();
}

/** What a package placeholder asks for. */
export interface PackageReference {
  /** Empty where the one package of the job is meant. */
  readonly packageName: string;
  readonly versionName: string;
  readonly wants: 'all-attributes' | 'attribute' | 'artifact';
}

/** What the argument of a package placeholder asks for; undefined when it has none of the forms. */
export function packageReference(argument: string): PackageReference | undefined {
  const parts = /^([^:]*):version:([^:]*):(attributes|attributes:(.+)|artifact(?:-location)?:s3-presigned-url)$/s.exec(
    argument,
  );
  if (parts === null) return undefined;
  const [, packageName = '', versionName = '', tail = '', attribute] = parts;
  const wants = attribute !== undefined ? 'attribute' : tail === 'attributes' ? 'all-attributes' : 'artifact';
  return { packageName, versionName, wants };
}

/** How the placeholder for a presigned download is written, for messages. */
export const presignedExample = `\${aws:iot:s3-presigned-url:https://s3.REGION.amazonaws.com/BUCKET/KEY}`;
