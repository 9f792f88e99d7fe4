/**
 * A fleet that reports, driven through a rollout from event to event. A device starts `startMs` after its notification
 * and ends `runMs` later: of every 100, four fail, one falls silent, and the others succeed.
 */
import { advance, nextEventAt, reportExecution } from '@iot-rollouts/rollout-model';

const startMs = 10_000;
const runMs = 60_000;

/** Returns a function that runs a job up to a moment and returns how many events there were since the last call. */
export function fleetOf(state) {
  const starts = newQueue();
  const ends = newQueue();
  let events = 0;
  const hear = (list) => {
    events += list.length;
    for (const event of list)
      if (event.kind === 'execution' && event.to === 'QUEUED') starts.push(event.at + startMs, event.execution);
  };
  return (until) => {
    events = 0;
    for (;;) {
      const next = Math.min(nextEventAt(state) ?? Infinity, starts.nextAt(), ends.nextAt());
      if (next > until) break;
      if (ends.nextAt() === next) hear(report(state, ends.shift(), outcome, next));
      else if (starts.nextAt() === next) {
        const execution = starts.shift();
        const started = report(state, execution, () => 'IN_PROGRESS', next);
        hear(started);
        // Nothing can be started between two windows: the device asks again when one is open.
        if (started.length === 0 && execution.status === 'QUEUED') starts.push(state.opensAt ?? next, execution);
        else if (execution.sequence % 100 !== 0) ends.push(next + runMs, execution);
      } else hear(advance(state, next));
    }
    hear(advance(state, until));
    return events;
  };
}

function report(state, execution, statusOf, at) {
  const { thingName, executionNumber } = execution;
  return reportExecution(state, thingName, { status: statusOf(execution), executionNumber }, at).events;
}

function outcome({ sequence }) {
  return sequence % 100 < 5 ? 'FAILED' : 'SUCCEEDED';
}

/** First in, first out; times of entry never go back, but for a device that asks again, which waits for its turn. */
function newQueue() {
  let times = [];
  let items = [];
  let head = 0;
  return {
    push(at, item) {
      times.push(at);
      items.push(item);
    },
    nextAt: () => times[head] ?? Infinity,
    shift() {
      const item = items[head];
      head += 1;
      if (head > 100_000) {
        times = times.slice(head);
        items = items.slice(head);
        head = 0;
      }
      return item;
    },
  };
}
