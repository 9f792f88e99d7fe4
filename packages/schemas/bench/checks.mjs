/** The same 1,000 requests checked by this package, by Ajv on our JSON Schema and by botocore, in one run and in turns. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { accepts, explain, jsonSchema, strict } from '@iot-rollouts/schemas';
import { CreateJobRequest } from '@iot-rollouts/schemas/iot';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { createJobRequests } from './requests.mjs';

/**
 * The engines are measured in turns, each so many rounds in a turn. What is shown is each engine's quickest round: what
 * makes the others slower, by up to twice, is what else runs on the machine. A round of botocore takes as long as fifty of
 * ours and is never left alone, so it gets the sum of the quickest times of its batches, each as long as a round of ours.
 */
const turns = 7;
const rounds = 21;
const botocoreRounds = 5;

/**
 * Requests are checked as a server checks them, just parsed and still in the processor's cache; so many are parsed and
 * then checked at a time, which is as few as the clock can tell.
 */
const batch = 10;
const script = fileURLToPath(new URL('botocore-checks.py', import.meta.url));

/** Rows of the table. Unknown members are refused by all three, for botocore cannot do otherwise. */
export function checkRows() {
  const requests = createJobRequests();
  const texts = requests.map(({ text }) => text);
  const schema = strict(CreateJobRequest);
  const validate = new Ajv2020({ allErrors: true }).compile(jsonSchema(CreateJobRequest, { flavour: 'strict' }));
  const engines = {
    check: (value) => (accepts(schema, value) ? 0 : 1),
    errors: (value) => explain(schema, value).length,
    ajv: (value) => (validate(value) ? 0 : validate.errors.length),
  };
  for (const [name, engine] of Object.entries(engines)) {
    const wrong = requests.filter(({ text, isValid }) => (engine(JSON.parse(text)) === 0) !== isValid);
    if (wrong.length > 0) throw new Error(`${name} is wrong about ${wrong.length} of the requests`);
  }
  measure(engines, texts); // Warms the engines up.
  const measured = Array.from({ length: turns }, () => ({ ...measure(engines, texts), botocore: botocore(texts) }));
  const invalid = requests.filter(({ isValid }) => !isValid).length;
  return rows(measured, texts.length, invalid);
}

function rows(measured, count, invalid) {
  const least = (pick) => Math.min(...measured.map(pick));
  const [check, errors, ajv] = ['check', 'errors', 'ajv'].map((name) => least((turn) => turn[name]));
  const perRequest = (ms) => ((ms * 1000) / count).toFixed(2);
  const [{ botocore: first }] = measured;
  const rows = [
    {
      name: 'compiled check of a CreateJob request, in µs',
      measured: (check * 1000) / count,
      detail: `one of ${count}, of which ${invalid} invalid; quickest of ${turns * rounds} rounds`,
    },
    {
      name: 'check with errors, faster than Ajv by',
      measured: ajv / errors,
      atLeast: 1,
      detail: `${perRequest(errors)} µs beside ${perRequest(ajv)} µs a request`,
    },
  ];
  const name = 'check with errors, faster than botocore by';
  if (first.skipped !== undefined) return [...rows, { name, skipped: first.skipped }];
  const ms = first.batches
    .map((_, index) => least((turn) => turn.botocore.batches[index]))
    .reduce((sum, batch) => sum + batch, 0);
  const found = `botocore ${first.version} finds ${first.invalid} of the invalid`;
  const detail = `${perRequest(errors)} µs beside ${perRequest(ms)} µs; ${found}`;
  return [...rows, { name, measured: ms / errors, atLeast: 40, detail }];
}

/** The quickest time of each engine for all requests, in ms; every round runs each engine once. */
function measure(engines, texts) {
  const times = Object.fromEntries(Object.keys(engines).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, engine] of Object.entries(engines)) times[name].push(checkAll(engine, texts));
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, Math.min(...values)]));
}

/** Time that the engine takes for all requests, in ms, without the parsing. */
function checkAll(engine, texts) {
  let ms = 0;
  let found = 0;
  for (let from = 0; from < texts.length; from += batch) {
    const values = texts.slice(from, from + batch).map((text) => JSON.parse(text));
    const start = performance.now();
    for (const value of values) found += engine(value);
    ms += performance.now() - start;
  }
  if (found < texts.length / 10) throw new Error(`only ${found} errors were found`);
  return ms;
}

/** What `botocore-checks.py` measures: the quickest time for each batch of requests in ms. Where botocore is missing, why it is skipped. */
function botocore(texts) {
  const { status, stdout, stderr, error } = spawnSync('python3', [script], {
    input: JSON.stringify({ rounds: botocoreRounds, batch, texts }),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (error !== undefined) return { skipped: `python3 cannot be run (${error.code})` };
  if (stderr.includes('ModuleNotFoundError')) return { skipped: 'this python3 has no botocore; pip install botocore' };
  if (status !== 0) throw new Error(`${script} failed: ${stderr}`);
  return JSON.parse(stdout);
}
