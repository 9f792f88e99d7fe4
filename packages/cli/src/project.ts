/** The repository that a command works on: its manifests now, its manifests at the base, and who it is. */
import type { Provenance } from '@iot-rollouts/reconcile';
import { countErrors, renderPretty, settingsFile, type ValidationReport } from '@iot-rollouts/validation';
import {
  type CheckedTree,
  checkTree,
  describeRepository,
  identitiesOfWorkingTree,
  type LoadedManifests,
  loadBase,
  loadManifests,
  loadSettings,
  pathMatcher,
  reportAgainstBase,
  requireAncestor,
  resolveCommit,
  workingTree,
} from '@iot-rollouts/validation/node';
import { type Arguments, textOption } from './arguments.js';
import { CannotRun, type ExitCode, type Host, usesColor } from './host.js';

/**
 * The manifests of the working tree; globs that match nothing are an error, so that a typing mistake is no clean run.
 *
 * @param base globs that matched there and match no more are no mistake: the last manifest was removed. Its jobs exist.
 * @param now compares the schedules of new jobs with this time, milliseconds since 1970. Not for what runs after a merge: a
 * job whose start has come since must not keep the rest from being applied.
 */
export async function loadWorkingTree(
  args: Arguments,
  host: Host,
  base?: { readonly loaded: LoadedManifests },
  now?: number,
  { globs, named }: Scope = { globs: globsOf(args) },
): Promise<LoadedManifests> {
  const loaded = await loadManifests(workingTree(host.cwd), globs, {
    ...(now !== undefined && { now }),
    ...(named !== undefined && { named }),
    ...(base !== undefined && { jobsAtBase: jobNames(base.loaded), known: base.loaded.parsed }),
  });
  const missing = loaded.unmatched.filter(
    (glob) => base === undefined || glob.startsWith('!') || base.loaded.unmatched.includes(glob),
  );
  demandNone(missing, args);
  return loaded;
}

/** What is wrong with the working tree, with `now` as above; quicker than to load its manifests too. */
export async function checkWorkingTree(args: Arguments, host: Host, now: number): Promise<CheckedTree> {
  const { globs, named } = scopeOf(args);
  const checked = await checkTree(host.cwd, globs, { now, ...(named !== undefined && { named }) });
  demandNone(checked.unmatched, args);
  return checked;
}

/**
 * Whether a check of the working tree reads a file, now or once it is there: manifests, settings and job documents.
 *
 * @param documentFiles the job documents that manifests named when they were last read.
 */
export async function inputsOf(
  args: Arguments,
  host: Host,
  documentFiles: readonly string[],
): Promise<(file: string) => boolean> {
  const { settings } = await loadSettings(workingTree(host.cwd));
  const isFound = pathMatcher(host.cwd, globsOf(args) ?? settings.manifests);
  const others = new Set([settingsFile, ...documentFiles]);
  return (file) => others.has(file) || isFound(file);
}

function demandNone(missing: readonly string[], args: Arguments): void {
  if (missing.length === 0) return;
  if (missing.every((glob) => glob.startsWith('!'))) {
    const help = 'Name where manifests stand before what to leave out: rollouts/**/*.yaml';
    throw new CannotRun(`no glob finds manifests: ${missing.join(', ')} only leaves files out`, help);
  }
  throw new CannotRun(
    `no manifest matches ${missing.join(', ')}`,
    args.positionals.length === 0
      ? 'Run in the root of the repository, or name your manifests: iot-rollouts validate "path/**/*.yaml"'
      : 'Paths and globs are relative to the working directory; quote globs, so that the shell leaves them alone.',
  );
}

function jobNames({ identities }: LoadedManifests): ReadonlySet<string> {
  return new Set(identities.filter(({ kind }) => kind === 'Job').map(({ name }) => name));
}

/** The manifests at `--base`, undefined with `--all`; to name neither is an error, never a silent "everything is new". */
export async function readBase(
  args: Arguments,
  host: Host,
  { globs, named }: Scope = { globs: globsOf(args) },
): Promise<{ readonly commit: string; readonly loaded: LoadedManifests } | undefined> {
  const ref = textOption(args, 'base');
  if (args.values.all === true) {
    if (ref !== undefined) throw new CannotRun('--base and --all exclude each other');
    return undefined;
  }
  if (ref === undefined) {
    throw new CannotRun(
      'name the commit to compare with: --base REF',
      'For instance --base origin/main. For the very first run, --all compares with nothing: every manifest counts as new.',
    );
  }
  const commit = await resolveCommit(host.cwd, ref);
  await requireAncestor(host.cwd, commit);
  return { commit, loaded: await loadBase(host.cwd, commit, globs, named === undefined ? {} : { named }) };
}

/** The report of the working tree with what the base adds to it: edits that AWS cannot follow, new names for old things. */
export async function compareWithBase(
  loaded: LoadedManifests,
  base: { readonly loaded: LoadedManifests },
  host: Host,
): Promise<ValidationReport> {
  return reportAgainstBase(loaded, base.loaded, await identitiesOfWorkingTree(host.cwd, loaded.parsed));
}

/** Where manifests stand by the arguments; undefined where the settings are to say. */
function globsOf({ positionals }: Arguments): readonly string[] | undefined {
  return positionals.length === 0 ? undefined : positionals;
}

/** What a validation reads, and of which of it findings are told. */
export interface Scope {
  /** Where manifests stand; without them the settings say. */
  readonly globs?: readonly string[] | undefined;
  /** Files that only are told of. What the rest of the repository says, templates and the base, counts all the same. */
  readonly named?: readonly string[];
}

/** Files that are named one by one, as hooks for changed files do, are a part of the repository; globs are all of it. */
export function scopeOf({ positionals }: Arguments): Scope {
  if (positionals.length === 0) return {};
  return positionals.some((path) => /[*?[{!]/.test(path)) ? { globs: positionals } : { named: positionals };
}

/**
 * The report of what the scope tells of: of its files, and of others where they stand in a file's way. Where a job document is
 * named, of everything: any manifest may name it, or start from a template that does.
 */
export function reportOf(
  report: ValidationReport,
  documentFiles: readonly string[],
  { named }: Scope,
  host: Host,
): ValidationReport {
  if (named === undefined) return report;
  const isNamed = pathMatcher(host.cwd, named);
  if (documentFiles.some(isNamed)) return report;
  const told = report.diagnostics.filter(
    ({ file, related }) => file === settingsFile || [file, ...related.map((place) => place.file)].some(isNamed),
  );
  return { ...report, diagnostics: told };
}

/** Who writes: the repository's name (as GitHub says it, else from the remote) and the commit. */
export async function readProvenance(host: Host): Promise<Provenance> {
  const { name, commit } = await describeRepository(host.cwd, host.env);
  return { source: name, ...(commit !== undefined && { commit }) };
}

/** Prints the findings on standard error; returns the exit code that they call for, 0 when there is no error among them. */
export function reportFindings(report: ValidationReport, host: Host): ExitCode {
  if (report.diagnostics.length > 0)
    host.stderr(renderPretty(report, { color: usesColor({ env: host.env, isTerminal: host.isErrorTerminal }) }));
  return findingsExitCode(report);
}

/** 3 when a file could not be read, 1 when there are other errors, 0 otherwise. */
export function findingsExitCode(report: ValidationReport): ExitCode {
  if (report.diagnostics.some(({ rule }) => rule === 'source/unreadable')) return 3;
  return countErrors(report) > 0 ? 1 : 0;
}
