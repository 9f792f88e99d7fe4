/** The page's view as server-sent events: the whole view at first, then again whenever it has changed. */
import type { Machine } from '../pump.js';
import type { PageView } from './page-view.js';

/** Text that is sent bit by bit, until its reader goes away. */
export interface EventStream {
  /** Begins to send. The returned function ends it. */
  start(send: (text: string) => void): () => void;
}

/** How often a page looks for news, in milliseconds of the machine: fluent to the eye, little to do for the server. */
const intervalMs = 250;

/** Returns a stream of what `view` returns. */
export function liveView(view: () => PageView, machine: Pick<Machine, 'setTimer'>): EventStream {
  return {
    start(send) {
      let last: string | undefined;
      let cancel = () => {};
      const look = () => {
        const seen = view();
        const stamp = JSON.stringify(seen.clock.speed === 0 ? seen : { ...seen, clock: undefined });
        // A clock that runs is no news: the page lets it run on by itself.
        if (stamp !== last) send(`data: ${JSON.stringify(seen)}\n\n`);
        last = stamp;
        cancel = machine.setTimer(look, intervalMs);
      };
      look();
      return () => cancel();
    },
  };
}
