/** The other checkers of such files, each a command to run beside ours; or the reason why it cannot be run here. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manifestJsonSchema } from '@iot-rollouts/validation';

/** Outside of the repository, and kept for the next run: one of them is a hundred megabytes of binaries for all systems. */
const installed = join(tmpdir(), 'iot-rollouts-bench-peers');
const versions = { '@sourcemeta/jsonschema': '16.11.0', 'ajv-cli': '5.0.0' };

/** Our own command. */
export const ours = [
  process.execPath,
  fileURLToPath(new URL('../../cli/bin/iot-rollouts.cjs', import.meta.url)),
  'validate',
];

/**
 * Commands that check `rollouts/` in the folder they are run in, by name. The first is the fastest there is: native, by
 * the JSON Schema only, the first fault only. The second does the same in JavaScript, the third is what AWS's own tools check.
 */
export function peers() {
  const problem = install();
  const schema = join(installed, 'job.schema.json');
  if (problem === undefined) writeFileSync(schema, JSON.stringify(manifestJsonSchema('Job')));
  const npm = (name, ...args) => (problem === undefined ? { command: [bin(name), ...args] } : { skipped: problem });
  return {
    // The binary itself: its wrapper for npm is a Node process more.
    sourcemeta: problem === undefined ? native(schema) : { skipped: problem },
    'ajv-cli': npm('ajv', 'validate', '--spec=draft2020', '--strict=false', '-s', schema, '-d', 'rollouts/*.yaml'),
    botocore: python(),
  };
}

/** A command for cfn-lint, which checks templates of CloudFormation; its row says how long one takes. */
export function cfnLint() {
  const found = spawnSync('cfn-lint', ['--version'], { encoding: 'utf8' });
  if (found.status !== 0) return { skipped: 'cfn-lint is not installed here (pip install cfn-lint)' };
  return { command: ['cfn-lint', 'templates/*.json'], version: found.stdout.trim().split(' ').at(-1) };
}

function bin(name) {
  return join(installed, 'node_modules/.bin', name);
}

function native(schema) {
  const system = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch === 'x64' ? 'x86_64' : process.arch}`;
  const file = join(installed, 'node_modules/@sourcemeta/jsonschema/build/github-releases', `jsonschema-${system}`);
  return existsSync(file)
    ? { command: [file, 'validate', schema, 'rollouts'] }
    : { skipped: `@sourcemeta/jsonschema has no binary for ${system}` };
}

/** Why the peers from npm cannot be had; undefined when they are there. */
function install() {
  mkdirSync(installed, { recursive: true });
  const wanted = JSON.stringify({ private: true, dependencies: versions });
  writeFileSync(join(installed, 'package.json'), wanted);
  const args = ['install', '--prefix', installed, '--no-audit', '--no-fund', '--prefer-offline', '--silent'];
  const { status, stderr } = spawnSync('npm', args, { cwd: installed, encoding: 'utf8' });
  return status === 0 ? undefined : `npm cannot install the peers: ${stderr.trim().split('\n')[0] ?? status}`;
}

function python() {
  const code = 'import botocore, yaml; assert yaml.__with_libyaml__';
  const found = spawnSync('python3', ['-c', code]);
  if (found.status !== 0) return { skipped: 'botocore and PyYAML with LibYAML are not installed here' };
  return { command: ['python3', fileURLToPath(new URL('botocore-manifests.py', import.meta.url))] };
}
