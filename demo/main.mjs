/**
 * The main job from start to end, with the real parts: the built command line, the built Action bundle, the AWS SDK, the
 * emulator with a simulated fleet, and a Git repository in a temporary folder. Exits non-zero when any step does not do
 * what it says.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  DescribeJobCommand,
  IoTClient,
  ListJobExecutionsForJobCommand,
  ListJobsCommand,
  ListJobTemplatesCommand,
} from '@aws-sdk/client-iot';
import { runAction } from './action-runner.mjs';
import { runCli, startEmulator } from './cli-runner.mjs';
import { commitAll, createRepository } from './repository.mjs';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const examples = fileURLToPath(new URL('../examples/', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'iot-rollouts-demo-'));
const repository = join(work, 'firmware');
const results = join(work, 'results');
const jobNames = ['thermostat-2-4-1', 'gateway-1-9-0'];
let keepWork = false;

const say = (text) => console.log(text);
const bold = (text) => (process.stdout.isTTY && !process.env.NO_COLOR ? `\u001b[1m${text}\u001b[0m` : text);
const step = (number, title) => say(`\n${bold(`${number}. ${title}`)}`);
const indent = (text) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `   ${line}`)
    .join('\n');

const emulator = await startEmulator(['--port', '0', '--speed', '60', '--fleet', join(examples, 'fleet.yaml')]);
process.once('SIGINT', () => process.exit(130));
process.once('exit', cleanUp);
const iot = new IoTClient({
  endpoint: emulator.endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'emulator', secretAccessKey: 'emulator' },
});

try {
  await play();
} catch (error) {
  keepWork = true;
  console.error(`\nThe demo did not go as it should: ${error.message}\nIts files are in ${work}`);
  process.exitCode = 1;
} finally {
  await emulator.stop();
}

async function play() {
  step(1, `An emulator of AWS IoT Jobs with 1,000 simulated devices in two groups, 60 times as fast as real time`);
  say(indent(emulator.endpoint));

  const base = createRepository(repository, results);
  cpSync(join(examples, 'documents/ota.json'), join(repository, 'documents/ota.json'));
  for (const file of ['templates.yaml', 'thermostats.yaml', 'gateways.yaml']) {
    cpSync(join(examples, 'rollouts', file), join(repository, 'rollouts', file));
  }

  step(2, 'A pull request with a mistake: the Action stops it at the line');
  const templates = join(repository, 'rollouts/templates.yaml');
  const correct = readFileSync(templates, 'utf8');
  writeFileSync(templates, correct.replace('thresholdPercentage: 20', 'thresholdPercentage: 200'));
  const wrong = commitAll(repository, 'Roll out thermostat 2.4.1 and gateway 1.9.0');
  const refused = await action('pull-request-1', 'pull_request', base, wrong);
  say(indent(refused.stdout));
  assert.equal(refused.exitCode, 1, 'the Action should fail on the mistake');
  assert.match(refused.stdout, /^::error file=rollouts\/templates\.yaml,line=13,.*must be at most 100/m);

  step(3, 'The mistake is mended: the plan says what the merge will do');
  writeFileSync(templates, correct);
  const head = commitAll(repository, 'Mend the threshold');
  const planned = await action('pull-request-2', 'pull_request', base, head);
  say(indent(withoutCommands(planned.stdout)));
  assert.equal(planned.exitCode, 0, 'the plan should succeed');
  assert.equal(planned.outputs['has-changes'], 'true');
  const plan = JSON.parse(readFileSync(planned.outputs['plan-file'], 'utf8'));
  assert.deepEqual(
    plan.changes.map(({ action, name }) => `${action} ${name}`),
    ['create ota-standard', 'create gateway-1-9-0', 'create thermostat-2-4-1'],
  );
  assert.match(plan.changes[2].forecast.sentence, /Reaches 600 devices in about 2 minutes/);
  assert.deepEqual(await jobIds(), [], 'a plan must not start anything');

  step(4, 'The merge: the Action creates the template and starts both jobs');
  const merged = await action('merge-1', 'push', base, head);
  say(indent(withoutCommands(merged.stdout)));
  assert.equal(merged.exitCode, 0, 'the merge should apply');
  assert.deepEqual(await jobIds(), [...jobNames].sort());
  const { jobTemplates } = await iot.send(new ListJobTemplatesCommand({}));
  assert.deepEqual(
    jobTemplates.map(({ jobTemplateId }) => jobTemplateId),
    ['ota-standard'],
  );

  step(5, 'The rollout, watched until it ends');
  const watched = await runCli(
    ['status', '--watch', '--interval', '0.5', '--endpoint-url', emulator.endpoint, ...jobNames],
    {
      cwd: repository,
      show: true,
    },
  );
  assert.equal(watched.exitCode, 1, 'one of the jobs should not succeed');
  const [thermostats, gateways] = await Promise.all(jobNames.map(describe));
  assert.equal(thermostats.status, 'COMPLETED');
  assert.equal(thermostats.jobProcessDetails.numberOfSucceededThings, 600);
  assert.equal(gateways.status, 'CANCELED', 'the gateways should be stopped by the abort criteria');
  assert.ok((await executions('gateway-1-9-0')) < 400, 'the abort should spare devices');

  step(6, 'The same merge again: nothing starts twice');
  const before = await Promise.all(jobNames.map(describe));
  const again = await action('merge-2', 'push', base, head);
  say(indent(withoutCommands(again.stdout)));
  assert.equal(again.exitCode, 0);
  assert.equal(again.outputs.created, '');
  assert.deepEqual(await jobIds(), [...jobNames].sort());
  const after = await Promise.all(jobNames.map(describe));
  assert.deepEqual(
    after.map(({ createdAt }) => createdAt),
    before.map(({ createdAt }) => createdAt),
  );

  step(7, 'What was written');
  const kept = mkdtempSync(join(tmpdir(), 'iot-rollouts-demo-results-'));
  cpSync(merged.summaryFile, join(kept, 'summary.md'));
  cpSync(merged.outputs['plan-file'], join(kept, 'plan.json'));
  cpSync(merged.outputs['report-file'], join(kept, 'report.json'));
  say(
    indent(
      `job summary (Markdown)  ${join(kept, 'summary.md')}\nplan (JSON)             ${join(kept, 'plan.json')}\nreport (JSON)           ${join(kept, 'report.json')}`,
    ),
  );
  say('\nEverything happened as it should. The emulator and the temporary repository are gone.');
}

function action(run, event, base, head) {
  return runAction({
    workspace: repository,
    results: join(results, run),
    event,
    base,
    head,
    inputs: { manifests: 'rollouts/*.yaml', 'endpoint-url': emulator.endpoint, 'aws-region': 'us-east-1' },
  });
}

/** The log as a reader sees it on GitHub, which does not show the commands that guard it. */
function withoutCommands(log) {
  return log
    .split('\n')
    .filter((line) => !/^::(stop-commands::)?[0-9a-f-]{36}(::)?$/.test(line))
    .join('\n');
}

async function jobIds() {
  const { jobs } = await iot.send(new ListJobsCommand({}));
  return jobs.map(({ jobId }) => jobId).sort();
}

async function describe(jobId) {
  const { job } = await iot.send(new DescribeJobCommand({ jobId }));
  return job;
}

async function executions(jobId) {
  let count = 0;
  let nextToken;
  do {
    const page = await iot.send(new ListJobExecutionsForJobCommand({ jobId, nextToken, maxResults: 250 }));
    count += page.executionSummaries.length;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return count;
}

function cleanUp() {
  emulator.kill();
  if (!keepWork) rmSync(work, { recursive: true, force: true });
}
