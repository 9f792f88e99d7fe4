/** The figures that this package holds, as rows of the repository's table. They measure what was built last. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeManifests } from './manifests.mjs';
import { cfnLint, ours, peers } from './peers.mjs';

const rounds = 5;
const sizes = [10, 1000, 10_000];
/** How many templates cfn-lint gets; it takes as long for each of them as others for hundreds. */
const templates = 10;

/**
 * Measures them all: whole processes, from start to end, in turns. Ours does everything it can (YAML with places, schema,
 * all rules, documents, checks across files); the others check each file by a schema.
 */
export function validationRows() {
  const others = peers();
  const root = mkdtempSync(join(tmpdir(), 'iot-rollouts-bench-'));
  try {
    const rows = sizes.flatMap((size) => {
      const folder = join(root, String(size));
      writeManifests(folder, size);
      return sizeRows(size, folder, others);
    });
    return [...rows, memoryRow(join(root, String(sizes.at(-1)))), cfnLintRow(root)];
  } finally {
    rmSync(root, { recursive: true });
  }
}

function sizeRows(size, folder, others) {
  const commands = { ours, ...runnable(others) };
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, command] of Object.entries(commands)) times[name].push(wallMs(command, folder));
  }
  const own = median(times.ours);
  const files = size.toLocaleString('en-US');
  return Object.entries(others).map(([name, { skipped }]) => {
    const row = { name: `validate ${files} manifests, in times of ${name}` };
    if (skipped !== undefined) return { ...row, skipped };
    const other = median(times[name]);
    const isGoal = name === 'sourcemeta' && size === sizes.at(-1);
    return {
      ...row,
      measured: own / other,
      ...(isGoal && { limit: 1 }),
      detail: `${own.toFixed(0)} ms beside ${other.toFixed(0)} ms, median of ${rounds}; 40 lines each, names and numbers differ`,
    };
  });
}

function runnable(others) {
  return Object.fromEntries(
    Object.entries(others).flatMap(([name, { command }]) => (command === undefined ? [] : [[name, command]])),
  );
}

function memoryRow(folder) {
  const file = join(folder, 'peak-memory');
  const [node, ...args] = ours;
  const probe = fileURLToPath(new URL('peak-memory.cjs', import.meta.url));
  const kib = Array.from({ length: 3 }, () => {
    run([node, '--require', probe, ...args], folder, { ...process.env, PEAK_MEMORY_FILE: file });
    return Number(readFileSync(file, 'utf8'));
  });
  return {
    name: `validate ${sizes.at(-1).toLocaleString('en-US')} manifests, peak MB`,
    measured: (Math.max(...kib) * 1024) / 1e6,
    limit: 300,
    detail: 'all threads of the one process, most of 3',
  };
}

/** CloudFormation has no jobs, but job templates with the same fields. */
function cfnLintRow(root) {
  const name = 'cfn-lint, ms for one template';
  const { command, version, skipped } = cfnLint();
  if (skipped !== undefined) return { name, skipped };
  mkdirSync(join(root, 'templates'));
  for (let index = 0; index < templates; index += 1) {
    writeFileSync(join(root, 'templates', `${index}.json`), JSON.stringify(cloudFormation(index)));
  }
  const many = wallMs(command, root);
  const one = wallMs([command[0], 'templates/0.json'], root);
  const measured = (many - one) / (templates - 1);
  return {
    name,
    measured,
    detail: `${version}, without its start, which takes ${one.toFixed(0)} ms with one template`,
  };
}

function cloudFormation(index) {
  const properties = {
    JobTemplateId: `thermostat-${index}`,
    Description: `Thermostat firmware ${index}`,
    Document: '{ "operation": "install" }',
    JobExecutionsRolloutConfig: { MaximumPerMinute: 100 + index },
    AbortConfig: {
      CriteriaList: [
        { FailureType: 'FAILED', Action: 'CANCEL', ThresholdPercentage: 10, MinNumberOfExecutedThings: 100 + index },
      ],
    },
    TimeoutConfig: { InProgressTimeoutInMinutes: 60 },
    Tags: [{ Key: 'team', Value: 'climate' }],
  };
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Resources: { Template: { Type: 'AWS::IoT::JobTemplate', Properties: properties } },
  };
}

function wallMs(command, cwd) {
  const start = process.hrtime.bigint();
  run(command, cwd);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** Every manifest is right, so whoever finds a fault has not understood them, and what it took says nothing. */
function run([file, ...args], cwd, env = process.env) {
  const { status, stdout, stderr } = spawnSync(file, args, { cwd, env, encoding: 'utf8', maxBuffer: 64e6 });
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} failed: ${(stderr || stdout).slice(0, 500)}`);
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
