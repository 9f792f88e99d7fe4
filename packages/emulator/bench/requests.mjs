/** CreateJob and DescribeJob, ours beside moto's, with 10,000 jobs. */
import { load } from './load.mjs';
import { startEmulator, startMoto } from './servers.mjs';

const jobs = 10_000;
const measuredOfMoto = 1000;
const targets = ['arn:aws:iot:us-east-1:123456789012:thing/d-1'];
const body = JSON.stringify({ targets, document: '{"operation":"install","version":"2.4.1"}' });

const createThing = () => ({ method: 'POST', path: '/things/d-1', body: '{}' });
const createJob = (prefix) => (index) => ({ method: 'PUT', path: `/jobs/${prefix}-${index}`, body });
const describeJob = (index) => ({ method: 'GET', path: `/jobs/job-${(index * 7919) % jobs}` });

/** Measures both servers, one after the other. */
export async function requestRows() {
  const ours = await measureEmulator();
  const moto = await measureMoto();
  return [...oursRows(ours), ...besideMoto(ours, moto)];
}

async function measureEmulator() {
  const warm = await startEmulator();
  try {
    await load(warm, 1, createThing);
    await load(warm, 2000, createJob('warm-up'));
    const created = await load(warm, jobs, createJob('job'));
    await load(warm, 2000, describeJob);
    return { created, described: await load(warm, 2 * jobs, describeJob) };
  } finally {
    warm.stop();
  }
}

async function measureMoto() {
  const server = await startMoto();
  if (server.skipped !== undefined) return server;
  try {
    await load(server, 1, createThing);
    await load(server, jobs, createJob('job'));
    const created = await load(server, measuredOfMoto, createJob('late'));
    return { created, described: await load(server, measuredOfMoto, describeJob), version: server.version };
  } finally {
    server.stop();
  }
}

function oursRows({ created, described }) {
  return [
    figure('CreateJob, p99 in ms with 8 connections', created.p99, 10, `${round(created.perSecond)} a second`),
    figure('DescribeJob, p99 in ms with 8 connections', described.p99, 10, `${round(described.perSecond)} a second`),
    cpuFigure('CreateJob', created),
    cpuFigure('DescribeJob', described),
    growth(created.doneAt),
  ];
}

function figure(name, measured, limit, detail) {
  return { name, measured, limit, detail };
}

function cpuFigure(operation, { cpuMsPerRequest }) {
  const name = `${operation}, CPU of the server in ms`;
  if (cpuMsPerRequest === undefined) return { name, skipped: 'this system does not tell (no /proc)' };
  return figure(name, cpuMsPerRequest, 0.4, 'user and system, per request');
}

/** How much longer the last thousand jobs took than the first. */
function growth(doneAt) {
  const first = doneAt[999];
  const last = doneAt.at(-1) - doneAt.at(-1001);
  const detail = `${first.toFixed(0)} ms for the first thousand, ${last.toFixed(0)} ms for the last of ${jobs}`;
  return figure('CreateJob, last thousand in times of the first', last / first, 1.5, detail);
}

function besideMoto(ours, moto) {
  const row = (operation, kind, atLeast) => {
    const name = `${operation} at ${jobs} jobs, in times of moto`;
    if (moto.skipped !== undefined) return { name, skipped: moto.skipped };
    const [mine, theirs] = [ours[kind], moto[kind]];
    const cpu = theirs.cpuMsPerRequest === undefined ? '' : `, ${theirs.cpuMsPerRequest.toFixed(1)} ms of CPU each`;
    const detail = `${round(mine.perSecond)} beside ${round(theirs.perSecond)} a second of moto ${moto.version}${cpu}`;
    return { name, measured: mine.perSecond / theirs.perSecond, atLeast, detail };
  };
  return [row('CreateJob', 'created', 10), row('DescribeJob', 'described', 30)];
}

function round(value) {
  return value.toFixed(0);
}
