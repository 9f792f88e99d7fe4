/** The repository's own examples: they validate, and those of the AWS CLI's documentation do what they say. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  AddThingToThingGroupCommand,
  CreateJobCommand,
  CreateThingCommand,
  CreateThingGroupCommand,
  IoTClient,
} from '@aws-sdk/client-iot';
import { createEmulator, type Emulator } from '@iot-rollouts/emulator';
import { countErrors, type Manifest } from '@iot-rollouts/validation';
import { loadManifests, workingTree } from '@iot-rollouts/validation/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectIot } from '../src/aws/sdk-port.js';
import { planRepository } from '../src/plan-repository.js';
import type { IotPort } from '../src/port.js';
import { apply, provenance } from './support/account.js';
import { load } from './support/manifests.js';

const examples = fileURLToPath(new URL('../../../examples/', import.meta.url));

test('every example validates without an error', async () => {
  const { report, manifests, incomplete } = await loadManifests(workingTree(examples), ['rollouts/**/*.yaml']);
  expect(report.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(incomplete).toEqual([]);
  expect(manifests.length).toBe(report.manifests);
  expect(manifests.length).toBeGreaterThan(5);
});

test('the template 010 without its quotes is an error that names them', () => {
  const text = readFileSync(`${examples}rollouts/aws-cli/templates.yaml`, 'utf8');
  expect(load({ 'rollouts/templates.yaml': text }).messages).toEqual([]);
  const unquoted = text.replace('name: "010"', 'name: 010');
  expect(unquoted).not.toBe(text);
  const { manifests, messages } = load({ 'rollouts/templates.yaml': unquoted });
  expect(messages.join('\n')).toMatch(/quote/);
  expect(manifests.map(({ name }) => name)).not.toContain('10');
});

describe('the examples of the AWS CLI, applied', () => {
  const region = 'us-east-1';
  const document = '{ "operation": "fromS3" }';
  let emulator: Emulator;
  let port: IotPort;
  let manifests: readonly Manifest[];

  beforeAll(async () => {
    emulator = await createEmulator({ clock: { mode: 'manual', start: Date.UTC(2026, 0, 1) } });
    port = await connectIot({ endpointUrl: emulator.endpoint, region }, {});
    await prepareAccount(emulator.endpoint);
    const loaded = await loadManifests(workingTree(examples), ['rollouts/aws-cli/*.yaml']);
    expect(countErrors(loaded.report)).toBe(0);
    manifests = loaded.manifests;
    const { report } = await apply(await planRepository({ manifests, port, provenance }), port);
    expect([report.failed, report.skipped]).toEqual([[], []]);
  });
  afterAll(() => emulator.close());

  /** What the examples take for granted: a thing, a group with a thing, a job, and a document in S3. */
  async function prepareAccount(endpoint: string): Promise<void> {
    const credentials = { accessKeyId: 'emulator', secretAccessKey: 'emulator' };
    const client = new IoTClient({ endpoint, region, credentials });
    const thingGroupName = 'DeadBulbs';
    await client.send(new CreateThingCommand({ thingName: 'MyRPi' }));
    await client.send(new CreateThingCommand({ thingName: 'Bulb1' }));
    await client.send(new CreateThingGroupCommand({ thingGroupName }));
    await client.send(new AddThingToThingGroupCommand({ thingGroupName, thingName: 'Bulb1' }));
    const targets = [`arn:aws:iot:${region}:123456789012:thing/MyRPi`];
    await client.send(new CreateJobCommand({ jobId: 'existing-job', targets, document: '{"from":"job"}' }));
    client.destroy();
    const url = 'https://s3.amazonaws.com/amzn-s3-demo-bucket/job-document.json';
    const answer = await fetch(`${endpoint}/_emulator/objects`, {
      method: 'POST',
      body: JSON.stringify({ url, body: document }),
    });
    expect(answer.status).toBe(200);
  }

  test('the jobs run with their documents', async () => {
    const file = readFileSync(`${examples}documents/example-job.json`, 'utf8');
    expect(await port.getJobDocument('example-job-01')).toBe(file);
    expect(await port.getJobDocument('example-job-04')).toBe(file);
    expect(await port.getJobDocument('example-job-from-template')).toBe(document);
    expect(await port.describeJob('example-job-01')).toMatchObject({
      targetSelection: 'SNAPSHOT',
      status: 'IN_PROGRESS',
    });
    expect(await port.describeJob('example-job-04')).toMatchObject({
      targetSelection: 'CONTINUOUS',
      targets: [`arn:aws:iot:${region}:123456789012:thinggroup/DeadBulbs`],
    });
  });

  test('the template 010 has its exponential rollout, and its job has it too', async () => {
    const rollout = {
      exponentialRate: {
        baseRatePerMinute: 50,
        incrementFactor: 2,
        rateIncreaseCriteria: { numberOfNotifiedThings: 1000, numberOfSucceededThings: 1000 },
      },
      maximumPerMinute: 1000,
    };
    const template = await port.describeJobTemplate('010');
    expect(template).toMatchObject({ jobExecutionsRolloutConfig: rollout, document });
    expect(await port.describeJob('example-job-from-template')).toMatchObject({
      jobTemplateArn: template?.jobTemplateArn,
      jobExecutionsRolloutConfig: rollout,
    });
  });

  test('the template from a job has that job’s document', async () => {
    expect(await port.describeJobTemplate('template-from-job')).toMatchObject({ document: '{"from":"job"}' });
  });

  test('planned again, they ask for nothing', async () => {
    const { changes } = await planRepository({ manifests, port, provenance });
    expect(new Set(changes.map(({ action }) => action))).toEqual(new Set(['none']));
  });
});
