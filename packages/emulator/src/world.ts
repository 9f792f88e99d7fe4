/** All that an emulator holds between two requests, and the context that operations act in. */

import type { Fault } from './faults.js';
import { populate, simulatedDevices } from './fleet/devices.js';
import type { Fleet } from './fleet/parse-fleet.js';
import type { Context } from './handler.js';
import { createJobRuntime, type JobListener } from './jobs/runtime.js';
import { createRandom, derivedSeed } from './random.js';
import { newRegion, type RegionState } from './region-state.js';
import type { Scheduler } from './scheduler.js';

export interface WorldOptions {
  readonly defaultRegion: string;
  readonly account: string;
  readonly seed: number;
  readonly fleet: Fleet | undefined;
}

export interface World {
  /** Job documents by the S3 URL that stands for them. */
  readonly objects: Map<string, string>;
  faults: readonly Fault[];
  /** Random numbers that decide which requests a fault's share hits. */
  readonly random: () => number;
  /** Host and port that clients reach the emulator at. */
  endpointAddress: string;
  /** Returns the context of a region, which exists from its first use. */
  context(regionName: string): Context;
}

/** Returns a world with nothing in it but the simulated fleet. */
export function createWorld(options: WorldOptions, scheduler: Scheduler, endpointAddress: string): World {
  const regions = new Map<string, RegionState>();
  const objects = new Map<string, string>();
  const ids = createRandom(options.seed);
  const chance = createRandom(derivedSeed(options.seed, 'faults'));
  const listeners: JobListener[] = [];
  const jobs = createJobRuntime(scheduler, (region, record, event) => {
    for (const listen of listeners) listen(region, record, event);
  });
  const world: World = {
    objects,
    faults: [],
    random: () => chance.fraction(),
    endpointAddress,
    context: (regionName) => contextOf(regionOf(regionName)),
  };

  function regionOf(name: string): RegionState {
    const region = regions.get(name) ?? newRegion(name, options.account);
    regions.set(name, region);
    return region;
  }

  function contextOf(region: RegionState): Context {
    const now = scheduler.now();
    return { now, region, jobs, objects, endpointAddress: world.endpointAddress, newId: ids.uuid };
  }

  if (options.fleet !== undefined) {
    populate(regionOf(options.defaultRegion), options.fleet, ids.uuid, scheduler.now());
    listeners.push(simulatedDevices(options.fleet, scheduler, contextOf));
  }
  return world;
}
