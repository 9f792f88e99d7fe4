/**
 * The generated files write out the type of each shape's values, where TypeBox would infer it. Here the compiler
 * compares the two for every shape: they have to be identical, not merely assignable.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import type { Facts } from '../../generator/src/facts.js';

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
const facts = JSON.parse(readFileSync(join(packageRoot, 'model/facts.json'), 'utf8')) as Facts;
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

/** A program that compiles only when each pair of types of a plane is identical. */
function program(plane: string, pairs: readonly (readonly [string, string])[]): string {
  const lines = pairs.map(([one, other]) => `same<${one}, ${other}>(true);`);
  return [
    `import type * as plane from ${JSON.stringify(join(packageRoot, 'src', plane))};`,
    'type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;',
    'declare function same<A, B>(answer: Same<A, B>): void;',
    ...lines,
  ].join('\n');
}

/** What the compiler says against a program. */
function complaints(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'written-types-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'program.ts'), text);
  const options = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', '--types', ''];
  const args = [tsc, ...options, '--target', 'es2022', '--module', 'nodenext', 'program.ts'];
  return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).stdout;
}

it.each(Object.entries(facts.services))('writes out the types of %s exactly as TypeBox infers them', (key, service) => {
  const pairs = Object.keys(service.shapes).map(
    (name) => [`plane.${name}`, `(typeof plane.${name})['static']`] as const,
  );
  expect(complaints(program(`${key}.js`, pairs))).toBe('');
});

it('would see a member that is missing, optional or of another type', () => {
  const wrong = [
    ['{ Key: string }', 'plane.Tag'],
    ['{ Key: string; Value: string }', 'plane.Tag'],
    ['{ Key: string; Value?: number }', 'plane.Tag'],
    ['{ Key: string; Value?: string | undefined }', 'plane.Tag'],
    ['string', 'plane.TargetSelection'],
    ['unknown', 'plane.Tag'],
  ] as const;
  const said = complaints(program('iot.js', [['{ Key: string; Value?: string }', 'plane.Tag'], ...wrong]));
  expect(said.match(/^program\.ts\(\d+,\d+\): error TS2345/gm)).toHaveLength(wrong.length);
});
