/**
 * Runs the rules about a configuration in effect, once a manifest, and puts what they find where somebody can mend it: at
 * the manifest's own field, or at the job's `template` where the template's field is at fault only in this job.
 */
import { type Configuration, configurationOf, supplierOf } from '../configuration.js';
import type { Finding, RelatedFinding } from '../finding.js';
import type { Repository, TemplateSubject } from '../subject.js';
import { abortCriteriaRule } from './abort-criteria.js';
import { abortFleetRule } from './abort-fleet.js';
import type { ConfigurationRule } from './configuration-rule.js';
import { retryConfigurationRule } from './retry.js';
import { rolloutFleetRule } from './rollout-fleet.js';
import type { Rule } from './rule.js';
import { scheduleReachRule } from './schedule-reach.js';
import { timeoutConfigurationRule } from './timeout.js';
import { windowConfigurationRule } from './window.js';

const rules: readonly ConfigurationRule[] = [
  rolloutFleetRule,
  abortCriteriaRule,
  abortFleetRule,
  timeoutConfigurationRule,
  retryConfigurationRule,
  windowConfigurationRule,
  scheduleReachRule,
];

/** What is wrong with the configuration in effect of a manifest. */
export const configurationRule: Rule = (subject, repository) => {
  const configuration = configurationOf(subject, repository);
  const findings = judge(configuration, repository);
  const { template } = configuration;
  return template === undefined ? findings : placeMerged(findings, configuration, template, repository);
};

function judge(configuration: Configuration, repository: Repository): readonly Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) {
    const found = rule(configuration, repository);
    if (found.length > 0) findings.push(...found);
  }
  return findings;
}

/** A template that is at fault by itself has that finding itself; its jobs need not repeat it. */
function placeMerged(
  findings: readonly Finding[],
  configuration: Configuration,
  template: TemplateSubject,
  repository: Repository,
): readonly Finding[] {
  let known: ReadonlySet<string> | undefined;
  const placed: Finding[] = [];
  const said = new Set<string>();
  for (const finding of findings) {
    const related = (finding.related ?? []).map((place) => relatedPlace(place, configuration));
    if (supplierOf(configuration, finding.pointer) !== template) {
      placed.push({ ...finding, related });
      continue;
    }
    known ??= new Set(judge(configurationOf(template, repository), repository).map(identity));
    // One template in one job is one cause, however many of its criteria share the fault.
    if (known.has(identity(finding)) || said.has(finding.rule)) continue;
    said.add(finding.rule);
    placed.push({
      ...finding,
      pointer: '/spec/template',
      on: 'value',
      message: `with the template ${template.name}, ${finding.message}`,
      help: mergedHelp(finding),
      related: [{ message: `in ${template.name}`, pointer: finding.pointer, document: template.document }, ...related],
    });
  }
  return placed;
}

/** The template may suit other jobs as it is; this one can have the object for itself. */
function mergedHelp({ help, pointer }: Finding): string {
  const member = pointer.split('/')[2];
  const own = member === 'maintenanceWindows' ? 'schedulingConfig' : member;
  const sentence = `The job may have its own ${own}, which takes the place of the template's.`;
  return help === undefined ? sentence : `${help} ${sentence}`;
}

function relatedPlace(place: RelatedFinding, configuration: Configuration): RelatedFinding {
  return 'pointer' in place ? { ...place, document: supplierOf(configuration, place.pointer).document } : place;
}

function identity({ rule, pointer }: Finding): string {
  return `${rule} ${pointer}`;
}
