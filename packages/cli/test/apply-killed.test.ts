/** The real process, killed at every call or living through faults, and run again: once, whatever happens in between. */
import { createEmulator, type Emulator, type EmulatorSnapshot } from '@iot-rollouts/emulator';
import { beforeAll, describe, expect, it } from 'vitest';
import { cleanUp } from './support/cleanup.js';
import { type CountingProxy, countingProxy } from './support/counting-proxy.js';
import { planFaults, send } from './support/emulator.js';
import { job, template, testFleet } from './support/manifests.js';
import { runCli, startCli } from './support/process.js';
import { repositoryWith } from './support/repository.js';

const before = {
  'rollouts/replaced.yaml': template('replaced', { tags: { team: 'a' } }),
  'rollouts/tagged.yaml': template('tagged', { tags: { team: 'a', stage: 'beta' } }),
  'rollouts/deleted.yaml': template('deleted'),
  'rollouts/edited.yaml': job('edited', { tags: { team: 'a', stage: 'beta' } }),
  'rollouts/grown.yaml': job('grown', { targetSelection: 'CONTINUOUS' }),
  'rollouts/removed.yaml': job('removed'),
  'rollouts/stopped.yaml': job('stopped'),
};
const five = { inProgressTimeoutInMinutes: 5 };
/** Twelve changes, each kind of write among them. */
const after = {
  'rollouts/created.yaml': template('created'),
  'rollouts/replaced.yaml': template('replaced', { description: 'Other', tags: { team: 'b' } }),
  'rollouts/tagged.yaml': template('tagged', { tags: { team: 'b' } }),
  'rollouts/deleted.yaml': null,
  'rollouts/edited.yaml': job('edited', { tags: { team: 'b' }, timeoutConfig: five }),
  'rollouts/grown.yaml': job('grown', {
    targetSelection: 'CONTINUOUS',
    targets: ['thinggroup/good', 'thinggroup/bad'],
    description: 'Grown',
  }),
  'rollouts/removed.yaml': null,
  'rollouts/stopped.yaml': job('stopped', { cancel: { reasonCode: 'BAD_IMAGE', comment: 'Boot loop' } }),
  'rollouts/from-replaced.yaml': job('from-replaced', { document: undefined, template: 'replaced' }),
  'rollouts/from-created.yaml': job('from-created', { document: undefined, template: 'created' }),
  'rollouts/own.yaml': job('own', { targets: ['thinggroup/bad'] }),
  'rollouts/second.yaml': job('second', { targets: ['thing/good-1'] }),
};
const changes = 12;
const created = ['from-created', 'from-replaced', 'own', 'second'];
const command = ['apply', '--base', 'HEAD~1', '--prune', 'cancel,delete', '--format', 'json'];

/** Places side by side: a process waits mostly for its own start. */
const places = 3;

interface Place {
  readonly emulator: Emulator;
  readonly proxy: CountingProxy;
  readonly env: Readonly<Record<string, string>>;
}

let root: string;
let beginning: EmulatorSnapshot;
let undisturbed: unknown;
let calls: readonly string[];
let pool: readonly Place[];

beforeAll(async () => {
  const repository = repositoryWith({});
  root = repository.root;
  repository.commit(before);
  pool = await Promise.all(Array.from({ length: places }, openPlace));
  const [{ emulator, proxy, env }] = pool as readonly [Place];
  expect(await runCli(['apply', '--base', 'HEAD~1'], { cwd: root, env })).toMatchObject({ exitCode: 0 });
  // Devices have started and are not done.
  emulator.clock.advance(15_000);
  beginning = emulator.snapshot();
  repository.commit(after);

  proxy.watch(() => undefined);
  const { exitCode, stdout } = await runCli(command, { cwd: root, env });
  expect({ exitCode, done: reportOf(stdout).done.length }).toEqual({ exitCode: 0, done: changes });
  calls = proxy.came;
  undisturbed = await holdings(emulator);
  expect(await startedJobs(proxy)).toEqual(created);
});

async function openPlace(): Promise<Place> {
  const start = Date.UTC(2026, 0, 1);
  const emulator = await createEmulator({ clock: { mode: 'manual', start }, fleet: testFleet });
  cleanUp(() => emulator.close());
  const proxy = await countingProxy(emulator.endpoint);
  return { emulator, proxy, env: { AWS_ENDPOINT_URL_IOT: proxy.endpoint } };
}

function reportOf(stdout: string): { readonly done: readonly unknown[]; readonly failed: readonly unknown[] } {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) as string).report;
}

/** Names of the jobs that CreateJob made, one for each time it did. */
function startedJobs({ done }: CountingProxy): readonly string[] {
  return done.flatMap((it) => (it.startsWith('PUT /jobs/') && it.split('/').length === 3 ? [it.slice(10)] : [])).sort();
}

/** Everything that AWS would tell of templates, jobs and their executions. */
async function holdings(emulator: Emulator): Promise<unknown> {
  const get = (path: string) => send(emulator, 'GET', path);
  const { jobTemplates } = (await get('/job-templates?maxResults=250')) as {
    jobTemplates: readonly { jobTemplateId: string; jobTemplateArn: string }[];
  };
  const { jobs } = (await get('/jobs?maxResults=250')) as { jobs: readonly { jobId: string; jobArn: string }[] };
  const tagged = async (arn: string) => {
    const { tags } = (await get(`/tags?resourceArn=${encodeURIComponent(arn)}`)) as {
      tags: readonly { Key: string }[];
    };
    return tags.toSorted((a, b) => (a.Key < b.Key ? -1 : 1));
  };
  const read = [
    ...jobTemplates.map(async ({ jobTemplateId, jobTemplateArn }) => [
      await get(`/job-templates/${jobTemplateId}`),
      await tagged(jobTemplateArn),
    ]),
    ...jobs.map(async ({ jobId, jobArn }) => [
      await get(`/jobs/${jobId}`),
      await get(`/jobs/${jobId}/job-document`),
      await tagged(jobArn),
      await get(`/jobs/${jobId}/things?maxResults=250`),
    ]),
  ];
  const texts = (await Promise.all(read)).map((parts) => JSON.stringify(parts));
  return texts.sort().map((text) => JSON.parse(text));
}

describe('an apply of twelve changes', () => {
  // Until the first write, what stands before a call is what stood after the one before it.
  it.each(['before', 'after'] as const)('may be killed just %s any call', { timeout: 600_000 }, async (moment) => {
    const first = moment === 'after' ? 0 : calls.findIndex((call) => !call.startsWith('GET '));
    const waiting = calls.map((_, index) => index + 1).slice(first);
    await Promise.all(
      pool.map(async (place) => {
        for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) await killAndRepeat(place, moment, at);
      }),
    );
  });

  it.each([1, 2, 3])(
    'lives through throttles, failures, lost answers and delays: three calls in ten, seed %i',
    async (seed) => {
      const { emulator, env } = await openPlace();
      emulator.restore(beginning);
      // What the emulator draws from here on depends on what it has drawn before.
      await planFaults(emulator, { kind: 'delay', delayMs: 1, share: 0.5, operation: 'DescribeEndpoint' });
      for (let drawn = 0; drawn < seed; drawn += 1) await send(emulator, 'GET', '/endpoint');
      await planFaults(emulator, ...threeInTen);
      let exitCode: number | null = 1;
      for (let run = 0; run < 12 && exitCode !== 0; run += 1)
        ({ exitCode } = await runCli(command, { cwd: root, env }));
      await planFaults(emulator);
      expect(exitCode).toBe(0);
      expect(await holdings(emulator)).toEqual(undisturbed);
    },
  );
});

const threeInTen = [
  { kind: 'throttle', share: 0.06 },
  { kind: 'error', status: 503, share: 0.06 },
  { kind: 'drop', share: 0.06 },
  { kind: 'drop', moment: 'after', share: 0.06 },
  { kind: 'delay', delayMs: 20, share: 0.06 },
];

async function killAndRepeat({ emulator, proxy, env }: Place, moment: 'before' | 'after', at: number): Promise<void> {
  emulator.restore(beginning);
  const running = startCli(command, { cwd: root, env });
  proxy.watch(async (passed, number) => {
    if (passed !== moment || number !== at) return;
    running.child.kill('SIGKILL');
    await running.ended;
  });
  expect(await running.ended, `killed ${moment} call ${at}`).toMatchObject({ exitCode: null });
  const started = startedJobs(proxy);
  proxy.watch(() => undefined);
  const repeated = await runCli(command, { cwd: root, env });
  expect(repeated, `after call ${at}`).toMatchObject({ exitCode: 0 });
  expect(await holdings(emulator), `killed ${moment} call ${at}, then repeated`).toEqual(undisturbed);
  expect([...started, ...startedJobs(proxy)].sort()).toEqual(created);
}
