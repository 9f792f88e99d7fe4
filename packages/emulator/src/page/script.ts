/**
 * The script of the page. What comes from outside, like the names of jobs, becomes text and nothing else: no markup is
 * ever made from strings. It runs in browsers, behind `const eventsPath = …`.
 */
export const pageScript: string = String.raw`
'use strict';
const byId = (id) => document.getElementById(id);
const statuses = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'REJECTED', 'CANCELED', 'REMOVED', 'IN_PROGRESS', 'QUEUED', 'WAITING'];
const words = { SUCCEEDED: 'succeeded', FAILED: 'failed', TIMED_OUT: 'timed out', REJECTED: 'rejected', CANCELED: 'canceled',
  REMOVED: 'removed', IN_PROGRESS: 'in progress', QUEUED: 'queued', WAITING: 'not notified' };
const number = new Intl.NumberFormat('en');
/** In pixels, so that its words are as large as those around it. The width is that of a card, once one is there. */
const chart = { width: 400, right: 8, top: 10, bottom: 22 };
const digitWidth = 6.6;
let view;
let receivedAt = 0;

byId('example').textContent =
  'export AWS_ENDPOINT_URL_IOT=' + location.origin + '\n' +
  'export AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any\n' +
  'aws iot create-thing --thing-name lamp-1\n' +
  'aws iot create-job --job-id first --document \'{"operation": "hello"}\' \\\n' +
  '  --targets arn:aws:iot:us-east-1:123456789012:thing/lamp-1';

function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

function drawn(name, attributes, text) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function now() {
  return view.clock.now + (performance.now() - receivedAt) * view.clock.speed;
}

function timeText(ms) {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

function spanText(ms) {
  const minutes = Math.round(ms / 60000);
  if (ms < 60000) return Math.round(ms / 1000) + ' s';
  if (minutes < 120) return minutes + ' min';
  if (minutes < 2880) return Math.round(minutes / 6) / 10 + ' h';
  return Math.round(minutes / 144) / 10 + ' days';
}

function isOver(job) {
  return job.status === 'COMPLETED' || job.status === 'CANCELED';
}

/** Areas from below: succeeded, failed, canceled, then what is open, up to the line of all that were notified. */
function chartOf(job) {
  const { curve } = job;
  const end = Math.max(curve.to, isOver(job) ? job.completedAt ?? curve.to : now(), curve.from + 1000);
  const top = Math.max(job.things, curve.notified.at(-1), 1);
  const left = 10 + digitWidth * number.format(top).length;
  const height = Math.max(140, Math.round(chart.width * .36));
  const x = (at) => left + (chart.width - left - chart.right) * (at - curve.from) / (end - curve.from);
  const y = (count) => height - chart.bottom - (height - chart.top - chart.bottom) * count / top;
  const last = curve.notified.length - 1;
  const times = curve.notified.map((_, place) => curve.from + (curve.to - curve.from) * place / last).concat(end);
  const upTo = (...lines) => times.map((_, place) => lines.reduce((sum, line) => sum + line[Math.min(place, last)], 0));
  const path = (counts) => counts.map((count, place) => (place === 0 ? 'M' : 'L') + x(times[place]).toFixed(1) + ' ' + y(count).toFixed(1)).join('');
  const back = (counts) => counts.map((count, place) => 'L' + x(times[place]).toFixed(1) + ' ' + y(count).toFixed(1)).reverse().join('');
  const levels = [
    times.map(() => 0),
    upTo(curve.succeeded),
    upTo(curve.succeeded, curve.failed),
    upTo(curve.succeeded, curve.failed, curve.canceled),
    upTo(curve.notified),
  ];
  const svg = drawn('svg', { viewBox: '0 0 ' + chart.width + ' ' + height, role: 'img' });
  svg.append(drawn('title', {}, job.counts.SUCCEEDED + ' of ' + job.things + ' things succeeded, ' + levels[4].at(-1) + ' executions were made'));
  for (const share of [0, .5, 1]) {
    const level = y(top * share);
    svg.append(drawn('line', { class: share === 1 ? 'target' : 'grid', x1: left, x2: chart.width - chart.right, y1: level, y2: level }));
    if (share !== .5 || top % 2 === 0)
      svg.append(drawn('text', { x: left - 6, y: level + 4, 'text-anchor': 'end' }, number.format(top * share)));
  }
  ['succeeded', 'failed', 'canceled', 'open'].forEach((name, place) =>
    svg.append(drawn('path', { class: name, d: path(levels[place + 1]) + back(levels[place]) + 'Z' })));
  svg.append(drawn('path', { class: 'notified', d: path(levels[4]) }));
  svg.append(drawn('text', { x: left, y: height - 5 }, timeText(curve.from)));
  svg.append(drawn('text', { x: chart.width - chart.right, y: height - 5, 'text-anchor': 'end' }, '+ ' + spanText(end - curve.from)));
  return svg;
}

function countsOf(job) {
  return { ...job.counts, WAITING: isOver(job) ? 0 : job.waiting };
}

function barOf(job) {
  const counts = countsOf(job);
  const bar = element('div', 'bar');
  for (const status of statuses) {
    if (!counts[status]) continue;
    const part = element('div', status);
    part.style.flexGrow = counts[status];
    part.title = number.format(counts[status]) + ' ' + words[status];
    bar.append(part);
  }
  return bar;
}

function legendOf(job) {
  const counts = countsOf(job);
  const legend = element('ul', 'legend');
  for (const status of statuses)
    if (counts[status])
      legend.append(element('li', '', element('span', 'dot ' + status), element('b', '', number.format(counts[status])), ' ' + words[status]));
  return legend;
}

function aboutOf(job) {
  const parts = [
    number.format(job.things) + (job.things === 1 ? ' thing' : ' things') + ' in ' + job.targets.join(', '),
    job.region,
    job.targetSelection,
    job.ratePerMinute === undefined ? '' : number.format(job.ratePerMinute) + ' a minute now',
    job.opensAt === undefined ? '' : 'goes on at ' + timeText(job.opensAt),
    job.reasonCode ?? '',
  ].filter((part) => part !== '');
  // A line breaks between parts, not in a date or before a dot.
  return parts.flatMap((part, place) => place + 1 < parts.length ? [element('span', '', part + ' ·'), ' '] : [element('span', '', part)]);
}

function cardOf(job) {
  const card = element('article', '',
    element('div', 'head', element('h2', '', job.jobId), element('span', 'pill ' + job.status, job.status.replaceAll('_', ' '))),
    element('p', 'about', ...aboutOf(job)));
  for (const note of [job.description, job.comment]) if (note) card.append(element('p', 'note', note));
  card.append(chartOf(job), barOf(job), legendOf(job));
  return card;
}

function drawClock() {
  if (view === undefined) return;
  const text = timeText(now());
  if (byId('now').textContent !== text) byId('now').textContent = text;
}

function draw() {
  const { clock, jobs, jobCount, things } = view;
  const drawJobs = () => byId('jobs').replaceChildren(...jobs.map(cardOf));
  drawJobs();
  const width = document.querySelector('.bar')?.clientWidth ?? chart.width;
  if (width !== chart.width) {
    chart.width = width;
    drawJobs();
  }
  byId('empty').hidden = jobs.length > 0;
  const more = jobCount > jobs.length ? ', the latest ' + jobs.length + ' shown' : '';
  byId('summary').textContent = number.format(things) + (things === 1 ? ' thing · ' : ' things · ') + number.format(jobCount) + (jobCount === 1 ? ' job' : ' jobs') + more;
  byId('mode').textContent = clock.mode === 'manual' ? 'UTC · moved by hand' : clock.mode === 'real' ? 'UTC · real time' : 'UTC · ' + number.format(clock.speed) + ' times real time';
  byId('advance').hidden = clock.mode !== 'manual';
  drawClock();
}

function trouble(text) {
  byId('trouble').textContent = text;
  byId('trouble').hidden = text === '';
}

async function advance(button) {
  button.disabled = true;
  try {
    const body = JSON.stringify({ advanceMs: Number(button.dataset.ms) });
    const answer = await fetch('/_emulator/clock', { method: 'POST', body });
    trouble(answer.ok ? '' : (await answer.json()).message);
  } catch {
    trouble('The emulator does not answer.');
  }
  button.disabled = false;
}

for (const button of document.querySelectorAll('[data-ms]')) button.addEventListener('click', () => advance(button));
addEventListener('resize', () => { if (view !== undefined) draw(); });
const events = new EventSource(eventsPath);
events.onmessage = ({ data }) => {
  view = JSON.parse(data);
  receivedAt = performance.now();
  draw();
};
events.onopen = () => trouble('');
events.onerror = () => trouble('The emulator does not answer. The page goes on when it is back.');
setInterval(drawClock, 200);
setInterval(() => { if (view !== undefined && view.clock.speed > 0 && view.jobs.some((job) => !isOver(job))) draw(); }, 1000);
`;
