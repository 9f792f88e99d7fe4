/** Violations of a shape in the sentences that AWS services use for them (JOB-ERR-05). */
import type { Violation } from '@iot-rollouts/schemas';

/** Returns one message for all violations, as AWS words it. */
export function constraintMessage(violations: readonly Violation[]): string {
  const sentences = violations.map(sentence);
  const noun = violations.length === 1 ? 'error' : 'errors';
  return `${violations.length} validation ${noun} detected: ${sentences.join('; ')}`;
}

function sentence({ pointer, keyword, expected, actual }: Violation): string {
  const value = keyword === 'required' ? 'null' : `'${written(actual)}'`;
  return `Value ${value} at '${memberPath(pointer)}' failed to satisfy constraint: Member must ${demand(keyword, expected)}`;
}

/** AWS prints values in full; a document of 32 KB would drown the message. */
const longestValue = 200;

function written(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

/** `/criteriaList/0/action` is `criteriaList.1.member.action`: positions count from one. */
function memberPath(pointer: string): string {
  const parts = pointer
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? `${Number(part) + 1}.member` : part));
  return parts.join('.').replaceAll('~1', '/').replaceAll('~0', '~');
}

function demand(keyword: Violation['keyword'], expected: Violation['expected']): string {
  switch (keyword) {
    case 'required':
      return 'not be null';
    case 'minimum':
      return `have value greater than or equal to ${expected}`;
    case 'maximum':
      return `have value less than or equal to ${expected}`;
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return `have length greater than or equal to ${expected}`;
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      return `have length less than or equal to ${expected}`;
    case 'pattern':
    case 'key':
      return `satisfy regular expression pattern: ${expected}`;
    case 'enum':
      return `satisfy enum value set: [${Array.isArray(expected) ? expected.join(', ') : expected}]`;
    case 'uniqueItems':
      return 'have unique items';
    case 'unknown':
      return 'be a member of the model';
    case 'type':
      return `be ${expected}`;
  }
}
