import { describe, expect, it } from 'vitest';
import { planFaults, testEmulator } from '../../cli/test/support/emulator.js';
import { job, template } from '../../cli/test/support/manifests.js';
import { type Files, repositoryWith } from '../../cli/test/support/repository.js';
import { author, fakeGitHub } from './support/github.js';
import { commandsOf, runAction } from './support/runner.js';

const marker = '<!-- iot-rollouts:plan: -->';
const comments = /\/issues\/1\/comments$/;

/** A pull request that brings these manifests, in a repository with a GitHub and an emulator. */
async function pullRequestWith(files: Files) {
  const [github, emulator] = [await fakeGitHub(), await testEmulator()];
  const { root, base, commit } = repositoryWith({});
  const head = commit(files);
  const payload = {
    number: 1,
    pull_request: { number: 1, base: { sha: base }, head: { sha: head, repo: { full_name: 'example/firmware' } } },
    repository: { full_name: 'example/firmware' },
  };
  const run = (options: { inputs?: Readonly<Record<string, string>>; env?: Readonly<Record<string, string>> } = {}) =>
    runAction({
      workspace: root,
      event: 'pull_request',
      payload,
      token: github.token,
      inputs: { 'endpoint-url': emulator.endpoint, ...options.inputs },
      env: { ...github.env, ...options.env },
    });
  return { github, emulator, base, head, commit, run };
}

describe.concurrent('the comment', () => {
  it('shows verdict, changes, forecast, chart and digest, in this order', async () => {
    const slow = { jobExecutionsRolloutConfig: { maximumPerMinute: 2 } };
    const { github, head, run } = await pullRequestWith({
      'rollouts/a.yaml': job('a', slow),
      'rollouts/t.yaml': template('t'),
    });
    expect(await run()).toMatchObject({ exitCode: 0, stderr: '' });
    expect(github.comments).toHaveLength(1);
    const body = github.comments[0]?.body ?? '';
    const order = [
      marker,
      '**Will create 1 template and start 1 job.**',
      '| create | Job <code>a</code> |',
      '| create | JobTemplate <code>t</code> |',
      '<code>a</code> to thinggroup/good (10 things): Reaches 10 devices in about 5 minutes',
      '```mermaid',
      'x-axis "minutes" 0 --> 5',
      'Plan <code>',
    ].map((text) => body.indexOf(text));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).not.toContain(-1);
    expect(body).toContain(`](https://github.com/example/firmware/blob/${head}/rollouts/a.yaml#L4)`);
  });

  it('is updated in place by the next run, and left when nothing changed', async () => {
    const { github, commit, run } = await pullRequestWith({ 'rollouts/a.yaml': job('a') });
    await run();
    const [first] = github.comments;
    commit({ 'rollouts/b.yaml': job('b') });
    await run({ env: { GITHUB_RUN_ID: '8' } });
    expect(github.comments).toEqual([first]);
    expect(first?.body).toContain('start 2 jobs');
    const before = github.requests.length;
    await run({ env: { GITHUB_RUN_ID: '8' } });
    expect(github.requests.slice(before).filter((it) => !it.startsWith('GET'))).toEqual([]);
  });

  it('of a newer run is not written over by an older one', async () => {
    const { github, commit, run } = await pullRequestWith({ 'rollouts/a.yaml': job('a') });
    await run({ env: { GITHUB_RUN_ID: '9' } });
    const before = github.comments[0]?.body;
    commit({ 'rollouts/b.yaml': job('b') });
    const older = await run({ env: { GITHUB_RUN_ID: '8' } });
    expect(older.exitCode).toBe(0);
    expect(github.comments.map(({ body }) => body)).toEqual([before]);
  });

  it('is one also when two runs look for it at the same moment', async () => {
    const { github, run } = await pullRequestWith({ 'rollouts/a.yaml': job('a') });
    github.holdUntil('GET', comments, 2);
    const results = await Promise.all([run(), run({ env: { GITHUB_RUN_ID: '8' } })]);
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(github.requests.filter((it) => it.startsWith('POST'))).toHaveLength(2);
    expect(github.comments).toHaveLength(1);
  });

  it('is found behind more than a hundred others', async () => {
    const { github, run } = await pullRequestWith({ 'rollouts/a.yaml': job('a') });
    for (let count = 0; count < 120; count += 1) github.comment(1, 'Looks good', author);
    await run();
    await run();
    expect(github.comments.filter(({ body }) => body.startsWith(marker))).toHaveLength(1);
    expect(github.requests.filter((it) => it.includes('page=2'))).not.toEqual([]);
  });

  it('that somebody else begins with our marker is left alone', async () => {
    const { github, run } = await pullRequestWith({ 'rollouts/a.yaml': job('a') });
    const forged = github.comment(1, `${marker}\nAll is well.`, author);
    await run();
    expect(forged.body).toBe(`${marker}\nAll is well.`);
    expect(github.comments).toHaveLength(2);
  });

  it('of a person’s token is found by that person’s name', async () => {
    const { github, run } = await pullRequestWith({ 'rollouts/a.yaml': job('a') });
    github.comment(1, `${marker}\nof the workflow’s token`);
    github.user = author;
    await run();
    await run({ env: { GITHUB_RUN_ID: '8' } });
    expect(github.comments.map(({ user }) => user.login)).toEqual(['github-actions[bot]', 'octocat']);
  });

  it('is one for each environment, whatever its name', async () => {
    const { github, run } = await pullRequestWith({ 'rollouts/a.yaml': job('a') });
    for (const environment of ['staging', 'a--> <b> @everyone', 'staging']) await run({ inputs: { environment } });
    expect(github.comments).toHaveLength(2);
    const [, odd] = github.comments;
    expect(odd?.body.split('\n')[0]).toMatch(/^<!-- iot-rollouts:plan:[A-Za-z0-9_]+ -->$/);
    expect(odd?.body.replace(/^(<!-- .* -->\n)+/, '')).not.toMatch(/-->|<b>|@everyone/);
  });

  it('tells of manifests that cannot be planned, with links to their lines', async () => {
    const { github, head, run } = await pullRequestWith({ 'rollouts/a.yaml': job('a', { targets: [] }) });
    expect(await run()).toMatchObject({ exitCode: 1, outputs: { errors: '1' } });
    const body = github.comments[0]?.body;
    expect(body).toContain('**Cannot be planned: 1 error.**');
    expect(body).toContain(`](https://github.com/example/firmware/blob/${head}/rollouts/a.yaml#L5)`);
  });

  it('is not written where it is not wanted, on a push, or without a token', async () => {
    const { github, run } = await pullRequestWith({ 'rollouts/a.yaml': job('a') });
    await run({ inputs: { comment: 'false' } });
    await run({ inputs: { 'github-token': '' } });
    await run({ inputs: { command: 'validate' } });
    expect(github.requests).toEqual([]);
  });
});

describe.concurrent('a token that may not comment', () => {
  it('leaves the plan in the summary, says so, and fails nothing', async () => {
    const { github, run } = await pullRequestWith({ 'rollouts/a.yaml': job('a') });
    github.denied.push({ method: 'POST', path: comments });
    const { exitCode, stdout, summary } = await run();
    expect(exitCode).toBe(0);
    expect(summary).toContain('start 1 job');
    expect(commandsOf(stdout)).toEqual([
      expect.stringMatching(/^::notice title=iot-rollouts::Could not comment on .*pull-requests: write/),
    ]);
  });
});

describe.concurrent('GitHub', () => {
  it.each([
    ['a server error', { status: 502 }],
    ['too many requests', { status: 429, headers: { 'retry-after': '1' } }],
    ['a secondary limit', { status: 403, headers: { 'retry-after': '1' }, message: 'secondary rate limit' }],
    [
      'a limit that ends at once',
      { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '0' }, message: 'limit' },
    ],
  ])('that answers %s is asked again', async (_, fault) => {
    const { github, run } = await pullRequestWith({ 'rollouts/a.yaml': job('a') });
    github.faults.push({ method: 'GET', path: comments, ...fault });
    expect(await run()).toMatchObject({ exitCode: 0 });
    expect(github.comments).toHaveLength(1);
  });

  it('that loses the answer to a creation gets no second comment', async () => {
    const { github, run } = await pullRequestWith({ 'rollouts/a.yaml': job('a') });
    github.faults.push({ method: 'POST', path: comments, status: 502, afterwards: true });
    expect(await run()).toMatchObject({ exitCode: 0 });
    await run();
    expect(github.comments).toHaveLength(1);
  });

  it('that limits for an hour is not waited for, which is said', async () => {
    const { github, run } = await pullRequestWith({ 'rollouts/a.yaml': job('a') });
    github.faults.push({ path: comments, status: 429, headers: { 'retry-after': '3600' } });
    const { exitCode, stdout } = await run();
    expect(exitCode).toBe(0);
    expect(commandsOf(stdout)).toEqual([expect.stringMatching(/rate limit.*Run again in 60 minutes/)]);
  });
});

describe.concurrent('labels', () => {
  it('say what the plan does, follow it, and leave those of others', async () => {
    const { github, commit, run } = await pullRequestWith({ 'rollouts/a.yaml': job('a') });
    const labels = () => github.issues[0]?.labels.toSorted();
    github.issues[0]?.labels.push('firmware');
    await run({ inputs: { labels: 'true' } });
    expect(labels()).toEqual(['firmware', 'iot-rollouts: starts rollout']);
    commit({ 'rollouts/a.yaml': null, 'rollouts/b.yaml': template('b') });
    await run({ inputs: { labels: 'true' } });
    expect(labels()).toEqual(['firmware']);
  });

  it('are those of each environment, also where long names begin alike', async () => {
    const { github, run } = await pullRequestWith({ 'rollouts/a.yaml': job('a') });
    const labels = () => github.issues[0]?.labels.toSorted() ?? [];
    await run({ inputs: { labels: 'true', environment: 'staging' } });
    await run({ inputs: { labels: 'true', environment: 'production', base: 'HEAD' } });
    expect(labels()).toEqual(['iot-rollouts production: no change', 'iot-rollouts staging: starts rollout']);
    for (const end of ['1', '2']) {
      await run({ inputs: { labels: 'true', environment: `production-in-the-west-of-europe-${end}` } });
    }
    expect(labels()).toHaveLength(4);
    expect(labels().every((label) => label.length <= 50)).toBe(true);
  });

  it('of an older plan go when there is none any more', async () => {
    const { github, commit, run } = await pullRequestWith({ 'rollouts/a.yaml': job('a') });
    await run({ inputs: { labels: 'true' } });
    commit({ 'rollouts/a.yaml': 'kind: [' });
    await run({ inputs: { labels: 'true' } });
    expect(github.issues[0]?.labels).toEqual([]);
  });

  it('that may not be created say which permission that takes', async () => {
    const { github, run } = await pullRequestWith({ 'rollouts/a.yaml': job('a') });
    github.denied.push({ method: 'POST', path: /\/labels$/ });
    const { exitCode, stdout } = await run({ inputs: { labels: 'true' } });
    expect(exitCode).toBe(0);
    expect(commandsOf(stdout)).toEqual([expect.stringMatching(/Could not label.*issues: write/)]);
  });
});

describe.concurrent('a plan that cannot be made', () => {
  it('is said in the comment, which else would tell of an older commit, and takes the labels away', async () => {
    const { github, emulator, head, run } = await pullRequestWith({ 'rollouts/a.yaml': job('a') });
    await run({ inputs: { labels: 'true' } });
    await planFaults(
      emulator,
      ...['ListJobs', 'DescribeJob', 'DescribeThingGroup'].map((operation) => ({
        kind: 'error' as const,
        operation,
        status: 501,
      })),
    );
    const { exitCode, stdout } = await run({ inputs: { labels: 'true' } });
    expect(exitCode).toBe(1);
    expect(commandsOf(stdout)).toHaveLength(1);
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toMatch(
      new RegExp(`\\*\\*The plan of commit ${head.slice(0, 7)} could not be made&#58; \\w+&#58; \\w+\\*\\*`),
    );
    expect(github.comments[0]?.body).toContain('the job summary](https://github.com/example/firmware/actions/runs/7)');
    expect(github.comments[0]?.body).not.toContain('starts');
    expect(github.issues[0]?.labels).toEqual([]);
  });
});
