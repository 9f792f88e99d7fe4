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

describe('the forecast of a schedule', () => {
  const windows = { maintenanceWindows: [{ startTime: 'cron(0 2 * * ? *)', durationInMinutes: 120 }] };
  const config = {
    jobExecutionsRolloutConfig: { maximumPerMinute: 100 },
    abortConfig: { criteriaList: [failed] },
    schedulingConfig: windows,
  };
  const hour = 3_600_000;

  it('counts open windows, and says when it ends once it knows when the job is created', () => {
    const undated = forecast(config, { devices: 30_000 });
    expect(undated).toMatchObject({ minutesToNotifyAll: 300, schedule: { hasWindows: true, startsAt: undefined } });
    expect(forecastSentence(undated)).toMatch(
      /^Reaches 30,000 devices in about 5 hours of open maintenance windows at up to 100 a minute; /,
    );
    const dated = forecast(config, { devices: 30_000, at: 0 });
    expect(dated.schedule).toEqual({
      hasWindows: true,
      startsAt: 2 * hour,
      endsAt: undefined,
      notifiedAllAt: 51 * hour, // Four hours on two nights, one on the third.
      windowsToNotifyAll: 3,
      devicesByEnd: undefined,
    });
    expect(forecastSentence(dated)).toMatch(
      /in about 5 hours of open maintenance windows \(3 windows over 2 days\) at/,
    );
  });

  it('says how many devices are reached before its end', () => {
    const schedulingConfig = { ...windows, startTime: '2026-01-01T00:00', endTime: '2026-01-02T03:00' };
    const ended = forecast({ ...config, schedulingConfig }, { devices: 30_000 });
    expect(ended.schedule).toMatchObject({ notifiedAllAt: undefined, devicesByEnd: 17_999 });
    expect(forecastSentence(ended)).toMatch(
      /^Reaches only 17,999 of 30,000 devices before its end, at up to 100 a minute/,
    );
  });

  it('follows failures over closed windows: exposure grows by what the first window still notifies', () => {
    const late = forecast(config, { devices: 30_000, at: 0, runSeconds: 3 * 3600 });
    // The first window ends before the first failure at 05:00 and some milliseconds.
    expect(late.abort.whenAllFail).toMatchObject({ fires: true, devicesNotified: 11_999 });
  });

  it('takes over the windows of a template unless the job has a schedule of its own', () => {
    const { schedulingConfig: _, ...plain } = config;
    expect(forecast({ ...plain, ...windows }).schedule?.hasWindows).toBe(true);
    expect(forecast({ ...plain, ...windows, schedulingConfig: {} }).schedule).toBeUndefined();
    expect(forecast(plain).schedule).toBeUndefined();
  });
});

describe('the forecast of a share', () => {
  const rollout = { jobExecutionsRolloutConfig: { maximumPerMinute: 100 }, abortConfig: { criteriaList: [failed] } };

  it('fires when the share is large enough, and says when it is too small', () => {
    const found = (failingPercentage: number) =>
      forecast(rollout, { devices: 10_000, failingPercentage }).abort.whenSomeFail;
    expect(found(10)).toMatchObject({ fires: true, devicesNotified: 150 });
    expect(found(9.99)).toEqual({ fires: false, reason: 'share-too-small' });
    expect(forecast(rollout).abort.whenSomeFail).toBeUndefined();
  });

  it('knows that retries make a small share weigh more', () => {
    const jobExecutionsRetryConfig = { criteriaList: [{ failureType: 'FAILED', numberOfRetries: 2 } as const] };
    const { whenSomeFail } = forecast({ ...rollout, jobExecutionsRetryConfig }, { failingPercentage: 4 }).abort;
    expect(whenSomeFail).toMatchObject({ fires: true }); // 12 of 108 executions fail.
  });

  it('asks for a timeout before silence can stop anything', () => {
    const { abort } = forecast(rollout, { devices: 100, failingPercentage: 50 });
    expect(abort.whenSomeTimeOut).toEqual({ fires: false, reason: 'no-timeout' });
  });
});

describe('criteria that can never fire', () => {
  it('are listed with the reason, for the number of devices', () => {
    const big = { ...failed, minNumberOfExecutedThings: 500 };
    const silent = { ...failed, failureType: 'TIMED_OUT' } as const;
    const config = { abortConfig: { criteriaList: [failed, big, silent] } };
    expect(forecast(config, { devices: 100 }).neverFire).toEqual([
      { criterion: big, reason: 'too-few-devices' },
      { criterion: silent, reason: 'no-timeout' },
    ]);
    expect(forecast(config).neverFire.map(({ reason }) => reason)).toEqual(['no-timeout']);
    const retried = {
      jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'ALL', numberOfRetries: 4 } as const] },
    };
    expect(forecast({ ...config, ...retried }, { devices: 100 }).neverFire.map(({ reason }) => reason)).toEqual([
      'no-timeout',
    ]);
  });
});
