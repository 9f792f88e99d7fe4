/** Large fleets in an emulator: what a simulated week and a million things take. Prints JSON; the argument chooses. */
import { createEmulator, parseFleet } from '@iot-rollouts/emulator';

const start = Date.UTC(2026, 0, 5);
const hourMs = 3_600_000;
const outcomes = { succeed: 0.93, fail: 0.04, reject: 0.01, silent: 0.02 };

const exponential = (baseRatePerMinute, incrementFactor, numberOfNotifiedThings) => ({
  maximumPerMinute: 1000,
  exponentialRate: { baseRatePerMinute, incrementFactor, rateIncreaseCriteria: { numberOfNotifiedThings } },
});

const scenarios = {
  /** An exponential rollout over 100,000 things, in daily windows. */
  week: {
    things: 100_000,
    hours: 7 * 24,
    job: {
      targetSelection: 'CONTINUOUS',
      schedulingConfig: {
        maintenanceWindows: [{ startTime: 'cron(0 2 * * ? *)', durationInMinutes: 240 }],
        endTime: '2026-01-12T00:00',
        endBehavior: 'CANCEL',
      },
      jobExecutionsRolloutConfig: exponential(10, 1.5, 2000),
    },
  },
  /** As quick as AWS rolls out: 1,000 a minute. */
  million: { things: 1_000_000, hours: 20, job: { jobExecutionsRolloutConfig: { maximumPerMinute: 1000 } } },
};

const { things, hours, job } = scenarios[process.argv[2]];
const { fleet } = parseFleet({ groups: [{ name: 'lamps', things, outcomes, runSeconds: { min: 30, max: 600 } }] });
const began = performance.now();
const emulator = await createEmulator({ clock: { mode: 'manual', start }, fleet });
const made = performance.now();
const request = {
  targets: ['arn:aws:iot:us-east-1:123456789012:thinggroup/lamps'],
  document: '{}',
  timeoutConfig: { inProgressTimeoutInMinutes: 60 },
  ...job,
};
await call('PUT', '/jobs/ota', request);
const created = performance.now();
const cpuBefore = process.cpuUsage();
await call('POST', '/_emulator/clock', { advanceMs: hours * hourMs });
const { user, system } = process.cpuUsage(cpuBefore);
const ended = performance.now();
const { job: described } = await call('GET', '/jobs/ota');
console.log(
  JSON.stringify({
    fleetSeconds: (made - began) / 1000,
    createSeconds: (created - made) / 1000,
    seconds: (ended - created) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakMiB: process.resourceUsage().maxRSS / 1024,
    status: described.status,
    details: described.jobProcessDetails,
  }),
);
await emulator.close();

async function call(method, path, body) {
  const answer = await fetch(`${emulator.endpoint}${path}`, { method, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  return answer.json();
}
