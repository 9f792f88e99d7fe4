import { describe, expect, it } from 'vitest';
import {
  checkManifests,
  documentFilesOf,
  type JobManifest,
  type JobTemplateManifest,
  type Manifest,
  manifestJsonSchema,
  manifestKinds,
  manifestSchema,
  parseFile,
  type ReadResult,
} from '../src/index.js';

function check(text: string, documents: Readonly<Record<string, ReadResult>> = {}, file = 'rollouts/a.yaml') {
  const { value = [], diagnostics } = checkManifests([parseFile(file, text)], new Map(Object.entries(documents)));
  return { manifests: value, rules: diagnostics.map(({ rule }) => rule) };
}

function manifestOf(text: string, documents: Readonly<Record<string, ReadResult>> = {}): Manifest {
  const { manifests, rules } = check(text, documents);
  expect(rules).toEqual([]);
  expect(manifests).toHaveLength(1);
  return manifests[0] as Manifest;
}

function job(spec: string): string {
  return `apiVersion: iot-rollouts/v1\nkind: Job\nmetadata: { name: a }\nspec: { targets: [thing/a], ${spec} }\n`;
}

describe('a Job manifest', () => {
  it("keeps AWS's fields as they are written, and takes our own out of them", () => {
    const manifest = manifestOf(
      job(
        'document: { action: install }, targetSelection: SNAPSHOT, timeoutConfig: { inProgressTimeoutInMinutes: 5 }, tags: { a: b }',
      ),
    ) as JobManifest;
    expect(manifest).toMatchObject({ kind: 'Job', name: 'a', targets: ['thing/a'] });
    expect(manifest.configuration).toEqual({
      targetSelection: 'SNAPSHOT',
      timeoutConfig: { inProgressTimeoutInMinutes: 5 },
    });
    expect(Object.hasOwn(manifest, 'template')).toBe(false);
  });

  it('sends an object as compact JSON, and a text word for word', () => {
    const inline = manifestOf(job('document: { b: 1, a: [yes please, 2.5, ~], 1: x }'));
    expect(inline.document).toEqual({ from: 'text', text: '{"1":"x","b":1,"a":["yes please",2.5,null]}' });
    const raw = manifestOf(job(`document: '{ "b":  1 }'`));
    expect(raw.document).toEqual({ from: 'text', text: '{ "b":  1 }' });
  });

  it('sends a file word for word, found from the folder of the manifest', () => {
    const text = job('documentFile: ../documents/./ota.json');
    expect(documentFilesOf([parseFile('rollouts/deep/a.yaml', text)])).toEqual(['rollouts/documents/ota.json']);
    const manifest = manifestOf(text, { 'documents/ota.json': { text: ' { "x": 1 }\n' } });
    expect(manifest.document).toEqual({ from: 'text', text: ' { "x": 1 }\n', file: 'documents/ota.json' });
  });

  it('names an S3 document by its URL', () => {
    const documentSource = 'https://s3.amazonaws.com/firmware/ota.json';
    expect(manifestOf(job(`documentSource: ${documentSource}`)).document).toEqual({ from: 's3', documentSource });
  });

  it('names its template: of the repository, managed by AWS with the default version, or by ARN', () => {
    const template = (spec: string) => (manifestOf(job(spec)) as JobManifest).template;
    const managed = { kind: 'managed', name: 'AWS-Reboot' };
    expect(template('managedTemplate: AWS-Reboot')).toEqual({ ...managed, version: '1.0' });
    const newer = check(job('managedTemplate: "AWS-Reboot:2.1"'));
    expect(newer.manifests).toMatchObject([{ template: { ...managed, version: '2.1' } }]);
    expect(newer.rules).toEqual(['managed/version']);
    const arn = 'arn:aws:iot:eu-west-1:123456789012:jobtemplate/mine';
    expect(template(`jobTemplateArn: ${arn}`)).toEqual({ kind: 'arn', arn });
    const repository = `apiVersion: iot-rollouts/v1\nkind: JobTemplate\nmetadata: { name: t }\nspec: { description: x, document: { action: install } }\n---\n${job('template: t')}`;
    expect((check(repository).manifests[1] as JobManifest).template).toEqual({ kind: 'repository', name: 't' });
  });

  it('turns a map of tags into the list of AWS, sorted by key, and keeps a list as it is', () => {
    expect(manifestOf(job('document: { action: install }, tags: { b: "2", a: "" }')).tags).toEqual([
      { Key: 'a', Value: '' },
      { Key: 'b', Value: '2' },
    ]);
    expect(manifestOf(job('document: { action: install }, tags: [{ Key: b }, { Key: a, Value: x }]')).tags).toEqual([
      { Key: 'b' },
      { Key: 'a', Value: 'x' },
    ]);
  });

  it('knows where its name and any of its values stand, or their nearest ancestor', () => {
    const text = job('document: { action: install }, timeoutConfig: { inProgressTimeoutInMinutes: 5 }');
    const { origin } = manifestOf(text);
    expect(origin.range).toEqual({ start: { line: 3, column: 19 }, end: { line: 3, column: 20 } });
    const minutes = '/spec/timeoutConfig/inProgressTimeoutInMinutes';
    expect(origin.rangeOf(minutes).start.column).toBe((text.split('\n')[3]?.indexOf('5') ?? 0) + 1);
    expect(origin.rangeOf('/spec/abortConfig')).toEqual(origin.rangeOf('/spec/nothing/at/all'));
    expect(origin.rangeOf('/spec/abortConfig').start).toEqual({ line: 4, column: 1 });
  });

  it('is left out when it has an error, and kept when it has only warnings', () => {
    expect(check(job('document: { action: install }, unknown: 1')).manifests).toEqual([]);
    expect(check(job('document: { action: install }, description: a, description: b')).manifests).toEqual([]);
    const warned = check(job('document: "[]"'));
    expect(warned.rules).toEqual(['document/not-an-object']);
    expect(warned.manifests).toHaveLength(1);
  });

  it('does not change any prototype', () => {
    const { manifests } = check(job('document: { __proto__: { polluted: 1 } }, tags: { __proto__: x }'));
    expect(manifests[0]?.document).toEqual({ from: 'text', text: '{"__proto__":{"polluted":1}}' });
    expect(manifests[0]?.tags).toEqual([{ Key: '__proto__', Value: 'x' }]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('a JobTemplate manifest', () => {
  it('may copy an existing job instead of having a document', () => {
    const jobArn = 'arn:aws:iot:eu-west-1:123456789012:job/a';
    const text = `apiVersion: iot-rollouts/v1\nkind: JobTemplate\nmetadata: { name: t }\nspec: { description: x, jobArn: "${jobArn}" }\n`;
    const manifest = manifestOf(text) as JobTemplateManifest;
    expect(manifest).toMatchObject({
      kind: 'JobTemplate',
      name: 't',
      jobArn,
      configuration: { description: 'x' },
      tags: [],
    });
    expect(Object.hasOwn(manifest, 'document')).toBe(false);
  });
});

describe('the schema of a manifest', () => {
  it('has every field of the API but its id, and ours', () => {
    const members = Object.keys(manifestSchema('Job').properties.spec?.properties as object);
    expect(members).toEqual(
      expect.arrayContaining(['targets', 'namespaceId', 'documentFile', 'template', 'managedTemplate']),
    );
    expect(members).not.toContain('jobId');
  });

  it('as JSON Schema is plain JSON that editors can read', () => {
    const schema = manifestJsonSchema('JobTemplate');
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      additionalProperties: false,
      required: ['apiVersion', 'kind', 'metadata', 'spec'],
      properties: { kind: { enum: ['JobTemplate'] }, spec: { required: ['description'], additionalProperties: false } },
    });
  });

  it.each(manifestKinds)(
    'describes every field of a %s manifest, and every entry of its lists, for editors to show',
    (kind) => {
      const silent = fieldsOf(manifestJsonSchema(kind), '').filter(
        ([, field]) => typeof field.description !== 'string',
      );
      expect(silent.map(([pointer]) => pointer)).toEqual([]);
    },
  );

  it('has the limits that rules check beyond the API model, and the defaults of AWS', () => {
    const fields = new Map(fieldsOf(manifestJsonSchema('Job'), ''));
    expect(fields.get('/spec/targets')).toMatchObject({ minItems: 1, maxItems: 100 });
    expect(fields.get('/spec/destinationPackageVersions')).toMatchObject({ maxItems: 25 });
    expect(fields.get('/spec/timeoutConfig/inProgressTimeoutInMinutes')).toMatchObject({ minimum: 1, maximum: 10_080 });
    expect(fields.get('/spec/abortConfig/criteriaList/*/thresholdPercentage')).toMatchObject({
      minimum: 0,
      maximum: 100,
    });
    expect(fields.get('/spec/tags')).toMatchObject({ anyOf: [{ maxProperties: 46 }, { maxItems: 46 }] });
    expect(fields.get('/spec/targetSelection')).toMatchObject({ default: 'SNAPSHOT' });
    expect(fields.get('/spec/schedulingConfig/endBehavior')).toMatchObject({ default: 'STOP_ROLLOUT' });
    expect(fields.get('/spec/presignedUrlConfig/expiresInSec')).toMatchObject({ default: 3600, maximum: 3600 });
  });

  it('shows the words of our own forms where a manifest differs from the API', () => {
    const fields = new Map(fieldsOf(manifestJsonSchema('Job'), ''));
    expect(fields.get('/spec/targets/*')?.description).toContain('`thinggroup/NAME`');
    expect(fields.get('/spec/tags')?.description).toContain('46');
    expect(fields.get('/spec/timeoutConfig/inProgressTimeoutInMinutes')?.description).toContain('1 to 10080');
    expect(fields.get('/spec')?.description).toContain(
      'https://docs.aws.amazon.com/iot/latest/apireference/API_CreateJob.html',
    );
    expect(fields.get('/apiVersion')).toMatchObject({ default: 'iot-rollouts/v1' });
  });
});

interface Field {
  readonly description?: unknown;
  readonly properties?: Readonly<Record<string, Field>>;
  readonly items?: Field;
}

/** Every field below a schema, at any depth, by its pointer; `*` stands for the entries of a list. */
function fieldsOf({ properties = {}, items }: Field, pointer: string): readonly (readonly [string, Field])[] {
  const inside: readonly (readonly [string, Field])[] = [
    ...Object.entries(properties),
    ...(items === undefined ? [] : [['*', items] as const]),
  ];
  return inside.flatMap(([name, field]) => [
    [`${pointer}/${name}`, field] as const,
    ...fieldsOf(field, `${pointer}/${name}`),
  ]);
}
