import { describe, expect, it } from 'vitest';
import { send, testEmulator } from '../../cli/test/support/emulator.js';
import { job } from '../../cli/test/support/manifests.js';
import { repositoryWith } from '../../cli/test/support/repository.js';
import { fakeGitHub } from './support/github.js';
import { commandsOf, pullRequest, push, runAction } from './support/runner.js';

const evil = [
  '::error::x',
  '%0A::warning::x',
  '\n::notice::x',
  '##[error]x',
  '\u001b[2Jx',
  '<img src=x onerror=alert(1)>',
  '<!-- ',
  '</details><b>x',
  '[x](https://example.com) @everyone | x |',
];

/** The text as a file's name. */
function fileOf(text: string, index: number): string {
  return `rollouts/${text.replaceAll(/[/\p{Cc}]/gu, '-')}-${index}.yaml`;
}

/** Elements that the summary is made of, and charts, in which only numbers and words of ours stand. */
const ownElements = /<\/?(?:code|details|summary)>|<br>|^```mermaid\n[^`]*^```$/gm;

/** A finding's links to the page of its rule and to its lines. */
const ownLinks =
  /\]\(https:\/\/github\.com\/(?:iot-rollouts\/iot-rollouts\/blob\/main\/docs\/rules\/[a-z/-]+\.md|example\/firmware\/blob\/[0-9a-f]{40}\/[\w./%-]+#L\d+)\)/g;

describe.concurrent('text of manifests', () => {
  it('that are refused smuggles no workflow command and no HTML', async () => {
    const manifests = evil.map((text, index): [string, string] => {
      const spec = { description: text, [text]: text, targets: [text], document: text };
      return [fileOf(text, index), job(JSON.stringify(text), spec)];
    });
    const { root, base, commit } = repositoryWith({});
    const head = commit(Object.fromEntries(manifests));
    const step = { workspace: root, event: 'pull_request', payload: pullRequest(base, head) };
    const { exitCode, stdout, stderr, summary } = await runAction(step);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    const commands = commandsOf(stdout);
    expect(commands).toHaveLength(11);
    for (const line of commands.slice(0, -1)) expect(line).toMatch(/^::error file=[^:]+,title=[a-z/-]+::[^\n]+$/);
    expect(commands.at(-1)).toMatch(/^::notice title=iot-rollouts::\d+ more errors/);
    expect(stdout).not.toContain('\u001b');
    expect(summary.replaceAll(ownElements, '')).not.toMatch(/[<>]/);
  });

  it('that are planned and applied smuggles no workflow command and no HTML', async () => {
    const emulator = await testEmulator();
    const inputs = { 'endpoint-url': emulator.endpoint };
    const names = evil.map((_, index) => `job-${index}`);
    const files = (prefix: string) =>
      Object.fromEntries(
        evil.map((text, index) => {
          const spec = { description: prefix + text.replaceAll(/\p{Cc}/gu, ''), document: { text } };
          return [fileOf(text, index), job(`job-${index}`, spec)];
        }),
      );
    const { root, base, commit } = repositoryWith({});
    const head = commit(files(''));
    const applied = await runAction({ workspace: root, event: 'push', payload: push(base, head), inputs });
    expect(applied).toMatchObject({ exitCode: 0, stderr: '', outputs: { created: names.join(',') } });

    const edited = commit(files('::error::'));
    const planned = await runAction({
      workspace: root,
      event: 'pull_request',
      payload: pullRequest(head, edited),
      inputs,
    });
    expect(planned).toMatchObject({ exitCode: 0, stderr: '' });
    for (const { stdout, summary } of [applied, planned]) {
      expect(commandsOf(stdout)).toEqual([
        expect.stringMatching(/^::warning file=rollouts\/-\[2Jx-4\.yaml,[^:]*title=text\/control-character::[^\n]+$/),
      ]);
      expect(stdout).not.toContain('\u001b');
      expect(summary).not.toContain('\u001b');
      expect(summary.replaceAll(ownElements, '')).not.toMatch(/[<>]/);
      expect(summary.replaceAll(ownLinks, '')).not.toMatch(/\]\(|@everyone/);
    }
  });
});

describe.concurrent('the comment and the issue', () => {
  it('show text of manifests and of AWS as text, and no marker but the first line', async () => {
    const [github, emulator] = [await fakeGitHub(), await testEmulator()];
    const { root, base, commit } = repositoryWith({});
    const [marker, attack] = ['<!-- iot-rollouts:plan: -->', '--> <b>x</b> @everyone ```\n::error::x'];
    const text = `${marker}\n${attack}`;
    const step = {
      workspace: root,
      token: github.token,
      env: github.env,
      inputs: { 'endpoint-url': emulator.endpoint },
    };
    const head = commit({ 'rollouts/a.yaml': job('a', { description: 'plain' }) });
    await runAction({ ...step, event: 'push', payload: push(base, head) });
    const description = text.replaceAll('\n', ' ');
    await send(emulator, 'PATCH', '/jobs/a', { description });
    await runAction({ ...step, event: 'schedule', payload: {} });
    const names = [text, attack].map((it, index) => fileOf(it, index));
    const edited = commit({
      'rollouts/a.yaml': job('a', { description: `${description} again` }),
      ...Object.fromEntries(names.map((file, index) => [file, job(`b${index}`, { description })])),
    });
    const payload = {
      pull_request: { ...pullRequest(head, edited), number: 1, base: { sha: head }, head: { sha: edited } },
    };
    const planned = await runAction({ ...step, event: 'pull_request', payload });
    expect(planned).toMatchObject({ exitCode: 0, stderr: '' });
    const bodies = [github.comments[0]?.body, github.issues.find(({ isPullRequest }) => !isPullRequest)?.body];
    for (const body of bodies) {
      const [first, ...rest] = (body ?? '').split('\n');
      expect(first).toMatch(/^<!-- iot-rollouts:(plan|drift): -->$/);
      const shown = rest
        .filter((line) => line !== '<!-- run 7 -->')
        .join('\n')
        .replaceAll(ownElements, '');
      expect(shown).toContain('everyone');
      expect(shown).not.toMatch(/[<>`]|@everyone|^::/m);
    }
  });
});

describe.concurrent('text of AWS', () => {
  it('that explains a cancelled job smuggles no workflow command and no HTML', async () => {
    const emulator = await testEmulator();
    const inputs = { 'endpoint-url': emulator.endpoint };
    const { root, base, commit } = repositoryWith({});
    const head = commit({ 'rollouts/a.yaml': job('a') });
    const step = { workspace: root, event: 'push', payload: push(base, head) };
    await runAction({ ...step, inputs });
    await send(emulator, 'PUT', '/jobs/a/cancel', { comment: '::error::x <b>x</b> ##[error]x' });
    const { exitCode, stdout, summary } = await runAction({ ...step, inputs: { ...inputs, command: 'status' } });
    expect(commandsOf(stdout)).toEqual([
      expect.stringMatching(/^::error file=rollouts\/a\.yaml,line=4,.*Job a ended as cancelled/),
    ]);
    expect(summary.replaceAll(ownElements, '')).not.toMatch(/[<>]/);
    expect(exitCode).toBe(1);
  });
});
