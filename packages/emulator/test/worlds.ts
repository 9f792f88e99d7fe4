/** A world without sockets, on a clock that only the test moves. */
import { createScheduler, type Scheduler } from '../src/scheduler.js';
import type { Task } from '../src/task.js';
import { createWorld, type World, type WorldOptions } from '../src/world.js';
import { start } from './clients.js';

export interface TestWorld {
  readonly world: World;
  readonly scheduler: Scheduler<Task>;
}

/** Makes a world of region eu-west-1 whose time is `start`. */
export function newWorld(options: Partial<WorldOptions> = {}): TestWorld {
  const scheduler = createScheduler<Task>(start, { perform: (task) => world.perform(task) });
  const defaults = { defaultRegion: 'eu-west-1', account: '123456789012', seed: 1, fleet: undefined };
  const world = createWorld({ ...defaults, ...options }, scheduler, 'x');
  return { world, scheduler };
}
