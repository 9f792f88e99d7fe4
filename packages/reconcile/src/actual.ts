/** What AWS says there is, read for the addresses that a plan speaks of. */
import type { Target, TemplateReference } from '@iot-rollouts/validation';
import { type Address, addressText } from './address.js';
import { sameDocument } from './canonical.js';
import type { Desired, DesiredJob, DesiredState } from './desired.js';
import { digestTag, isOurs } from './ownership.js';
import type { DescribedJob, DescribedTemplate, IotPort } from './port.js';

export interface ActualJob {
  readonly kind: 'Job';
  readonly name: string;
  readonly arn: string;
  readonly job: DescribedJob;
  readonly tags: Readonly<Record<string, string>>;
  /**
   * Whether the document in AWS is the desired one; undefined when it was not asked, because the digest tag answers it
   * or there is nothing to compare with.
   */
  readonly sameDocument?: boolean;
}

export interface ActualTemplate {
  readonly kind: 'JobTemplate';
  readonly name: string;
  readonly arn: string;
  readonly template: DescribedTemplate;
  readonly tags: Readonly<Record<string, string>>;
}

export type Actual = ActualJob | ActualTemplate;

/** A target as AWS knows it. */
export interface ResolvedTarget {
  readonly target: Target;
  /** Absent when there is no such thing or group. */
  readonly arn?: string;
}

export interface ActualState {
  readonly region: string;
  /** The twelve-digit account, once any ARN was seen. */
  readonly account?: string;
  /** By {@link addressText}. */
  readonly resources: ReadonlyMap<string, Actual>;
  /** By the target as it is written. */
  readonly targets: ReadonlyMap<Target, ResolvedTarget>;
  /** ARNs of repository templates that exist already, by name. */
  readonly templateArns: ReadonlyMap<string, string>;
  /** Number of things that the targets of a new job reach, by job name; absent where it is not known cheaply. */
  readonly devices: ReadonlyMap<string, number>;
}

/** Counting a group stops here: 250 things a call. */
const countedThingsMax = 2500;

/** Calls in flight at the same time; AWS allows ten of each a second. */
const parallelCalls = 6;

/**
 * Reads the state of every desired resource, and of the previous ones that are desired no more.
 *
 * @param source the repository whose resources are ours; only their documents are compared.
 */
export async function readActual(
  port: IotPort,
  desired: DesiredState,
  removed: readonly Address[],
  source: string,
): Promise<ActualState> {
  const addresses: Address[] = [...desired.values(), ...removed];
  const found = await parallel(addresses, (address) =>
    readResource(port, address, desired.get(addressText(address)), source),
  );
  const resources = new Map<string, Actual>();
  for (const actual of found) if (actual !== undefined) resources.set(addressText(actual), actual);

  const jobs = [...desired.values()].filter((it): it is DesiredJob => it.kind === 'Job');
  const written = [...new Set(jobs.flatMap((job) => job.targets))];
  const targets = new Map(
    (await parallel(written, (target) => resolveTarget(port, target))).map((it) => [it.target, it]),
  );
  const templateArns = new Map(
    [...resources.values()].flatMap((it) => (it.kind === 'JobTemplate' ? [[it.name, it.arn] as const] : [])),
  );
  const newJobs = jobs.filter((job) => !resources.has(addressText(job)));
  const counted = await parallel(newJobs, async (job) => [job.name, await countDevices(port, job.targets)] as const);
  const devices = new Map(counted.filter((entry): entry is readonly [string, number] => entry[1] !== undefined));
  const account = accountOf(
    [...resources.values()].map((it) => it.arn),
    [...targets.values()].flatMap((it) => it.arn ?? []),
  );
  return { region: port.region, ...(account !== undefined && { account }), resources, targets, templateArns, devices };
}

async function readResource(
  port: IotPort,
  address: Address,
  desired: Desired | undefined,
  source: string,
): Promise<Actual | undefined> {
  const { kind, name } = address;
  if (kind === 'JobTemplate') {
    const template = await port.describeJobTemplate(name);
    if (template === undefined) return undefined;
    const arn = template.jobTemplateArn;
    return { kind, name, arn, template, tags: await port.listTags(arn) };
  }
  const job = await port.describeJob(name);
  if (job === undefined) return undefined;
  const tags = await port.listTags(job.jobArn);
  const actual: ActualJob = { kind, name, arn: job.jobArn, job, tags };
  if (desired?.kind !== 'Job' || !isOurs(tags, source) || tags[digestTag] === desired.digest) return actual;
  if (desired.body.document === undefined) return actual;
  const text = await port.getJobDocument(name);
  return { ...actual, sameDocument: text !== undefined && sameDocument(text, desired.body.document) };
}

async function resolveTarget(port: IotPort, target: Target): Promise<ResolvedTarget> {
  const reference = targetReference(target);
  if (reference === undefined) return { target };
  const found =
    reference.type === 'thing' ? await port.thingArn(reference.name) : await port.thingGroupArn(reference.name);
  // A full ARN stays as written: describing its name proves that it exists only when account and region agree.
  if (found === undefined || (target.startsWith('arn:') && target !== found)) return { target };
  return { target, arn: found };
}

async function countDevices(port: IotPort, targets: readonly Target[]): Promise<number | undefined> {
  let devices = 0;
  for (const target of targets) {
    const reference = targetReference(target);
    const count = reference?.type === 'thinggroup' ? await port.countThings(reference.name, countedThingsMax) : 1;
    if (count === undefined) return undefined;
    devices += count;
  }
  return devices;
}

/** What a target names: `thing/NAME`, `thinggroup/NAME` or the ARN of one. */
export function targetReference(target: Target): { type: 'thing' | 'thinggroup'; name: string } | undefined {
  const match = /^(?:arn:[^:]+:iot:[^:]*:[^:]*:)?(thing|thinggroup)\/(.+)$/.exec(target);
  return match === null ? undefined : { type: match[1] as 'thing' | 'thinggroup', name: match[2] as string };
}

/** The ARN that CreateJob takes for a template, once the region and (for a custom template) its ARN are known. */
export function templateArn(
  reference: TemplateReference,
  region: string,
  templateArns: ReadonlyMap<string, string>,
): string | undefined {
  if (reference.kind === 'arn') return reference.arn;
  if (reference.kind === 'repository') return templateArns.get(reference.name);
  return `arn:${partitionOf(region)}:iot:${region}::jobtemplate/${reference.name}:${reference.version}`;
}

/** The partition a region belongs to (JOB-RES-01: AWS IoT is in aws, aws-cn and aws-us-gov). */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

function accountOf(...arnLists: (readonly string[])[]): string | undefined {
  for (const arn of arnLists.flat()) {
    const account = arn.split(':')[4];
    if (account !== undefined && /^\d{12}$/.test(account)) return account;
  }
  return undefined;
}

/** The results in the order of the items, with a bounded number of calls in flight. */
async function parallel<T, R>(items: readonly T[], call: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results[index] = await call(items[index] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallelCalls, items.length) }, worker));
  return results;
}
