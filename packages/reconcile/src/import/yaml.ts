/**
 * YAML as a person writes it: small structures on one line, texts without quotes where none are needed, several lines as
 * a block. What is written reads back as the same value, whatever characters a name or a text has.
 */

/** A line is not made longer than this by putting a structure on one. */
const lineLengthMax = 110;

/** The value as YAML lines, members of objects in their own order; what is undefined is left out. */
export function yamlLines(value: Readonly<Record<string, unknown>>, indent = ''): readonly string[] {
  return Object.entries(value).flatMap(([key, member]) =>
    member === undefined ? [] : memberLines(`${indent}${scalar(key, false)}:`, member, indent),
  );
}

function memberLines(head: string, value: unknown, indent: string): readonly string[] {
  const text = onOneLine(value, false);
  if (text !== undefined && (!isStructure(value) || `${head} ${text}`.length <= lineLengthMax))
    return [`${head} ${text}`];
  if (typeof value === 'string') return [`${head} ${blockHeader(value)}`, ...blockLines(value, `${indent}  `)];
  if (Array.isArray(value)) return [head, ...value.flatMap((item) => itemLines(item, `${indent}  `))];
  return [head, ...yamlLines(value as Readonly<Record<string, unknown>>, `${indent}  `)];
}

function itemLines(value: unknown, indent: string): readonly string[] {
  const text = onOneLine(value, false);
  if (text !== undefined && (!isStructure(value) || `${indent}- ${text}`.length <= lineLengthMax)) {
    return [`${indent}- ${text}`];
  }
  if (typeof value === 'string') return [`${indent}- ${blockHeader(value)}`, ...blockLines(value, `${indent}  `)];
  const [first = '', ...rest] = Array.isArray(value)
    ? value.flatMap((item) => itemLines(item, `${indent}  `))
    : yamlLines(value as Readonly<Record<string, unknown>>, `${indent}  `);
  return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
}

/** The value in flow style; undefined where it holds a structure that holds another, or a text of several lines. */
function onOneLine(value: unknown, inFlow: boolean): string | undefined {
  if (typeof value === 'string') return isBlock(value) ? undefined : scalar(value, inFlow);
  if (!isStructure(value)) return String(value);
  const members = Array.isArray(value) ? value : Object.values(value);
  if (members.length === 0) return Array.isArray(value) ? '[]' : '{}';
  if (members.some((member) => isStructure(member) || (typeof member === 'string' && isBlock(member))))
    return undefined;
  if (Array.isArray(value)) return `[${value.map((item) => onOneLine(item, true)).join(', ')}]`;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{ ${entries.map(([key, member]) => `${scalar(key, true)}: ${onOneLine(member, true)}`).join(', ')} }`;
}

/** A text, quoted where it would otherwise be read as something else. */
function scalar(text: string, inFlow: boolean): string {
  if (isPlain(text) && !(inFlow && /[,[\]{}]/.test(text))) return text;
  // In single quotes nothing is an escape, which keeps JSON and patterns readable.
  if (/["\\]/.test(text) && !/'/.test(text) && !unprintable.test(text)) return `'${text}'`;
  return JSON.stringify(text).replace(/[^\x20-\x7e]/gu, (character) =>
    unprintable.test(character) ? escaped(character) : character,
  );
}

/** Characters that a reader does not see, or that turn the order of others. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Co}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

function escaped(character: string): string {
  const point = (character.codePointAt(0) as number).toString(16);
  return point.length > 4 ? `\\U${point.padStart(8, '0')}` : `\\u${point.padStart(4, '0')}`;
}

/** Words that YAML 1.2 or, for readers of the older version, YAML 1.1 takes for something else than a text. */
const reserved = /^(?:null|true|false|yes|no|on|off|y|n)$/i;

function isPlain(text: string): boolean {
  // A version is no number; everything else that begins like one is quoted.
  if (/^\d+\.\d+\.\d+[\w.-]*$/.test(text)) return true;
  if (!/^(?:[\p{L}/_$(]|\.\.?\/)/u.test(text) || reserved.test(text) || unprintable.test(text)) return false;
  return !/: | #|:$| $/.test(text);
}

/** Whether a text is written as a block: several lines, of which none would lose a character. */
function isBlock(text: string): boolean {
  if (!/[^\n]\n./s.test(text) || /^[ \n]/.test(text)) return false;
  return !/[ \t]$/m.test(text) && !unprintable.test(text.replaceAll('\n', ''));
}

function blockHeader(text: string): string {
  if (!text.endsWith('\n')) return '|-';
  return text.endsWith('\n\n') ? '|+' : '|';
}

function blockLines(text: string, indent: string): readonly string[] {
  const lines = text.split('\n');
  if (text.endsWith('\n')) lines.pop();
  return lines.map((line) => (line === '' ? '' : `${indent}${line}`));
}

function isStructure(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
