import { describe, expect, it } from 'vitest';
import { job, template } from './support/manifests.js';
import { runCli } from './support/process.js';
import { repositoryWith, temporaryFolder } from './support/repository.js';

const slow = { jobExecutionsRolloutConfig: { maximumPerMinute: 10 } };

describe.concurrent('forecast', () => {
  it('tells every job by its manifest alone, with the rates of its template', async () => {
    const { root } = repositoryWith({
      'rollouts/t.yaml': template('standard', slow),
      'rollouts/a.yaml': job('a', { document: undefined, template: 'standard' }),
    });
    const { exitCode, stdout, stderr } = await runCli(['forecast', '--devices', '100'], { cwd: root });
    expect(stdout).toMatch(/^a: Reaches 100 devices in about .* 10 a minute/);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  });

  it('gives numbers as JSON and escaped text as Markdown', async () => {
    const { root } = repositoryWith({ 'rollouts/a.yaml': job('a_b', slow) });
    const json = await runCli(['forecast', '--devices', '100', '--format', 'json'], { cwd: root });
    expect(JSON.parse(json.stdout)).toMatchObject({
      formatVersion: 1,
      forecasts: [{ name: 'a_b', sentence: expect.stringContaining('100 devices') }],
    });
    const markdown = await runCli(['forecast', '--devices', '100', '--format', 'markdown'], { cwd: root });
    expect(markdown.stdout).toMatch(/^\*\*a&#95;b\*\* /);
  });

  it('refuses a part of a device', async () => {
    const { root } = repositoryWith({ 'rollouts/a.yaml': job('a') });
    const ended = await runCli(['forecast', '--devices', '1.5'], { cwd: root });
    expect(ended).toMatchObject({ exitCode: 3, stdout: '' });
    expect(ended.stderr).toContain('--devices must be a whole number from 0');
  });

  it('shows findings on standard error and forecasts nothing', async () => {
    const { root } = repositoryWith({ 'rollouts/a.yaml': job('a', { targets: [] }) });
    const ended = await runCli(['forecast'], { cwd: root });
    expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
    expect(ended.stderr).toContain('rollouts/a.yaml:5:');
  });
});

describe.concurrent('schema', () => {
  it('is JSON Schema that describes the form of each kind', async () => {
    for (const kind of ['Job', 'JobTemplate']) {
      const { exitCode, stdout } = await runCli(['schema', '--kind', kind], { cwd: temporaryFolder() });
      expect(exitCode).toBe(0);
      const schema = JSON.parse(stdout) as Schema;
      expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
      expect(Object.keys(schema.properties ?? {}).sort()).toEqual(['apiVersion', 'kind', 'metadata', 'spec']);
      expect(schema.properties?.kind?.enum).toEqual([kind]);
      const { missing, unknown } = references(schema);
      expect(missing).toEqual([]);
      expect(unknown).toEqual([]);
    }
  });

  it('describes a Job unless told otherwise', async () => {
    const { stdout } = await runCli(['schema'], { cwd: temporaryFolder() });
    expect((JSON.parse(stdout) as Schema).properties?.kind?.enum).toEqual(['Job']);
  });
});

interface Schema {
  readonly $schema?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** What a validator would stumble over: references to nothing, patterns that do not compile, types that do not exist. */
function references(schema: object): { missing: readonly string[]; unknown: readonly string[] } {
  const [missing, unknown]: [string[], string[]] = [[], []];
  const types = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { $ref, pattern, type } = value as { $ref?: unknown; pattern?: unknown; type?: unknown };
    if (typeof $ref === 'string' && resolve(schema, $ref) === undefined) missing.push($ref);
    if (typeof pattern === 'string') new RegExp(pattern, 'u');
    if (typeof type === 'string' && !types.includes(type)) unknown.push(type);
    for (const member of Object.values(value)) visit(member);
  };
  visit(schema);
  return { missing, unknown };
}

function resolve(schema: object, reference: string): unknown {
  return reference
    .split('/')
    .slice(1)
    .reduce<unknown>((value, name) => (value as Readonly<Record<string, unknown>> | undefined)?.[name], schema);
}
