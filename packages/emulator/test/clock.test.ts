import { describe, expect, it } from 'vitest';
import { createEmulator } from '../src/index.js';
import { createPump, type Machine } from '../src/pump.js';
import { createScheduler } from '../src/scheduler.js';

/** A machine whose clock a test moves; its one timer rings when its time has come. */
function handMachine() {
  let now = 5000;
  let timer: { at: number; run: () => void } | undefined;
  const machine: Machine = {
    now: () => now,
    setTimer(run, delayMs) {
      timer = { at: now + delayMs, run };
      return () => {
        timer = undefined;
      };
    },
  };
  return {
    machine,
    pass(ms: number) {
      const end = now + ms;
      for (let due = timer; due !== undefined && due.at <= end; due = timer) {
        timer = undefined;
        now = due.at;
        due.run();
      }
      now = end;
    },
    isArmed: () => timer !== undefined,
  };
}

describe('a manual clock', () => {
  it('is moved by the same numbers in process as over HTTP, and by no others', async () => {
    const emulator = await createEmulator({ clock: { mode: 'manual', start: 0 } });
    const overHttp = async (advanceMs: unknown) => {
      const body = JSON.stringify({ advanceMs });
      return (await fetch(`${emulator.endpoint}/_emulator/clock`, { method: 'POST', body })).status;
    };
    const tenYears = 315_360_000_000;
    for (const ms of [Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY, tenYears + 1, '5', undefined]) {
      expect(() => emulator.clock.advance(ms as number)).toThrow(
        new RangeError(`clock.advance takes whole milliseconds from 0 to ${tenYears}, not ${ms}.`),
      );
      expect(await overHttp(ms)).toBe(400);
    }
    expect(emulator.clock.now()).toBe(0);
    emulator.clock.advance(0);
    emulator.clock.advance(tenYears);
    expect(await overHttp(tenYears)).toBe(200);
    expect(emulator.clock.now()).toBe(2 * tenYears);
    await emulator.close();
  });
});

describe('a scheduler', () => {
  it('runs actions in order of time, then of entry, also those that actions add', () => {
    const seen: string[] = [];
    const scheduler = createScheduler<() => unknown>(0, { perform: (run) => run() });
    const note = (text: string) => () => seen.push(`${text}@${scheduler.now()}`);
    scheduler.at(20, note('late'));
    scheduler.at(10, note('first'));
    scheduler.at(10, () => {
      note('second')();
      scheduler.at(5, note('past'));
      scheduler.at(15, note('added'));
    });
    scheduler.runUntil(19);
    expect(seen).toEqual(['first@10', 'second@10', 'past@10', 'added@15']);
    expect([scheduler.now(), scheduler.nextAt()]).toEqual([19, 20]);
  });
});

describe('a pump', () => {
  it('lets actions happen when the machine reaches their time, faster when accelerated', () => {
    for (const [clock, machineMs] of [
      [{ mode: 'real' }, 3000],
      [{ mode: 'accelerated', speed: 60 }, 50],
    ] as const) {
      const hand = handMachine();
      const scheduler = createScheduler<() => unknown>(hand.machine.now(), {
        perform: (run) => run(),
        changed: () => pump.rearm(),
      });
      const pump = createPump(clock, scheduler, hand.machine);
      let ran = 0;
      scheduler.at(hand.machine.now() + 3000, () => {
        ran += 1;
      });
      hand.pass(machineMs - 1);
      expect(ran).toBe(0);
      hand.pass(1);
      expect(ran).toBe(1);
      expect(hand.isArmed()).toBe(false);
    }
  });

  it('waits for the nearest action, and stops', () => {
    const hand = handMachine();
    const scheduler = createScheduler<() => unknown>(hand.machine.now(), {
      perform: (run) => run(),
      changed: () => pump.rearm(),
    });
    const pump = createPump({ mode: 'real' }, scheduler, hand.machine);
    const seen: string[] = [];
    scheduler.at(9000, () => seen.push('later'));
    scheduler.at(6000, () => seen.push('sooner'));
    hand.pass(1000);
    expect(seen).toEqual(['sooner']);
    pump.stop();
    hand.pass(100_000);
    expect(seen).toEqual(['sooner']);
    pump.settle();
    expect(seen).toEqual(['sooner', 'later']);
  });
});
