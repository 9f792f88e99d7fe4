/** An AWS account on this machine: the emulator, reached by the real SDK through the real port. */

import {
  AddThingToThingGroupCommand,
  CreateThingCommand,
  CreateThingGroupCommand,
  IoTClient,
} from '@aws-sdk/client-iot';
import { createEmulator, type Emulator } from '@iot-rollouts/emulator';
import { type ApplyOptions, applyPlan } from '../../src/apply/apply-plan.js';
import { type ApplyEvent, type ApplyReport, emptyReport, foldReport } from '../../src/apply/event.js';
import { connectIot } from '../../src/aws/sdk-port.js';
import type { Plan } from '../../src/plan/plan.js';
import { type PlanRequest, planRepository } from '../../src/plan-repository.js';
import type { IotPort } from '../../src/port.js';
import { region, source } from './in-memory.js';
import { type Files, load, manifestsOf } from './manifests.js';

/** When the emulator's manual clock starts. */
export const start = Date.UTC(2026, 0, 1);

export const provenance = { source, commit: 'c0ffee0000000000000000000000000000000000' };

export interface Account {
  readonly emulator: Emulator;
  readonly port: IotPort;
  readonly client: IoTClient;
  /** Empties the account, but for things and groups of the tests. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** An account with the things lab-1 and lab-2, and the groups eu and us, with lab-1 in eu and lab-2 in us. */
export async function openAccount(): Promise<Account> {
  const emulator = await createEmulator({ clock: { mode: 'manual', start } });
  const port = await connectIot({ endpointUrl: emulator.endpoint, region }, {});
  const credentials = { accessKeyId: 'emulator', secretAccessKey: 'emulator' };
  const client = new IoTClient({ endpoint: emulator.endpoint, region, credentials });
  async function reset(): Promise<void> {
    emulator.reset();
    for (const [thingName, thingGroupName] of [
      ['lab-1', 'eu'],
      ['lab-2', 'us'],
    ]) {
      await client.send(new CreateThingCommand({ thingName }));
      await client.send(new CreateThingGroupCommand({ thingGroupName }));
      await client.send(new AddThingToThingGroupCommand({ thingName, thingGroupName }));
    }
  }
  await reset();
  return {
    emulator,
    port,
    client,
    reset,
    async close() {
      client.destroy();
      await emulator.close();
    },
  };
}

/** A sleep that takes no time: what waits is told at once that the time has passed. */
export const noTime = { sleep: async (): Promise<void> => {} };

/** The plan of `head` against the account. */
export async function planAgainst(
  port: IotPort,
  head: Files,
  base?: Files,
  options?: PlanRequest['options'],
): Promise<Plan> {
  return planRepository({
    manifests: manifestsOf(head),
    ...(base !== undefined && { base: { commit: 'ba5e', loaded: load(base) } }),
    port,
    provenance,
    ...(options && { options }),
  });
}

/** Applies the plan and returns what happened. */
export async function apply(
  plan: Plan,
  port: IotPort,
  options: Partial<ApplyOptions> = {},
): Promise<{ readonly events: readonly ApplyEvent[]; readonly report: ApplyReport }> {
  const events: ApplyEvent[] = [];
  let report = emptyReport(plan);
  for await (const event of applyPlan(plan, port, { provenance, ...noTime, ...options })) {
    events.push(event);
    report = foldReport(report, event);
  }
  return { events, report };
}

/** `type action name` of every event. */
export function told(events: readonly ApplyEvent[]): readonly string[] {
  return events.map(({ type, action, name }) => `${type} ${action} ${name}`);
}

/** Everything that the account holds of these names, without times. */
export async function holdings(port: IotPort, names: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const found: Record<string, unknown> = {};
  for (const name of names) {
    const job = await port.describeJob(name);
    if (job !== undefined) {
      const { createdAt: _a, lastUpdatedAt: _b, completedAt: _c, ...rest } = job;
      found[`job ${name}`] = {
        ...rest,
        document: await port.getJobDocument(name),
        tags: await port.listTags(job.jobArn),
      };
    }
    const template = await port.describeJobTemplate(name);
    if (template !== undefined) {
      const { createdAt: _, ...rest } = template;
      found[`template ${name}`] = { ...rest, tags: await port.listTags(template.jobTemplateArn) };
    }
  }
  return found;
}

/** Calls of a port, by the name of the method. */
export type Method = Exclude<keyof IotPort, 'region' | 'account'>;

/** The port, with every call told to `around`, which decides whether it is made and what becomes of its answer. */
export function intercepted(
  port: IotPort,
  around: (method: Method, call: () => Promise<unknown>, args: readonly unknown[]) => Promise<unknown>,
): IotPort {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => around(name as Method, () => member.apply(target, args) as Promise<unknown>, args);
    },
  });
}
