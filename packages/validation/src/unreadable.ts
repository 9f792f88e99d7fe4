/** What to say of a file that could not be read. */
import type { Diagnostic } from './diagnostic.js';
import type { ReadProblem, ReadResult } from './document-files.js';
import { ruleTable } from './rule-table.js';

const reasons: Readonly<Record<ReadProblem, string>> = {
  missing: 'does not exist',
  'outside-repository': 'is outside the repository',
  'not-a-file': 'is not a file',
  'too-large': 'is too large',
  'not-utf8': 'is not UTF-8 text',
  unreadable: 'cannot be read',
};

type Unreadable = Extract<ReadResult, { problem: unknown }>;

/** Why a file has no text, as the end of a sentence that begins with its name. */
export function reasonOf({ problem, detail }: Unreadable): string {
  return detail === undefined ? reasons[problem] : `${reasons[problem]} (${detail})`;
}

/** The diagnostic about a manifest file that could not be read. */
export function unreadableFile(file: string, result: Unreadable): Diagnostic {
  const rule = 'source/unreadable';
  const help =
    result.problem === 'not-a-file' && result.detail === undefined
      ? `Name files, or a pattern such as ${file}/**/*.yaml.`
      : undefined;
  return {
    rule,
    severity: ruleTable[rule].severity,
    message: `${file} ${reasonOf(result)}`,
    ...(help !== undefined && { help }),
    file,
    related: [],
  };
}
