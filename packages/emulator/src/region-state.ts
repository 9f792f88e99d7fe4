/** Everything an account holds in one region, as plain data. */
import type { EventType } from '@iot-rollouts/schemas/iot';
import { emptyJobIndex, type JobIndex } from './jobs/job-index.js';
import type { JobRecord } from './jobs/record.js';
import type { JobTemplateRecord } from './jobs/template-record.js';
import type { PackageRecord } from './packages/record.js';
import type { ThingQuery } from './registry/query.js';

export interface Thing {
  readonly thingName: string;
  /** The order of its creation among all records of the region. Its id follows from it (see `thingIdOf`). */
  readonly sequence: number;
  attributes: Readonly<Record<string, string>>;
  version: number;
  /** Names of the static groups that it was added to. Replaced, never changed: things share one list where they can. */
  groups: readonly string[];
}

/** What makes a group dynamic: the query that chooses its things. */
export interface GroupQuery {
  readonly queryString: string;
  readonly query: ThingQuery;
}

export interface ThingGroup {
  readonly thingGroupName: string;
  readonly thingGroupId: string;
  readonly sequence: number;
  readonly parentGroupName: string | undefined;
  /** Set for dynamic groups only. */
  readonly dynamic: GroupQuery | undefined;
  /** Milliseconds. */
  readonly createdAt: number;
  description: string | undefined;
  attributes: Readonly<Record<string, string>> | undefined;
  version: number;
  /** Names of things that were added to this very group, or that its query finds. */
  readonly things: Set<string>;
  readonly children: Set<string>;
}

export interface RegionState {
  readonly name: string;
  readonly account: string;
  /** `aws`, `aws-cn` or `aws-us-gov` (JOB-RES-01). */
  readonly partition: string;
  /** Decides the ids of things. */
  readonly seed: number;
  /** How many records were created; each takes the next number. */
  sequence: number;
  readonly things: Map<string, Thing>;
  readonly groups: Map<string, ThingGroup>;
  /** The dynamic ones among `groups`. */
  readonly dynamicGroups: Set<ThingGroup>;
  readonly jobs: Map<string, JobRecord>;
  readonly jobIndex: JobIndex;
  readonly templates: Map<string, JobTemplateRecord>;
  readonly packages: Map<string, PackageRecord>;
  /** Tags by the ARN of their resource. */
  readonly tags: Map<string, Map<string, string>>;
  /** The kinds of event messages that were ever switched, and whether each is on (JOB-EVT-01: all are off at first). */
  readonly eventConfigurations: Map<EventType, boolean>;
  /** When event messages were first and last switched, in milliseconds; undefined before. */
  eventConfigurationDates: { readonly created: number; readonly modified: number } | undefined;
}

/** Returns an empty region. */
export function newRegion(name: string, account: string, seed: number): RegionState {
  return {
    name,
    account,
    partition: partitionOf(name),
    seed,
    sequence: 0,
    things: new Map(),
    groups: new Map(),
    dynamicGroups: new Set(),
    jobs: new Map(),
    jobIndex: emptyJobIndex(),
    templates: new Map(),
    packages: new Map(),
    tags: new Map(),
    eventConfigurations: new Map(),
    eventConfigurationDates: undefined,
  };
}

/** Returns the next number in the order of creation. */
export function nextSequence(region: RegionState): number {
  region.sequence += 1;
  return region.sequence;
}

function partitionOf(regionName: string): string {
  if (regionName.startsWith('cn-')) return 'aws-cn';
  return regionName.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
