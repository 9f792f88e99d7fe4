/** The comment on a fork's pull request: the script of the example, with a real plan, and with what a fork may upload. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { pullRequest, runAction } from '../packages/action/test/support/runner.js';
import { job } from '../packages/cli/test/support/manifests.js';
import { repositoryWith, temporaryFolder } from '../packages/cli/test/support/repository.js';

interface Step {
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: { readonly script?: string };
}

const file = fileURLToPath(new URL('../examples/.github/workflows/forks-comment.yml', import.meta.url));
const workflow = load(readFileSync(file, 'utf8')) as { jobs: { comment: { steps: readonly Step[] } } };
const step = workflow.jobs.comment.steps.find(({ uses }) => uses?.startsWith('actions/github-script@'))!;
const planName = basename(step.env!.PLAN!);

/** What `actions/github-script` makes of its input. */
const AsyncFunction = (async () => undefined).constructor as new (
  ...args: readonly string[]
) => (...values: readonly unknown[]) => Promise<void>;
const script = new AsyncFunction('github', 'context', 'core', 'require', 'process', step.with!.script!);

const run = {
  head_branch: 'fix',
  head_sha: 'f'.repeat(40),
  head_repository: { id: 7, owner: { login: 'stranger' } },
  html_url: 'https://github.com/example/firmware/actions/runs/1',
};

describe('the comment on a pull request from a fork', () => {
  it('tells what the plan of the Action says', async () => {
    const { root, base, commit } = repositoryWith({});
    const head = commit({ 'rollouts/a.yaml': job('a'), 'rollouts/b.yaml': job('b') });
    const temp = temporaryFolder();
    const planned = await runAction({
      workspace: root,
      event: 'pull_request',
      payload: pullRequest(base, head),
      env: { RUNNER_TEMP: temp },
    });
    expect(planned.outputs['plan-file']).toBe(join(temp, planName));
    const github = fakeGithub();
    await comment(github, readFileSync(join(temp, planName), 'utf8'));
    expect(github.comments.map(({ body }) => body)).toEqual([
      [
        '<!-- firmware-plan-of-fork -->',
        '**2 changes** (commit fffffff)',
        '| Action | Kind | Name |\n| --- | --- | --- |\n| create | Job | `a` |\n| create | Job | `b` |',
        `[The run](${run.html_url}) has the whole plan and its findings. It was made from Git alone: AWS was not asked.`,
      ].join('\n\n'),
    ]);
  });

  it('is one, kept up to date, beside the comments of others who use its marker', async () => {
    const github = fakeGithub();
    for (let id = 1; id <= 150; id += 1) {
      github.comments.push({ id, user: { login: 'stranger' }, body: '<!-- firmware-plan-of-fork --> mine' });
    }
    await comment(github, planOf('a'));
    await comment(github, planOf('a', 'b'));
    const ours = github.comments.filter(({ user }) => user.login === 'github-actions[bot]');
    expect(ours.length).toBe(1);
    expect(ours[0]!.body).toContain('**2 changes**');
    expect(github.comments.filter(({ body }) => body.endsWith('mine')).length).toBe(150);
  });

  it('says so when there is no plan', async () => {
    const github = fakeGithub();
    await comment(github, undefined, 'failure');
    expect(github.comments[0]!.body).toContain('**No plan could be made: the run failed**');
    await comment(github, undefined);
    expect(github.comments[0]!.body).toContain('**No plan was made**');
  });

  it('says so when the run failed beside its plan, and nothing of a run that came to no result', async () => {
    const github = fakeGithub();
    await comment(github, planOf('a'), 'failure');
    expect(github.comments[0]!.body).toContain('**1 change, but the run failed**');
    const before = structuredClone(github.comments);
    for (const conclusion of ['cancelled', 'skipped', 'action_required']) {
      await comment(github, undefined, conclusion);
      expect(github.comments).toEqual(before);
    }
  });

  it('goes to the pull request that GitHub says, and to none that has moved on or is of another fork', async () => {
    for (const head of [
      { sha: 'e'.repeat(40), repo: { id: 7 } },
      { sha: run.head_sha, repo: { id: 8 } },
      { sha: run.head_sha, repo: null },
    ]) {
      const github = fakeGithub(head);
      await comment(github, planOf('a'));
      expect(github.comments).toEqual([]);
      expect(github.notices.length).toBe(1);
    }
  });

  it('holds nothing of what a fork uploads but words of a known form', async () => {
    const hostile = fc.oneof(
      fc.constantFrom('@everyone', '<img src=x>', '](https://evil.example)', '`a` | b', 'a\n\n# b', '-->'),
      fc.string(),
      fc.jsonValue(),
    );
    const change = fc.record({ action: hostile, kind: hostile, name: hostile });
    const plan = fc.oneof(fc.record({ changes: fc.oneof(fc.array(change), hostile) }), hostile);
    await fc.assert(
      fc.asyncProperty(plan, async (uploaded) => {
        const github = fakeGithub();
        await comment(github, JSON.stringify(uploaded));
        const [marker, verdict, ...rest] = github.comments[0]!.body.split('\n\n');
        expect(marker).toBe('<!-- firmware-plan-of-fork -->');
        expect(verdict).toMatch(
          /^\*\*(1 change|\d+ changes|Nothing would change|No plan was made)\*\* \(commit f{7}\)$/,
        );
        const table = rest.length === 2 ? rest[0]!.split('\n').slice(2) : [];
        for (const row of table)
          expect(row).toMatch(/^\| ([a-z]{1,20}|\?) \| ([A-Za-z]{1,20}|\?) \| `([\w-]{1,128}|\?)` \|$/);
        expect(rest.length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 200 },
    );
  });

  it('stays far under what GitHub takes, however much is uploaded', async () => {
    const github = fakeGithub();
    await comment(github, planOf(...Array.from({ length: 5000 }, (_, index) => `${'x'.repeat(120)}-${index}`)));
    expect(github.comments[0]!.body).toContain('and 4900 more');
    expect(github.comments[0]!.body.length).toBeLessThan(65_536);
  });
});

function planOf(...names: readonly string[]): string {
  return JSON.stringify({ changes: names.map((name) => ({ action: 'create', kind: 'Job', name })) });
}

interface FakeGithub {
  readonly comments: { id: number; user: { login: string }; body: string }[];
  readonly notices: string[];
  readonly head: object;
}

/** One open pull request, number 5, with this head. */
function fakeGithub(head: object = { sha: run.head_sha, repo: { id: 7 } }): FakeGithub {
  return { comments: [], notices: [], head };
}

/** Runs the script as the workflow's step would. */
async function comment(
  { comments, notices, head }: FakeGithub,
  plan: string | undefined,
  conclusion = 'success',
): Promise<void> {
  const path = join(temporaryFolder(), planName);
  if (plan !== undefined) writeFileSync(path, plan);
  const place = { owner: 'example', repo: 'firmware' };
  const listComments = (options: { per_page: number; page: number }) => {
    expect(options).toMatchObject({ ...place, issue_number: 5 });
    const start = (options.page - 1) * options.per_page;
    return { data: comments.slice(start, start + options.per_page) };
  };
  const github = {
    rest: {
      pulls: {
        list: async (options: object) => {
          expect(options).toEqual({ ...place, state: 'open', head: 'stranger:fix' });
          return { data: [{ number: 5, head }] };
        },
      },
      issues: {
        listComments,
        createComment: async ({ issue_number, body }: { issue_number: number; body: string }) => {
          expect(issue_number).toBe(5);
          comments.push({ id: 1000 + comments.length, user: { login: 'github-actions[bot]' }, body });
        },
        updateComment: async ({ comment_id, body }: { comment_id: number; body: string }) => {
          comments.find(({ id }) => id === comment_id)!.body = body;
        },
      },
    },
    paginate: async (list: typeof listComments, options: { per_page: number }) => {
      const all = [];
      for (let page = 1; ; page += 1) {
        const { data } = list({ ...options, page });
        all.push(...data);
        if (data.length < options.per_page) return all;
      }
    },
  };
  const context = { repo: place, payload: { workflow_run: { ...run, conclusion } } };
  const core = { notice: (text: string) => notices.push(text) };
  await script(github, context, core, createRequire(import.meta.url), { env: { PLAN: path } });
}
