/** How much longer a thousand changes take than AWS's request rates alone dictate. */
import { setTimeout } from 'node:timers/promises';
import { CreateThingCommand, IoTClient } from '@aws-sdk/client-iot';
import { createEmulator } from '@iot-rollouts/emulator';
import { applyPlan, planRepository } from '@iot-rollouts/reconcile';
import { connectIot } from '@iot-rollouts/reconcile/sdk';
import { job, load, provenance, template } from './repository.mjs';

/** AWS's rate for each operation of the Jobs control plane, which the emulator enforces here. */
const callsPerSecond = 10;
const [templates, edited, created] = [50, 450, 500];

/** The row of the benchmark table. */
export async function applyRate() {
  const { plan, snapshot } = await planOf1000();
  const emulator = await createEmulator({ clock: { mode: 'real' }, limits: { rates: 'aws' } });
  try {
    emulator.restore(snapshot);
    const port = await connectIot({ endpointUrl: emulator.endpoint, region: 'us-east-1', callsPerSecond }, {});
    const began = performance.now();
    const done = await apply(plan, port);
    const seconds = (performance.now() - began) / 1000;
    const dictated = Math.max(created, edited, templates) / callsPerSecond;
    return {
      name: '1,000 changes, in times of what rates dictate',
      measured: seconds / dictated,
      limit: 1.1,
      detail: `${seconds.toFixed(1)} s beside ${dictated} s for ${created} CreateJob at ${callsPerSecond} a second; ${done} done, none failed`,
    };
  } finally {
    await emulator.close();
  }
}

/** The plan of a thousand changes, and what AWS holds before it, from an emulator that answers as fast as it can. */
async function planOf1000() {
  const emulator = await createEmulator({ clock: { mode: 'real' } });
  try {
    const region = 'us-east-1';
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
    const client = new IoTClient({ endpoint: emulator.endpoint, region, credentials });
    await client.send(new CreateThingCommand({ thingName: 'lab-1' }));
    client.destroy();
    const port = await connectIot({ endpointUrl: emulator.endpoint, region }, {});
    const names = [...Array(edited).keys()].map((n) => `job-${2 * n}`);
    const base = load(names.map((name) => job(name)));
    await apply(await planRepository({ ...base, port, provenance }), port);
    const timeoutConfig = { inProgressTimeoutInMinutes: 5 };
    const head = load([
      ...[...Array(templates).keys()].map(template),
      ...names.map((name) => job(name, 'thing/lab-1', { timeoutConfig })),
      ...[...Array(created).keys()].map((n) => job(`job-${2 * n + 1}`)),
    ]);
    const plan = await planRepository({ ...head, base: { commit: 'base', loaded: base }, port, provenance });
    const written = plan.changes.filter(({ action }) => action === 'create' || action === 'update').length;
    if (written !== templates + edited + created) throw new Error(`1,000 changes were expected, not ${written}`);
    return { plan, snapshot: emulator.snapshot() };
  } finally {
    await emulator.close();
  }
}

/** Applies a plan; the number of changes made, of which none may fail. */
async function apply(plan, port) {
  let done = 0;
  for await (const event of applyPlan(plan, port, { provenance, sleep: (ms) => setTimeout(ms) })) {
    if (event.type === 'failed') throw new Error(JSON.stringify(event));
    if (event.type === 'succeeded') done += 1;
  }
  return done;
}
