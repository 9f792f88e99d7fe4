import { describe, expect, it } from 'vitest';
import { createEmulator, type EmulatorOptions, parseFleet } from '../src/index.js';
import { emulatorSettings } from '../src/options.js';

describe('createEmulator', () => {
  it.each([[], [{}], [{ clock: undefined, seed: undefined, limits: { rates: undefined } }]])(
    'needs no options: its clock is then that of the machine (%j)',
    async (...options) => {
      const before = Date.now();
      // A caller in JavaScript may write undefined for what is left out.
      const emulator = await createEmulator(...(options as [EmulatorOptions?]));
      expect(emulator.clock.now()).toBeGreaterThanOrEqual(before);
      expect(emulator.endpoint).toBe(`http://127.0.0.1:${emulator.port}`);
      await emulator.close();
    },
  );

  it('takes what parseFleet returns, in every form that a fleet has', () => {
    for (const runSeconds of [
      undefined,
      5,
      { min: 1, max: 2 },
      { distribution: 'normal', mean: 4, standardDeviation: 1 },
      { distribution: 'lognormal', median: 4, sigma: 0.5 },
    ]) {
      const parsed = parseFleet({ seed: 3, groups: [{ name: 'g', things: 2, runSeconds }] });
      if ('problems' in parsed) throw new Error(parsed.problems[0]!.message);
      expect(emulatorSettings({ fleet: parsed.fleet }).fleet).toEqual(parsed.fleet);
    }
  });

  it.each<[unknown, string]>([
    [7, 'createEmulator takes an object of options, or nothing.'],
    [null, 'createEmulator takes an object of options, or nothing.'],
    [{ clok: {} }, 'createEmulator has no option clok; did you mean clock?'],
    [{ zzzzzzzz: 1 }, 'createEmulator has no option zzzzzzzz; there are host, port, clock,'],
    [{ clock: 'manual' }, 'clock must be an object like { mode: \'manual\' }, not "manual".'],
    [{ clock: {} }, 'clock.mode must be one of real, accelerated, manual, not undefined.'],
    [{ clock: { mode: 'Manual' } }, 'clock.mode must be one of real, accelerated, manual, not "Manual".'],
    [{ clock: { mode: 'toString' } }, 'clock.mode must be one of'],
    [{ clock: { mode: 'real', speed: 60 } }, 'A clock that is real has no speed.'],
    [{ clock: { mode: 'manual', now: 1 } }, 'A clock that is manual has no now; it has start.'],
    [{ clock: { mode: 'accelerated' } }, 'clock.speed must be a number above 0, at most 1000000, not undefined.'],
    [{ clock: { mode: 'accelerated', speed: 0 } }, 'clock.speed must be a number above 0, at most 1000000, not 0.'],
    [{ clock: { mode: 'accelerated', speed: Number.POSITIVE_INFINITY } }, 'clock.speed must be'],
    [{ clock: { mode: 'manual', start: Number.NaN } }, 'clock.start must be a whole number of milliseconds since'],
    [{ clock: { mode: 'manual', start: new Date(0) } }, 'clock.start must be a whole number of milliseconds since'],
    [{ clock: { mode: 'manual', start: -1 } }, 'clock.start must be'],
    [{ clock: { mode: 'manual', start: 1e15 } }, 'clock.start must be'],
    [{ seed: 1.5 }, 'seed must be a whole number, not 1.5.'],
    [{ seed: 'x' }, 'seed must be a whole number, not "x".'],
    [{ port: 65_536 }, 'port must be a whole number from 0 to 65535, not 65536.'],
    [{ port: '4570' }, 'port must be a whole number from 0 to 65535, not "4570".'],
    [{ mqttPort: -1 }, 'mqttPort must be a whole number from 0 to 65535, not -1.'],
    [{ mqttsPort: Number.NaN }, 'mqttsPort must be a whole number from 0 to 65535, not NaN.'],
    [{ mqttsPort: 0 }, 'mqttsPort needs tls: { directory }, the folder where the certificates are kept.'],
    [{ mqttsPort: 0, tls: {} }, 'tls.directory must be a folder, not undefined.'],
    [{ mqttsPort: 0, tls: { folder: 'x' } }, 'createEmulator has no option tls.folder; there are directory'],
    [{ host: '' }, 'host must be the name or the address to listen on, not "".'],
    [{ host: 1 }, 'host must be the name or the address to listen on, not 1.'],
    [{ region: 'europe' }, 'region must be a region like eu-west-1, not "europe".'],
    [{ account: 123456789012 }, 'account must be a string of 12 digits, not 123456789012.'],
    [{ limits: [] }, 'limits must be an object like { concurrentJobs: 5 }, not a list.'],
    [{ limits: { rate: 'aws' } }, 'createEmulator has no option limits.rate; did you mean limits.rates?'],
    [{ limits: { rates: 'AWS' } }, "limits.rates must be 'aws' or 'none', not \"AWS\"."],
    [{ limits: { concurrentJobs: -1 } }, 'limits.concurrentJobs must be a whole number of at least 0, not -1.'],
    [
      { limits: { rolloutRatePerMinute: 0 } },
      'limits.rolloutRatePerMinute must be a whole number of at least 1, not 0.',
    ],
    [{ limits: { inactiveJobRetentionDays: Number.NaN } }, 'limits.inactiveJobRetentionDays must be a number from 0'],
    [{ fleet: { fleet: { groups: [] } } }, 'fleet must be the fleet that parseFleet returns (A fleet is an object'],
    [{ fleet: { groups: [{ name: 'g', things: -1 }] } }, '(groups[0].things must be a whole number of at least 0.)'],
    [{ fleet: 'fleet.yaml' }, 'fleet must be the fleet that parseFleet returns'],
  ])('refuses %j by one message that names the option', async (options, message) => {
    const refused = await createEmulator(options as EmulatorOptions).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RangeError);
    expect((refused as RangeError).message).toContain(message);
  });
});
