/** The working tree checked by several threads at once. They run what was built, as users do: a thread is started from a file. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkTree, loadManifests, workingTree } from '@iot-rollouts/validation/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manifestTexts } from './texts.js';

const now = Date.UTC(2027, 0, 1);
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'iot-rollouts-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

/** The manifests of the fixtures, each of its own name, so that hardly any two speak of the same. */
function writeFixtures(): void {
  manifestTexts.forEach((text, index) => {
    write(
      `rollouts/${String(index).padStart(4, '0')}.yaml`,
      text.replace(/^( *(?:- )?name: [\w-]+)$/gm, `$1-${index}`),
    );
  });
  symlinkSync('/etc/passwd', join(root, 'rollouts/out.yaml'));
  symlinkSync('loop.yaml', join(root, 'rollouts/loop.yaml'));
  write('rollouts/large.yaml', `# ${'x'.repeat(1024 * 1024)}\n`);
  write('rollouts/folder.yaml/inside.yaml', 'kind: [');
}

/** Jobs whose template is read by whichever thread takes its file, and a job whose template does not exist. */
function writeTemplates(): void {
  const job = (index: number, template: string) =>
    write(
      `rollouts/job-${String(index).padStart(4, '0')}.yaml`,
      `apiVersion: iot-rollouts/v1\nkind: Job\nmetadata: { name: job-${index} }\nspec: { template: ${template}, targets: [thing/a], timeoutConfig: { inProgressTimeoutInMinutes: 5 } }\n`,
    );
  for (let index = 0; index < 200; index += 1) job(index, index === 77 ? 'standrad' : 'standard');
  write(
    'rollouts/zz-template.yaml',
    'apiVersion: iot-rollouts/v1\nkind: JobTemplate\nmetadata: { name: standard }\nspec: { description: Standard, document: { action: install }, abortConfig: { criteriaList: [{ failureType: FAILED, action: CANCEL, thresholdPercentage: 20, minNumberOfExecutedThings: 50 }] } }\n',
  );
}

/** Jobs that name a template of the repository by its ARN, in other files than the template's. */
function writeTemplatesByArn(): void {
  for (let index = 0; index < 200; index += 1) {
    write(
      `rollouts/job-${String(index).padStart(4, '0')}.yaml`,
      `apiVersion: iot-rollouts/v1\nkind: Job\nmetadata: { name: job-${index} }\nspec: { jobTemplateArn: "arn:aws:iot:eu-west-1:123456789012:jobtemplate/t-${index}", targets: [thing/a] }\n`,
    );
  }
  write(
    'rollouts/zz-template.yaml',
    'apiVersion: iot-rollouts/v1\nkind: JobTemplate\nmetadata: { name: t-77 }\nspec: { description: Standard, document: { action: install } }\n',
  );
}

/** Jobs whose documents the globs find too, some before and some after them; and files that are nothing at all. */
function writeDocumentsAmongManifests(): void {
  for (let index = 0; index < 200; index += 1) {
    const name = String(index).padStart(4, '0');
    const job = index % 2 === 0 ? `a-${name}` : `z-${name}`;
    write(
      `rollouts/${job}.yaml`,
      `apiVersion: iot-rollouts/v1\nkind: Job\nmetadata: { name: job-${index} }\nspec: { documentFile: m-${name}.json, targets: [thing/a] }\n`,
    );
    write(`rollouts/m-${name}.json`, index === 7 ? '{ "a": 1, }' : '{ "steps": 1 }');
  }
  write('rollouts/m-unnamed.json', '{ "steps": 1 }');
  write('rollouts/empty.yaml', '# nothing yet\n');
}

/** Jobs that name a few documents: one that is broken, one that is doubtful, one that is misspelt, one that a link leads to. */
function writeSharedDocuments(): void {
  const names = ['broken', 'doubtful', 'otaa', 'link'];
  for (let index = 0; index < 400; index += 1) {
    const silenced =
      index % 40 === 1 ? '  # iot-rollouts-disable-next-line document/plain-http inside a test bench\n' : '';
    write(
      `rollouts/${String(index).padStart(4, '0')}.yaml`,
      `apiVersion: iot-rollouts/v1\nkind: Job\nmetadata: { name: job-${index} }\nspec:\n${silenced}  documentFile: ../documents/${names[index % 4]}.json\n  targets: [thing/a]\n`,
    );
  }
  write('documents/broken.json', '{ "a": 1, }');
  write('documents/doubtful.json', '{ "url": "http://example.com/a", "n": 90071992547409930 }');
  write('documents/ota.json', '{ "a": 1 }');
  write('elsewhere/linked.json', '{ "a": 1 }');
  symlinkSync('../elsewhere/linked.json', join(root, 'documents/link.json'));
}

describe('a working tree', () => {
  it.each([
    ['whose documents stand among its manifests', writeDocumentsAmongManifests],
    ['of fixtures', writeFixtures],
    ['whose jobs have documents in common', writeSharedDocuments],
    ['whose jobs start from one template', writeTemplates],
    ['whose jobs name a template by its ARN', writeTemplatesByArn],
    [
      'with two manifests of one name',
      () => {
        writeTemplates();
        write('rollouts/a-twin.yaml', 'apiVersion: iot-rollouts/v1\nkind: Job\nmetadata: { name: job-199 }\n');
      },
    ],
  ])('%s has the same report by one thread, by several, and with its manifests loaded', async (_, prepare) => {
    prepare();
    const { report } = await loadManifests(workingTree(root), undefined, { now });
    expect(report.diagnostics.length).toBeGreaterThan(0);
    for (const threads of [1, 2, 3]) {
      const checked = await checkTree(root, undefined, { now, threads });
      expect(checked.report.diagnostics).toEqual(report.diagnostics);
      expect(checked.report).toMatchObject({ files: report.files, manifests: report.manifests });
      for (const { file } of report.diagnostics)
        expect(checked.report.sources.get(file)).toBe(report.sources.get(file));
    }
  });

  it('has a file that a manifest names as its document for nothing else, unless it says that it is a manifest', async () => {
    writeDocumentsAmongManifests();
    const said = async () =>
      (await checkTree(root, ['rollouts/**/*.{yaml,json}'], { now })).report.diagnostics.map(
        ({ rule, file }) => `${rule} ${file}`,
      );
    expect(await said()).toEqual([
      'manifest/api-version rollouts/m-unnamed.json',
      'document/not-json rollouts/z-0007.yaml',
    ]);
    write('rollouts/m-0008.json', '{ "apiVersion": "iot-rollouts/v1" }');
    expect(await said()).toContain('manifest/unknown-kind rollouts/m-0008.json');
  });
});
