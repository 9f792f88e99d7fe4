/** The tree of a release tag: made as for a release, and run the way GitHub's runner does. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { rolldown } from 'rolldown';
import { describe, expect, it } from 'vitest';
import { push, runAction } from '../packages/action/test/support/runner.js';
import { jobs, testEmulator } from '../packages/cli/test/support/emulator.js';
import { job } from '../packages/cli/test/support/manifests.js';
import { repositoryWith, temporaryFolder, writeFiles } from '../packages/cli/test/support/repository.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const licensesName = 'THIRD-PARTY-LICENSES.txt';

/** A staged tree that exists already, for instance in the release workflow; else one is made. */
const staged = process.env.IOT_ROLLOUTS_RELEASE ?? stageInto(join(temporaryFolder(), 'release'));
const { runs } = load(readFileSync(join(staged, 'action.yml'), 'utf8')) as { runs: { main: string } };
const bundle = join(staged, runs.main);

describe('npm run release:stage', () => {
  it('makes a tree of the metadata, the bundle, the licences and the README, and nothing else', () => {
    const names = filesIn(staged).map((path) => path.replace(/(chunks\/.*)-[\w-]{8}\.js$/, '$1.js'));
    expect(names).toContain('packages/action/dist/main.js');
    expect(names.filter((name) => !/^packages\/action\/dist\/(main|chunks\/[\w-]+)\.js$/.test(name))).toEqual([
      'LICENSE',
      'README.md',
      'action.yml',
      `packages/action/dist/${licensesName}`,
      'packages/action/package.json',
    ]);
  });

  it('takes the very files that were built', () => {
    for (const name of filesIn(dirname(bundle))) {
      const built = readFileSync(join(root, dirname(runs.main), name));
      expect(readFileSync(join(dirname(bundle), name)).equals(built), name).toBe(true);
    }
  });

  it('leaves no link in the README that ends nowhere on the tag', () => {
    const links = [...readFileSync(join(staged, 'README.md'), 'utf8').matchAll(/\]\(([^)]+)\)/g)].map(([, to]) => to!);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((link) => !/^(https:|#)/.test(link))).toEqual([]);
    const ours = links.flatMap((link) => /iot-rollouts\/(?:blob|tree)\/main\/([^#]+)/.exec(link)?.[1] ?? []);
    expect(ours.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('refuses a folder that holds something else', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'precious.txt'), 'mine');
    const run = spawnSync(process.execPath, [join(root, 'scripts/release-stage.mjs'), '--out', folder], {
      encoding: 'utf8',
    });
    expect(run.status).not.toBe(0);
    expect(run.stderr).toContain('holds something else');
    expect(readdirSync(folder)).toEqual(['precious.txt']);
  });
});

describe.concurrent('the Action of a release', () => {
  it('validates, with nothing of this repository around it, and never loads the AWS SDK', async () => {
    const { root: workspace, base, commit } = repositoryWith({});
    const payload = push(base, commit({ 'rollouts/a.yaml': job('a') }));
    const coverage = temporaryFolder();
    const result = await runAction({
      bundle,
      workspace,
      event: 'push',
      payload,
      inputs: { command: 'validate' },
      env: { NODE_V8_COVERAGE: coverage },
    });
    expect(result).toMatchObject({ exitCode: 0, stderr: '', outputs: { errors: '0' } });
    expect(loadedChunks(coverage)).toContain('main.js');
    expect(loadedChunks(coverage).filter(isSdk)).toEqual([]);
  });

  it('plans and applies against the emulator, and loads the AWS SDK for it', async () => {
    const emulator = await testEmulator();
    const { root: workspace, base, commit } = repositoryWith({});
    const payload = push(base, commit({ 'rollouts/a.yaml': job('a') }));
    const coverage = temporaryFolder();
    const step = { bundle, workspace, event: 'push', payload };
    const inputs = { 'endpoint-url': emulator.endpoint };
    const env = { NODE_V8_COVERAGE: coverage };
    const planned = await runAction({ ...step, inputs: { ...inputs, command: 'plan' }, env });
    expect(planned).toMatchObject({ exitCode: 0, stderr: '', outputs: { 'has-changes': 'true' } });
    expect(await jobs(emulator)).toEqual({});
    expect(loadedChunks(coverage).filter(isSdk)).not.toEqual([]);
    const applied = await runAction({ ...step, inputs });
    expect(applied).toMatchObject({ exitCode: 0, stderr: '', outputs: { created: 'a' } });
    expect(Object.keys(await jobs(emulator))).toEqual(['a']);
  });
});

describe.concurrent('the licences beside a bundle', () => {
  it.each(['action', 'cli'])('name every package whose code is in the bundle of %s, and no other', async (name) => {
    const text = readFileSync(join(root, 'packages', name, 'dist', licensesName), 'utf8');
    const named = [...text.matchAll(/^(@?[\w./-]+) (\d\S*) \(([^)]+)\)$/gm)].map(
      ([, id, version]) => `${id} ${version}`,
    );
    expect(named.filter((id) => !id.startsWith('@iot-rollouts/')).sort()).toEqual(await packagesInside(name));
  });

  it.each(['action', 'cli'])('give a text for each, and carry the notice about AWS’s models, in %s', (name) => {
    const text = readFileSync(join(root, 'packages', name, 'dist', licensesName), 'utf8');
    const sections = text.split(/^={80}$/m).slice(1);
    expect(sections.length).toBeGreaterThan(5);
    for (const section of sections) expect(section.split(/^-{80}$/m)[1]?.trim().length).toBeGreaterThan(300);
    expect(text).toContain('github.com/aws/api-models-aws');
  });
});

describe('release-tag', () => {
  it('commits the staged tree on the release tag only, and moves the major tag to it', () => {
    const { clone, remote } = sourceRepository();
    release(clone, 'v1.2.3');
    expect(remote('ls-tree', '-r', '--name-only', 'v1.2.3').split('\n')).toEqual(filesIn(staged));
    expect(remote('rev-list', '--count', 'v1.2.3')).toBe('1');
    expect(remote('show', '--no-patch', '--format=%B', 'v1.2.3^{commit}')).toContain(
      `Source-Commit: ${remote('rev-parse', 'main')}`,
    );
    expect(remote('ls-tree', '-r', '--name-only', 'main')).toBe('source.txt');
    expect(remote('tag').split('\n')).toEqual(['v1.2.3']);
    release(clone, 'v1.2.3', '--major');
    expect(remote('rev-parse', 'v1^{commit}')).toBe(remote('rev-parse', 'v1.2.3^{commit}'));
  });

  it('does the same again without a change, and never moves a release tag to another tree', () => {
    const { clone, remote } = sourceRepository();
    release(clone, 'v1.2.3');
    const first = remote('rev-parse', 'v1.2.3');
    release(clone, 'v1.2.3');
    expect(remote('rev-parse', 'v1.2.3')).toBe(first);
    const other = temporaryFolder();
    writeFiles(other, { 'action.yml': 'name: other\n' });
    expect(() => release(clone, 'v1.2.3', '--from', other)).toThrow(/v1\.2\.3 is there already with another tree/);
    expect(remote('rev-parse', 'v1.2.3')).toBe(first);
  });

  it('leaves the major tag at the highest release, and never moves it to a prerelease', () => {
    const { clone, remote } = sourceRepository();
    for (const tag of ['v1.10.0', 'v1.9.1', 'v1.11.0-rc.1', 'v2.0.0']) {
      release(clone, tag);
      release(clone, tag, '--major');
    }
    expect(remote('rev-parse', 'v1^{commit}')).toBe(remote('rev-parse', 'v1.10.0^{commit}'));
    expect(remote('rev-parse', 'v2^{commit}')).toBe(remote('rev-parse', 'v2.0.0^{commit}'));
  });

  it('refuses what is no version', () => {
    const { clone } = sourceRepository();
    expect(() => release(clone, 'v1')).toThrow(/v1 is no release tag/);
  });
});

function stageInto(out: string): string {
  execFileSync(process.execPath, [join(root, 'scripts/release-stage.mjs'), '--out', out], { stdio: 'pipe' });
  return out;
}

/** Files below a folder, in order. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
}

/** Names of the bundle's files that a process loaded, from the coverage that V8 wrote. */
function loadedChunks(coverage: string): readonly string[] {
  const urls = readdirSync(coverage).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(join(coverage, file), 'utf8')) as { result: { url: string }[] };
    return result.map(({ url }) => url);
  });
  return urls
    .filter((url) => url.startsWith('file:'))
    .map((url) => fileURLToPath(url).slice(dirname(bundle).length + 1));
}

/** Whether a file of the bundle holds the SDK, which names itself to AWS. */
function isSdk(name: string): boolean {
  return readFileSync(join(dirname(bundle), name), 'utf8').includes('aws-sdk-js');
}

/** The packages in a bundle, by what a source map of it says. */
async function packagesInside(name: string): Promise<readonly string[]> {
  const cwd = join(root, 'packages', name);
  const config = ((await import(join(cwd, 'rolldown.config.mjs'))) as { default: Record<string, object> }).default;
  const { output, ...input } = config;
  const build = await rolldown({ ...input, cwd });
  const { output: files } = await build.generate({ ...output, sourcemap: true });
  await build.close();
  const found = new Set<string>();
  for (const file of files) {
    if (file.type !== 'chunk') continue;
    for (const source of file.map?.sources ?? []) {
      const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(source)?.[0];
      if (folder !== undefined) found.add(identity(join(cwd, 'dist', dirname(file.fileName), folder)));
    }
    // The bundler's own lines have no source.
    if (file.name === 'rolldown-runtime') found.add(identity(join(root, 'node_modules/rolldown')));
  }
  return [...found].sort();
}

function identity(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
  return `${name} ${version}`;
}

/** A clone of a repository with one commit, and Git in the repository that it pushes to. */
function sourceRepository(): { clone: string; remote: (...args: readonly string[]) => string } {
  const { root: clone, git } = repositoryWith({});
  const bare = join(temporaryFolder(), 'remote.git');
  mkdirSync(bare);
  git('init', '--quiet', '--bare', '--initial-branch=main', bare);
  git('rm', '--quiet', '--cached', '-r', '.');
  writeFiles(clone, { 'source.txt': 'source\n', '.gitignore': '*\n' });
  git('add', '--force', 'source.txt');
  git('commit', '--quiet', '--amend', '--no-gpg-sign', '--message', 'Source');
  git('remote', 'set-url', 'origin', bare);
  git('push', '--quiet', 'origin', 'main');
  return { clone, remote: (...args) => git(`--git-dir=${bare}`, ...args) };
}

function release(clone: string, tag: string, ...options: readonly string[]): void {
  const from = options.includes('--from') ? [] : ['--from', staged];
  execFileSync(process.execPath, [join(root, 'scripts/release-tag.mjs'), ...from, ...options, tag], {
    cwd: clone,
    stdio: 'pipe',
    encoding: 'utf8',
  });
}
