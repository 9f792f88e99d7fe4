/** The same 1,000 requests checked by this package, by Ajv on our JSON Schema and by botocore, in one run and in turns. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { accepts, explain, jsonSchema, strict } from '@iot-rollouts/schemas';
import { CreateJobRequest } from '@iot-rollouts/schemas/iot';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { createJobRequests } from './requests.mjs';

const rounds = 101;
const script = fileURLToPath(new URL('botocore-checks.py', import.meta.url));

/** Rows of the table. Unknown members are refused by all three, for botocore cannot do otherwise. */
export function checkRows() {
  const requests = createJobRequests();
  const values = requests.map(({ request }) => request);
  const schema = strict(CreateJobRequest);
  const validate = new Ajv2020({ allErrors: true }).compile(jsonSchema(CreateJobRequest, { flavour: 'strict' }));
  const engines = {
    check: (value) => (accepts(schema, value) ? 0 : 1),
    errors: (value) => explain(schema, value).length,
    ajv: (value) => (validate(value) ? 0 : validate.errors.length),
  };
  for (const [name, engine] of Object.entries(engines)) {
    const wrong = requests.filter(({ request, isValid }) => (engine(request) === 0) !== isValid);
    if (wrong.length > 0) throw new Error(`${name} is wrong about ${wrong.length} of the requests`);
  }
  const times = measureInTurns(engines, values);
  const botocore = botocoreTimes(values);
  const perRequest = (ms) => `${((ms * 1000) / values.length).toFixed(2)} µs`;
  return [
    {
      name: 'compiled check of a CreateJob request, in µs',
      measured: (times.check * 1000) / values.length,
      detail: `processor time, median of ${rounds} rounds of ${values.length} requests, one in ten invalid`,
    },
    {
      name: 'check with errors, faster than Ajv by',
      measured: times.ajv / times.errors,
      atLeast: 1,
      detail: `${perRequest(times.errors)} beside ${perRequest(times.ajv)} a request`,
    },
    botocore.skipped === undefined
      ? {
          name: 'check with errors, faster than botocore by',
          measured: botocore.ms / times.errors,
          atLeast: 40,
          detail: `${perRequest(times.errors)} beside ${perRequest(botocore.ms)}; botocore ${botocore.version} finds ${botocore.invalid} of the ${requests.filter(({ isValid }) => !isValid).length} invalid`,
        }
      : { name: 'check with errors, faster than botocore by', skipped: botocore.skipped },
  ];
}

/**
 * Median processor time of each engine for all values, in ms: wall time would measure what else the machine does. Every
 * round runs each engine once, so that what slows the processor down falls on all.
 */
function measureInTurns(engines, values) {
  const names = Object.keys(engines);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < 2 * rounds; round += 1) {
    for (const name of names) {
      const engine = engines[name];
      const start = process.cpuUsage();
      let found = 0;
      for (const value of values) found += engine(value);
      const { user, system } = process.cpuUsage(start);
      if (found < values.length / 10) throw new Error(`${name} found only ${found} errors`);
      if (round >= rounds) times[name].push((user + system) / 1000); // The first half warms the engines up.
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])]));
}

/** What `botocore-checks.py` measures: median processor time for all values in ms. Where botocore is missing, why it is skipped. */
function botocoreTimes(values) {
  const { status, stdout, stderr, error } = spawnSync('python3', [script], {
    input: JSON.stringify({ rounds: 9, values }),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (error !== undefined) return { skipped: `python3 cannot be run (${error.code})` };
  if (stderr.includes('ModuleNotFoundError')) return { skipped: 'this python3 has no botocore; pip install botocore' };
  if (status !== 0) throw new Error(`${script} failed: ${stderr}`);
  return JSON.parse(stdout);
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
