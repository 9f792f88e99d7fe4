/** Manifests -> the IAM policy that planning, or planning and applying them takes. Pure. */
import type { Manifest } from '@iot-rollouts/validation';
import { bookkeepingTags, sourceTag } from '../ownership.js';
import { type PolicyArns, type PolicyKind, type PolicyPlace, policyArns } from './arns.js';
import { foldedArns, wordsOf } from './fold.js';
import { operationPermissions } from './operations.js';

/** An identity-based IAM policy. */
export interface IamPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly IamStatement[];
}

/** One statement of a policy. */
export interface IamStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[] | '*';
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What a policy is for. */
export interface PolicyRequest {
  readonly manifests: readonly Manifest[];
  readonly place: PolicyPlace;
  /** The repository, whose tag is on what may be changed. */
  readonly source: string;
  /** For planning only. */
  readonly readOnly: boolean;
}

/** A policy, and what a person should know about it. */
export interface PolicyAnswer {
  readonly policy: IamPolicy;
  readonly notes: readonly string[];
}

/**
 * The longest managed policy, in characters without white space.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const policyCharactersMax = 6144;

/** The policy for these manifests; names become patterns only as far as the length demands, which the notes say. */
export function iamPolicy({ manifests, place, source, readOnly }: PolicyRequest): PolicyAnswer {
  const exact = policyArns(manifests, place);
  const policyOf = (arns: PolicyArns): IamPolicy => ({
    Version: '2012-10-17',
    Statement: [...statementsOf(arns, place, source, readOnly), ...(readOnly ? [] : besides(arns))],
  });
  const fitting = fold(exact, policyOf);
  const notes = [...placeNotes(place), ...foldNotes(exact, fitting, policyLength(policyOf(exact)))];
  return { policy: policyOf(fitting), notes };
}

/** Length of a policy as IAM counts it. */
export function policyLength(policy: IamPolicy): number {
  return JSON.stringify(policy).replace(/\s/g, '').length;
}

/** One statement for the resources of a kind, so that each ARN stands as seldom as can be. */
function statementsOf(
  arns: PolicyArns,
  { region }: PolicyPlace,
  source: string,
  readOnly: boolean,
): readonly IamStatement[] {
  const statements = new Map<string, IamStatement>();
  const allow = (sid: string, action: string, rest: Pick<IamStatement, 'Resource' | 'Condition'>): void => {
    const actions = [...(statements.get(sid)?.Action ?? []), `iot:${action}`];
    statements.set(sid, { Sid: sid, Effect: 'Allow', Action: actions, ...rest });
  };
  for (const [operation, { command, on, everywhere, onlyOurs }] of Object.entries(operationPermissions)) {
    const kinds = on
      .flatMap((kind) => (kind === 'tagged' ? (['job', 'template'] as const) : [kind]))
      .filter((kind) => arns[kind].length > 0);
    if ((readOnly && command !== 'plan') || kinds.length === 0) continue;
    if (everywhere) {
      allow('Lists', operation, { Resource: '*', ...conditionOf('aws:RequestedRegion', region) });
      continue;
    }
    for (const kind of kinds) {
      const condition = onlyOurs ? conditionOf(`aws:ResourceTag/${sourceTag}`, tagOf(source)) : {};
      const sid = `${onlyOurs ? 'Our' : ''}${statementNames[kind]}`;
      allow(sid, operation, { Resource: arns[kind], ...condition });
    }
  }
  return [...statements.values()];
}

const statementNames: Readonly<Record<PolicyKind, string>> = {
  job: 'Jobs',
  template: 'Templates',
  thing: 'Things',
  group: 'Groups',
  startTemplate: 'TemplatesToStartFrom',
  foreignTemplate: 'OtherTemplates',
  managedTemplate: 'ManagedTemplates',
  sourceJob: 'JobsToCopy',
  package: 'Packages',
  templatePackage: 'PackagesOfTemplates',
  continuousJob: 'ContinuousJobs',
  continuousGroup: 'GroupsOfContinuousJobs',
  role: 'PresigningRoles',
  object: 'Documents',
};

/** What the calls need of other services (JOB-IAM-04, JOB-IAM-05). */
function besides({ role, object }: PolicyArns): readonly IamStatement[] {
  const statements: IamStatement[] = [];
  if (role.length > 0) {
    statements.push({
      Sid: statementNames.role,
      Effect: 'Allow',
      Action: ['iam:PassRole'],
      Resource: role,
      Condition: { StringEquals: { 'iam:PassedToService': 'iot.amazonaws.com' } },
    });
  }
  if (object.length > 0) {
    statements.push({ Sid: statementNames.object, Effect: 'Allow', Action: ['s3:GetObject'], Resource: object });
  }
  return statements;
}

function conditionOf(key: string, value: string | undefined): Pick<IamStatement, 'Condition'> {
  return value === undefined ? {} : { Condition: { StringEquals: { [key]: value } } };
}

/** The value of our source tag, which is not always the repository's name itself. */
function tagOf(source: string): string | undefined {
  return bookkeepingTags({ source }, { file: '', digest: '' }).find(({ Key }) => Key === sourceTag)?.Value;
}

/** The ARNs as patterns, the kind that takes most room first, until the policy fits. */
function fold(exact: PolicyArns, policyOf: (arns: PolicyArns) => IamPolicy): PolicyArns {
  let arns = exact;
  const kinds = Object.keys(exact) as PolicyKind[];
  const kept = new Map(kinds.map((kind) => [kind, wordsOf(exact[kind])]));
  const canFold = (kind: PolicyKind): boolean => kind !== 'role' && kind !== 'object' && (kept.get(kind) ?? 0) > 0;
  while (policyLength(policyOf(arns)) > policyCharactersMax) {
    const [largest] = kinds
      .filter((kind) => canFold(kind) && arns[kind].length > 1)
      .sort((a, b) => arns[b].join('').length - arns[a].join('').length);
    if (largest === undefined) break;
    const words = (kept.get(largest) ?? 0) - 1;
    kept.set(largest, words);
    arns = { ...arns, [largest]: foldedArns(exact[largest], words) };
  }
  return arns;
}

function placeNotes({ region, account }: PolicyPlace): readonly string[] {
  return [
    ...(region === undefined
      ? ['The region is not known, so that the policy holds in all of them: give --region.']
      : []),
    ...(account === undefined ? ['The account is not known and stands as * in the ARNs: give --account.'] : []),
  ];
}

function foldNotes(exact: PolicyArns, fitting: PolicyArns, length: number): readonly string[] {
  const kinds = Object.keys(exact) as PolicyKind[];
  const folded = kinds.filter((kind) => fitting[kind].length < exact[kind].length);
  if (length <= policyCharactersMax) return [];
  const changes = folded.map((kind) => `${statementNames[kind]} ${exact[kind].length} → ${fitting[kind].length}`);
  const limit = `IAM takes ${policyCharactersMax} characters, and the exact policy has ${length}.`;
  return [`${limit} Names have become patterns, which allow more than these manifests: ${changes.join(', ')}.`];
}
