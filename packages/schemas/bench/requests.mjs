/** Requests as teams write them: 1,000 of CreateJob, of which every tenth has a mistake that people make. */

const text = (draw, words) => words[Math.floor(draw() * words.length)];

/** Gives `count` requests as JSON texts, always the same. `isValid` tells which of them keep the model's constraints. */
export function createJobRequests(count = 1000) {
  const draw = generator(20150528);
  return Array.from({ length: count }, (_, index) => {
    const request = createJobRequest(draw, index);
    const isValid = index % 10 !== 9;
    if (!isValid) mistakes[Math.floor(index / 10) % mistakes.length](request);
    return { text: JSON.stringify(request), isValid };
  });
}

function createJobRequest(draw, index) {
  const site = text(draw, ['berlin', 'osaka', 'porto', 'lyon', 'malmö', 'łódź']);
  const isStaged = draw() < 0.7;
  return {
    jobId: `thermostat-2-${index}-${Math.floor(draw() * 1000)}`,
    targets: Array.from(
      { length: 1 + Math.floor(draw() * 4) },
      (_, target) => `arn:aws:iot:eu-west-1:123456789012:thinggroup/thermostats-${index}-${target}`,
    ),
    document: JSON.stringify(jobDocument(draw, index)),
    description: `Firmware 2.${index} for the thermostats of ${site}: fixes the clock, the display and the radio’s sleep.`,
    presignedUrlConfig: { roleArn: 'arn:aws:iam::123456789012:role/firmware-download', expiresInSec: 3600 },
    targetSelection: draw() < 0.3 ? 'CONTINUOUS' : 'SNAPSHOT',
    jobExecutionsRolloutConfig: isStaged ? stagedRollout : { maximumPerMinute: 50 + Math.floor(draw() * 900) },
    abortConfig: {
      criteriaList: [
        { failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 10.5, minNumberOfExecutedThings: 100 },
        { failureType: 'TIMED_OUT', action: 'CANCEL', thresholdPercentage: 20, minNumberOfExecutedThings: 200 },
      ],
    },
    timeoutConfig: { inProgressTimeoutInMinutes: 30 + Math.floor(draw() * 100) },
    tags: [
      { Key: 'team', Value: 'climate' },
      { Key: 'site', Value: site },
      { Key: 'commit', Value: Math.floor(draw() * 2 ** 32).toString(16) },
    ],
    jobExecutionsRetryConfig: retries(Math.floor(draw() * 4)),
    ...(draw() < 0.3 && {
      schedulingConfig: { startTime: '2026-12-01 03:00', endTime: '2026-12-08 03:00', endBehavior: 'CANCEL' },
    }),
  };
}

const stagedRollout = {
  maximumPerMinute: 1000,
  exponentialRate: {
    baseRatePerMinute: 50,
    incrementFactor: 1.5,
    rateIncreaseCriteria: { numberOfNotifiedThings: 1000 },
  },
};

/** A document of 0.5 to 4 kB: some steps, each with a file to fetch. */
function jobDocument(draw, index) {
  return {
    operation: 'install',
    version: `2.${index}.0`,
    steps: Array.from({ length: 2 + Math.floor(draw() * 12) }, (_, step) => ({
      name: `step-${step}`,
      url: `\${aws:iot:s3-presigned-url:https://s3.eu-west-1.amazonaws.com/firmware/2.${index}/part-${step}.bin}`,
      sha256: Math.floor(draw() * 2 ** 48)
        .toString(16)
        .padStart(64, '0'),
    })),
  };
}

const retries = (numberOfRetries) => ({ criteriaList: [{ failureType: 'FAILED', numberOfRetries }] });

/** One mistake each, but for the last, which are two. Every mistake is one that the model forbids. */
const mistakes = [
  (request) => delete request.targets,
  (request) => Object.assign(request, { jobId: 'thermostat 2.4.1' }),
  (request) => Object.assign(request, { targetSelection: 'SNAPSHOTS' }),
  (request) => Object.assign(request, { description: 'Firmware 2.4\nfor the thermostats' }),
  (request) => Object.assign(request, { timeoutConfig: { inProgressTimeoutInMinutes: '100' } }),
  (request) => Object.assign(request, { jobExecutionsRolloutConfig: { maximumPerMinut: 100 } }),
  (request) => Object.assign(request, { jobExecutionsRetryConfig: retries(11) }),
  (request) => Object.assign(request, { targets: [] }),
  (request) => Object.assign(request, { tags: { team: 'climate' } }),
  (request) =>
    Object.assign(request, { presignedUrlConfig: { expiresInSec: 7200 }, abortConfig: { criteriaList: [] } }),
];

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
