import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testEmulator } from '../../cli/test/support/emulator.js';
import { job } from '../../cli/test/support/manifests.js';
import { repositoryWith } from '../../cli/test/support/repository.js';
import { bundle, metadata, push, runAction } from './support/runner.js';

describe.concurrent('the bundle', () => {
  it('is under 1.5 MB in all, because every run downloads it', () => {
    const folder = dirname(bundle);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const bytes = files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThan(1_500_000);
  });

  it('runs on the Node that action.yml names', async (context) => {
    expect(metadata.runs.using).toBe('node24');
    const node = node24();
    if (node === undefined) return context.skip('Node 24 is neither running this nor in the npm cache (npx node@24)');
    const emulator = await testEmulator();
    const { root, base, commit } = repositoryWith({});
    const payload = push(base, commit({ 'rollouts/a.yaml': job('a') }));
    const inputs = { 'endpoint-url': emulator.endpoint };
    const result = await runAction({ workspace: root, event: 'push', payload, inputs, node });
    expect(result).toMatchObject({ exitCode: 0, stderr: '', outputs: { created: 'a' } });
  });
});

/** A Node 24: this one, or the one in npm's cache. Nothing is downloaded. */
function node24(): string | undefined {
  if (process.versions.node.startsWith('24.')) return process.execPath;
  try {
    const args = ['--yes', '--offline', 'node@24', '--print', 'process.execPath'];
    return execFileSync('npx', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 10_000 }).trim();
  } catch {
    return undefined;
  }
}
