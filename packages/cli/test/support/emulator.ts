/** An emulator in this process, on a clock that the test moves, and plain requests to it. */
import { createEmulator, type Emulator } from '@iot-rollouts/emulator';
import { cleanUp } from './cleanup.js';
import { testFleet } from './manifests.js';

export const minute = 60_000;

/** An emulator with the simulated fleet and a manual clock, closed when the test ends. */
export async function testEmulator(): Promise<Emulator> {
  const emulator = await createEmulator({ clock: { mode: 'manual', start: Date.UTC(2026, 0, 1) }, fleet: testFleet });
  cleanUp(() => emulator.close());
  return emulator;
}

/** Sends one request and returns the answer's members; throws for anything but success. */
export async function send(
  { endpoint }: Emulator,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(`${endpoint}${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>);
}

/** Plans faults of the emulator. */
export async function planFaults(emulator: Emulator, ...faults: readonly object[]): Promise<void> {
  await send(emulator, 'POST', '/_emulator/faults', { faults });
}

/** Every job by its id, with status and creation time in epoch seconds. */
export async function jobs(
  emulator: Emulator,
): Promise<Readonly<Record<string, { status: string; createdAt: number }>>> {
  const { jobs } = (await send(emulator, 'GET', '/jobs?maxResults=250')) as {
    jobs: readonly { jobId: string; status: string; createdAt: number }[];
  };
  return Object.fromEntries(jobs.map(({ jobId, status, createdAt }) => [jobId, { status, createdAt }]));
}
