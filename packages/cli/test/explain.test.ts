import { readFileSync } from 'node:fs';
import { familyOf, ruleTable } from '@iot-rollouts/validation';
import { describe, expect, it } from 'vitest';
import { runCli } from './support/process.js';
import { temporaryFolder } from './support/repository.js';

const explain = (...args: readonly string[]) => runCli(['explain', ...args], { cwd: temporaryFolder() });
const ids = Object.keys(ruleTable);

describe.concurrent('explain', () => {
  it('prints the page of a rule as it stands in the documentation', async () => {
    const page = readFileSync(new URL('../../../docs/rules/rollout/above-quota.md', import.meta.url), 'utf8');
    expect(await explain('rollout/above-quota')).toEqual({ exitCode: 0, stdout: page, stderr: '' });
  });

  it('lists every rule by family when none is named, and one family when that is', async () => {
    const { stdout } = await explain();
    expect(stdout.split('\n').flatMap((line) => line.split(' ')[0] || [])).toEqual(ids);
    const family = await explain('abort');
    const listed = family.stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    expect(listed).toEqual(ids.filter((id) => familyOf(id) === 'abort'));
  });

  it.each([
    ['abort/threshhold-zero', 'did you mean abort/threshold-zero?'],
    ['abbort', 'did you mean abort?'],
    ['../../../package', 'there is no rule ../../../package'],
    ['constructor', 'there is no rule constructor'],
  ])('knows no rule %s and says what it may be', async (name, message) => {
    const { exitCode, stdout, stderr } = await explain(name);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toContain(message);
  });
});
