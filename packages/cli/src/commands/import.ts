/** `import`: write manifests for what is in AWS, and with `--adopt` tag as ours what they describe. */
import {
  type Address,
  type Adoption,
  addressText,
  adoptionsOf,
  besideFolder,
  type Findings,
  findResources,
  type ImportedManifest,
  type ImportSelection,
  type IotPort,
  importManifests,
  type LeftOut,
  ServiceError,
} from '@iot-rollouts/reconcile';
import { printable, renderPretty } from '@iot-rollouts/validation';
import {
  identitiesOfWorkingTree,
  type LoadedManifests,
  loadManifests,
  workingTree,
} from '@iot-rollouts/validation/node';
import { type Arguments, textOption } from '../arguments.js';
import { connect } from '../connect.js';
import { explainError } from '../explain-error.js';
import { type ExitCode, type Host, usesColor } from '../host.js';
import { readProvenance } from '../project.js';
import { errorsIn, filesIn, filesOf, folderInside, judgeImport, writeNew } from './import-files.js';

/** From so many resources on, a person is told that reading takes a moment. */
const manyResources = 50;

export async function run(args: Arguments, host: Host): Promise<ExitCode> {
  const folder = await folderInside(host.cwd, textOption(args, 'out') ?? 'rollouts');
  const tree = workingTree(host.cwd);
  const before = await loadManifests(tree);
  const port = await connect(args, host);
  const findings = await findResources(port, selectionOf(args), (resources) => {
    if (host.isErrorTerminal && resources >= manyResources) host.stderr(`Reading ${resources} jobs and templates…\n`);
  });
  const planned = importManifests(findings, {
    folder,
    existing: await filesIn(tree, [folder, besideFolder(folder)]),
    manifestPlace: await manifestPlaces(before, host),
  });
  const { imported, loaded } = await judgeImport(tree, before.settings.manifests, planned.imported, host.now());
  const dryRun = args.values['dry-run'] === true;
  if (!dryRun) await writeNew(host.cwd, filesOf(imported));
  host.stdout(importText({ imported, leftOut: planned.leftOut }, findings, dryRun));
  const errors = errorsIn(loaded, imported);
  if (errors.length > 0) {
    const color = usesColor({ env: host.env, isTerminal: host.isErrorTerminal });
    host.stderr(renderPretty({ ...loaded.report, diagnostics: errors }, { color }));
  }
  if (!dryRun) host.stderr(await unseenNote(imported, before));
  const complete = findings.missing.length === 0 && findings.refused.length === 0 && errors.length === 0;
  const adopted = args.values.adopt === true ? await adopt(findings, loaded, port, host, dryRun) : true;
  return complete && adopted ? 0 : 1;

  /** Manifests that no glob of the repository finds would never be planned. */
  async function unseenNote(written: readonly ImportedManifest[], { settings }: LoadedManifests): Promise<string> {
    if (written.length === 0) return '';
    const seen = new Set((await Promise.all(settings.manifests.map((glob) => tree.find([glob])))).flat());
    if (written.every(({ manifest }) => seen.has(manifest.path))) return '';
    const glob = `${folder === '' ? '' : `${folder}/`}**/*.yaml`;
    return `The manifests in ${printable(folder === '' ? 'this folder' : folder)} are not among those of this repository (${printable(settings.manifests.join(', '))}); add ${printable(glob)} to manifests in iot-rollouts.config.yaml.\n`;
  }
}

function selectionOf({ positionals, values }: Arguments): ImportSelection {
  const both = (values.templates === true) === (values.jobs === true);
  return {
    names: positionals,
    kinds: both ? ['JobTemplate', 'Job'] : [values.templates === true ? 'JobTemplate' : 'Job'],
    ended: values['all-jobs'] === true,
  };
}

/** Where the repository has the manifest of a resource, with errors or without. */
async function manifestPlaces(
  { manifests, identities }: LoadedManifests,
  { cwd }: Host,
): Promise<(address: Address) => string | undefined> {
  const everywhere = [...identities, ...(await identitiesOfWorkingTree(cwd))];
  const places = new Map(
    everywhere.map((it) => [addressText(it), 'in a file with errors, or outside the manifests’ globs']),
  );
  for (const { kind, name, origin } of manifests) {
    places.set(addressText({ kind, name }), `${origin.file}:${origin.range.start.line}`);
  }
  return (address) => places.get(addressText(address));
}

function importText(
  { imported, leftOut }: { readonly imported: readonly ImportedManifest[]; readonly leftOut: readonly LeftOut[] },
  { missing, refused }: Findings,
  dryRun: boolean,
): string {
  const verb = dryRun ? 'Would write' : 'Wrote';
  const lines = [
    ...imported.map(
      (it) =>
        `${verb} ${[it.manifest, ...(it.document ? [it.document] : [])].map(({ path }) => path).join(' and ')}: ${subject(it)}${it.status === undefined ? '' : ` (${it.status})`}`,
    ),
    ...leftOut.map((it) => `Left out ${subject(it)}: ${it.reason}`),
    ...refused.map((name) => `Left out ${name}: AWS IoT allows no such name`),
    ...missing.map((name) => `Not found: ${name} is no job or template of this account and region`),
  ];
  const done = `${dryRun ? 'Would import' : 'Imported'} ${counted(imported)}.`;
  return [...lines, done].map((line) => `${printable(line)}\n`).join('');
}

/** Tags what is as its manifest says; whether nothing that was to be tagged is left without. */
async function adopt(
  findings: Findings,
  { manifests }: LoadedManifests,
  port: IotPort,
  host: Host,
  dryRun: boolean,
): Promise<boolean> {
  const provenance = await readProvenance(host);
  const adoptions = adoptionsOf(findings, manifests, port.region, provenance);
  const tagged = adoptions.filter((it) => it.action === 'tag');
  const say = (line: string): void => host.stdout(`${printable(line)}\n`);
  say(
    `${dryRun ? 'Would tag' : 'Tagging'} ${counted(tagged)} as ${provenance.source}’s; nothing else is changed in AWS.`,
  );
  let failed = 0;
  for (const it of adoptions) {
    if (it.action === 'none') say(`  ${subject(it)}: is ${provenance.source}’s already`);
    else if (it.action === 'refuse') say(`  ${subject(it)}: not tagged: ${it.reason}`);
    else if (dryRun) say(`  ${subject(it)}`);
    else if (!(await tag(it))) failed += 1;
  }
  return failed === 0 && !adoptions.some(({ action }) => action === 'refuse');

  async function tag(it: Address & Extract<Adoption, { action: 'tag' }>): Promise<boolean> {
    try {
      await port.tag(it.arn, it.tags);
      say(`  ${subject(it)}: tagged`);
      return true;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      say(`  ${subject(it)}: could not be tagged: ${explainError(error).message}`);
      return false;
    }
  }
}

function subject({ kind, name }: Address): string {
  return `${kind === 'Job' ? 'job' : 'template'} ${name}`;
}

function counted(resources: readonly Address[]): string {
  const count = (kind: Address['kind'], word: string): string => {
    const number = resources.filter((it) => it.kind === kind).length;
    return `${number} ${word}${number === 1 ? '' : 's'}`;
  };
  return `${count('JobTemplate', 'template')} and ${count('Job', 'job')}`;
}
