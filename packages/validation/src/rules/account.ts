/** Whether all ARNs of a manifest are of one partition, region and account, as one call to AWS needs them. */
import { type Arn, readArn } from '../arn.js';
import type { Finding } from '../finding.js';
import type { Subject } from '../subject.js';
import type { Rule } from './rule.js';

interface PlacedArn {
  readonly arn: Arn;
  readonly pointer: string;
  readonly target: boolean;
}

/** The ARNs that differ from an earlier one of the manifest. */
export const accountRule: Rule = (subject) => {
  const arns = arnsOf(subject);
  if (arns.length < 2) return [];
  const findings: Finding[] = [];
  for (const part of ['partition', 'account', 'region'] as const) {
    const first = arns.find(({ arn }) => arn[part] !== '');
    const other = arns.find(({ arn }) => arn[part] !== '' && arn[part] !== first?.arn[part]);
    if (first === undefined || other === undefined) continue;
    findings.push(mixture(first, other, part));
    break; // Who pasted an ARN from elsewhere has other parts of it from elsewhere too.
  }
  return findings;
};

function mixture(first: PlacedArn, other: PlacedArn, part: 'partition' | 'account' | 'region'): Finding {
  // JOB-RES-04: that targets are the caller's own is documented; of two accounts, one is not the caller's.
  const refused = part === 'account' && first.target && other.target;
  return {
    rule: refused ? 'target/account' : 'target/mixed-arns',
    pointer: other.pointer,
    on: 'value',
    message: `this ARN is of the ${part} ${other.arn[part]}, and others of the manifest are of ${first.arn[part]}`,
    help: refused
      ? 'A job reaches things of one account only: write a manifest for each account.'
      : `One request goes to one account and region: write ${first.arn[part]}, or a manifest for each.`,
    related: [{ message: first.arn[part], pointer: first.pointer }],
  };
}

function arnsOf(subject: Subject): readonly PlacedArn[] {
  const { spec } = subject;
  const own = subject.kind === 'Job' ? subject.spec.jobTemplateArn : subject.spec.jobArn;
  const ownPointer = subject.kind === 'Job' ? '/spec/jobTemplateArn' : '/spec/jobArn';
  const targets = subject.kind === 'Job' ? (subject.spec.targets ?? []) : [];
  const texts = [
    ...targets.map((text, index) => ({ text, pointer: `/spec/targets/${index}`, target: true })),
    { text: own, pointer: ownPointer, target: false },
    ...(spec.destinationPackageVersions ?? []).map((text, index) => ({
      text,
      pointer: `/spec/destinationPackageVersions/${index}`,
      target: false,
    })),
    { text: spec.presignedUrlConfig?.roleArn, pointer: '/spec/presignedUrlConfig/roleArn', target: false },
  ];
  return texts.flatMap(({ text, pointer, target }) => {
    const arn = text === undefined ? undefined : readArn(text);
    return arn === undefined ? [] : [{ arn, pointer, target }];
  });
}
