import { describe, expect, it } from 'vitest';
import { forecast, neverFires } from '../src/forecast.js';
import { forecastSentence } from '../src/forecast-sentence.js';

const failed = {
  failureType: 'FAILED',
  action: 'CANCEL',
  thresholdPercentage: 10,
  minNumberOfExecutedThings: 50,
} as const;

describe('forecast', () => {
  it('reaches 4,000 things in 37.5 minutes at base 50, factor 2, every 1000 notified', () => {
    const config = {
      jobExecutionsRolloutConfig: {
        maximumPerMinute: 1000,
        exponentialRate: {
          baseRatePerMinute: 50,
          incrementFactor: 2,
          rateIncreaseCriteria: { numberOfNotifiedThings: 1000 },
        },
      },
    };
    expect(forecast(config, { devices: 4000 }).minutesToNotifyAll).toBe(37.5);
    expect(forecast(config, { devices: 4001 }).peakRatePerMinute).toBe(800);
    expect(forecast(config).peakRatePerMinute).toBe(1000);
  });

  it('says in a sentence how far a bad image gets', () => {
    const config = { jobExecutionsRolloutConfig: { maximumPerMinute: 100 }, abortConfig: { criteriaList: [failed] } };
    expect(forecastSentence(forecast(config, { devices: 1000 }))).toBe(
      'Reaches 1,000 devices in about 10 minutes at up to 100 a minute; if every device fails after 1 minute, the abort criterion FAILED ≥ 10 % of at least 50 stops it after about 150 devices.',
    );
    expect(forecastSentence(forecast(config, { devices: 60 }))).toBe(
      'Reaches 60 devices in about 36 seconds at up to 100 a minute; if every device fails after 1 minute, the abort criterion FAILED ≥ 10 % of at least 50 stops it only when all 60 devices have it.',
    );
    expect(forecastSentence(forecast(config, { devices: 40 }))).toMatch(/no abort criterion can stop it/);
    expect(forecastSentence(forecast({}))).toBe(
      'Reaches devices at up to 1,000 a minute; nothing stops it when devices fail, because it has no abortConfig.',
    );
  });

  it('counts attempts, so retries make the abort fire after fewer devices', () => {
    const config = {
      jobExecutionsRolloutConfig: { maximumPerMinute: 60 },
      abortConfig: { criteriaList: [failed] },
      jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'FAILED', numberOfRetries: 1 } as const] },
    };
    // With a run of 10 s, second 35 sees the first attempts of 25 devices and the second ones of 15; 30 + 20 is at 40 s.
    expect(forecast(config, { devices: 100, runSeconds: 10 }).abort.whenAllFail).toMatchObject({
      fires: true,
      devicesNotified: 40,
      afterMinutes: 40 / 60,
    });
  });

  it('knows that TIMED_OUT needs a timeout, and that silence is stopped only by it', () => {
    const timedOut = { ...failed, failureType: 'TIMED_OUT' } as const;
    expect(neverFires(timedOut, {})).toBe('no-timeout');
    expect(neverFires(timedOut, { timeoutConfig: { inProgressTimeoutInMinutes: 5 } })).toBeUndefined();
    expect(neverFires(failed, {}, 49)).toBe('too-few-devices');
    const config = { abortConfig: { criteriaList: [timedOut] }, timeoutConfig: { inProgressTimeoutInMinutes: 5 } };
    expect(forecast(config, { devices: 9000 }).abort).toMatchObject({
      whenAllFail: { fires: false, reason: 'no-matching-criterion' },
      whenAllTimeOut: { fires: true, devicesNotified: 5050 },
    });
  });
});
