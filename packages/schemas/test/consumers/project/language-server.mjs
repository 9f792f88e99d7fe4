/**
 * The YAML language server, as an editor runs it: over its standard input and output, with the manifest schema named by
 * each file's first line. Nothing is configured but that the schemas of other programs are not fetched.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node.js';

const server = spawn(process.execPath, ['node_modules/yaml-language-server/bin/yaml-language-server', '--stdio'], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const editor = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
const settings = { validate: true, hover: true, schemaStore: { enable: false } };
editor.onRequest('workspace/configuration', ({ items }) =>
  items.map(({ section }) => (section === 'yaml' ? settings : {})),
);
editor.onRequest('client/registerCapability', () => null);

const waiting = new Map();
editor.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => waiting.get(uri)?.(diagnostics));
editor.listen();

await editor.sendRequest('initialize', {
  processId: process.pid,
  rootUri: new URL('.', import.meta.url).href,
  capabilities: { workspace: { configuration: true }, textDocument: { hover: { contentFormat: ['markdown'] } } },
});
await editor.sendNotification('initialized', {});

/** Opens a file and waits for what the server has to say of it, line by line. */
async function open(name) {
  const uri = new URL(name, import.meta.url).href;
  const text = readFileSync(new URL(uri), 'utf8');
  const published = new Promise((resolve) => waiting.set(uri, resolve));
  await editor.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text },
  });
  const diagnostics = await published;
  return diagnostics.map(({ range, message }) => ({ line: text.split('\n')[range.start.line].trim(), message }));
}

async function hover(name, word) {
  const uri = new URL(name, import.meta.url).href;
  const lines = readFileSync(new URL(uri), 'utf8').split('\n');
  const line = lines.findIndex((it) => it.includes(word));
  const position = { line, character: lines[line].indexOf(word) + 1 };
  const { contents } = await editor.sendRequest('textDocument/hover', { textDocument: { uri }, position });
  return contents.value;
}

assert.deepEqual(await open('good.yaml'), []);

const findings = await open('bad.yaml');
assert.deepEqual(
  findings.map(({ line }) => line.split(':')[0]).sort(),
  ['maximumPerMinute', 'name', 'targetSelection', 'timeoutConfg'],
  JSON.stringify(findings),
);

const descriptions = JSON.parse(readFileSync(new URL('job.schema.json', import.meta.url), 'utf8')).properties.spec
  .properties;
for (const member of ['description', 'targets', 'targetSelection', 'documentFile']) {
  const text = descriptions[member].description;
  assert.ok(text, `the manifest schema describes ${member}`);
  assert.ok(plain(await hover('good.yaml', `${member}:`)).includes(plain(text)), member);
}

/** The letters and digits of a Markdown text: what is left whatever the server escapes. */
function plain(markdown) {
  return markdown.replace(/&nbsp;/g, '').replace(/[^\p{L}\p{N}]+/gu, ' ');
}

await editor.sendRequest('shutdown');
await editor.sendNotification('exit');
