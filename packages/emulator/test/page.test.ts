import { writeFileSync } from 'node:fs';
import * as iot from '@aws-sdk/client-iot';
import { afterEach, describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../src/index.js';
import type { PageView } from '../src/page/page-view.js';
import { chromium, openPage, type Page } from './chromium.js';
import { arn, type Bench, bench, minute, start } from './clients.js';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const fleet = {
  seed: 2,
  groups: [
    {
      name: 'thermostats',
      things: 2000,
      prefix: 'thermostat-',
      outcomes: { succeed: 0.93, fail: 0.04, reject: 0.01, silent: 0.02 },
      runSeconds: { distribution: 'lognormal', median: 90, sigma: 0.7 },
    },
    {
      name: 'gateways',
      things: 300,
      prefix: 'gateway-',
      outcomes: { succeed: 0.5, fail: 0.5, reject: 0, silent: 0 },
      runSeconds: { min: 60, max: 240 },
    },
  ],
} as const;

async function opened(options: Partial<EmulatorOptions> = {}): Promise<Bench> {
  const at = await bench({ region: 'eu-west-1', fleet, ...options });
  closing.push(() => at.close());
  return at;
}

const hostile = `<img src=x onerror="document.title='owned'"></script><script>document.title='owned'</script>`;

async function createJobs({ iot: client }: Bench): Promise<void> {
  const document = '{"operation": "install"}';
  await client.send(
    new iot.CreateJobCommand({
      jobId: 'thermostat-2-4-1',
      targets: [arn('thinggroup/thermostats')],
      document,
      description: 'Fixes the display after a power cut',
      jobExecutionsRolloutConfig: {
        exponentialRate: {
          baseRatePerMinute: 20,
          incrementFactor: 2,
          rateIncreaseCriteria: { numberOfSucceededThings: 100 },
        },
        maximumPerMinute: 200,
      },
      timeoutConfig: { inProgressTimeoutInMinutes: 15 },
    }),
  );
  await client.send(
    new iot.CreateJobCommand({
      jobId: 'gateway-kernel-6',
      targets: [arn('thinggroup/gateways')],
      document,
      jobExecutionsRolloutConfig: { maximumPerMinute: 20 },
      abortConfig: {
        criteriaList: [
          { action: 'CANCEL', failureType: 'FAILED', minNumberOfExecutedThings: 60, thresholdPercentage: 40 },
        ],
      },
    }),
  );
  await client.send(
    new iot.CreateJobCommand({
      jobId: 'nightly-config',
      targets: [arn('thinggroup/gateways')],
      document,
      targetSelection: 'CONTINUOUS',
      description: hostile,
      schedulingConfig: { maintenanceWindows: [{ startTime: 'cron(0 2 * * ? *)', durationInMinutes: 60 }] },
    }),
  );
}

/** Reads views from the stream until one fulfils the condition. */
async function viewOf({ emulator }: Bench, condition: (view: PageView) => boolean): Promise<PageView> {
  const { body } = await fetch(`${emulator.endpoint}/_emulator/page/events`);
  let text = '';
  for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const messages = text.split('\n\n');
    text = messages.pop()!;
    for (const message of messages) {
      const view = JSON.parse(message.replace(/^data: /, '')) as PageView;
      if (condition(view)) return view;
    }
  }
  throw new Error('The stream has ended.');
}

describe('GET /', () => {
  it('is one page that may run its own script and style, and load nothing else', async () => {
    const { emulator } = await opened();
    const answer = await fetch(emulator.endpoint);
    const html = await answer.text();
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = answer.headers.get('content-security-policy')!;
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; connect-src 'self'/,
    );
    expect(policy).not.toMatch(/unsafe|\*|http/);
    expect(html).not.toMatch(/(?:src|href)="(?!data:)/);
    expect((await fetch(emulator.endpoint, { method: 'POST', body: '{}' })).status).toBe(405);
  });
});

describe('the events of the page', () => {
  it('tell of the jobs that run first, with their curves', async () => {
    const at = await opened();
    await createJobs(at);
    at.emulator.clock.advance(20 * minute);
    const { clock, things, jobCount, jobs } = await viewOf(at, () => true);
    expect(clock).toEqual({ mode: 'manual', speed: 0, now: start + 20 * minute });
    expect([things, jobCount]).toEqual([2300, 3]);
    expect(jobs.map(({ jobId, status }) => [jobId, status])).toEqual([
      ['thermostat-2-4-1', 'IN_PROGRESS'],
      ['nightly-config', 'SCHEDULED'],
      ['gateway-kernel-6', 'CANCELED'],
    ]);
    const [first] = jobs;
    const executions = Object.values(first!.counts).reduce((sum, count) => sum + count, 0);
    expect(first!.curve.notified.at(-1)).toBe(executions);
    expect(first!.curve.succeeded.at(-1)).toBe(first!.counts.SUCCEEDED);
    expect(first!.waiting).toBe(2000 - executions);
    for (const line of [first!.curve.notified, first!.curve.succeeded, first!.curve.failed])
      expect([...line].sort((a, b) => a - b)).toEqual(line);
    expect(jobs[1]!.opensAt).toBe(start + 120 * minute);
  });

  it('come whenever something happens, and end with their reader', async () => {
    const at = await opened();
    const later = viewOf(at, ({ jobs }) => (jobs[0]?.counts.QUEUED ?? 0) + (jobs[0]?.counts.IN_PROGRESS ?? 0) > 0);
    await viewOf(at, () => true);
    await createJobs(at);
    at.emulator.clock.advance(minute);
    expect((await later).jobs).toHaveLength(3);
    at.emulator.reset();
    expect((await viewOf(at, ({ jobCount }) => jobCount === 0)).jobs).toEqual([]);
  });

  it('show at most 24 jobs of all regions', async () => {
    const at = await opened();
    for (let number = 1; number <= 30; number += 1)
      await at.iot.send(
        new iot.CreateJobCommand({ jobId: `j-${number}`, targets: [arn('thing/gateway-1')], document: '{}' }),
      );
    const { jobs, jobCount } = await viewOf(at, () => true);
    expect([jobs.length, jobCount, jobs[0]!.jobId]).toEqual([24, 30, 'j-30']);
  });
});

/** Screenshots for a person to look at go where this says. */
const pictures = process.env.SCREENSHOTS;

async function picture(page: Page, name: string): Promise<void> {
  const png = await page.screenshot();
  expect(png.length).toBeGreaterThan(10_000);
  if (pictures !== undefined) writeFileSync(`${pictures}/${name}.png`, png);
}

const why = chromium === undefined ? ' (skipped: no chromium on this machine)' : '';

describe.skipIf(chromium === undefined)(`the page in Chromium${why}`, () => {
  async function shown({ emulator }: Bench): Promise<Page> {
    const page = await openPage(chromium!, emulator.endpoint);
    closing.unshift(() => page.close());
    return page;
  }

  it('draws jobs, moves the clock and shows names as text, in both themes', { timeout: 60_000 }, async () => {
    const at = await opened();
    const page = await shown(at);
    await page.until(`!document.getElementById('empty').hidden`);
    await picture(page, 'empty');
    await createJobs(at);
    await page.until(`document.querySelectorAll('article').length === 3`);
    at.emulator.clock.advance(10 * minute);
    await page.until(`document.getElementById('now').textContent === '2026-01-01 00:10:00'`);
    await page.evaluate(`document.querySelector('[data-ms="600000"]').click()`);
    await page.until(`document.getElementById('now').textContent === '2026-01-01 00:20:00'`);
    expect(at.emulator.clock.now()).toBe(start + 20 * minute);
    await page.until(`document.querySelector('.pill.CANCELED') !== null`);

    const text = (selector: string) =>
      page.evaluate<string[]>(`[...document.querySelectorAll('${selector}')].map((found) => found.textContent)`);
    expect(await text('h2')).toEqual(expect.arrayContaining(['thermostat-2-4-1', 'gateway-kernel-6']));
    expect(await text('.note')).toContain(hostile);
    expect(await page.evaluate('document.title')).toBe('iot-rollouts emulator');
    expect(await page.evaluate('document.querySelectorAll("img").length')).toBe(0);
    expect(await page.evaluate<number>(`document.querySelector('path.notified').getTotalLength()`)).toBeGreaterThan(
      100,
    );
    const ground = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    await page.theme('light');
    const light = await ground();
    await picture(page, 'light');
    await page.theme('dark');
    expect(await ground()).not.toBe(light);
    await picture(page, 'dark');
    expect(page.complaints).toEqual([]);
  });

  it('fits a phone, and draws words as large there as on a desk', { timeout: 60_000 }, async () => {
    const at = await opened();
    await createJobs(at);
    at.emulator.clock.advance(20 * minute);
    const page = await shown(at);
    for (const width of [1280, 400]) {
      await page.width(width);
      // One unit of a chart is one pixel, once the page has drawn it for this width.
      await page.until(`[...document.querySelectorAll('svg')].length === 3 &&
        [...document.querySelectorAll('svg')].every((svg) => svg.viewBox.baseVal.width === svg.clientWidth)`);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await picture(page, `wide-${width}`);
    }
  });

  it('lets a clock that runs run on, and hides what moves it by hand', { timeout: 60_000 }, async () => {
    const page = await shown(await opened({ clock: { mode: 'accelerated', speed: 600 } }));
    await page.until(`document.getElementById('mode').textContent.includes('600 times')`);
    expect(await page.evaluate(`document.getElementById('advance').hidden`)).toBe(true);
    await page.evaluate(`globalThis.before = document.getElementById('now').textContent`);
    await page.until(`document.getElementById('now').textContent !== before`);
  });
});
