/** A fresh emulator with a manual clock and the real AWS clients. */
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTJobsDataPlaneClient } from '@aws-sdk/client-iot-jobs-data-plane';
import { createEmulator, type Emulator, type EmulatorOptions } from '../src/index.js';

export const start = Date.UTC(2026, 0, 1);
export const minute = 60_000;

export interface Bench {
  readonly emulator: Emulator;
  readonly iot: IoTClient;
  readonly devices: IoTJobsDataPlaneClient;
  readonly close: () => Promise<void>;
}

/** Starts an emulator whose clock stands at `start`. */
export async function bench(options: Partial<EmulatorOptions> = {}): Promise<Bench> {
  const emulator = await createEmulator({ clock: { mode: 'manual', start }, ...options });
  const config = {
    endpoint: emulator.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  };
  const [iot, devices] = [new IoTClient(config), new IoTJobsDataPlaneClient(config)];
  return {
    emulator,
    iot,
    devices,
    async close() {
      iot.destroy();
      devices.destroy();
      await emulator.close();
    },
  };
}

/** The ARN of a resource in the clients' region. */
export function arn(resource: string): string {
  return `arn:aws:iot:eu-west-1:123456789012:${resource}`;
}
