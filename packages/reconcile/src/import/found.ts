/** What an account holds of what is to be imported: lists first, then one description each. */
import type { Kind } from '../address.js';
import { parallel } from '../parallel.js';
import type { DescribedJob, DescribedTemplate, IotPort, ManagedTemplate } from '../port.js';
import { isTerminal } from '../status.js';
import { isResourceName, managedTemplateReference, ownTemplateName } from './names.js';

/** A template of the account. */
export interface FoundTemplate {
  readonly kind: 'JobTemplate';
  readonly name: string;
  readonly arn: string;
  readonly template: DescribedTemplate;
  readonly tags: Readonly<Record<string, string>>;
}

/** A job of the account. */
export interface FoundJob {
  readonly kind: 'Job';
  readonly name: string;
  readonly arn: string;
  readonly job: DescribedJob;
  readonly tags: Readonly<Record<string, string>>;
  /** The document before substitution, as it was given; absent where the job has none to tell. */
  readonly document?: string;
}

export type Found = FoundTemplate | FoundJob;

/** What to look for. */
export interface ImportSelection {
  /** Ids of jobs and templates; empty for all of them. */
  readonly names: readonly string[];
  readonly kinds: readonly Kind[];
  /** Whether to take jobs that have ended, too. Those that are named are taken either way. */
  readonly ended: boolean;
}

/** What the account holds, and what the jobs among it start from. */
export interface Findings {
  /** Templates before jobs, each by name. */
  readonly resources: readonly Found[];
  /** The account's own templates by name: those found, and those that found jobs start from. */
  readonly templates: ReadonlyMap<string, DescribedTemplate>;
  /** AWS's templates that found jobs start from, by ARN. */
  readonly managedTemplates: ReadonlyMap<string, ManagedTemplate>;
  /** Names that were asked for and that the account does not have. */
  readonly missing: readonly string[];
  /** Names in the account that AWS IoT does not allow: nobody can say what they are, and no file is named by them. */
  readonly refused: readonly string[];
}

/**
 * Reads what is selected.
 *
 * @param listed is told how many resources are about to be read.
 */
export async function findResources(
  port: IotPort,
  selection: ImportSelection,
  listed: (resources: number) => void = () => {},
): Promise<Findings> {
  const wanted = selection.names.length > 0 ? namedAddresses(selection) : await listAddresses(port, selection);
  listed(wanted.length);
  const isLegal = ({ name }: Wanted): boolean => isResourceName(name);
  const read = await parallel<Wanted, Found | undefined>(wanted.filter(isLegal), (it) =>
    it.kind === 'Job' ? readJob(port, it.name) : readTemplate(port, it.name),
  );
  const resources = read.filter((it) => it !== undefined).sort(byKindAndName);
  const present = new Set(resources.map(({ name }) => name));
  const jobs = resources.filter((it) => it.kind === 'Job');
  return {
    resources,
    templates: await templatesOf(port, resources),
    managedTemplates: await managedTemplatesOf(port, jobs),
    missing: selection.names.filter((name) => !present.has(name)),
    refused: selection.names.length > 0 ? [] : wanted.filter((it) => !isLegal(it)).map(({ name }) => name),
  };
}

interface Wanted {
  readonly kind: Kind;
  readonly name: string;
}

function namedAddresses({ names, kinds }: ImportSelection): readonly Wanted[] {
  return [...new Set(names)].flatMap((name) => kinds.map((kind) => ({ kind, name })));
}

async function listAddresses(port: IotPort, { kinds, ended }: ImportSelection): Promise<readonly Wanted[]> {
  const everyPage = Number.POSITIVE_INFINITY;
  const templates = kinds.includes('JobTemplate') ? (await port.listJobTemplates(everyPage)).entries : [];
  const jobs = kinds.includes('Job') ? (await port.listJobs(everyPage)).entries : [];
  return [
    ...templates.map(({ name }) => ({ kind: 'JobTemplate' as const, name })),
    ...jobs.filter(({ status }) => ended || !isTerminal(status)).map(({ name }) => ({ kind: 'Job' as const, name })),
  ];
}

async function readTemplate(port: IotPort, name: string): Promise<FoundTemplate | undefined> {
  const template = await port.describeJobTemplate(name);
  if (template === undefined) return undefined;
  const arn = template.jobTemplateArn;
  return { kind: 'JobTemplate', name, arn, template, tags: await port.listTags(arn) };
}

async function readJob(port: IotPort, name: string): Promise<FoundJob | undefined> {
  const job = await port.describeJob(name);
  // A job that is being deleted is about to be gone.
  if (job === undefined || job.status === 'DELETION_IN_PROGRESS') return undefined;
  const tags = await port.listTags(job.jobArn);
  const document = job.documentSource === undefined ? await port.getJobDocument(name) : undefined;
  return { kind: 'Job', name, arn: job.jobArn, job, tags, ...(document !== undefined && { document }) };
}

async function templatesOf(
  port: IotPort,
  resources: readonly Found[],
): Promise<ReadonlyMap<string, DescribedTemplate>> {
  const known = new Map(
    resources.flatMap((it) => (it.kind === 'JobTemplate' ? [[it.name, it.template] as const] : [])),
  );
  const asked = new Set(resources.flatMap((it) => (it.kind === 'Job' ? (ownTemplateName(it) ?? []) : [])));
  const others = [...asked].filter((name) => !known.has(name));
  const read = await parallel(others, async (name) => [name, await port.describeJobTemplate(name)] as const);
  for (const [name, template] of read) if (template !== undefined) known.set(name, template);
  return known;
}

async function managedTemplatesOf(
  port: IotPort,
  jobs: readonly FoundJob[],
): Promise<ReadonlyMap<string, ManagedTemplate>> {
  const arns = [...new Set(jobs.flatMap(({ job }) => job.jobTemplateArn ?? []))];
  const read = await parallel(arns, async (arn) => {
    const reference = managedTemplateReference(arn);
    return [arn, reference && (await port.describeManagedJobTemplate(reference.name, reference.version))] as const;
  });
  return new Map(read.flatMap(([arn, template]) => (template === undefined ? [] : [[arn, template] as const])));
}

function byKindAndName(a: Found, b: Found): number {
  if (a.kind !== b.kind) return a.kind === 'JobTemplate' ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}
