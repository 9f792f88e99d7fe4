/** Which devices a job is for: `targets`. */

import { explain, nearestName } from '@iot-rollouts/schemas';
import { ThingGroupName, ThingName } from '@iot-rollouts/schemas/iot';
import { readArn } from '../arn.js';
import type { Finding } from '../finding.js';
import type { Rule } from './rule.js';

/** The most targets of a job (JOB-CRE-01: a quota that cannot be raised). */
export const targetsMax = 100;

const at = '/spec/targets';

/** Targets that name neither a thing nor a thing group, too many of them, or one twice. */
export const targetRule: Rule = (subject) => {
  if (subject.kind !== 'Job') return [];
  const targets = subject.spec.targets ?? [];
  const findings: Finding[] = [];
  const first = new Map<string, { readonly target: string; readonly index: number; repeated: boolean }>();
  for (const [index, target] of targets.entries()) {
    if (target === undefined) continue;
    const pointer = `${at}/${index}`;
    const fault = targetFault(target);
    if (fault !== undefined) findings.push({ rule: 'target/form', pointer, on: 'value', ...fault });
    else if (/(?:^|:)thinggroup\/.*:/.test(target)) findings.push(colon(target, pointer));
    // An ARN names the same thing as its short form; of which account, another rule asks.
    const short = readArn(target)?.resource ?? target;
    const earlier = first.get(short);
    if (earlier === undefined) first.set(short, { target, index, repeated: false });
    else if (!earlier.repeated && !differentArns(earlier.target, target)) {
      // Once for each target, however often it stands there.
      earlier.repeated = true;
      const related = [{ message: 'the first time', pointer: `${at}/${earlier.index}` }];
      const message =
        earlier.target === target ? `${target} stands twice` : `${target} and ${earlier.target} are one target`;
      findings.push({ rule: 'target/duplicate', pointer, on: 'value', message, related });
    }
  }
  if (targets.length > targetsMax) {
    const message = `a job has at most ${targetsMax} targets; here are ${targets.length}`;
    const help = 'Put the things into a thing group, and target the group.';
    findings.push({ rule: 'target/count', pointer: at, on: 'key', message, help });
  }
  return findings;
};

function differentArns(a: string, b: string): boolean {
  return a !== b && a.startsWith('arn:') && b.startsWith('arn:');
}

/** JOB-RES-12: legal, but other features of AWS IoT split group names at colons. */
function colon(target: string, pointer: string): Finding {
  const message = `the group in ${target} has a colon in its name, at which other features of AWS IoT split it`;
  return { rule: 'target/colon', pointer, on: 'value', message, help: 'Give the group a name without colons.' };
}

const forms = 'Write thing/NAME, thinggroup/NAME or the full ARN of one of them.';

/** What is wrong with a target; undefined when it has a legal form. */
function targetFault(target: string): { readonly message: string; readonly help: string } | undefined {
  const arn = readArn(target);
  if (target.startsWith('arn:') && (arn?.service !== 'iot' || arn.region === '' || arn.account === '')) {
    return { message: `${target} is not the ARN of a thing or a thing group`, help: formOfArn };
  }
  const [, kind = '', name = ''] = /^([^/]*)\/(.*)$/s.exec(arn?.resource ?? target) ?? [];
  if (kind !== 'thing' && kind !== 'thinggroup') return notAKind(target, kind, name);
  const violation = explain(kind === 'thing' ? ThingName : ThingGroupName, name)[0];
  if (violation === undefined) return undefined;
  const help =
    kind === 'thinggroup' && /^[^/]+\/[^/]+$/.test(name)
      ? `A child group is a target by its own name: thinggroup/${name.slice(name.indexOf('/') + 1)}.`
      : forms;
  return { message: `the name in ${target} ${violation.message}`, help };
}

function notAKind(target: string, kind: string, name: string): { readonly message: string; readonly help: string } {
  if (target === '') return { message: 'a target is empty', help: forms };
  const known = kind === '' ? 'thing/ or thinggroup/ is missing' : 'only things and thing groups are targets';
  const near = kind === '' ? undefined : nearestName(kind, ['thing', 'thinggroup', 'dynamicthinggroup']);
  // IAM calls dynamic groups by a type of their own; their ARN is that of any group.
  const meant = near === 'dynamicthinggroup' || /^(?:thing)?-?groups?$/i.test(kind) ? 'thinggroup' : near;
  const help = meant === undefined ? forms : `Write ${target.startsWith('arn:') ? '…:' : ''}${meant}/${name}.`;
  return { message: `${target} is no target: ${known}`, help };
}

const formOfArn =
  'It has the form arn:aws:iot:REGION:ACCOUNT:thing/NAME or arn:aws:iot:REGION:ACCOUNT:thinggroup/NAME.';
