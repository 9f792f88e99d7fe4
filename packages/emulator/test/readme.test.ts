import { CreateJobCommand, CreateThingCommand, DescribeJobCommand, IoTClient } from '@aws-sdk/client-iot';
import { expect, it } from 'vitest';
import { createEmulator } from '../src/index.js';

it('runs the example of the README', async () => {
  const emulator = await createEmulator({ clock: { mode: 'manual' } });
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const iot = new IoTClient({ endpoint: emulator.endpoint, region: 'us-east-1', credentials });
  await iot.send(new CreateThingCommand({ thingName: 'd-1' }));
  const targets = ['arn:aws:iot:us-east-1:123456789012:thing/d-1'];
  await iot.send(new CreateJobCommand({ jobId: 'ota', targets, document: '{}' }));
  emulator.clock.advance(60_000);
  const { job } = await iot.send(new DescribeJobCommand({ jobId: 'ota' }));
  expect(job?.jobProcessDetails?.numberOfQueuedThings).toBe(1);
  iot.destroy();
  await emulator.close();
});
