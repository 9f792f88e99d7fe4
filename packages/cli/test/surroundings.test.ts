import { describe, expect, it } from 'vitest';
import { testEmulator } from './support/emulator.js';
import { job } from './support/manifests.js';
import { runCli, startCli } from './support/process.js';
import { repositoryWith, temporaryFolder } from './support/repository.js';

const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
const plan = ['plan', '--base', 'HEAD'];

describe.concurrent('what the machine lacks is told in one message', () => {
  it('without credentials, with and without an instance to ask for them', async () => {
    const { root } = repositoryWith({ 'rollouts/a.yaml': job('a') });
    const region = { AWS_REGION: 'eu-west-1' };
    // Nobody listens on port 1: the instance's metadata are not there, as on a laptop.
    const metadata = { AWS_EC2_METADATA_DISABLED: 'false', AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:1' };
    const runs = [region, { ...region, ...metadata }].map((env) => runCli(plan, { cwd: root, env }));
    for (const ended of await Promise.all(runs)) {
      expect(ended).toMatchObject({ exitCode: 3, stdout: '' });
      expect(ended.stderr).toMatch(/^iot-rollouts: No AWS credentials were found\.\n {2}Sign in .*--offline.*\n$/);
    }
  });

  it('without a region', async () => {
    const { root } = repositoryWith({ 'rollouts/a.yaml': job('a') });
    const ended = await runCli(plan, { cwd: root, env: keys });
    expect(ended).toMatchObject({ exitCode: 3, stdout: '' });
    expect(ended.stderr).toMatch(/^iot-rollouts: No AWS region was found\.\n {2}Set AWS_REGION.*\n$/);
  });

  it('without an endpoint that answers, in seconds', async () => {
    const { root } = repositoryWith({ 'rollouts/a.yaml': job('a') });
    const ended = await runCli([...plan, '--endpoint-url', 'http://127.0.0.1:1'], { cwd: root });
    expect(ended).toMatchObject({ exitCode: 3, stdout: '' });
    expect(ended.stderr).toMatch(/^iot-rollouts: AWS IoT could not be reached: .*ECONNREFUSED.*\n {2}.*--endpoint-url/);
  }, 20_000);

  it.each(['127.0.0.1:4570', ''])('with %j for an endpoint', async (url) => {
    const { root } = repositoryWith({ 'rollouts/a.yaml': job('a') });
    const ended = await runCli([...plan, `--endpoint-url=${url}`], { cwd: root, env: keys });
    expect(ended).toMatchObject({ exitCode: 3, stdout: '' });
    expect(ended.stderr).toContain('--endpoint-url must be a URL such as http://127.0.0.1:4570');
  });

  it('without git', async () => {
    const { root } = repositoryWith({ 'rollouts/a.yaml': job('a') });
    const ended = await runCli([...plan, '--offline'], { cwd: root, env: { PATH: '/nowhere' } });
    expect(ended).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('git could not be started') });
  });
});

describe.concurrent('standard error', () => {
  it('holds no notice of the AWS SDK’s about the version of Node', async () => {
    const emulator = await testEmulator();
    const { root } = repositoryWith({ 'rollouts/a.yaml': job('a') });
    for (const command of [plan, ['apply', '--all']]) {
      const ended = await runCli([...command, '--endpoint-url', emulator.endpoint], { cwd: root });
      expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    }
  });
});

describe.concurrent('a reader that goes away', () => {
  it('ends a command without a stack trace', async () => {
    const emulator = await testEmulator();
    const { root } = repositoryWith({ 'rollouts/a.yaml': job('a') });
    const watched = ['status', '--watch', '--interval', '0.05', '--endpoint-url', emulator.endpoint, 'a'];
    for (const command of [['schema'], [...plan, '--offline'], watched]) {
      const running = startCli(command, { cwd: root });
      running.child.stdout?.destroy();
      expect((await running.ended).stderr).toBe('');
    }
  });
});

describe.concurrent('untrusted text', () => {
  const evil = ['::error::x', '%0A::warning::x', '##[error]x', '\u001b[2Jx', '\u202ex'];

  it.each(['pretty', 'github', 'json'])('in a manifest smuggles nothing into %s', async (format) => {
    const manifests = evil.map((text): [string, string] => {
      const spec = { description: `${text}\n${text}`, [`${text}\n${text}`]: text, targets: [text] };
      return [`rollouts/${text}.yaml`, job(JSON.stringify(text), spec)];
    });
    const { root } = repositoryWith(Object.fromEntries(manifests));
    const { exitCode, stdout } = await runCli(['validate', '--format', format], { cwd: root });
    expect(exitCode).toBe(1);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that they are absent is the point.
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    if (format === 'json') return;
    expect(stdout).not.toContain('\u202e');
    const commands = stdout.split('\n').filter((line) => line.trimStart().startsWith('::'));
    if (format === 'pretty') expect(commands).toEqual([]);
    else expect(commands.length).toBeGreaterThan(evil.length);
    for (const line of commands) {
      expect(line).toMatch(/^::(error file=[^\s:]+,line=\d+,col=\d+,[^\s:]+|notice title=iot-rollouts)::/);
    }
  });

  it('is kept on one line of a plan', async () => {
    const { root } = repositoryWith({ 'rollouts/a.yaml': job('a', { description: 'one\n::error::two\u001b[2J' }) });
    const { stdout } = await runCli(['plan', '--base', 'HEAD', '--offline'], { cwd: root });
    expect(stdout).not.toMatch(/^\s*::/m);
    expect(stdout).not.toContain('\u001b');
  });
});

describe.concurrent('the working directory', () => {
  it('may be a folder of the repository: paths and the base are read from there', async () => {
    const { root, commit } = repositoryWith({ 'team/rollouts/a.yaml': job('a') });
    commit({});
    const { exitCode, stdout } = await runCli(['plan', '--base', 'HEAD', '--offline', '--format', 'json'], {
      cwd: `${root}/team`,
    });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ changes: [{ name: 'a', action: 'none', file: 'rollouts/a.yaml' }] });
  });

  it('may be empty', async () => {
    expect(await runCli(['plan', '--all', '--offline'], { cwd: temporaryFolder() })).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('no manifest matches rollouts/**/*.{yaml,yml,json}'),
    });
  });
});
