/** Messages that leave in their order, not all at once: a step of the clock may cause a million. */
import type { Message } from './message.js';

/** Sends a message, and calls `done` when it has left. */
export type Send = (message: Message, done: () => void) => void;

export interface Outbox {
  add(message: Message): void;
  /** Forgets what has not been sent yet. */
  clear(): void;
}

/** Returns an outbox that has at most `limit` messages on their way at any moment. */
export function createOutbox(send: Send, limit: number): Outbox {
  let queue: Message[] = [];
  let head = 0;
  let underway = 0;
  let sending = false;

  function sendWhatMayGo(): void {
    if (sending) return; // A message that leaves at once calls back from within the loop below.
    sending = true;
    while (underway < limit && head < queue.length) {
      const message = queue[head]!;
      head += 1;
      underway += 1;
      send(message, left);
    }
    sending = false;
    if (head < queue.length) return;
    queue = [];
    head = 0;
  }

  function left(): void {
    underway -= 1;
    sendWhatMayGo();
  }

  return {
    add(message) {
      queue.push(message);
      sendWhatMayGo();
    },
    clear() {
      queue = [];
      head = 0;
    },
  };
}
