/**
 * The weekly workflow, by running its two scripts in a repository of a temporary folder, with stand-ins for npm's scripts
 * (which have tests of their own) and for GitHub's command line, which writes down what it is asked.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

interface Workflow {
  readonly permissions: object;
  readonly jobs: { readonly update: { readonly steps: readonly Step[] } };
}

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
}

const text = readFileSync(new URL('../../../.github/workflows/model-update.yml', import.meta.url), 'utf8');
const workflow = load(text) as Workflow;
const facts = 'packages/schemas/model/facts.json';
let scratch: string;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'model-update-'));
  for (const folder of ['bin', 'temp', 'work/packages/schemas/model', 'work/packages/schemas/src/generated']) {
    mkdirSync(join(scratch, folder), { recursive: true });
  }
  git(scratch, 'init', '--quiet', '--bare', 'origin.git');
  const work = join(scratch, 'work');
  git(work, 'init', '--quiet', '--initial-branch=main');
  git(work, 'remote', 'add', 'origin', join(scratch, 'origin.git'));
  writeFileSync(join(work, facts), 'old\n');
  writeFileSync(join(work, '.gitignore'), '.api-models\n');
  commitAll(work, 'Start');
  const models = join(work, '.api-models');
  git(work, 'init', '--quiet', '.api-models');
  writeFileSync(join(models, 'model.json'), '{}');
  commitAll(models, 'Models');
});

afterEach(() => rmSync(scratch, { recursive: true, force: true }));

function git(folder: string, ...args: readonly string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  return execFileSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim();
}

function commitAll(folder: string, message: string): void {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', message);
}

/** A program of the given name, found before the real one. */
function standIn(name: string, script: string): void {
  writeFileSync(join(scratch, 'bin', name), `#!/bin/bash\n${script}\n`);
  chmodSync(join(scratch, 'bin', name), 0o755);
}

/** Runs a step's script as GitHub's runner does, and returns its exit code. */
function runStep(name: string): number | null {
  const script = workflow.jobs.update.steps.find((step) => step.name === name)?.run ?? 'exit 99';
  const temp = join(scratch, 'temp');
  return spawnSync('bash', ['-e', '-c', script], {
    cwd: join(scratch, 'work'),
    env: {
      ...process.env,
      PATH: `${join(scratch, 'bin')}:${process.env.PATH}`,
      RUNNER_TEMP: temp,
      GITHUB_OUTPUT: join(temp, 'output'),
      GITHUB_STEP_SUMMARY: join(temp, 'summary'),
      BASE: 'main',
    },
  }).status;
}

function written(name: string): string {
  const file = join(scratch, 'temp', name);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

describe('reading the models', () => {
  /** npm, whose update writes new facts and whose diff ends with the given exit code. */
  const npm = (diffStatus: number): string => `
    case "$*" in
      *model:update*) echo new > ${facts}; echo 'look at the words of iot JobId' ;;
      *model:diff*) cat "\${@: -2:1}" "\${@: -1}"; exit ${diffStatus} ;;
    esac`;

  it.each([
    [0, 'changed=false\n'],
    [2, 'changed=true\n'],
  ])('takes exit code %i of the diff for %s', (status, output) => {
    standIn('npm', npm(status));
    expect(runStep('Read the official models')).toBe(0);
    expect(written('output')).toBe(output);
    expect(written('changes.md')).toBe('old\nnew\n');
    expect(written('summary')).toBe('old\nnew\n');
    expect(written('update.txt')).toBe('look at the words of iot JobId\n');
  });

  it('fails when the diff or the update fails', () => {
    standIn('npm', npm(3));
    expect(runStep('Read the official models')).toBe(3);
    standIn('npm', 'exit 3');
    expect(runStep('Read the official models')).toBe(3);
    expect(written('output')).toBe('');
  });
});

describe('the pull request', () => {
  const openOrUpdate = 'Open or update the pull request';
  const body = (): string => written('body.md');

  /** gh, which knows the number of an open pull request or none, and writes down its other commands. */
  const gh = (open: string): string => `
    case "$1 $2" in
      'pr list') echo '${open}' ;;
      'pr '*) printf '%s\\n' "$*" >> "$RUNNER_TEMP/asked" ;;
    esac`;

  beforeEach(() => {
    writeFileSync(join(scratch, 'work', facts), 'new\n');
    writeFileSync(join(scratch, 'work/unrelated.txt'), 'not to be committed\n');
    writeFileSync(join(scratch, 'temp/changes.md'), '1 change in the model, none breaking.\n');
    writeFileSync(join(scratch, 'temp/update.txt'), 'wrote 12 files under src/generated\niot Lid has no words\n');
  });

  it('is opened with what changed, from a branch that has the new facts and nothing else', () => {
    standIn('gh', gh(''));
    expect(runStep(openOrUpdate)).toBe(0);
    expect(written('asked')).toMatch(/^pr create --head model-update --base main --title Follow the AWS API models /);
    expect(body()).toContain('1 change in the model, none breaking.');
    expect(body()).toContain('\nTo do:\n\n- iot Lid has no words\n');
    expect(body()).toContain(`aws/api-models-aws@${git(join(scratch, 'work/.api-models'), 'rev-parse', 'HEAD')}`);
    const origin = join(scratch, 'origin.git');
    expect(git(origin, 'show', `model-update:${facts}`)).toBe('new');
    expect(git(join(scratch, 'work'), 'diff', '--name-only', 'main', 'model-update')).toBe(facts);
  });

  it('is updated when one is open', () => {
    standIn('gh', gh('17'));
    writeFileSync(join(scratch, 'temp/update.txt'), 'wrote 12 files under src/generated\n');
    expect(runStep(openOrUpdate)).toBe(0);
    expect(body()).not.toContain('To do');
    expect(written('asked')).toMatch(/^pr edit 17 /);
  });

  it('keeps to the length that GitHub takes', () => {
    standIn('gh', gh(''));
    writeFileSync(join(scratch, 'temp/changes.md'), 'change\n'.repeat(20_000));
    writeFileSync(join(scratch, 'temp/update.txt'), 'look\n'.repeat(20_000));
    expect(runStep(openOrUpdate)).toBe(0);
    expect(body().length).toBeLessThan(65_536);
    expect(body()).toContain('close and reopen');
  });
});

describe('the workflow', () => {
  it('does nothing further when nothing changed', () => {
    const step = workflow.jobs.update.steps.find(({ name }) => name === 'Open or update the pull request');
    expect(step?.if).toBe("steps.model.outputs.changed == 'true'");
  });

  it('grants nothing but what its job needs, and pins what it runs by commit', () => {
    expect(workflow.permissions).toEqual({});
    const uses = workflow.jobs.update.steps.flatMap((step) => step.uses ?? []);
    expect(uses.filter((it) => !/^actions\/(checkout|setup-node)@[0-9a-f]{40}$/.test(it))).toEqual([]);
  });
});
