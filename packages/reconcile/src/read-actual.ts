/**
 * Asks AWS what a plan needs to know, by as few calls as that takes: lists first, then descriptions of what may be
 * written. A repository keeps the manifests of years; most of its jobs have ended and are asked nothing.
 */
import type { Target } from '@iot-rollouts/validation';
import {
  type Actual,
  type ActualJob,
  type ActualState,
  type ActualTemplate,
  type ListedJob,
  type ResolvedTarget,
  targetReference,
  templateArn,
} from './actual.js';
import { type Address, addressText } from './address.js';
import { sameDocument } from './canonical.js';
import { type Desired, type DesiredJob, type DesiredState, isUnedited } from './desired.js';
import { digestTag, isOurs } from './ownership.js';
import { parallel } from './parallel.js';
import type { IotPort, Listed, ListedJobSummary } from './port.js';
import { isTerminal } from './status.js';

/** What a plan asks about. */
export interface Question {
  readonly desired: DesiredState;
  /** The same at the base commit; what is desired no more is asked for too. */
  readonly previous: DesiredState;
  /** Whether the base named a job in any form, so that it is not created when AWS does not have it. */
  readonly isSettledWhenAbsent: (job: DesiredJob) => boolean;
  /** The repository whose resources are ours; only their documents are compared. */
  readonly source: string;
}

/** Counting a group stops here: 250 things a call. */
const countedThingsMax = 2500;

/** So many of the jobs that were cancelled are asked why. */
const toldCancellationsMax = 10;

/** Up to this many resources of a kind, describing each costs less than listing the whole account. */
const describedOutrightMax = 8;

/** The state of every desired resource, and of the previous ones that are desired no more. */
export async function readActual(port: IotPort, question: Question): Promise<ActualState> {
  const { desired, previous } = question;
  const removed = [...previous.values()].filter((it) => !desired.has(addressText(it)));
  const addresses: Desired[] = [...desired.values(), ...removed];
  const count = (kind: Address['kind']): number => addresses.filter((it) => it.kind === kind).length;
  const jobList = await listWhenWorthwhile(count('Job'), (pagesMax) => port.listJobs(pagesMax));
  const templateList = await listWhenWorthwhile(count('JobTemplate'), (pagesMax) => port.listJobTemplates(pagesMax));
  const cancelled = lastCancelled(jobList.entries, desired);
  const found = await parallel<Desired, Actual | undefined>(addresses, (it) =>
    it.kind === 'Job'
      ? readJob(port, it, jobList, cancelled, question)
      : readTemplate(port, it, templateList, question),
  );
  const resources = new Map<string, Actual>();
  for (const actual of found) if (actual !== undefined) resources.set(addressText(actual), actual);

  const jobs = [...desired.values()].filter((it): it is DesiredJob => it.kind === 'Job');
  const newJobs = jobs.filter((job) => !resources.has(addressText(job)) && !question.isSettledWhenAbsent(job));
  const compared = jobs.filter((job) => resources.has(addressText(job)) && !isEnded(resources.get(addressText(job))));
  const written = [...new Set([...newJobs, ...compared].flatMap((job) => job.targets))];
  const targets = new Map(
    (await parallel(written, (target) => resolveTarget(port, target))).map((it) => [it.target, it]),
  );
  const templateArns = new Map(
    [...resources.values()].flatMap((it) => (it.kind === 'JobTemplate' ? [[it.name, it.arn] as const] : [])),
  );
  const reached = [...new Set(newJobs.flatMap((job) => job.targets))];
  const counted = await parallel(reached, async (target) => [target, await countThings(port, target)] as const);
  const things = new Map(counted.filter((entry): entry is readonly [Target, number] => entry[1] !== undefined));
  const missingTemplates = await readMissingTemplates(port, newJobs);
  const sources = [...new Set(newJobs.flatMap(({ body }) => body.documentSource ?? []))];
  const present = await parallel(sources, async (url) => [url, await port.hasObject(url)] as const);
  const missingObjects = new Set(present.flatMap(([url, isThere]) => (isThere === false ? [url] : [])));
  const concurrent = [...jobList.entries.values()].filter(({ isConcurrent }) => isConcurrent).length;
  const account =
    port.account ??
    accountOf(
      [...resources.values()].map((it) => it.arn),
      [...targets.values()].flatMap((it) => it.arn ?? []),
    );
  return {
    region: port.region,
    ...(account !== undefined && { account }),
    resources,
    targets,
    templateArns,
    missingTemplates,
    missingObjects,
    ...(jobList.complete && { concurrentJobs: concurrent }),
    things,
  };
}

/** The jobs in Git that were cancelled last: somebody may have done so by hand, and the reason is worth a call each. */
function lastCancelled(jobs: ReadonlyMap<string, ListedJobSummary>, desired: DesiredState): ReadonlySet<string> {
  const cancelled = [...jobs.values()].filter(
    ({ name, status }) => status === 'CANCELED' && desired.has(addressText({ kind: 'Job', name })),
  );
  cancelled.sort((a, b) => b.lastUpdatedAt - a.lastUpdatedAt);
  return new Set(cancelled.slice(0, toldCancellationsMax).map(({ name }) => name));
}

/** The ARNs of the templates of new jobs that are not in AWS, but for the repository's own. */
async function readMissingTemplates(port: IotPort, jobs: readonly DesiredJob[]): Promise<ReadonlySet<string>> {
  const arns = jobs.flatMap(({ template }) =>
    template === undefined || template.kind === 'repository'
      ? []
      : (templateArn(template, port.region, new Map()) ?? []),
  );
  const missing = await parallel([...new Set(arns)], async (arn) => ((await hasTemplate(port, arn)) ? [] : [arn]));
  return new Set(missing.flat());
}

async function hasTemplate(port: IotPort, arn: string): Promise<boolean> {
  const [, account, name = '', version] = /^arn:[^:]*:iot:[^:]*:(\d*):jobtemplate\/([^:]+)(?::(.+))?$/.exec(arn) ?? [];
  if (account === '' && version !== undefined) {
    return (await port.describeManagedJobTemplate(name, version)) !== undefined;
  }
  return (await port.describeJobTemplate(name))?.jobTemplateArn === arn;
}

/** What a listing said; `complete` when it was not cut short, so that what it lacks is not there. */
interface Listing<Entry> {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly complete: boolean;
}

/** A list that would take more calls than asking for each resource is cut short. */
async function listWhenWorthwhile<Entry extends { readonly name: string }>(
  resources: number,
  list: (pagesMax: number) => Promise<Listed<Entry>>,
): Promise<Listing<Entry>> {
  if (resources <= describedOutrightMax) return { entries: new Map(), complete: false };
  const { entries, complete } = await list(resources);
  return { entries: new Map(entries.map((entry) => [entry.name, entry])), complete };
}

async function readTemplate(
  port: IotPort,
  wanted: Desired & { readonly kind: 'JobTemplate' },
  list: Listing<{ readonly name: string; readonly arn: string }>,
  question: Question,
): Promise<ActualTemplate | undefined> {
  const { desired, source } = question;
  const { kind, name } = wanted;
  const listed = list.entries.get(name);
  if (listed !== undefined) {
    const tags = await port.listTags(listed.arn);
    // Somebody may have copied the tags to another template: what a new job starts from is looked at.
    const answered =
      !desired.has(addressText(wanted)) || (tags[digestTag] === wanted.digest && !startsNewJob(name, question));
    if (answered && isOurs(tags, source)) return { kind, name, arn: listed.arn, tags };
    const template = await port.describeJobTemplate(name);
    return template && { kind, name, arn: listed.arn, template, tags };
  }
  // What might be created is asked for by its name: a list may lag behind.
  const template = await port.describeJobTemplate(name);
  if (template === undefined) return undefined;
  const arn = template.jobTemplateArn;
  return { kind, name, arn, template, tags: await port.listTags(arn) };
}

function startsNewJob(template: string, { desired, isSettledWhenAbsent }: Question): boolean {
  return [...desired.values()].some(
    (it) =>
      it.kind === 'Job' &&
      it.template?.kind === 'repository' &&
      it.template.name === template &&
      !isSettledWhenAbsent(it),
  );
}

async function readJob(
  port: IotPort,
  wanted: DesiredJob,
  list: Listing<ListedJobSummary>,
  cancelled: ReadonlySet<string>,
  question: Question,
): Promise<ActualJob | ListedJob | undefined> {
  const { kind, name } = wanted;
  const desired = question.desired.get(addressText(wanted)) as DesiredJob | undefined;
  const previous = question.previous.get(addressText(wanted)) as DesiredJob | undefined;
  const listed = list.entries.get(name);
  if (listed !== undefined && isTerminal(listed.status) && (desired === undefined || isUnedited(desired, previous))) {
    const job = cancelled.has(name) ? await port.describeJob(name) : undefined;
    // One that is told of is told rightly: as whose it is.
    if (job !== undefined) return { kind, name, arn: job.jobArn, job, tags: await port.listTags(job.jobArn) };
    return { kind, name, arn: listed.arn, ended: listed.status };
  }
  if (listed === undefined && list.complete && (desired === undefined || question.isSettledWhenAbsent(desired))) {
    return undefined;
  }
  // What might be created is asked for by its name: a list may lag behind.
  const job = await port.describeJob(name);
  if (job === undefined) return undefined;
  const tags = await port.listTags(job.jobArn);
  const actual: ActualJob = { kind, name, arn: job.jobArn, job, tags };
  if (desired === undefined || (isOurs(tags, question.source) && tags[digestTag] === desired.digest)) return actual;
  if (desired.body.document === undefined) return actual;
  const text = await port.getJobDocument(name);
  return { ...actual, sameDocument: text !== undefined && sameDocument(text, desired.body.document) };
}
function isEnded(actual: Actual | undefined): boolean {
  return actual?.kind === 'Job' && 'ended' in actual;
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

async function countThings(port: IotPort, target: Target): Promise<number | undefined> {
  const reference = targetReference(target);
  return reference?.type === 'thinggroup' ? port.countThings(reference.name, countedThingsMax) : 1;
}

function accountOf(...arnLists: (readonly string[])[]): string | undefined {
  for (const arn of arnLists.flat()) {
    const account = arn.split(':')[4];
    if (account !== undefined && /^\d{12}$/.test(account)) return account;
  }
  return undefined;
}
