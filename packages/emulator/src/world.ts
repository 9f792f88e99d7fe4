/** All that an emulator holds between two requests, and the context that operations act in. */

import type { Fault } from './faults.js';
import { populate, simulatedDevices } from './fleet/devices.js';
import type { Fleet } from './fleet/parse-fleet.js';
import type { Context } from './handler.js';
import { jobRetention } from './jobs/retention.js';
import { createJobRuntime, type JobListener } from './jobs/runtime.js';
import { defaultLimits, type Limits } from './limits.js';
import { deviceMessages } from './mqtt/device-messages.js';
import type { MessageSink } from './mqtt/message.js';
import { type SignUrl, signedUrl } from './objects/signed-url.js';
import type { StoredObject } from './objects/stored-object.js';
import { createRandom, derivedSeed } from './random.js';
import { newRegion, type RegionState } from './region-state.js';
import { createRequestGate } from './request-rates.js';
import type { Scheduler } from './scheduler.js';

export interface WorldOptions {
  readonly defaultRegion: string;
  readonly account: string;
  readonly seed: number;
  readonly fleet: Fleet | undefined;
  /** Limits of the account that differ from the default ones. */
  readonly limits?: Partial<Limits> | undefined;
  /** Takes the messages that jobs cause; without it nobody listens. */
  readonly messages?: MessageSink | undefined;
}

export interface World {
  /** Job documents and images by the S3 URL that stands for them. */
  readonly objects: Map<string, StoredObject>;
  /** The key of the signatures of presigned URLs. */
  readonly urlKey: string;
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
  const objects = new Map<string, StoredObject>();
  const urlKey = `presigned ${options.seed}`;
  const ids = createRandom(options.seed);
  const chance = createRandom(derivedSeed(options.seed, 'faults'));
  const limits = { ...defaultLimits, ...options.limits };
  const admits = createRequestGate(limits.rates);
  const listeners: JobListener[] = [jobRetention(scheduler, limits)];
  const jobListener: JobListener = {
    happened(region, record, events) {
      for (const listener of listeners) listener.happened(region, record, events);
    },
    removed(region, record) {
      for (const listener of listeners) listener.removed(region, record);
    },
  };
  const jobs = createJobRuntime(scheduler, jobListener, limits.concurrentJobs);
  const world: World = {
    objects,
    urlKey,
    faults: [],
    random: () => chance.fraction(),
    endpointAddress,
    context: (regionName) => contextOf(regionOf(regionName)),
  };

  function regionOf(name: string): RegionState {
    const region = regions.get(name) ?? newRegion(name, options.account, options.seed);
    regions.set(name, region);
    return region;
  }

  function contextOf(region: RegionState): Context {
    const signUrl: SignUrl = (request) => signedUrl(urlKey, world.endpointAddress, request);
    const { endpointAddress } = world;
    const now = scheduler.now();
    return { now, region, jobs, limits, admits, objects, signUrl, endpointAddress, newId: ids.uuid };
  }

  if (options.messages !== undefined) listeners.push(deviceMessages(options.messages, contextOf));
  if (options.fleet !== undefined) {
    populate(regionOf(options.defaultRegion), options.fleet, ids.uuid, scheduler.now());
    listeners.push(simulatedDevices(options.fleet, scheduler, contextOf));
  }
  return world;
}
