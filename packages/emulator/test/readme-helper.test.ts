import { CreateJobCommand, DescribeJobCommand, IoTClient } from '@aws-sdk/client-iot';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createEmulator, type Emulator, type EmulatorSnapshot, parseFleet } from '../src/index.js';

const parsed = parseFleet({
  groups: [{ name: 'lamps', things: 500, outcomes: { succeed: 0.5, fail: 0.5 }, runSeconds: { min: 20, max: 60 } }],
});
if ('problems' in parsed) throw new Error(parsed.problems.map(({ message }) => message).join(' '));

let emulator: Emulator;
let beginning: EmulatorSnapshot;
let iot: IoTClient;

beforeAll(async () => {
  emulator = await createEmulator({ clock: { mode: 'manual', start: Date.UTC(2026, 0, 1) }, fleet: parsed.fleet });
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  iot = new IoTClient({ endpoint: emulator.endpoint, region: 'us-east-1', credentials });
  beginning = emulator.snapshot();
});
beforeEach(() => emulator.restore(beginning));
afterAll(() => emulator.close());

it('stops a rollout that goes wrong before it has reached a hundred lamps', async () => {
  await iot.send(
    new CreateJobCommand({
      jobId: 'ota-2-4-1',
      targets: ['arn:aws:iot:us-east-1:123456789012:thinggroup/lamps'],
      document: '{"operation": "install"}',
      jobExecutionsRolloutConfig: { maximumPerMinute: 20 },
      abortConfig: {
        criteriaList: [
          { action: 'CANCEL', failureType: 'FAILED', minNumberOfExecutedThings: 20, thresholdPercentage: 10 },
        ],
      },
    }),
  );
  emulator.clock.advance(60 * 60_000);
  const { job } = await iot.send(new DescribeJobCommand({ jobId: 'ota-2-4-1' }));
  expect(job?.status).toBe('CANCELED');
  expect(Object.values(job?.jobProcessDetails ?? {}).reduce((sum, count) => sum + Number(count), 0)).toBeLessThan(100);
});
