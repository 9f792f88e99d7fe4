/** The figures that this package holds, as rows of the repository's table. They measure the bundle that was built last. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmulator } from '../../emulator/bench/servers.mjs';

const bundle = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const examples = fileURLToPath(new URL('../../../examples/', import.meta.url));
const validateRounds = 25;
const planRounds = 5;
const planned = 200;
const devices = 10;

/** Measures them all. */
export async function actionRows() {
  const folder = mkdtempSync(join(tmpdir(), 'iot-rollouts-bench-'));
  try {
    return [validateRow(folder), await planRow(folder)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function validateRow(folder) {
  const [empty, validate] = [[], []];
  for (let round = 0; round < validateRounds; round += 1) {
    empty.push(wallMs(['-e', '0'], { PATH: process.env.PATH }));
    validate.push(wallMs([bundle], runnerOf(folder, examples, { INPUT_COMMAND: 'validate' })));
  }
  return {
    name: 'Action validates the examples, in times of node -e 0',
    measured: median(validate) / median(empty),
    limit: 3,
    detail: `${median(validate).toFixed(0)} ms beside ${median(empty).toFixed(0)} ms, median of ${validateRounds}`,
  };
}

async function planRow(folder) {
  const { root, base } = repository(join(folder, 'repository'));
  const emulator = await startEmulator();
  const seconds = [];
  try {
    for (let index = 0; index < devices; index += 1) {
      await fetch(new URL(`/things/device-${index}`, emulator.url), { method: 'POST', body: '{}' });
    }
    for (let round = 0; round < planRounds; round += 1) {
      const event = {
        GITHUB_EVENT_NAME: 'pull_request',
        INPUT_BASE: base,
        'INPUT_ENDPOINT-URL': emulator.url.origin,
      };
      seconds.push(wallMs([bundle], runnerOf(folder, root, event)) / 1000);
    }
  } finally {
    emulator.stop();
  }
  return {
    name: `Action plans ${planned} manifests against the emulator, in s`,
    measured: median(seconds),
    limit: 2,
    detail: `whole process, one call at least for each; median of ${planRounds}`,
  };
}

/** What the runner sets for a step, as far as it is needed here. */
function runnerOf(folder, workspace, more) {
  return {
    PATH: process.env.PATH,
    HOME: folder,
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'example/firmware',
    GITHUB_STEP_SUMMARY: file(folder, 'summary.md'),
    GITHUB_OUTPUT: file(folder, 'output'),
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: folder,
    ...more,
  };
}

function file(folder, name) {
  writeFileSync(join(folder, name), '');
  return join(folder, name);
}

/** A repository whose head brings jobs that its first commit does not have. */
function repository(root) {
  mkdirSync(join(root, 'rollouts'), { recursive: true });
  const git = (...args) =>
    execFileSync('git', ['-C', root, '-c', 'user.name=bench', '-c', 'user.email=bench@localhost', ...args], {
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet');
  git('commit', '--quiet', '--allow-empty', '--no-gpg-sign', '--message', 'Empty');
  const base = git('rev-parse', 'HEAD');
  for (let index = 0; index < planned; index += 1) writeFileSync(join(root, `rollouts/job-${index}.yaml`), job(index));
  git('add', '--all');
  git('commit', '--quiet', '--no-gpg-sign', '--message', 'Jobs');
  return { root, base };
}

function job(index) {
  return `apiVersion: iot-rollouts/v1
kind: Job
metadata:
  name: job-${index}
spec:
  document: { operation: install, version: 2.4.${index} }
  targets: [thing/device-${index % devices}]
  jobExecutionsRolloutConfig: { maximumPerMinute: 100 }
`;
}

function wallMs(args, env) {
  const start = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env });
  const ended = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed: ${stdout}${stderr}`);
  return ended;
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
