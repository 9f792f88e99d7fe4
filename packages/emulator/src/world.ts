/** All that an emulator holds between two requests, and the context that operations act in. */

import type { Fault } from './faults.js';
import { populate, type Simulation, simulateDevices, type Work } from './fleet/devices.js';
import type { Fleet } from './fleet/parse-fleet.js';
import type { Context } from './handler.js';
import { jobRetention } from './jobs/retention.js';
import { createJobRuntime, type JobListener } from './jobs/runtime.js';
import { defaultLimits, type Limits } from './limits.js';
import { deviceMessages } from './mqtt/device-messages.js';
import type { MessageSink } from './mqtt/message.js';
import { type SignUrl, signedUrl } from './objects/signed-url.js';
import type { StoredObject } from './objects/stored-object.js';
import { createRandom, derivedSeed, restoredRandom } from './random.js';
import { newRegion, type RegionState } from './region-state.js';
import { createRequestGate, type RequestBuckets } from './request-rates.js';
import type { Scheduler } from './scheduler.js';
import type { Task } from './task.js';

/** What a world is made from. */
export interface WorldSettings {
  readonly account: string;
  readonly seed: number;
  readonly fleet: Fleet | undefined;
  /** Limits of the account that differ from the default ones. */
  readonly limits?: Partial<Limits> | undefined;
}

export interface WorldOptions extends WorldSettings {
  /** Where the fleet stands. */
  readonly defaultRegion: string;
  /** Takes the messages that jobs cause; without it nobody listens. */
  readonly messages?: MessageSink | undefined;
}

/** The content of a world, as plain data. */
export interface WorldContent {
  readonly regions: Map<string, RegionState>;
  /** Job documents and images by the S3 URL that stands for them. */
  readonly objects: Map<string, StoredObject>;
  faults: readonly Fault[];
  readonly requestBuckets: RequestBuckets;
  /** What each simulated device works on, by the name of its thing. */
  readonly working: Map<string, Work>;
}

/** A world that was kept: its settings, its content and where its random numbers stand. */
export interface KeptWorld extends WorldContent {
  readonly settings: WorldSettings;
  readonly ids: readonly number[];
  readonly chance: readonly number[];
}

export interface World extends WorldContent {
  /** The key of the signatures of presigned URLs. */
  readonly urlKey: string;
  /** Random numbers that decide which requests a fault's share hits. */
  readonly random: () => number;
  /** Host and port that clients reach the emulator at. */
  endpointAddress: string;
  /**
   * Returns the context of a region, which exists from its first use. `address` is where the client that asks reaches the
   * emulator, if it is known.
   */
  context(regionName: string, address?: string): Context;
  /** Does what has become due. */
  perform(task: Task): void;
  /** Returns all that it takes to go on from here. It shares the world's data: copy it before the world goes on. */
  kept(): KeptWorld;
}

/** Returns a world with nothing in it but the simulated fleet. */
export function createWorld(options: WorldOptions, scheduler: Scheduler<Task>, endpointAddress: string): World {
  const { account, seed, fleet, limits, defaultRegion, messages } = options;
  const content: WorldContent = {
    regions: new Map(),
    objects: new Map(),
    faults: [],
    requestBuckets: new Map(),
    working: new Map(),
  };
  const settings = { account, seed, fleet, limits };
  const [ids, chance] = [createRandom(seed), createRandom(derivedSeed(seed, 'faults'))];
  const kept = { ...content, settings, ids: ids.state(), chance: chance.state() };
  const world = restoredWorld(kept, messages, scheduler, endpointAddress);
  if (fleet !== undefined) {
    const { region, newId, now } = world.context(defaultRegion);
    populate(region, fleet, newId, now);
  }
  return world;
}

/** Returns a world that goes on where another was kept. It takes over the data of `kept`. */
export function restoredWorld(
  { settings, ids: idState, chance: chanceState, ...content }: KeptWorld,
  messages: MessageSink | undefined,
  scheduler: Scheduler<Task>,
  endpointAddress: string,
): World {
  const { account, seed, fleet } = settings;
  const { regions, objects } = content;
  const [ids, chance] = [restoredRandom(idState), restoredRandom(chanceState)];
  const urlKey = `presigned ${seed}`;
  const limits = { ...defaultLimits, ...settings.limits };
  const admits = createRequestGate(limits.rates, content.requestBuckets);
  const listeners: JobListener[] = [jobRetention(scheduler, limits)];
  const jobs = createJobRuntime(scheduler, allOf(listeners), limits.concurrentJobs);
  let simulation: Simulation | undefined;
  const world: World = {
    ...content,
    urlKey,
    random: () => chance.fraction(),
    endpointAddress,
    context: (regionName, address) => contextOf(regionOf(regionName), address),
    perform(task) {
      const region = regionOf(task.region);
      if (task.kind === 'wake-device') simulation?.wake(region, task.thingName);
      else if (task.kind === 'report') simulation?.report(region, task.report);
      else jobs.perform(region, task);
    },
    kept() {
      const { regions, objects, faults, requestBuckets, working } = world;
      const content = { regions, objects, faults, requestBuckets, working };
      return { ...content, settings, ids: ids.state(), chance: chance.state() };
    },
  };

  function regionOf(name: string): RegionState {
    const region = regions.get(name) ?? newRegion(name, account, seed);
    regions.set(name, region);
    return region;
  }

  function contextOf(region: RegionState, endpointAddress = world.endpointAddress): Context {
    const signUrl: SignUrl = (request) => signedUrl(urlKey, endpointAddress, request);
    const now = scheduler.now();
    return { now, region, jobs, limits, admits, objects, signUrl, endpointAddress, newId: ids.uuid };
  }

  if (messages !== undefined) listeners.push(deviceMessages(messages, contextOf));
  if (fleet !== undefined) {
    simulation = simulateDevices(fleet, content.working, scheduler, contextOf);
    listeners.push(simulation.listener);
  }
  return world;
}

function allOf(listeners: readonly JobListener[]): JobListener {
  return {
    happened(region, record, events) {
      for (const listener of listeners) listener.happened(region, record, events);
    },
    removed(region, record) {
      for (const listener of listeners) listener.removed(region, record);
    },
  };
}
