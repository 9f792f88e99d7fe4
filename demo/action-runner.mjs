/**
 * Runs the built Action bundle the way GitHub's runner does: defaults of action.yml and inputs as INPUT_*, the event's
 * payload in a file, outputs and summary in the files that GITHUB_* name.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';

const root = fileURLToPath(new URL('../', import.meta.url));
const metadata = load(readFileSync(join(root, 'action.yml'), 'utf8'));

/** Runs the Action for one event; `base` and `head` are commits of the repository at `workspace`. */
export function runAction({ workspace, results, event, base, head, inputs, env = {} }) {
  mkdirSync(results, { recursive: true });
  const file = (name, text) => {
    writeFileSync(join(results, name), text);
    return join(results, name);
  };
  const files = {
    GITHUB_EVENT_PATH: file('event.json', JSON.stringify(payload(event, base, head))),
    GITHUB_OUTPUT: file('output', ''),
    GITHUB_STEP_SUMMARY: file('summary.md', ''),
  };
  const child = spawn(process.execPath, [join(root, metadata.runs.main)], {
    cwd: workspace,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: results,
      ...inputVariables(inputs),
      ...files,
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: event,
      GITHUB_REPOSITORY: 'example/firmware',
      GITHUB_SHA: head,
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: results,
      ...env,
    },
  });
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data) => (stdout += data));
    child.stderr.on('data', (data) => (stderr += data));
    child.on('error', reject);
    child.on('close', (exitCode) => {
      const outputs = parseOutputs(readFileSync(files.GITHUB_OUTPUT, 'utf8'));
      const summary = readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8');
      resolve({ exitCode, stdout, stderr, outputs, summary, summaryFile: files.GITHUB_STEP_SUMMARY });
    });
  });
}

function payload(event, base, head) {
  if (event === 'push') return { ref: 'refs/heads/main', before: base, after: head };
  return { action: 'synchronize', number: 1, pull_request: { number: 1, base: { sha: base }, head: { sha: head } } };
}

function inputVariables(inputs) {
  // A default such as ${{ github.token }} is the runner's to fill in; there is no GitHub here.
  const plain = (text = '') => (text.includes('${{') ? '' : text);
  const values = Object.fromEntries(Object.entries(metadata.inputs).map(([name, it]) => [name, plain(it.default)]));
  const entries = Object.entries({ ...values, ...inputs });
  return Object.fromEntries(
    entries.map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
  );
}

/** The form `name<<DELIMITER`, value, `DELIMITER` of the output file. */
function parseOutputs(text) {
  const outputs = {};
  for (const match of text.matchAll(/^(\S+?)<<(\S+)\r?\n([\s\S]*?)\r?\n\2\r?$/gm)) outputs[match[1]] = match[3];
  return outputs;
}
