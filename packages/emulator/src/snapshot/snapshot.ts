/** Everything that an emulator holds as plain JSON data, and back. */
import type { Scheduler, TimedTask } from '../scheduler.js';
import type { Task } from '../task.js';
import type { KeptWorld, World } from '../world.js';
import { decodeGraph, encodeGraph, type JsonValue } from './graph.js';

/** Raised whenever a snapshot of the version before can no longer be restored. */
const formatVersion = 1;

/**
 * All regions with their things, groups, jobs and executions, what waits for its time, the clock, the random numbers, the
 * objects, the faults and the simulated fleet. Connections and sessions of MQTT clients are no part of it.
 */
export interface EmulatorSnapshot {
  readonly formatVersion: number;
  /** The emulator's time, in milliseconds since the epoch. */
  readonly now: number;
  readonly content: JsonValue;
}

interface Content {
  readonly world: KeptWorld;
  readonly waiting: readonly TimedTask<Task>[];
}

/** Returns a snapshot, which nothing that happens later changes. */
export function takeSnapshot(world: World, scheduler: Scheduler<Task>): EmulatorSnapshot {
  const content: Content = { world: world.kept(), waiting: scheduler.waiting() };
  return { formatVersion, now: scheduler.now(), content: encodeGraph(content) };
}

/** Returns what a snapshot holds. Throws a message for a person when it is no snapshot, or one of another version. */
export function readSnapshot(snapshot: EmulatorSnapshot): Content {
  if (typeof snapshot !== 'object' || snapshot === null || !Number.isSafeInteger(snapshot.now))
    throw new TypeError('This is no snapshot of an emulator: give what snapshot() returned.');
  if (snapshot.formatVersion !== formatVersion)
    throw new TypeError(
      `This snapshot has format version ${snapshot.formatVersion}; this emulator reads version ${formatVersion}. Take it anew.`,
    );
  const content = decodeGraph(snapshot.content) as Partial<Content> | undefined;
  if (!(content?.world?.regions instanceof Map) || !Array.isArray(content.waiting))
    throw new TypeError('This snapshot is damaged: it holds no regions.');
  return content as Content; // Only takeSnapshot makes snapshots of this version, and it writes a Content.
}
