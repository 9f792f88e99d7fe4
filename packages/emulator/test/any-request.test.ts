import { explain, type OperationModel } from '@iot-rollouts/schemas';
import type { TSchema } from '@sinclair/typebox';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handleRequest } from '../src/handle-request.js';
import { storeObject } from '../src/objects/stored-object.js';
import { controlPlane, dataPlane, type Service } from '../src/services.js';
import type { World } from '../src/world.js';
import { arn, minute } from './clients.js';
import { newWorld } from './worlds.js';

/** Words for members by name, so that requests get past their first check often enough. */
const words: Readonly<Record<string, readonly string[]>> = {
  jobId: ['a', 'b', 'b', '$next'],
  document: ['{"x":1}', '{', '{"x":"$' + '{aws:iot:package:a:version:a:attributes}"}'],
  destinationPackageVersions: [arn('package/a/version/a'), arn('package/a/version/$default')],
  queryString: ['thingName:a', '*', 'NOT attributes.a:b', '('],
  aggregationField: ['registry.version', 'attributes.a'],
  clientToken: ['a'.repeat(36)],
  queryVersion: ['2017-09-30'],
  indexName: ['AWS_Things'],
  documentSource: ['https://s3.amazonaws.com/b/k'],
  targets: [arn('thing/a'), arn('thinggroup/a')],
  jobTemplateArn: [arn('jobtemplate/a'), 'arn:aws:iot:eu-west-1::jobtemplate/AWS-Reboot:1.0'],
  jobArn: [arn('job/a'), arn('job/b')],
  resourceArn: [arn('job/b'), arn('thinggroup/a'), arn('thing/a'), arn('package/a'), arn('package/a/version/a')],
  thingArn: [arn('thing/a')],
  thingGroupArn: [arn('thinggroup/a')],
  startTime: ['2026-01-01T02:00', 'cron(0 10 * * ? *)'],
  endTime: ['2026-01-01 03:00'],
  endpointType: ['iot:Jobs', 'x'],
  templateName: ['AWS-Reboot'],
  templateVersion: ['1.0'],
  roleArn: ['arn:aws:iam::123456789012:role/ota'],
  reasonCode: ['WHY'],
};

function textFor(name: string): fc.Arbitrary<string> {
  const known = fc.constantFrom(...(words[name] ?? ['a', 'b']));
  return fc.oneof({ weight: 30, arbitrary: known }, { weight: 1, arbitrary: fc.string({ maxLength: 8 }) });
}

/** Values that mostly fit a member's schema; an optional member is mostly absent. */
function memberValue(schema: TSchema, name: string, required: boolean): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 30, arbitrary: fittingValue(schema, name) },
    { weight: required ? 0 : 60, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 1 }) },
  );
}

function fittingValue(schema: TSchema, name: string): fc.Arbitrary<unknown> {
  if (schema.anyOf !== undefined)
    return fc.constantFrom(...(schema.anyOf as TSchema[]).map((alternative) => alternative.const));
  if (schema.patternProperties !== undefined)
    return fc.dictionary(fc.constantFrom('a', 'command'), textFor(name), { maxKeys: 2 });
  if (schema.type === 'object') {
    const properties = Object.entries(schema.properties as Record<string, TSchema>);
    const required = (schema.required ?? []) as string[];
    const members = properties.map(([key, member]) => [key, memberValue(member, key, required.includes(key))]);
    return fc.record(Object.fromEntries(members) as Record<string, fc.Arbitrary<unknown>>);
  }
  if (schema.type === 'array')
    return fc.array(fittingValue(schema.items as TSchema, name), { minLength: 1, maxLength: 2 });
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.type === 'integer') return fc.constantFrom(1, 2, 10, 100);
  return schema.type === 'number' ? fc.constantFrom(1.5, 2, 5) : textFor(name);
}

interface Call {
  readonly plane: 'control' | 'data';
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Minutes that pass before the call. */
  readonly wait: number;
}

const services: Readonly<Record<Call['plane'], Service>> = { control: controlPlane, data: dataPlane };

function operationsOf(plane: Call['plane']): readonly OperationModel[] {
  return [...services[plane].routes.values()].flat().map(({ operation }) => operation);
}

function operationOf({ plane, name }: Call): OperationModel {
  return operationsOf(plane).find((operation) => operation.name === name)!;
}

function callsOf(plane: Call['plane'], operation: OperationModel): fc.Arbitrary<Call> {
  return fc.record({
    plane: fc.constant(plane),
    name: fc.constant(operation.name),
    input: fittingValue(operation.input, '') as fc.Arbitrary<Readonly<Record<string, unknown>>>,
    wait: fc.constantFrom(0, 0, 0, 1, 30),
  });
}

const calls: fc.Arbitrary<Call> = fc.oneof(
  ...operationsOf('control').map((operation) => callsOf('control', operation)),
  ...operationsOf('data').map((operation) => callsOf('data', operation)),
);

function written(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function send(world: World, call: Call) {
  const operation = operationOf(call);
  const places = Object.entries(operation.request).map(([member, place]) => ({ ...place, value: call.input[member] }));
  const present = places.filter(({ value }) => value !== undefined);
  const label = (wanted: string) =>
    present.find(({ in: place, name }) => place === 'path' && name === wanted)?.value ?? 'a';
  const path = operation.uri.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(written(label(name)) || 'a'),
  );
  const query = new URLSearchParams(
    present
      .filter(({ in: place }) => place === 'query')
      .map(({ name, value }): [string, string] => [name, written(value)]),
  );
  const inBody = present.filter(({ in: place }) => place === 'body');
  const { signingName } = services[call.plane].model;
  return handleRequest(world, 'eu-west-1', {
    method: operation.method,
    target: `${path}?${query}`,
    authorization: `AWS4-HMAC-SHA256 Credential=K/20260101/eu-west-1/${signingName}/aws4_request`,
    body: new TextEncoder().encode(JSON.stringify(Object.fromEntries(inBody.map(({ name, value }) => [name, value])))),
  });
}

/** A world in which things, a group and a running job stand, so that calls find something. */
function inhabitedWorld() {
  const { world, scheduler } = newWorld();
  storeObject(world.objects, 'https://s3.amazonaws.com/b/k', '{}');
  const given: [string, Call['input']][] = [
    ['CreateThing', { thingName: 'a' }],
    ['CreateThing', { thingName: 'b' }],
    ['CreateThingGroup', { thingGroupName: 'a' }],
    ['CreatePackage', { packageName: 'a' }],
    ['CreatePackageVersion', { packageName: 'a', versionName: 'a', attributes: { a: 'b' } }],
    ['UpdatePackageVersion', { packageName: 'a', versionName: 'a', action: 'PUBLISH' }],
    ['CreateJob', { jobId: 'b', targets: [arn('thing/a')], document: '{}' }],
  ];
  for (const [name, input] of given)
    expect(send(world, { plane: 'control', name, input, wait: 0 }).answer).toMatchObject({ status: 200 });
  return { scheduler, world };
}

describe('any sequence of requests', () => {
  it('is answered with an output of its shape or an error that the operation models', () => {
    const succeeded = new Set<string>();
    fc.assert(
      fc.property(fc.array(calls, { minLength: 10, maxLength: 60 }), (sequence) => {
        const { scheduler, world } = inhabitedWorld();
        for (const call of sequence) {
          scheduler.runUntil(scheduler.now() + call.wait * minute);
          const { answer } = send(world, call);
          if (answer === 'drop') throw new Error('No fault was planned.');
          const body: unknown = JSON.parse(answer.body);
          const operation = operationOf(call);
          if (answer.status === 200) {
            succeeded.add(`${call.plane} ${call.name}`);
            expect(explain(operation.output, body)).toEqual([]);
          } else expect(operation.errors).toContain(answer.headers['x-amzn-errortype']);
        }
      }),
      { numRuns: 150, seed: 1 },
    );
    // The calls must not all founder on their first check, or the test would prove nothing.
    expect(succeeded.size).toBeGreaterThan(50);
  });
});
