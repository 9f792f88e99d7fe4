/** How much longer it takes to plan 1,000 manifests than to validate them, calls aside: both compare with a base commit. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { job } from './repository.mjs';

const cli = fileURLToPath(new URL('../../cli/bin/iot-rollouts.cjs', import.meta.url));
const manifests = 1000;
const rounds = 7;

/** The row of the benchmark table. */
export function planBesideValidate() {
  const root = mkdtempSync(join(tmpdir(), 'iot-rollouts-bench-'));
  try {
    fill(root);
    const [validate, plan] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      validate.push(wallMs(['validate', '--base', 'HEAD'], root));
      plan.push(wallMs(['plan', '--offline', '--base', 'HEAD'], root));
    }
    return {
      name: `plan of ${manifests} manifests, in times of validate`,
      measured: median(plan) / median(validate),
      limit: 1.5,
      detail: `${median(plan).toFixed(0)} ms beside ${median(validate).toFixed(0)} ms, both with --base, median of ${rounds}`,
    };
  } finally {
    rmSync(root, { recursive: true });
  }
}

function fill(root) {
  mkdirSync(join(root, 'rollouts'));
  for (let n = 0; n < manifests; n += 1) {
    const spec = {
      description: `Firmware 2.${n}`,
      jobExecutionsRolloutConfig: { maximumPerMinute: 10 + (n % 900) },
      abortConfig: {
        criteriaList: [
          { failureType: 'ALL', action: 'CANCEL', thresholdPercentage: 10, minNumberOfExecutedThings: 30 + (n % 80) },
        ],
      },
      timeoutConfig: { inProgressTimeoutInMinutes: 30 + (n % 100) },
      tags: { team: 'climate' },
    };
    writeFileSync(join(root, `rollouts/job-${n}.yaml`), job(`job-${n}`, `thinggroup/site-${n % 50}`, spec));
  }
  const git = (...args) => execFileSync('git', ['-C', root, ...args]);
  git('init', '--quiet');
  git('add', '--all');
  git('-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '--quiet', '--no-gpg-sign', '-m', 'Fleet');
}

function wallMs(args, cwd) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd });
  if (status !== 0) throw new Error(`iot-rollouts ${args.join(' ')} failed: ${stderr}`);
  return performance.now() - start;
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
