import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelInfo } from '../../src/index.js';
import { type InstalledProject, installProject } from './installed-project.js';
import { readmeExamples } from './readme-examples.js';

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
let project: InstalledProject;

beforeAll(() => {
  project = installProject();
}, 240_000);

afterAll(() => project?.remove());

/** What Are the Types Wrong prints. */
interface TypesReport {
  readonly entrypoints: Readonly<
    Record<string, { readonly resolutions: Readonly<Record<string, { readonly visibleProblems: readonly number[] }>> }>
  >;
}

/** Paths of the files under a folder of the package, with `/`. */
function filesUnder(folder: string): readonly string[] {
  return readdirSync(join(packageRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(join(packageRoot, folder).length + 1)
        .replaceAll('\\', '/'),
    );
}

describe('the tarball', () => {
  it('holds what a user needs, and nothing else', () => {
    const built = filesUnder('src').flatMap((path) => ['.js', '.d.ts'].map((end) => `dist/${path.slice(0, -3)}${end}`));
    const jsonSchemas = ['iot', 'iot-jobs-data'].flatMap((service) =>
      ['strict', 'lenient'].flatMap((flavour) =>
        ['2020-12', 'draft-07'].map((draft) => `json-schema/${service}.${flavour}.${draft}.json`),
      ),
    );
    const others = ['LICENSE', 'NOTICE', 'README.md', 'package.json'];
    expect(project.packedFiles).toEqual([...built, ...jsonSchemas, ...others].sort());
  });

  it('carries the licence of the repository', () => {
    const licence = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
    expect(licence('../../LICENSE')).toBe(licence('../../../../LICENSE'));
  });

  it('is published as it should be, says publint', () => {
    expect(project.run('publint', project.tarball, '--strict')).toContain('All good!');
  });

  it('has types that resolve, says Are the Types Wrong: as ES modules, which is all it offers', () => {
    const report = project.run('attw', project.tarball, '--profile', 'esm-only', '--format', 'json');
    const { analysis } = JSON.parse(report) as { readonly analysis: TypesReport };
    const modules = ['.', './iot', './iot-jobs-data'];
    const problems = modules.flatMap((module) =>
      ['node16-esm', 'bundler'].map(
        (resolution) => analysis.entrypoints[module]?.resolutions[resolution]?.visibleProblems,
      ),
    );
    expect(problems).toEqual(modules.flatMap(() => [[], []]));
  });

  it('shares one TypeBox with the project: kinds of schemas are known by the copy that checks them', () => {
    const tree = JSON.parse(project.run('npm', 'ls', '@sinclair/typebox', '--json', '--all')) as object;
    const versions = [...JSON.stringify(tree).matchAll(/"@sinclair\/typebox":\{"version":"([^"]+)"/g)].map(
      ([, it]) => it,
    );
    expect(new Set(versions).size).toBe(1);
    expect(readdirSync(join(project.folder, 'node_modules/@iot-rollouts/schemas'))).not.toContain('node_modules');
  });
});

describe('a project that installed the tarball', () => {
  it.each([
    ['TypeBox: TypeCompiler and Value on every schema', 'typebox.mjs'],
    ['Fastify: by its own Ajv and by the TypeBox type provider’s compiler', 'fastify.mjs'],
    ['Ajv in strict mode: every shipped file of both drafts and flavours', 'ajv.mjs'],
    ['Hono’s Standard Schema validator', 'standard-schema.mjs'],
  ])('uses it with %s', (_, file) => {
    project.run('node', file);
  });

  it('shows help and mistakes in an editor: the YAML language server reads the manifest schema by its modeline', () => {
    const cli = join(packageRoot, '../cli/dist/main.js');
    const schema = project.run('node', cli, 'schema', '--kind', 'Job');
    writeFileSync(join(project.folder, 'job.schema.json'), schema);
    project.run('node', 'language-server.mjs');
  });

  it.each([
    ['nodenext', 'nodenext'],
    ['bundler', 'esnext'],
  ])('sees its types under `tsc --strict` with module resolution %s', (resolution, module) => {
    project.run('tsc', '-p', '.', '--moduleResolution', resolution, '--module', module);
  });

  it('sees the types of requests in Fastify’s handlers', () => {
    project.run('tsc', '-p', 'tsconfig.fastify.json');
  });
});

describe('the README', () => {
  const readme = readFileSync(join(packageRoot, 'README.md'), 'utf8');
  const examples = readmeExamples(readme);

  it('has five examples, which all say what they print', () => {
    expect(examples.map(({ prints }) => prints === '')).toEqual([false, false, false, false, false]);
  });

  it.each(examples)('is right: $title', ({ title, code, prints }) => {
    const file = `${title.toLowerCase().replace(/[^a-z]+/g, '-')}.mjs`;
    writeFileSync(join(project.folder, file), code);
    expect(project.run('node', file)).toBe(prints);
  });

  it('names the versions of the models', () => {
    for (const [service, { version }] of Object.entries(modelInfo))
      expect(readme).toContain(`\`${service}\` ${version}`);
  });
});
