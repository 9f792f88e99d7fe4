/** `explain`: the page about a rule; without one, every rule by family. */
import { readFile } from 'node:fs/promises';
import { nearestName } from '@iot-rollouts/schemas';
import { familyOf, isRuleId, type RuleId, ruleTable } from '@iot-rollouts/validation';
import type { Arguments } from '../arguments.js';
import { CannotRun, type ExitCode, type Host } from '../host.js';

export async function run({ positionals }: Arguments, host: Host): Promise<ExitCode> {
  const [asked, second] = positionals;
  if (second !== undefined) throw new CannotRun(`explain takes one rule; ${second} is a second one`);
  const ids = Object.keys(ruleTable) as readonly RuleId[];
  if (asked === undefined) host.stdout(listOf(ids));
  else if (isRuleId(asked)) host.stdout(await readPage(asked, host));
  else host.stdout(listOf(familyNamed(asked, ids)));
  return 0;
}

async function readPage(rule: RuleId, { rulePages }: Host): Promise<string> {
  return readFile(new URL(`${rule}.md`, rulePages), 'utf8');
}

/** The rules of a family, for who knows only that much. */
function familyNamed(asked: string, ids: readonly RuleId[]): readonly RuleId[] {
  const family = ids.filter((id) => familyOf(id) === asked);
  if (family.length > 0) return family;
  const near = nearestName(asked, [...ids, ...new Set(ids.map(familyOf))]);
  throw new CannotRun(
    `there is no rule ${asked}${near === undefined ? '' : `; did you mean ${near}?`}`,
    'iot-rollouts explain lists every rule.',
  );
}

function listOf(ids: readonly RuleId[]): string {
  const width = Math.max(...ids.map((id) => id.length));
  const families = [...new Set(ids.map(familyOf))];
  const blocks = families.map((family) => {
    const rules = ids.filter((id) => familyOf(id) === family);
    return rules
      .map((id) => `${id.padEnd(width)}  ${ruleTable[id].severity.padEnd(7)}  ${ruleTable[id].title}\n`)
      .join('');
  });
  return blocks.join('\n');
}
