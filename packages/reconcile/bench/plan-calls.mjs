/** How many calls a plan takes over a repository of years: 1,000 settled jobs, 20 templates, 3 changes. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { CancelJobCommand, CreateThingCommand, CreateThingGroupCommand, IoTClient } from '@aws-sdk/client-iot';
import { createEmulator } from '@iot-rollouts/emulator';
import { applyPlan, planRepository } from '@iot-rollouts/reconcile';
import { connectIot } from '@iot-rollouts/reconcile/sdk';
import { job, load, provenance, template } from './repository.mjs';

/** The row of the benchmark table. */
export async function planCalls() {
  const emulator = await createEmulator({ clock: { mode: 'manual', start: Date.UTC(2027, 0, 1) } });
  try {
    return await measure(emulator);
  } finally {
    await emulator.close();
  }
}

async function measure(emulator) {
  const client = new IoTClient({
    endpoint: emulator.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'emulator', secretAccessKey: 'emulator' },
  });
  await client.send(new CreateThingCommand({ thingName: 'lab-1' }));
  await client.send(new CreateThingGroupCommand({ thingGroupName: 'fleet' }));
  const port = await connectIot({ endpointUrl: emulator.endpoint, region: 'us-east-1' }, {});
  const settled = [...Array(20).keys()].map(template).concat([...Array(1000).keys()].map((n) => job(`job-${n}`)));
  const base = load(settled);
  const first = await planRepository({ ...base, port, provenance });
  for await (const event of applyPlan(first, port, { provenance, sleep: async () => {} })) {
    if (event.type === 'failed') throw new Error(JSON.stringify(event));
    if (event.type === 'succeeded' && event.kind === 'Job') {
      await client.send(new CancelJobCommand({ jobId: event.name }));
    }
  }
  const edited = settled.map((text, index) => (index === 0 ? text.replace('Standard', 'Slower') : text));
  const head = load([...edited, job('new-1', 'thinggroup/fleet'), job('new-2', 'thinggroup/fleet')]);
  let calls = 0;
  const count = () => {
    calls += 1;
  };
  subscribe('http.client.request.start', count);
  const started = performance.now();
  const plan = await planRepository({ ...head, base: { commit: 'base', loaded: base }, port, provenance });
  const took = Math.round(performance.now() - started);
  unsubscribe('http.client.request.start', count);
  const written = plan.changes.filter(({ action }) => action === 'create' || action === 'replace').length;
  if (written !== 3) throw new Error(`3 changes were expected, not ${written}`);
  return {
    name: 'plan, 1,000 settled jobs, 20 templates: calls',
    measured: calls,
    limit: 59,
    detail: `3 changes, ${took} ms against the emulator`,
  };
}
