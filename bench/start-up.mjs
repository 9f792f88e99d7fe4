/** Wall time of `validate` for one manifest beside that of an empty Node process, measured in turns. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../packages/cli/bin/iot-rollouts.cjs', import.meta.url));
const rounds = 40;

const manifest = `apiVersion: iot-rollouts/v1
kind: Job
metadata:
  name: thermostat-2-4-1
spec:
  document: { operation: install, version: 2.4.1 }
  targets: [thinggroup/thermostats-eu]
  jobExecutionsRolloutConfig: { maximumPerMinute: 100 }
  abortConfig:
    criteriaList: [{ failureType: ALL, action: CANCEL, thresholdPercentage: 10, minNumberOfExecutedThings: 100 }]
  timeoutConfig: { inProgressTimeoutInMinutes: 60 }
`;

/** One row of the table. */
export function startUp() {
  const root = mkdtempSync(join(tmpdir(), 'iot-rollouts-bench-'));
  mkdirSync(join(root, 'rollouts'));
  writeFileSync(join(root, 'rollouts/job.yaml'), manifest);
  const empty = [];
  const validate = [];
  for (let round = 0; round < rounds; round += 1) {
    empty.push(wallMs(['-e', '0'], root));
    validate.push(wallMs([cli, 'validate'], root));
  }
  rmSync(root, { recursive: true });
  const ratio = median(validate) / median(empty);
  return {
    name: 'validate one manifest, in times of node -e 0',
    measured: ratio,
    limit: 1.6,
    detail: `${median(validate).toFixed(0)} ms beside ${median(empty).toFixed(0)} ms, median of ${rounds}`,
  };
}

function wallMs(args, cwd) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd });
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed: ${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
