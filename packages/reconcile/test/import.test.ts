/** Importing an account: what is written validates, is what a person would have written, and plans nothing. */
import { readFileSync, writeFileSync } from 'node:fs';
import { CreateJobRequest, CreateJobTemplateRequest } from '@iot-rollouts/schemas/iot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adoptionsOf } from '../src/import/adopt.js';
import { type Findings, findResources } from '../src/import/found.js';
import { type Import, type ImportedManifest, importManifests } from '../src/import/import-manifests.js';
import { type Account, intercepted, openAccount, planAgainst, provenance } from './support/account.js';
import { load, manifestsOf } from './support/manifests.js';
import { fillAccount, jobs, templates } from './support/varied-account.js';

let account: Account;
let findings: Findings;
let result: Import;
let files: Readonly<Record<string, string>>;

const everything = { names: [], kinds: ['JobTemplate', 'Job'], ended: true } as const;
const emptyRepository = { folder: 'rollouts', existing: new Set<string>(), manifestPlace: () => undefined };

beforeAll(async () => {
  account = await openAccount();
  await fillAccount(account);
  findings = await findResources(account.port, everything);
  result = importManifests(findings, emptyRepository);
  files = Object.fromEntries(
    result.imported
      .flatMap(({ manifest, document }) => [manifest, ...(document ? [document] : [])])
      .map(({ path, text }) => [path, text]),
  );
});
afterAll(() => account.close());

/** Every file behind a line with its path. */
const goldenFile = new URL('golden/import.txt', import.meta.url);

describe('an account with every member of the API', () => {
  test('uses every member, so that this test shows what becomes of each', () => {
    const used = (requests: readonly object[]) => new Set(requests.flatMap((request) => Object.keys(request)));
    expect([...used(jobs)].sort()).toEqual(Object.keys(CreateJobRequest.properties).sort());
    // A template that is made from a job is answered like any other.
    const { jobArn: _, ...members } = CreateJobTemplateRequest.properties;
    expect([...used(templates)].sort()).toEqual(Object.keys(members).sort());
  });

  test('becomes these files', () => {
    const text = Object.entries(files)
      .map(([path, content]) => `=== ${path}\n${content.replace(/\n?$/, '\n')}`)
      .join('');
    if (process.env.UPDATE === '1') writeFileSync(goldenFile, text);
    expect(text).toBe(readFileSync(goldenFile, 'utf8'));
    expect(result.leftOut).toEqual([]);
    expect(result.imported).toHaveLength(templates.length + jobs.length);
  });

  test('has no two files whose names differ by case only', () => {
    const paths = Object.keys(files).map((path) => path.toLowerCase());
    expect(new Set(paths).size).toBe(paths.length);
  });

  test('validates without an error', () => {
    expect(load(files).messages).toEqual([]);
    expect(load(files).manifests).toHaveLength(result.imported.length);
  });

  test('plans nothing while it is not ours, too', async () => {
    const { changes, diagnostics } = await planAgainst(account.port, files);
    expect(changes.filter(({ action }) => action !== 'none')).toEqual([]);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('can be adopted whole, by its tags alone, and plans nothing then', async () => {
    const adoptions = adoptionsOf(findings, manifestsOf(files), account.port.region, provenance);
    expect(adoptions.filter(({ action }) => action !== 'tag')).toEqual([]);
    expect(adoptions).toHaveLength(result.imported.length);
    for (const it of adoptions) if (it.action === 'tag') await account.port.tag(it.arn, it.tags);
    for (const base of [undefined, files]) {
      const { changes, diagnostics } = await planAgainst(account.port, files, base);
      expect(changes.filter(({ action }) => action !== 'none')).toEqual([]);
      expect(changes).toHaveLength(result.imported.length);
      expect(diagnostics).toEqual([]);
    }
    const again = adoptionsOf(
      await findResources(account.port, everything),
      manifestsOf(files),
      account.port.region,
      provenance,
    );
    expect(new Set(again.map(({ action }) => action))).toEqual(new Set(['none']));
  });
});

describe('what an account answers', () => {
  test('names no file when it is no name that AWS IoT allows', async () => {
    const names = ['../../etc/passwd', 'a/b', '..', '', 'x\u0000', 'ota-standard'];
    const port = intercepted(account.port, (method, call) =>
      method === 'listJobTemplates'
        ? Promise.resolve({ entries: names.map((name) => ({ name, arn: name })), complete: true })
        : call(),
    );
    const found = await findResources(port, { names: [], kinds: ['JobTemplate'], ended: false });
    expect(found.resources.map(({ name }) => name)).toEqual(['ota-standard']);
    expect(found.refused).toEqual(names.slice(0, -1));
  });

  test('takes only a few calls more than there are resources', async () => {
    const calls = new Map<string, number>();
    const port = intercepted(account.port, (method, call) => {
      calls.set(method, (calls.get(method) ?? 0) + 1);
      return call();
    });
    await findResources(port, { names: [], kinds: ['JobTemplate', 'Job'], ended: true });
    const inS3 = jobs.filter(({ documentSource }) => documentSource !== undefined).length;
    expect(Object.fromEntries(calls)).toEqual({
      listJobTemplates: 1,
      listJobs: 1,
      describeJobTemplate: templates.length,
      describeJob: jobs.length,
      listTags: templates.length + jobs.length,
      getJobDocument: jobs.length - inS3,
      describeManagedJobTemplate: 2,
    });
  });
});

describe('a repository that has files already', () => {
  const place = { ...emptyRepository, existing: new Set(['rollouts/everything.yaml', 'documents/scheduled.json']) };

  test('keeps them: what would take their place is left out', () => {
    const { imported, leftOut } = importManifests(findings, place);
    expect(leftOut.map(({ name }) => name)).toEqual(['everything', 'scheduled']);
    expect(leftOut[1]?.reason).toContain('documents/scheduled.json exists and is not overwritten');
    expect(imported).toHaveLength(templates.length + jobs.length - 2);
  });

  test('has each resource once, and a job names its template when that has a manifest', () => {
    const manifestPlace = ({ kind }: { kind: string }) => (kind === 'JobTemplate' ? 'rollouts/all.yaml:4' : undefined);
    const { imported, leftOut } = importManifests(findings, { ...place, manifestPlace });
    expect(leftOut.filter(({ kind }) => kind === 'JobTemplate')).toHaveLength(templates.length);
    const templated = imported.find(({ name }) => name === 'templated');
    expect(templated?.manifest.text).toContain('  template: ota-standard\n');
  });

  test('may keep its manifests at the root, or deeper', () => {
    const pathsIn = (folder: string) => {
      const { imported } = importManifests(findings, { ...emptyRepository, folder });
      const { manifest, document } = imported.find(({ name }) => name === 'ota-standard') as ImportedManifest;
      return [manifest.path, document?.path, /documentFile: (.*)/.exec(manifest.text)?.[1]];
    };
    expect(pathsIn('')).toEqual(['ota-standard.yaml', 'documents/ota-standard.json', 'documents/ota-standard.json']);
    expect(pathsIn('fleet/rollouts')).toEqual([
      'fleet/rollouts/ota-standard.yaml',
      'fleet/documents/ota-standard.json',
      '../documents/ota-standard.json',
    ]);
  });
});
