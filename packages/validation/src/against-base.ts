/**
 * What a change cannot do to what stood at the base: edits of jobs that AWS cannot follow, new names for old things.
 *
 * A job is an event: what stood at the base has started. Here such an edit can still be mended; after the merge the plan
 * could only say that it is in conflict.
 */
import { untimelyGroups } from './against-base/added-groups.js';
import { deadEdits } from './against-base/job-edits.js';
import { documentKey, shortTarget, valueKey } from './against-base/same.js';
import { editedMembers, memberPointer, runsWithoutEnd, takesOver } from './against-base/template-edits.js';
import type { Diagnostic, RelatedPlace } from './diagnostic.js';
import type { Identity } from './identities.js';
import type { JobManifest, JobTemplateManifest, Manifest } from './manifest.js';
import { sortDiagnostics } from './place.js';
import { type RuleId, ruleTable } from './rule-table.js';

/** The manifests of one commit, and everything that its files speak of. */
export interface CommitManifests {
  readonly manifests: readonly Manifest[];
  /** Identities in any file, also of manifests with errors. */
  readonly identities: readonly Identity[];
}

/**
 * What is wrong with the manifests when these of the base have been merged before.
 *
 * @param missed names of templates of the base that jobs of the head still name: what is said of that is said of the name.
 * @param present milliseconds since 1970; without it, schedules are not compared with the present.
 */
export function againstBase(
  head: CommitManifests,
  base: CommitManifests,
  missed: ReadonlySet<string> = new Set(),
  present?: number,
): readonly Diagnostic[] {
  const now = indexOf(head);
  const then = indexOf(base);
  const jobRenames = renames(now.jobs, then.jobs, head, base, jobContent);
  const templateRenames = renames(now.templates, then.templates, head, base, templateContent);
  return sortDiagnostics([
    ...[...now.jobs.values()].flatMap((job) => editedJob(job, now, then, templateRenames)),
    ...(present === undefined ? [] : [...now.jobs.values()].flatMap((job) => earlyOrLateGroups(job, then, present))),
    ...[...jobRenames].map(([from, to]) => renamedJob(from, to)),
    ...removedJobs(then, head, jobRenames),
    ...[...now.templates.values()].flatMap((template) => editedTemplate(template, now, then)),
    ...[...templateRenames].flatMap(([from, to]) => (missed.has(from.name) ? [] : renamedTemplate(from, to, then))),
  ]);
}

interface Index {
  readonly jobs: ReadonlyMap<string, JobManifest>;
  readonly templates: ReadonlyMap<string, JobTemplateManifest>;
}

function indexOf({ manifests }: CommitManifests): Index {
  const jobs = new Map<string, JobManifest>();
  const templates = new Map<string, JobTemplateManifest>();
  for (const manifest of manifests) {
    if (manifest.kind === 'Job') jobs.set(manifest.name, manifest);
    else templates.set(manifest.name, manifest);
  }
  return { jobs, templates };
}

/** What is gone, with the new one of the same content under another name. */
function renames<M extends Manifest>(
  now: ReadonlyMap<string, M>,
  then: ReadonlyMap<string, M>,
  head: CommitManifests,
  base: CommitManifests,
  contentOf: (manifest: M) => string,
): ReadonlyMap<M, M> {
  const [kept, known] = [keysOf(head), keysOf(base)];
  const fresh = new Map<string, M[]>();
  for (const manifest of now.values()) {
    if (known.has(keyOf(manifest))) continue;
    const content = contentOf(manifest);
    fresh.set(content, [...(fresh.get(content) ?? []), manifest]);
  }
  const found = new Map<M, M>();
  if (fresh.size === 0) return found;
  for (const gone of then.values()) {
    const renamed = kept.has(keyOf(gone)) ? undefined : fresh.get(contentOf(gone))?.shift();
    if (renamed !== undefined) found.set(gone, renamed);
  }
  return found;
}

function keyOf({ kind, name }: Identity): string {
  return `${kind}/${name}`;
}

function keysOf({ identities }: CommitManifests): ReadonlySet<string> {
  return new Set(identities.map(keyOf));
}

/** Everything that a job asks for but its name, its description and its tags, as a text to compare. */
function jobContent({ template, targets, document, configuration: { description: _, ...rest } }: JobManifest): string {
  return valueKey([template, targets.map(shortTarget).sort(), documentKey(document), rest]);
}

/** Everything that a template says but its name, its description and its tags, as a text to compare. */
function templateContent({ jobArn, document, configuration }: JobTemplateManifest): string {
  const { description: _, ...rest } = configuration;
  return valueKey([jobArn, documentKey(document), rest]);
}

function editedJob(
  head: JobManifest,
  now: Index,
  then: Index,
  templateRenames: ReadonlyMap<JobTemplateManifest, JobTemplateManifest>,
): readonly Diagnostic[] {
  const base = then.jobs.get(head.name);
  // A job that is to be cancelled is cancelled, whatever else of it is edited: an emergency must not wait for the rest.
  if (base === undefined || head.cancel !== undefined) return [];
  const template = templateOf(head, now);
  const templateThen = templateOf(base, then);
  const isRename = (from: string, to: string) =>
    [...templateRenames].some(([gone, fresh]) => gone.name === from && fresh.name === to);
  const edits = deadEdits({
    head,
    base,
    isRename,
    ...(template && { template }),
    ...(templateThen && { templateThen }),
  });
  return edits.map(({ pointer, message, help }) => ({
    ...at(head, pointer, 'base/immutable-field'),
    message: `${message}, and ${head.name} stood at the base`,
    help: help ?? `Leave ${head.name} as it was, and write what you want as a new Job under a new name.`,
    related: [],
  }));
}

function earlyOrLateGroups(head: JobManifest, then: Index, present: number): readonly Diagnostic[] {
  const base = then.jobs.get(head.name);
  const groups = base && untimelyGroups(head, base, present);
  if (groups === undefined) return [];
  const { pointer, message, help } = groups;
  return [{ ...at(head, pointer, 'base/untimely-group'), message, help, related: [] }];
}

function renamedJob(from: JobManifest, to: JobManifest): Diagnostic {
  return {
    ...at(to, '/metadata/name', 'base/renamed-job'),
    message: `${to.name} is ${from.name} under a new name: its rollout would start a second time`,
    help: `Write ${from.name} again. To roll out once more on purpose, keep ${from.name} and add the new Job beside it.`,
    related: [{ message: `stood here at the base as ${from.name}`, file: from.origin.file }],
  };
}

function removedJobs(
  then: Index,
  head: CommitManifests,
  jobRenames: ReadonlyMap<JobManifest, JobManifest>,
): readonly Diagnostic[] {
  const kept = keysOf(head);
  const gone = [...then.jobs.values()].filter((job) => !kept.has(keyOf(job)) && !jobRenames.has(job));
  return [...namesByFile(gone)].map(([file, names]) => ({
    rule: 'base/removed-job',
    severity: ruleTable['base/removed-job'].severity,
    message: `${listed(names)} stood here at the base: removing a manifest does not stop its job`,
    help: 'A job that has not ended goes on; cancel it with apply --prune cancel (the Action: prune: cancel), or in AWS.',
    file,
    related: [],
  }));
}

function namesByFile(manifests: readonly Manifest[]): ReadonlyMap<string, readonly string[]> {
  const byFile = new Map<string, string[]>();
  for (const { name, origin } of manifests) {
    const names = byFile.get(origin.file) ?? [];
    names.push(name);
    byFile.set(origin.file, names);
  }
  return byFile;
}

/** A manifest that stands in a file now where no glob finds it, with that file. */
export interface MovedManifest {
  readonly manifest: Manifest;
  readonly to: string;
}

/** What is said of manifests that were moved to where nobody looks. */
export function movedOut(moved: readonly MovedManifest[]): readonly Diagnostic[] {
  return [...namesByFile(moved.map(({ manifest }) => manifest))].map(([file, names]) => {
    const to = moved.find(({ manifest }) => manifest.origin.file === file)?.to ?? '';
    return {
      rule: 'base/moved-out',
      severity: ruleTable['base/moved-out'].severity,
      message: `${listed(names)} stood here at the base and ${names.length === 1 ? 'stands' : 'stand'} in ${to} now, which no glob finds: nothing manages ${names.length === 1 ? 'it' : 'them'} any more`,
      help: 'Move the file back, or let manifests in iot-rollouts.config.yaml find it too. A plan neither changes nor prunes what it does not see.',
      file,
      related: [],
    };
  });
}

function editedTemplate(head: JobTemplateManifest, now: Index, then: Index): readonly Diagnostic[] {
  const base = then.templates.get(head.name);
  const edited = base === undefined ? [] : editedMembers(head, base);
  // Whatever else has changed comes first.
  const first = edited.find((name) => name !== 'description') ?? edited[0];
  if (first === undefined) return [];
  const started = usersOf(head.name, then).flatMap((was): readonly JobManifest[] => {
    const job = now.jobs.get(was.name);
    // A cancelled job needs no change, and one that said otherwise until now is updated to what the template says.
    return job?.cancel === undefined && job !== undefined && takesOver([was, job], edited) ? [job] : [];
  });
  // A description does nothing, so that a job may well go on with an old one.
  const endless = first === 'description' ? [] : started.filter(runsWithoutEnd);
  const jobs = endless.length > 0 ? endless : started;
  if (jobs.length === 0) return [];
  const names = listed(jobs.map(({ name }) => name));
  const related = jobs.slice(0, relatedMax).map((job) => placeOf(job, '/spec/template', `${job.name} uses it`));
  const place = memberPointer(head, first);
  if (endless.length > 0) {
    return [
      {
        ...at(head, place, 'base/template-running-job'),
        message: `${names} will not see this change of ${head.name}: CONTINUOUS without an end, with a copy of the template as it was`,
        help: 'Write the change as a new JobTemplate under a new name; end the running job and start a new one from it.',
        related,
      },
    ];
  }
  return [
    {
      ...at(head, place, 'base/template-started-job'),
      message: `${names} will not see this change of ${head.name}: ${jobs.length === 1 ? 'it has' : 'they have'} a copy of the template as it was`,
      help: `Nothing is to be done if only jobs to come are meant.${first === 'description' ? ' A job that exists takes a description of its own.' : ''}`,
      related,
    },
  ];
}

function renamedTemplate(from: JobTemplateManifest, to: JobTemplateManifest, then: Index): readonly Diagnostic[] {
  const jobs = usersOf(from.name, then);
  if (jobs.length === 0) return [];
  const names = listed(jobs.map(({ name }) => name));
  return [
    {
      ...at(to, '/metadata/name', 'base/renamed-template'),
      message: `${to.name} is ${from.name} under a new name, and ${names} cannot name another template`,
      help: `Write ${from.name} again; or keep it, and add ${to.name} for jobs to come.`,
      related: [{ message: `stood here at the base as ${from.name}`, file: from.origin.file }],
    },
  ];
}

/** The template of the repository that a job starts from. */
function templateOf({ template }: JobManifest, { templates }: Index): JobTemplateManifest | undefined {
  return template?.kind === 'repository' ? templates.get(template.name) : undefined;
}

/** The jobs that start from a template of the repository. */
function usersOf(template: string, { jobs }: Index): readonly JobManifest[] {
  return [...jobs.values()].filter((job) => job.template?.kind === 'repository' && job.template.name === template);
}

/** How many jobs are named in a message, or shown beside it. */
const relatedMax = 3;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, relatedMax).join(', ');
  return names.length > relatedMax ? `${shown} and ${names.length - relatedMax} more` : shown;
}

function at(
  { origin }: Manifest,
  pointer: string,
  rule: RuleId,
): Pick<Diagnostic, 'rule' | 'severity' | 'file' | 'range' | 'pointer'> {
  return { rule, severity: ruleTable[rule].severity, file: origin.file, range: origin.rangeOf(pointer), pointer };
}

function placeOf({ origin }: Manifest, pointer: string, message: string): RelatedPlace {
  return { message, file: origin.file, range: origin.rangeOf(pointer) };
}
