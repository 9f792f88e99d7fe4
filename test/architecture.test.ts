/**
 * Holds the architecture: which package may import which, and which files may touch the world outside. The imports are
 * read from the sources, type imports included.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const scope = '@iot-rollouts/';

/** What each package may import of the others. What is not listed here is no package of this repository. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  schemas: [],
  'rollout-model': [],
  validation: ['schemas'],
  reconcile: ['schemas', 'validation', 'rollout-model'],
  emulator: ['schemas', 'rollout-model'],
  cli: ['schemas', 'validation', 'rollout-model', 'reconcile', 'emulator'],
  action: ['schemas', 'validation', 'rollout-model', 'reconcile'],
};

/** Files that may use Node's own modules, and which; everything else is pure or gets its input and output passed in. */
const nodeFiles: readonly { readonly files: RegExp; readonly modules: RegExp }[] = [
  { files: /^schemas\/generator\/src\/(main|files)\.ts$/, modules: /./ },
  { files: /^schemas\/generator\/src\/words-seen\.ts$/, modules: /^node:crypto$/ },
  { files: /^validation\/src\/node\//, modules: /./ },
  { files: /^reconcile\/src\/canonical\.ts$/, modules: /^node:(crypto|util)$/ },
  { files: /^reconcile\/src\/aws\/sdk-port\.ts$/, modules: /^node:timers\/promises$/ },
  {
    files: /^emulator\/src\/mqtt\/(broker|ports|service|sockets)\.ts$/,
    modules: /^node:(events|http|net|stream|tls)$/,
  },
  { files: /^emulator\/src\/tls\/credentials\.ts$/, modules: /./ },
  {
    files: /^emulator\/src\/(tls\/certificate|page\/html|objects\/(signed-url|stored-object))\.ts$/,
    modules: /^node:(crypto|net)$/,
  },
  { files: /^emulator\/src\/(.*\/)?[\w-]*(server|clock)[\w-]*\.ts$/, modules: /./ },
  { files: /^(cli|action)\/src\//, modules: /./ },
];

const processFiles =
  /^(cli\/src\/main|action\/src\/main|schemas\/generator\/src\/main|reconcile\/src\/aws\/sdk-port|validation\/src\/node\/git)\.ts$/;

/** Files that neither look at a clock nor draw at random: all but those that read files, or call AWS at its pace. */
const pureFiles = /^(schemas|rollout-model|reconcile|validation)\/src\/(?!node\/|aws\/)/;

interface Source {
  /** Path under `packages/`, with `/`. */
  readonly path: string;
  readonly package: string;
  /** The text without comments. */
  readonly code: string;
  readonly imports: readonly string[];
}

/** The text with comments blanked; quoted text stays, so that what looks like a comment in it is none. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<![:\\])\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, (match) =>
    match.startsWith('/') ? ' ' : match,
  );
}

/** The text without what stands in quotes. */
function withoutStrings(code: string): string {
  return code.replace(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, "''");
}

/** The modules that a text imports: statements at the start of a line, as the formatter leaves them, and calls that import or resolve. */
function importsOf(code: string): string[] {
  const statements = /^(?:import|export)\b(?:[^'";]*?\bfrom\s*)?\s*['"]([^'"]+)['"]/gm;
  const calls = /\b(?:import|createRequire\(import\.meta\.url\)\.resolve)\(\s*['"]([^'"]+)['"]/g;
  return [...code.matchAll(statements), ...code.matchAll(calls)].map((match) => match[1] as string);
}

function readSources(...folders: readonly string[]): Source[] {
  return Object.keys(mayImport).flatMap((name) =>
    folders
      .map((folder) => `${name}/${folder}`)
      .filter((folder) => existsSync(join(root, 'packages', folder)))
      .flatMap((folder) => scriptsUnder(folder))
      .map((path): Source => {
        const code = withoutComments(readFileSync(join(root, 'packages', path), 'utf8'));
        return { path, package: name, code, imports: importsOf(code) };
      }),
  );
}

function scriptsUnder(folder: string): string[] {
  return readdirSync(join(root, 'packages', folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return isOutside(path) ? [] : scriptsUnder(path);
    return /\.[mc]?[jt]sx?$/.test(entry.name) ? [path] : [];
  });
}

/** What was installed or built, and a folder with a package.json of its own: a project that tests install elsewhere. */
function isOutside(folder: string): boolean {
  return /\/(node_modules|dist)$/.test(folder) || existsSync(join(root, 'packages', folder, 'package.json'));
}

const sources = readSources('src', 'generator/src');

/** One line for each import that breaks a rule. */
function violations(breaks: (source: Source, imported: string) => string | undefined): string[] {
  return sources.flatMap((source) =>
    source.imports.flatMap((imported) => {
      const reason = breaks(source, imported);
      return reason === undefined ? [] : [`packages/${source.path} imports ${imported}: ${reason}`];
    }),
  );
}

/** The package of this repository that an import names, without the scope; undefined for others. */
function ownPackage(imported: string): string | undefined {
  return imported.startsWith(scope) ? imported.slice(scope.length).split('/')[0] : undefined;
}

/** The name by which npm knows the package of an import; undefined for files and Node's own modules. */
function npmPackage(imported: string): string | undefined {
  if (imported.startsWith('.') || isBuiltin(imported)) return undefined;
  return imported.split('/', imported.startsWith('@') ? 2 : 1).join('/');
}

interface PackageJson {
  readonly name: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  /** What the user's own copy must be used of; npm installs it too. */
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function packageJson(folder: string): PackageJson {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as PackageJson;
}

describe('imports between packages', () => {
  it('run one way', () => {
    expect(
      violations((source, imported) => {
        const other = ownPackage(imported);
        if (other === undefined || mayImport[source.package]?.includes(other)) return undefined;
        const allowed = mayImport[source.package]?.join(', ') || 'no other package';
        return `${source.package} may import ${allowed}; turn the dependency round or move the code`;
      }),
    ).toEqual([]);
  });

  it('go by the package’s name and an exported subpath, never into its files', () => {
    expect(
      violations((_, imported) => {
        const other = ownPackage(imported);
        if (other === undefined) return undefined;
        const subpath = `.${imported.slice(scope.length + other.length)}`;
        if (Object.hasOwn(packageJson(`packages/${other}`).exports ?? {}, subpath)) return undefined;
        return `${scope}${other} exports no ${subpath}; import its name, or export what is needed from it`;
      }),
    ).toEqual([]);
  });

  it('do not climb out of the package by a relative path', () => {
    expect(
      violations((source, imported) => {
        if (!imported.startsWith('.')) return undefined;
        const sourceFolder = source.path.slice(0, source.path.indexOf('/src/') + '/src'.length);
        if (join(source.path, '..', imported).startsWith(`${sourceFolder}/`)) return undefined;
        return `a relative import stays under packages/${sourceFolder}; import other packages by their names`;
      }),
    ).toEqual([]);
  });

  it('leave the command line and the Action at the end: nobody imports them', () => {
    expect(
      violations((_, imported) => (imported === 'iot-rollouts' ? 'nothing imports the command line' : undefined)),
    ).toEqual([]);
  });
});

describe('the world outside', () => {
  it('is AWS in one file only', () => {
    expect(
      violations((source, imported) =>
        imported.startsWith('@aws-sdk/') && source.path !== 'reconcile/src/aws/sdk-port.ts'
          ? 'only reconcile/src/aws/sdk-port.ts talks to AWS; use the port'
          : undefined,
      ),
    ).toEqual([]);
  });

  it('is Node’s modules in the files for input and output only', () => {
    expect(
      violations((source, imported) => {
        if (!isBuiltin(imported)) return undefined;
        if (!imported.startsWith('node:')) return `write node:${imported}`;
        const allowed = nodeFiles.some(({ files, modules }) => files.test(source.path) && modules.test(imported));
        return allowed ? undefined : 'input and output live in the named files; pass the result in instead';
      }),
    ).toEqual([]);
  });

  it('is the process in the entry points only', () => {
    const users = sources.filter(({ code, path }) => !processFiles.test(path) && usesProcess(code));
    expect(
      users.map(({ path }) => `packages/${path} uses process: arguments, environment and streams are passed in`),
    ).toEqual([]);
  });

  it('is no clock and no chance in the pure packages', () => {
    const impure = /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bperformance\.now\b|\bcrypto\.randomUUID\b/;
    const users = sources.filter(({ path, code }) => pureFiles.test(path) && impure.test(withoutStrings(code)));
    expect(
      users.map(({ path }) => `packages/${path} reads a clock or draws at random: time and ids are passed in`),
    ).toEqual([]);
  });
});

function usesProcess(code: string): boolean {
  // A member called process is no use of it; a spread before it is.
  return /(?<![\w$])(?<!(?<!\.\.)\.)(?:globalThis\.)?process\s*(?:\.|\?\.|\[)/.test(withoutStrings(code));
}

it('lets generated files import only TypeBox and what says the meaning of shapes and tables', () => {
  expect(
    violations((source, imported) => {
      if (!/^schemas\/src\/generated\//.test(source.path)) return undefined;
      const allowed = [
        '@sinclair/typebox',
        '../pattern-message.js',
        '../../shape.js',
        '../../operation.js',
        '../operation.js',
        './shapes.js',
      ];
      return allowed.includes(imported) ? undefined : `generated files import only ${allowed.join(', ')}`;
    }),
  ).toEqual([]);
});

describe.each(Object.keys(mayImport))('the dependencies of packages/%s', (name) => {
  const declared = packageJson(`packages/${name}`);
  const development = { ...packageJson('.').devDependencies, ...declared.devDependencies };
  // What is bundled is installed by nobody who uses the package, so it may stand among the devDependencies.
  const bundled = declared.scripts?.build?.startsWith('rolldown') === true;
  const runtime = { ...declared.dependencies, ...declared.peerDependencies };
  const needed = { ...runtime, ...(bundled && declared.devDependencies) };
  const shipped = sources.filter((source) => source.package === name && source.path.startsWith(`${name}/src/`));
  const inSource = new Set(shipped.flatMap(({ imports }) => imports.flatMap((it) => npmPackage(it) ?? [])));
  const everything = readSources('.').filter((source) => source.package === name);
  const anywhere = new Set(everything.flatMap(({ imports }) => imports.flatMap((it) => npmPackage(it) ?? [])));

  it('are all imported by its sources', () => {
    const unused = Object.keys(runtime).filter((dependency) => !inSource.has(dependency));
    expect(unused.map((it) => `${it} is a dependency that packages/${name}/src does not import; remove it`)).toEqual(
      [],
    );
  });

  it('declare all that its sources import', () => {
    const undeclared = [...inSource].filter((it) => !Object.hasOwn(needed, it));
    expect(undeclared.map((it) => `packages/${name}/src imports ${it}; add it to its dependencies`)).toEqual([]);
  });

  it('for development are all imported, and declared for all its tests and scripts import', () => {
    // Types of a package come with its import.
    const isUsed = (dependency: string): boolean => anywhere.has(dependency.replace(/^@types\//, ''));
    const unused = Object.keys(declared.devDependencies ?? {}).filter((dependency) => !isUsed(dependency));
    expect(unused.map((it) => `${it} is a devDependency that packages/${name} does not import; remove it`)).toEqual([]);
    const undeclared = [...anywhere].filter(
      (it) => it !== declared.name && ![runtime, development].some((table) => Object.hasOwn(table, it)),
    );
    expect(undeclared.map((it) => `packages/${name} imports ${it}; add it to its devDependencies`)).toEqual([]);
  });
});

describe('this test', () => {
  it('knows every package of the repository', () => {
    expect(readdirSync(join(root, 'packages')).sort()).toEqual(Object.keys(mayImport).sort());
  });

  it('sees imports of every form, and no others', () => {
    const code = withoutComments(`
import { a } from 'one';
import type {
  B,
} from "two";
export * from 'three';
export type { C } from 'four';
import 'five';
import d, { type E } from 'six';
const lazy = () => import('seven');
type F = import('eight').F;
// import { g } from 'comment';
/** import { h } from 'comment'; */
const url = 'https://example.com'; import('nine');
  const text = "import { i } from 'text';";
export const value = 'no module';
`);
    expect(importsOf(code).sort()).toEqual(['eight', 'five', 'four', 'nine', 'one', 'seven', 'six', 'three', 'two']);
  });

  it('sees the process where it is used, and not where it is only named', () => {
    for (const code of [
      'process.exit()',
      'const { env } = process.env',
      '{ ...process.env }',
      'globalThis.process.argv',
      "process['env']",
    ]) {
      expect(usesProcess(code), code).toBe(true);
    }
    for (const code of ["say('process.env')", 'job.process.done', 'subprocess.kill()', 'jobProcessDetails.x']) {
      expect(usesProcess(code), code).toBe(false);
    }
  });
});
