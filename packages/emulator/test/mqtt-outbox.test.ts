import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOutbox } from '../src/mqtt/outbox.js';

const messages = (count: number) => Array.from({ length: count }, (_, index) => ({ topic: `${index}`, payload: {} }));

describe('an outbox', () => {
  it('sends everything once, in order, and never more at a time than it may', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('add', 'leave'), { maxLength: 200 }),
        fc.integer({ min: 1, max: 5 }),
        (steps, limit) => {
          const sent: string[] = [];
          const underway: (() => void)[] = [];
          const outbox = createOutbox(({ topic }, done) => {
            sent.push(topic);
            underway.push(done);
            expect(underway.length).toBeLessThanOrEqual(limit);
          }, limit);
          const added = messages(steps.filter((step) => step === 'add').length);
          let next = 0;
          for (const step of steps) {
            if (step === 'leave') underway.shift()?.();
            else {
              outbox.add(added[next]!);
              next += 1;
            }
          }
          while (underway.length > 0) underway.shift()!();
          expect(sent).toEqual(added.map(({ topic }) => topic));
        },
      ),
    );
  });

  it('does not pile up calls when messages leave at once', () => {
    let sent = 0;
    const outbox = createOutbox((_, done) => {
      sent += 1;
      done();
    }, 1);
    for (const message of messages(100_000)) outbox.add(message);
    expect(sent).toBe(100_000);
  });

  it('forgets what has not left when it is cleared', () => {
    const sent: string[] = [];
    const outbox = createOutbox(({ topic }) => void sent.push(topic), 1);
    for (const message of messages(3)) outbox.add(message);
    outbox.clear();
    expect(sent).toEqual(['0']);
  });
});
