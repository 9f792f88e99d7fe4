/** How a finding of a rule is taken: as the table says, or as the repository's settings say instead. */
import type { Diagnostic, Severity } from './diagnostic.js';
import { type RuleId, ruleTable } from './rule-table.js';
import type { RuleLevel, Settings } from './settings.js';

/** Families whose errors say that a manifest could not be read or understood: nothing can be sent in spite of them. */
const fixedFamilies: ReadonlySet<string> = new Set(['source', 'yaml', 'manifest', 'shape', 'identity', 'settings']);

/** Errors of other families without which it is not known what to send, or whose it would be. */
const fixedRules: ReadonlySet<string> = new Set([
  'document/several-sources',
  'document/file',
  'document/not-json',
  'target/form',
  'template/several-references',
  'template/reference',
  'base/removed-template',
  'tag/ours',
]);

/** Whether a rule's findings are errors, whatever the settings or a comment say. */
export function isFixed(rule: RuleId): boolean {
  if (ruleTable[rule].severity !== 'error') return false;
  return fixedFamilies.has(familyOf(rule)) || fixedRules.has(rule);
}

/** The first part of a rule's id: `abort` of `abort/threshold-zero`. */
export function familyOf(rule: string): string {
  return rule.slice(0, rule.indexOf('/'));
}

/** How findings of a rule are taken. */
export function levelOf(rule: RuleId, { rules }: Settings): RuleLevel {
  const wanted = rules[rule];
  return wanted === undefined || isFixed(rule) ? ruleTable[rule].severity : wanted;
}

/** Whether an id is one of a rule. */
export function isRuleId(id: string): id is RuleId {
  return Object.hasOwn(ruleTable, id);
}

/** The diagnostics as the settings want them: without those of rules that are off, the others at their level. */
export function atWantedLevels(diagnostics: readonly Diagnostic[], settings: Settings): readonly Diagnostic[] {
  if (Object.keys(settings.rules).length === 0) return diagnostics;
  return diagnostics.flatMap((diagnostic) => {
    if (!isRuleId(diagnostic.rule)) return [diagnostic];
    const level = levelOf(diagnostic.rule, settings);
    if (level === 'off') return [];
    return [level === diagnostic.severity ? diagnostic : { ...diagnostic, severity: level satisfies Severity }];
  });
}
