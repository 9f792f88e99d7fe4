/**
 * AWS's own device SDK over TLS. Its native part weighs 44 MB, so it is not among the dependencies:
 * `npm install --no-save aws-iot-device-sdk-v2` lets this test run.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as iot from '@aws-sdk/client-iot';
import { describe, expect, it } from 'vitest';
import { arn, bench, start } from './clients.js';
import { thingName } from './mqtt-device.js';

type Listener = (error: unknown, message: unknown) => void;
type Subscribe = (request: object, qos: number, listener: Listener) => Promise<unknown>;
type Publish = (request: object, qos: number) => Promise<unknown>;

interface JobsClient {
  readonly subscribeToNextJobExecutionChangedEvents: Subscribe;
  readonly subscribeToStartNextPendingJobExecutionAccepted: Subscribe;
  readonly subscribeToUpdateJobExecutionAccepted: Subscribe;
  readonly subscribeToUpdateJobExecutionRejected: Subscribe;
  readonly publishStartNextPendingJobExecution: Publish;
  readonly publishUpdateJobExecution: Publish;
}

interface Connection {
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
}

interface ConfigBuilder {
  with_certificate_authority_from_path(directory: undefined, file: string): ConfigBuilder;
  with_clean_session(clean: boolean): ConfigBuilder;
  with_client_id(id: string): ConfigBuilder;
  with_endpoint(host: string): ConfigBuilder;
  with_port(port: number): ConfigBuilder;
  build(): object;
}

/** The part of the SDK that is used here; its own types are there only when it is. */
interface DeviceSdk {
  readonly iot: {
    readonly AwsIotMqttConnectionConfigBuilder: {
      new_mtls_builder_from_path(certificate: string, key: string): ConfigBuilder;
    };
  };
  readonly mqtt: { readonly MqttClient: new () => { new_connection(config: object): Connection } };
  readonly iotjobs: { readonly IotJobsClient: new (connection: Connection) => JobsClient };
}

const packageName: string = 'aws-iot-device-sdk-v2';

/** The SDK, or undefined where it is not installed. One that is installed and cannot be loaded is an error. */
async function installedSdk(): Promise<DeviceSdk | undefined> {
  try {
    createRequire(import.meta.url).resolve(packageName);
  } catch {
    return undefined;
  }
  const module = (await import(packageName)) as { readonly default: DeviceSdk };
  return module.default;
}

const sdk = await installedSdk();
if (sdk === undefined)
  console.info(`${packageName} is not installed, so nothing is tested with it: npm install --no-save ${packageName}`);
const atLeastOnce = 1;

/** Messages of one subscription, in the order in which they came. */
function inbox() {
  const unread: unknown[] = [];
  const readers: ((message: unknown) => void)[] = [];
  const listener: Listener = (error, message) => {
    const reader = readers.shift();
    if (reader === undefined) unread.push(message ?? error);
    else reader(message ?? error);
  };
  const next = () =>
    unread.length > 0 ? Promise.resolve(unread.shift()) : new Promise((resolve) => readers.push(resolve));
  return { listener, next };
}

describe.skipIf(sdk === undefined)("AWS's device SDK", () => {
  it('connects with its certificate, receives a job, starts it, updates it and succeeds', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'iot-rollouts-tls-'));
    const at = await bench({ region: 'eu-west-1', mqttsPort: 0, tls: { directory } });
    await at.iot.send(new iot.CreateThingCommand({ thingName }));
    const { AwsIotMqttConnectionConfigBuilder } = sdk!.iot;
    const files = at.emulator.tlsFiles!;
    const config = AwsIotMqttConnectionConfigBuilder.new_mtls_builder_from_path(files.certificate, files.privateKey)
      .with_certificate_authority_from_path(undefined, files.ca)
      .with_clean_session(true)
      .with_client_id('aws-device-sdk')
      .with_endpoint('localhost')
      .with_port(Number(new URL(at.emulator.mqttsUrl!).port))
      .build();
    const connection = new sdk!.mqtt.MqttClient().new_connection(config);
    await connection.connect();
    const jobs = new sdk!.iotjobs.IotJobsClient(connection);
    const [changed, started, accepted, rejected] = [inbox(), inbox(), inbox(), inbox()];
    const jobId = 'a';
    await jobs.subscribeToNextJobExecutionChangedEvents({ thingName }, atLeastOnce, changed.listener);
    await jobs.subscribeToStartNextPendingJobExecutionAccepted({ thingName }, atLeastOnce, started.listener);
    await jobs.subscribeToUpdateJobExecutionAccepted({ thingName, jobId }, atLeastOnce, accepted.listener);
    await jobs.subscribeToUpdateJobExecutionRejected({ thingName, jobId }, atLeastOnce, rejected.listener);

    const targets = [arn(`thing/${thingName}`)];
    await at.iot.send(new iot.CreateJobCommand({ jobId, targets, document: '{"op":"x"}' }));
    at.emulator.clock.advance(1000);
    expect(await changed.next()).toMatchObject({ execution: { jobId, status: 'QUEUED', jobDocument: { op: 'x' } } });
    await jobs.publishStartNextPendingJobExecution({ thingName, statusDetails: { step: 'download' } }, atLeastOnce);
    expect(await started.next()).toMatchObject({ execution: { jobId, status: 'IN_PROGRESS', versionNumber: 2 } });
    const report = { thingName, jobId, status: 'SUCCEEDED' };
    await jobs.publishUpdateJobExecution({ ...report, expectedVersion: 9 }, atLeastOnce);
    expect(await rejected.next()).toMatchObject({ code: 'VersionMismatch', executionState: { versionNumber: 2 } });
    await jobs.publishUpdateJobExecution({ ...report, expectedVersion: 2 }, atLeastOnce);
    expect(await accepted.next()).toEqual({ timestamp: start / 1000 + 1 });
    expect(await changed.next()).toEqual({ timestamp: start / 1000 + 1 });
    const { job } = await at.iot.send(new iot.DescribeJobCommand({ jobId }));
    expect(job?.status).toBe('COMPLETED');

    await connection.disconnect();
    await at.close();
    await rm(directory, { recursive: true });
  });
});
