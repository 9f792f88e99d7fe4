/**
 * A user's project: the package is built from its sources and packed as `npm publish` would, and the tarball is
 * installed, with what the consumers need, into a copy of `project/` in a temporary folder.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
const repositoryRoot = join(packageRoot, '../..');
const projectTemplate = fileURLToPath(new URL('project', import.meta.url));

/** What the build and the tarball are made of. */
const sources = [
  'package.json',
  'README.md',
  'LICENSE',
  'NOTICE',
  'src',
  'scripts',
  'test',
  'generator/src',
  'model',
  'tsconfig.json',
  'tsconfig.build.json',
];

/** npm's own patience with a registry that does not answer is several minutes. */
const impatience = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=1000'];

export interface InstalledProject {
  readonly folder: string;
  readonly tarball: string;
  /** Paths of the files in the tarball, sorted. */
  readonly packedFiles: readonly string[];
  /** Runs Node, npm or a program that a dependency brought, in the project, and returns what it printed; throws with all of it when it fails. */
  run(program: string, ...args: readonly string[]): string;
  /** Deletes everything. */
  remove(): void;
}

/** Builds, packs and installs. Needs the npm registry, or npm's cache of an earlier run. */
export function installProject(): InstalledProject {
  const scratch = mkdtempSync(join(tmpdir(), 'schemas-consumer-'));
  const { tarball, packedFiles } = pack(join(scratch, 'repository'));
  const folder = join(scratch, 'project');
  cpSync(projectTemplate, folder, { recursive: true });
  const install = [
    'install',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    ...impatience,
    tarball,
  ];
  try {
    execute(folder, 'npm', install);
  } catch (error) {
    throw new Error(`these tests install packages and need the npm registry, or npm's cache of them:\n${error}`);
  }
  return {
    folder,
    tarball,
    packedFiles,
    run: (program, ...args) =>
      execute(folder, ['node', 'npm'].includes(program) ? program : join(folder, 'node_modules/.bin', program), args),
    remove: () => rmSync(scratch, { recursive: true, force: true }),
  };
}

/** The tarball of a fresh build in a copy of the package, so that nothing that an older build left is in it. */
function pack(repository: string): { readonly tarball: string; readonly packedFiles: readonly string[] } {
  const folder = join(repository, 'packages/schemas');
  mkdirSync(folder, { recursive: true });
  for (const source of sources) cpSync(join(packageRoot, source), join(folder, source), { recursive: true });
  cpSync(join(repositoryRoot, 'tsconfig.base.json'), join(repository, 'tsconfig.base.json'));
  symlinkSync(join(repositoryRoot, 'node_modules'), join(repository, 'node_modules'));
  execute(folder, 'npm', ['run', 'prepack']);
  const printed = execute(folder, 'npm', ['pack', '--json', '--ignore-scripts', '--loglevel=error']);
  const [{ filename, files }] = Object.values(JSON.parse(printed)) as [Packed];
  return { tarball: join(folder, basename(filename)), packedFiles: files.map(({ path }) => path).sort() };
}

/** What `npm pack --json` prints of each package. */
interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

function execute(folder: string, program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 180_000,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}\n${stdout}${stderr}`);
  return stdout;
}
