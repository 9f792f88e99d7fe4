/** Which devices a job is for: `targets`. */

import { explain } from '@iot-rollouts/schemas';
import { ThingGroupName, ThingName } from '@iot-rollouts/schemas/iot';
import type { Finding } from '../finding.js';
import type { Rule } from './rule.js';

/** The most targets of a job (JOB-CRE-01: a quota that cannot be raised). */
const targetsMax = 100;

const at = '/spec/targets';

/** Targets that name neither a thing nor a thing group, too many of them, or one twice. */
export const targetRule: Rule = (subject) => {
  if (subject.kind !== 'Job') return [];
  const targets = subject.spec.targets ?? [];
  const findings: Finding[] = [];
  const first = new Map<string, number>();
  for (const [index, target] of targets.entries()) {
    if (target === undefined) continue;
    const pointer = `${at}/${index}`;
    const fault = targetFault(target);
    if (fault !== undefined) findings.push({ rule: 'target/form', pointer, on: 'value', ...fault });
    const earlier = first.get(target);
    if (earlier === undefined) first.set(target, index);
    else {
      const related = [{ message: 'the first time', pointer: `${at}/${earlier}` }];
      findings.push({ rule: 'target/duplicate', pointer, on: 'value', message: `${target} stands twice`, related });
    }
  }
  if (targets.length > targetsMax) {
    const message = `a job has at most ${targetsMax} targets; here are ${targets.length}`;
    const help = 'Put the things into a thing group, and target the group.';
    findings.push({ rule: 'target/count', pointer: at, on: 'key', message, help });
  }
  return findings;
};

const forms = 'Write thing/NAME, thinggroup/NAME or the full ARN of one of them.';

/** What is wrong with a target; undefined when it has a legal form. */
function targetFault(target: string): { readonly message: string; readonly help: string } | undefined {
  const arn = /^arn:aws[a-z-]*:iot:[a-z0-9-]+:\d{12}:(.*)$/s.exec(target);
  if (target.startsWith('arn:') && arn === null) {
    return { message: `${target} is not the ARN of a thing or a thing group`, help: formOfArn };
  }
  const [, kind = '', name = ''] = /^([^/]*)\/(.*)$/s.exec(arn?.[1] ?? target) ?? [];
  if (kind !== 'thing' && kind !== 'thinggroup') {
    const known = kind === '' ? 'thing/ or thinggroup/ is missing' : 'only things and thing groups are targets';
    return { message: `${target} is no target: ${known}`, help: forms };
  }
  const violation = explain(kind === 'thing' ? ThingName : ThingGroupName, name)[0];
  if (violation === undefined) return undefined;
  return { message: `the name in ${target} ${violation.message}`, help: forms };
}

const formOfArn =
  'It has the form arn:aws:iot:REGION:ACCOUNT:thing/NAME or arn:aws:iot:REGION:ACCOUNT:thinggroup/NAME.';
