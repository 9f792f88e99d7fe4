/** What npm would get: packed as for a release, installed in an empty project, used as a stranger would. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { cleanUp } from '../packages/cli/test/support/cleanup.js';
import { job, testFleet } from '../packages/cli/test/support/manifests.js';
import { start } from '../packages/cli/test/support/process.js';
import { temporaryFolder, writeFiles } from '../packages/cli/test/support/repository.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const license = readFileSync(join(root, 'LICENSE'), 'utf8');

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly license: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly engines: object;
  readonly repository: { readonly directory: string; readonly url: string };
  readonly publishConfig?: object;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

interface Packed extends PackageJson {
  readonly folder: string;
  readonly tarball: string;
  /** File texts by path in the package. */
  readonly files: ReadonlyMap<string, string>;
}

const packed = packAll();

describe('npm gets', () => {
  it('every package that is not private, in an order in which each can be installed', () => {
    const names = packed.map(({ name }) => name);
    const expected = readdirSync(join(root, 'packages'))
      .map((folder) => packageJson(join(root, 'packages', folder)))
      .filter((it) => it.private !== true);
    expect([...names].sort()).toEqual(expected.map(({ name }) => name).sort());
    packed.forEach(({ dependencies = {} }, index) => {
      const ours = Object.keys(dependencies).filter((name) => names.includes(name));
      expect(ours.filter((name) => names.indexOf(name) > index)).toEqual([]);
    });
  });

  it('no package of another version than the tag', () => {
    const run = spawnSync(process.execPath, [join(root, 'scripts/release-packages.mjs'), '--out', 'x', 'v99.0.0'], {
      cwd: temporaryFolder(),
      encoding: 'utf8',
    });
    expect(run).toMatchObject({ status: 1, stdout: '' });
    expect(run.stderr).toMatch(/^the tag says 99\.0\.0, but /);
  });

  it('from all packages and the Action the same version', () => {
    const versions = readdirSync(join(root, 'packages')).map((it) => packageJson(join(root, 'packages', it)).version);
    expect(new Set(versions).size).toBe(1);
  });
});

describe.each(packed.map((it) => [it.name, it] as const))('%s', (_, it_) => {
  const { files } = it_;

  it('says who it is, where it comes from and how it is published', () => {
    expect(it_).toMatchObject({
      license: 'Apache-2.0',
      description: expect.stringMatching(/.{20}/),
      keywords: expect.arrayContaining(['aws-iot', 'iot-jobs']),
      engines: { node: '>=20.19' },
      repository: { url: 'git+https://github.com/iot-rollouts/iot-rollouts.git', directory: `packages/${it_.folder}` },
      publishConfig: { access: 'public', provenance: true },
    });
  });

  it('holds its README, the licence and what was built, and no source, test or leftover', () => {
    expect(files.get('LICENSE')).toBe(license);
    expect(files.get('README.md')?.length).toBeGreaterThan(200);
    const others = [...files.keys()].filter((file) => !/^(dist|json-schema|bin)\//.test(file));
    expect(others.filter((file) => !/^(LICENSE|NOTICE|README\.md|CHANGELOG\.md|package\.json)$/.test(file))).toEqual(
      [],
    );
    expect([...files.keys()].filter((file) => /\.(map|tsbuildinfo|test\.\w+)$|(?<!\.d)\.ts$/.test(file))).toEqual([]);
  });

  it('holds every file that its exports and commands name', () => {
    const targets = [
      ...Object.values(it_.exports).flatMap((target) => (typeof target === 'string' ? target : Object.values(target))),
      ...Object.values(it_.bin ?? {}),
    ].map((path) => path.replace('./', ''));
    expect(targets.length).toBeGreaterThan(0);
    const isThere = (target: string) =>
      [...files.keys()].some(
        (file) => file === target || (target.includes('*') && file.startsWith(target.split('*')[0]!)),
      );
    expect(targets.filter((target) => !isThere(target))).toEqual([]);
  });

  it('imports nothing but what it depends on', () => {
    const declared = Object.keys({ ...it_.dependencies, ...it_.peerDependencies, [it_.name]: '' });
    const imported = [...files].filter(([file]) => /\.(js|d\.ts)$/.test(file)).flatMap(([, text]) => importsOf(text));
    expect([...new Set(imported)].filter((name) => !declared.includes(name))).toEqual([]);
  });
});

describe('in an empty project', () => {
  it('the command line is installed without a registry, tells its version, validates and emulates', async () => {
    const folder = emptyProject();
    install(folder, ['--offline', tarball('iot-rollouts')]);
    expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['iot-rollouts']);
    const cli = join(folder, 'node_modules/.bin/iot-rollouts');
    const env = { HOME: join(folder, 'home'), AWS_EC2_METADATA_DISABLED: 'true' };
    const run = async (...args: readonly string[]) => await start(cli, args, { cwd: folder, env }).ended;
    expect(await run('--version')).toEqual({ exitCode: 0, stdout: `${packed[0]!.version}\n`, stderr: '' });
    writeFiles(folder, { 'rollouts/a.yaml': job('a'), 'fleet.json': JSON.stringify(testFleet) });
    expect(await run('validate')).toMatchObject({ exitCode: 0 });
    expect(await run('explain', 'shape/type')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('## Right'),
    });
    const emulator = start(cli, ['emulator', '--port', '0', '--fleet', 'fleet.json'], { cwd: folder, env });
    cleanUp(() => emulator.child.kill('SIGKILL'));
    const [, url] = /listening on (\S+)/.exec(await emulator.seen('listening on'))!;
    expect((await fetch(`${url}/_emulator/health`)).status).toBe(200);
    expect(await run('plan', '--all', '--endpoint-url', url!)).toMatchObject({ exitCode: 0 });
    emulator.child.kill('SIGTERM');
    expect(await emulator.ended).toMatchObject({ exitCode: 0 });
  });

  it('the libraries are installed and imported, entry by entry', (context) => {
    const folder = emptyProject();
    const libraries = packed.filter(({ bin }) => bin === undefined);
    const fault = tryInstall(folder, ['--prefer-offline', ...libraries.map(({ name }) => tarball(name))]);
    if (fault !== undefined) return context.skip(`their dependencies are not to be had here: ${fault}`);
    const entries = libraries.flatMap(({ name, exports }) =>
      Object.keys(exports)
        .filter((entry) => !entry.includes('json'))
        .map((entry) => `${name}${entry.slice(1)}`),
    );
    expect(entries.length).toBeGreaterThan(7);
    writeFileSync(
      join(folder, 'all.mjs'),
      `for (const entry of ${JSON.stringify(entries)}) console.log(entry, Object.keys(await import(entry)).length > 0);\n`,
    );
    const run = spawnSync(process.execPath, ['all.mjs'], { cwd: folder, encoding: 'utf8' });
    expect(run).toMatchObject({ status: 0, stderr: '', stdout: entries.map((entry) => `${entry} true\n`).join('') });
  });
});

function packAll(): readonly Packed[] {
  const out = temporaryFolder();
  execFileSync(process.execPath, [join(root, 'scripts/release-packages.mjs'), '--out', out], { stdio: 'pipe' });
  const lines = readFileSync(join(out, 'packages.txt'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const file = join(out, line.split(' ')[0]!);
    const contents = temporaryFolder();
    execFileSync('tar', ['-xzf', file, '-C', contents]);
    const files = new Map(
      readdirSync(join(contents, 'package'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [path.slice(join(contents, 'package').length + 1), readFileSync(path, 'utf8')]),
    );
    const json = JSON.parse(files.get('package.json')!) as PackageJson;
    return { ...json, folder: json.repository.directory.replace('packages/', ''), tarball: file, files };
  });
}

function packageJson(folder: string): PackageJson {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageJson;
}

function tarball(name: string): string {
  return packed.find((it) => it.name === name)!.tarball;
}

/** Names of the packages that a built file imports. */
function importsOf(text: string): readonly string[] {
  const found = text.matchAll(
    /(?:^|[;}\s])(?:import|export)\b[^'"`;()]*?\bfrom\s*["']([^"'.][^"']*)["']|\bimport\(\s*["']([^"'.][^"']*)["']\s*\)/g,
  );
  return [...found]
    .map(([, named, dynamic]) => (named ?? dynamic)!)
    .filter((name) => !isBuiltin(name))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );
}

function emptyProject(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'package.json'), '{ "name": "empty", "private": true }\n');
  return folder;
}

function install(folder: string, args: readonly string[]): void {
  const fault = tryInstall(folder, args);
  if (fault !== undefined) throw new Error(fault);
}

/** Installs with scripts off; what npm said when it could not. */
function tryInstall(folder: string, args: readonly string[]): string | undefined {
  const options = [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--fetch-retries=0',
    '--fetch-timeout=20000',
  ];
  const run = spawnSync('npm', [...options, ...args], { cwd: folder, encoding: 'utf8', timeout: 50_000 });
  return run.status === 0
    ? undefined
    : (run.stderr.split('\n').find((line) => line.includes('error')) ?? 'npm install failed');
}
