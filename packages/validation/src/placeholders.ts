/** The placeholders of a job document, `${…}`: where they stand, how they nest, and what they are. */

/** One `${…}` of a text. */
export interface Placeholder {
  readonly start: number;
  /** Offset behind the closing brace; the text's end where there is none. */
  readonly end: number;
  readonly closed: boolean;
  /** What stands between the braces. */
  readonly body: string;
  /** The placeholders inside this one. */
  readonly inner: readonly Placeholder[];
}

interface Open {
  readonly start: number;
  readonly inner: Placeholder[];
}

/** The outermost placeholders of a text, in their order. */
export function placeholdersIn(text: string): readonly Placeholder[] {
  const top: Placeholder[] = [];
  const open: Open[] = [];
  for (let at = text.indexOf('${'); at >= 0 && at < text.length; at += 1) {
    if (text.startsWith('${', at)) {
      open.push({ start: at, inner: [] });
      at += 1;
    } else if (text[at] === '}') {
      const last = open.pop();
      if (last !== undefined) (open.at(-1)?.inner ?? top).push(placeholder(text, last, at + 1, true));
    }
  }
  const [outermost] = open;
  if (outermost !== undefined) top.push(placeholder(text, outermost, text.length, false));
  return top;
}

function placeholder(text: string, { start, inner }: Open, end: number, closed: boolean): Placeholder {
  return { start, end, closed, body: text.slice(start + 2, closed ? end - 1 : end), inner };
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

/** The placeholder as messages show it: whole when it is short. */
export function shown({ body, closed }: Placeholder): string {
  const short = body.length <= 60 ? body : `${body.slice(0, 57)}…`;
  return `\${${short}${closed ? '}' : ''}`;
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
