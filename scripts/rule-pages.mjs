/**
 * Writes the pages about rules, docs/rules/, from the rule table and its fixtures: what stands there as wrong is found by
 * the rule, in the words that stand there. With --check, says what is not as it would be written, and writes nothing.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  familyOf,
  identitiesOf,
  isFixed,
  parseFile,
  printable,
  renderPretty,
  ruleTable,
  settingsFile,
} from '@iot-rollouts/validation';
import { loadManifests, reportAgainstBase, workingTree } from '@iot-rollouts/validation/node';

const root = fileURLToPath(new URL('../', import.meta.url));
const fixtures = join(root, 'packages/validation/test/rules');
const pages = join(root, 'docs/rules');
const behaviours = JSON.parse(readFileSync(join(root, 'scripts/behaviours.json'), 'utf8'));
const ids = Object.keys(ruleTable);
const families = [...new Set(ids.map(familyOf))];
/** "Now" in fixtures. */
const now = Date.UTC(2027, 0, 1);

/** Where the manifest of an example is said to stand. */
const manifestFile = 'rollouts/example.yaml';
/** Where one is said to stand that no glob finds. */
const elsewhereFile = 'archive/example.yaml';

const faults = coverageFaults();
const wanted = new Map([
  ['README.md', overview()],
  ['coverage.md', coverage()],
]);
for (const id of ids) wanted.set(`${id}.md`, await page(id));
const present = existsSync(pages)
  ? readdirSync(pages, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(pages.length + 1))
  : [];
const extra = present.filter((file) => !wanted.has(file));
const stale = [...wanted].filter(([file, text]) => !present.includes(file) || read(join(pages, file)) !== text);

if (process.argv.includes('--check')) {
  for (const [file] of stale) faults.push(`docs/rules/${file} is not as it would be written; run npm run docs`);
  for (const file of extra) faults.push(`docs/rules/${file} belongs to no rule; run npm run docs`);
} else {
  for (const file of extra) rmSync(join(pages, file));
  for (const [file, text] of stale) {
    mkdirSync(dirname(join(pages, file)), { recursive: true });
    writeFileSync(join(pages, file), text);
  }
  console.log(`docs/rules: ${ids.length} rules, ${stale.length} pages written, ${extra.length} removed`);
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;

/** The page about a rule. */
async function page(id) {
  const { title, why, severity, source, behaviours: checked } = ruleTable[id];
  const folder = join(fixtures, id);
  const isSettings = familyOf(id) === 'settings';
  const rulebook =
    checked.length === 0 ? '' : `\n\nDocumented behaviours: ${checked.join(', ')} ([coverage](../coverage.md)).`;
  const parts = [
    `# ${id}`,
    `**${title}.** ${why}`,
    `Severity: ${severity}. Source: ${link(source)}.${rulebook}`,
    ...(existsSync(join(folder, 'base.yaml'))
      ? ['## At the base', code('yaml', shown(join(folder, 'base.yaml')))]
      : []),
    '## Wrong',
    ...(isSettings ? [`In \`${settingsFile}\`:`] : []),
    code('yaml', shown(join(folder, 'bad.yaml'))),
    ...sidecars(id),
    code('text', await found(id)),
    '## Right',
    code('yaml', shown(join(folder, 'good.yaml'))),
    '## Silencing it',
    silencing(id),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What stands beside the manifest: settings and job documents. */
function sidecars(id) {
  const folder = join(fixtures, id);
  const settings = join(folder, settingsFile);
  const parts = existsSync(settings)
    ? [`With these settings in \`${settingsFile}\`:`, code('yaml', shown(settings))]
    : [];
  const other = join(folder, 'elsewhere.yaml');
  if (existsSync(other))
    parts.push(`With this in \`${elsewhereFile}\`, which no glob finds:`, code('yaml', shown(other)));
  const named = /documentFile: (\S*\/)?([\w.-]+)/.exec(read(join(folder, 'bad.yaml')));
  const document = named === null ? undefined : join(folder, named[1] ?? '', named[2]);
  const isPlain = document === undefined || document.endsWith('/ota.json') || !existsSync(document);
  if (!isPlain && read(document).length < 2000) {
    parts.push(`With this \`${named[2]}\`:`, code('json', shown(document)));
  }
  return parts;
}

/** What `validate` says about the wrong manifest. */
async function found(id) {
  const isSettings = familyOf(id) === 'settings';
  const tree = exampleTree(id, isSettings ? 'shape/type/good.yaml' : `${id}/bad.yaml`);
  // What nothing uses can be told only where no manifest is left out; other fixtures share their documents.
  const globs = id === 'document/unused' ? undefined : [manifestFile];
  let { report } = await loadManifests(tree, globs, { now });
  if (existsSync(join(fixtures, id, 'base.yaml'))) {
    const base = await loadManifests(exampleTree(id, `${id}/base.yaml`), [manifestFile]);
    const jobs = base.identities.filter(({ kind }) => kind === 'Job').map(({ name }) => name);
    const head = await loadManifests(tree, globs, { now, jobsAtBase: new Set(jobs) });
    report = reportAgainstBase(head, base, elsewhere(id));
  }
  const diagnostics = report.diagnostics.filter(({ rule }) => rule === id);
  if (diagnostics.length === 0) throw new Error(`${id} does not find its bad fixture`);
  const text = renderPretty({ ...report, diagnostics }, { color: false });
  // The last line counts files and findings, which says nothing of the rule.
  return text.slice(0, text.trimEnd().lastIndexOf('\n')).trimEnd();
}

/** What stands in a file that no glob finds. */
function elsewhere(id) {
  const file = join(fixtures, id, 'elsewhere.yaml');
  if (!existsSync(file)) return [];
  return identitiesOf([parseFile(file, read(file))]).map((identity) => ({ ...identity, file: elsewhereFile }));
}

/** The fixture as a repository would have it: manifests under rollouts/, documents under documents/. */
function exampleTree(id, fixture) {
  const files = workingTree(fixtures);
  const settings = familyOf(id) === 'settings' ? `${id}/bad.yaml` : `${id}/${settingsFile}`;
  const actual = (path) => {
    if (path === settingsFile) return settings;
    if (path === manifestFile) return fixture;
    return path.startsWith('rollouts/') ? path.replace('rollouts', id) : path;
  };
  return {
    find: async () => [manifestFile],
    list: async (folder) => {
      const listed = await files.list(actual(folder));
      return listed.map((path) => (path.startsWith(`${id}/`) ? path.replace(id, 'rollouts') : path));
    },
    read: async (path) => {
      const result = await files.read(actual(path));
      return 'text' in result ? { text: inPlace(result.text) } : result;
    },
    trail: async (path) => [path],
  };
}

/** Fixtures stand two folders deep, manifests one. */
function inPlace(text) {
  return text.replaceAll('../../documents/', '../documents/');
}

/** A file as the page shows it: on lines of bearable length, without characters that would not be seen. */
function shown(file) {
  const lines = inPlace(read(file)).trimEnd().split('\n');
  return lines.map((line) => printable(line.length > 200 ? `${line.slice(0, 200)}…` : line)).join('\n');
}

/** How a rule is switched off, where it can be. */
function silencing(id) {
  if (isFixed(id)) {
    return 'This error can be neither lowered nor silenced: with it, it is not known what would be sent to AWS.';
  }
  const settings = `To take the rule otherwise everywhere, in \`${settingsFile}\`:`;
  const comment = `To silence one finding, in the line above it:`;
  return [
    settings,
    code('yaml', `rules:\n  ${id}: off # or warning, or error`),
    ...(familyOf(id) === 'settings' ||
    id === 'base/removed-job' ||
    id === 'base/moved-out' ||
    id === 'document/unused' ||
    id.startsWith('suppression/')
      ? []
      : [comment, code('yaml', `# iot-rollouts-disable-next-line ${id} the reason why`)]),
  ].join('\n\n');
}

function overview() {
  const errors = ids.filter((id) => ruleTable[id].severity === 'error').length;
  const parts = [
    '# Rules',
    `${ids.length} rules: ${errors} errors, which AWS refuses or which cannot work, and ${ids.length - errors} warnings, for what is unwise or doubtful. ` +
      '`iot-rollouts explain RULE` prints a page of these; [validating](../validate.md) tells how to set and silence them; [coverage](coverage.md) tells which documented behaviour of AWS is checked by which rule.',
  ];
  for (const family of families) {
    const rows = ids
      .filter((id) => familyOf(id) === family)
      .map((id) => `| [${id}](${id}.md) | ${ruleTable[id].severity} | ${cell(ruleTable[id].title)} |`);
    parts.push(`## ${family}`, ['| Rule | Severity | What it demands |', '| --- | --- | --- |', ...rows].join('\n'));
  }
  return `${parts.join('\n\n')}\n`;
}

/** Titles of the families of behaviours. */
function familyTitles() {
  return {
    'JOB-RES': 'Resources, ARNs, names',
    'JOB-TAG': 'Tags',
    'JOB-NS': 'Namespaces',
    'JOB-CRE': 'Creating a job',
    'JOB-ERR': 'Errors',
    'JOB-DOC': 'Job documents',
    'JOB-PRE': 'Presigned URLs',
    'JOB-PH': 'Placeholders',
    'JOB-PKG': 'Software packages',
    'JOB-ROL': 'Rollout',
    'JOB-ABT': 'Abort',
    'JOB-TMO': 'Timeout',
    'JOB-RTY': 'Retries',
    'JOB-SCH': 'Schedule',
    'JOB-MW': 'Maintenance windows',
    'JOB-JST': 'The states of a job',
    'JOB-EXE': 'Executions and their states',
    'JOB-CAN': 'Cancelling',
    'JOB-DEL': 'Deleting',
    'JOB-TPL': 'Job templates',
    'JOB-MNG': "AWS's managed templates",
    'JOB-UPD': 'Updating a job',
    'JOB-ASC': 'Adding targets',
    'JOB-LST': 'Listing',
    'JOB-DSC': 'Describing a job',
    'JOB-DEV': 'What devices ask for',
    'JOB-MQT': 'MQTT topics and messages',
    'JOB-DEVERR': 'Errors that devices get',
    'JOB-NTF': 'Notifications',
    'JOB-HTTP': 'HTTP for devices',
    'JOB-EVT': 'Events',
    'JOB-QUO': 'Quotas',
    'JOB-THR': 'Throttling',
    'JOB-IAM': 'Permissions',
    'DOC-ID': 'Forms of job documents',
    'DOC-ANY': 'Any job document',
    'DOC-DC': 'The AWS IoT Device Client',
    'DOC-DCL': 'The Device Client, first form',
    'DOC-OTA': 'FreeRTOS OTA',
    'DOC-JS1': "AWS's first JavaScript agent",
    'DOC-GG': 'AWS IoT Greengrass',
    'DOC-MISC': 'Other forms',
  };
}

function coverage() {
  const rulesOf = rulesByBehaviour();
  const all = Object.keys(behaviours);
  const covered = all.filter((id) => rulesOf.has(id)).length;
  const parts = [
    '# Coverage',
    `The ids name documented behaviours of AWS IoT Jobs (JOB-…) and of the software on devices that reads job documents (DOC-…), family by family. ${covered} of ${all.length} are checked by rules. The others say why no rule can: ` +
      '*account*, what only the AWS account can tell; *answer*, the form of what AWS answers; *device*, what devices and their software do; *runtime*, what happens while a job runs; ' +
      '*default*, a fact that leaves nothing to be wrong; *not established*, what nobody could find out; *another tool*, a slip or limit of something that is not the API.',
  ];
  for (const [family, title] of Object.entries(familyTitles())) {
    const rows = all
      .filter((id) => id.startsWith(`${family}-`))
      .map(
        (id) =>
          `| ${id} | ${
            rulesOf
              .get(id)
              ?.map((rule) => `[${rule}](${rule}.md)`)
              .join(', ') ?? `*${behaviours[id]}*`
          } |`,
      );
    parts.push(`## ${title}`, ['| Behaviour | Rules |', '| --- | --- |', ...rows].join('\n'));
  }
  return `${parts.join('\n\n')}\n`;
}

function rulesByBehaviour() {
  const rules = new Map();
  for (const id of ids) {
    for (const behaviour of ruleTable[id].behaviours) rules.set(behaviour, [...(rules.get(behaviour) ?? []), id]);
  }
  return rules;
}

/** Behaviours that neither a rule nor a reason speaks of, or both do. */
function coverageFaults() {
  const rulesOf = rulesByBehaviour();
  const all = Object.keys(behaviours);
  const open = Object.entries(behaviours).filter(([id, reason]) => reason === null && !rulesOf.has(id));
  const both = Object.entries(behaviours).filter(([id, reason]) => reason !== null && rulesOf.has(id));
  return [
    ...open.map(([id]) => `scripts/behaviours.json: no rule checks ${id}, and no reason is given`),
    ...all
      .filter((id) => !Object.keys(familyTitles()).some((family) => id.startsWith(`${family}-`)))
      .map((id) => `scripts/behaviours.json: the family of ${id} has no title`),
    ...[...rulesOf.keys()]
      .filter((id) => !Object.hasOwn(behaviours, id))
      .map((id) => `scripts/behaviours.json: ${id} is checked by ${rulesOf.get(id)} and is not listed`),
    ...both.map(([id]) => `scripts/behaviours.json: ${id} is checked by ${rulesOf.get(id)}; write null`),
  ];
}

function link(source) {
  return source.startsWith('https://') ? `<${source}>` : source;
}

/** Text in a table cell. */
function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*');
}

/** A fenced block; the fence is longer than any that stands in it. */
function code(language, text) {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

function read(file) {
  return readFileSync(file, 'utf8');
}
