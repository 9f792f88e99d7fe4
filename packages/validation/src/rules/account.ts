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
  const written: { readonly text: string; readonly pointer: string; readonly index?: number }[] = [];
  const add = (text: string | undefined, pointer: string) => {
    if (text?.startsWith('arn:') === true) written.push({ text, pointer });
  };
  const addList = (texts: readonly (string | undefined)[] | undefined, pointer: string) => {
    texts?.forEach((text, index) => {
      if (text?.startsWith('arn:') === true) written.push({ text, pointer, index });
    });
  };
  if (subject.kind === 'JobTemplate') add(subject.spec.jobArn, '/spec/jobArn');
  else {
    addList(subject.spec.targets, targetsAt);
    add(subject.spec.jobTemplateArn, '/spec/jobTemplateArn');
  }
  addList(spec.destinationPackageVersions, '/spec/destinationPackageVersions');
  add(spec.presignedUrlConfig?.roleArn, '/spec/presignedUrlConfig/roleArn');
  // One differs from none.
  if (written.length < 2) return [];
  return written.flatMap(({ text, pointer, index }): readonly PlacedArn[] => {
    const arn = readArn(text);
    const at = index === undefined ? pointer : `${pointer}/${index}`;
    return arn === undefined ? [] : [{ arn, pointer: at, target: pointer === targetsAt }];
  });
}

const targetsAt = '/spec/targets';
