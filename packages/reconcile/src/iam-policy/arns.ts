/** The ARNs that manifests speak of, as an IAM policy names them. */
import type { JobManifest, Manifest } from '@iot-rollouts/validation';
import { partitionOf, targetReference } from '../actual.js';
import type { ResourceKind } from './operations.js';

/** Where the policy is to hold; what is not known is `*`. */
export interface PolicyPlace {
  readonly region: string | undefined;
  /** The twelve-digit account. */
  readonly account: string | undefined;
}

/** What manifests speak of: ARNs by kind, in order and each once. */
export type PolicyArns = Readonly<Record<PolicyKind, readonly string[]>>;

/** What a policy names by ARN. */
export type PolicyKind = Exclude<ResourceKind, 'tagged'> | 'role' | 'object';

/** The ARNs of the manifests' resources, with wildcards only for what is not known. */
export function policyArns(manifests: readonly Manifest[], place: PolicyPlace): PolicyArns {
  const prefix = `arn:${partitionOf(place.region ?? '')}:iot:${place.region ?? '*'}:${place.account ?? '*'}`;
  const jobs = manifests.filter((it) => it.kind === 'Job');
  const templates = manifests.filter((it) => it.kind === 'JobTemplate');
  const targets = jobs.flatMap((job) => job.targets);
  const continuous = jobs.filter(({ configuration }) => configuration.targetSelection === 'CONTINUOUS');
  const started = jobs.flatMap((it) => startedFrom(it, prefix, place) ?? []);
  const startedArns = (kind: StartedFrom['kind']): readonly string[] =>
    started.filter((it) => it.kind === kind).map(({ arn }) => arn);
  const targetArns = (type: 'thing' | 'thinggroup', written: readonly string[]): readonly string[] =>
    written.filter((target) => targetReference(target)?.type === type).map((target) => targetArn(target, prefix));
  return mapValues(
    {
      job: jobs.map(({ name }) => `${prefix}:job/${name}`),
      template: templates.map(({ name }) => `${prefix}:jobtemplate/${name}`),
      thing: targetArns('thing', targets),
      group: targetArns('thinggroup', targets),
      startTemplate: startedArns('startTemplate'),
      foreignTemplate: startedArns('foreignTemplate'),
      managedTemplate: startedArns('managedTemplate'),
      sourceJob: templates.flatMap(({ jobArn }) => (jobArn === undefined ? [] : [literal(jobArn)])),
      package: packagesOf(jobs),
      templatePackage: packagesOf(templates),
      continuousJob: continuous.map(({ name }) => `${prefix}:job/${name}`),
      continuousGroup: targetArns(
        'thinggroup',
        continuous.flatMap((it) => it.targets),
      ),
      role: manifests.flatMap(({ configuration }) => configuration.presignedUrlConfig?.roleArn ?? []).map(literal),
      object: manifests.flatMap(({ document }) =>
        document?.from === 's3' ? (objectArn(document.documentSource, place) ?? []) : [],
      ),
    },
    (list) => [...new Set(list)].sort(),
  );
}

/** Region and account that full ARNs among the manifests' targets agree on. */
export function placeOfManifests(manifests: readonly Manifest[]): PolicyPlace {
  const arns = manifests.flatMap((it) => (it.kind === 'Job' ? it.targets : [])).filter((it) => it.startsWith('arn:'));
  const only = (part: number): string | undefined => {
    const found = new Set(arns.map((arn) => arn.split(':')[part] ?? ''));
    const [first] = found;
    return found.size === 1 && first !== '' ? first : undefined;
  };
  return { region: only(3), account: only(4) };
}

function targetArn(target: string, prefix: string): string {
  return target.startsWith('arn:') ? literal(target) : `${prefix}:${literal(target)}`;
}

interface StartedFrom {
  readonly kind: 'startTemplate' | 'foreignTemplate' | 'managedTemplate';
  readonly arn: string;
}

/** The template that a job starts from. */
function startedFrom({ template }: JobManifest, prefix: string, { region }: PolicyPlace): StartedFrom | undefined {
  if (template === undefined) return undefined;
  if (template.kind === 'repository') return { kind: 'startTemplate', arn: `${prefix}:jobtemplate/${template.name}` };
  // JOB-RES-03: what belongs to AWS has no account in its ARN.
  if (template.kind === 'arn') {
    const isManaged = template.arn.split(':')[4] === '';
    return { kind: isManaged ? 'managedTemplate' : 'foreignTemplate', arn: literal(template.arn) };
  }
  const place = `arn:${partitionOf(region ?? '')}:iot:${region ?? '*'}:`;
  return { kind: 'managedTemplate', arn: `${place}:jobtemplate/${template.name}:${template.version}` };
}

function packagesOf(manifests: readonly Manifest[]): readonly string[] {
  return manifests.flatMap(({ configuration }) => configuration.destinationPackageVersions ?? []).flatMap(packageArns);
}

/** A version's ARN, and its package's. `$default` and `$null` are words for a version that AWS looks up. */
function packageArns(version: string): readonly string[] {
  const parts = /^(.*:package\/[^/]+)\/version\/(.+)$/.exec(version);
  if (parts === null) return [literal(version)];
  const [, owner = '', name = ''] = parts;
  return [literal(owner), `${literal(owner)}/version/${name.startsWith('$') ? '*' : literal(name)}`];
}

/** The ARN of an S3 object out of its URL, which names the bucket as the first part of the host or of the path. */
function objectArn(url: string, { region }: PolicyPlace): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, pathname } = new URL(url);
  const bucketInHost = /^(.+)\.s3[.-][^/]*amazonaws\.(?:com(?:\.cn)?|eu)$/i.exec(hostname)?.[1];
  const path = decoded(pathname.slice(1));
  const name = bucketInHost === undefined ? path : `${bucketInHost}/${path}`;
  return `arn:${partitionOf(region ?? '')}:s3:::${literal(name)}`;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/**
 * The text in an element where `*`, `?` and `$` have a meaning. A policy can hold no character beyond U+00FF, so that one
 * becomes a wildcard.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function literal(text: string): string {
  return text.replace(/[*?$]/g, (character) => `\${${character}}`).replace(/[^\x20-\xff]+/gu, '*');
}

function mapValues<Key extends string, T, R>(
  record: Readonly<Record<Key, T>>,
  change: (value: T) => R,
): Readonly<Record<Key, R>> {
  const entries = Object.entries(record) as [Key, T][];
  return Object.fromEntries(entries.map(([key, value]) => [key, change(value)])) as Record<Key, R>;
}
