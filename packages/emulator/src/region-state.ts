/** Everything an account holds in one region, as plain data. */
import type { EventType } from '@iot-rollouts/schemas/iot';
import type { JobRecord } from './jobs/record.js';
import type { JobTemplateRecord } from './jobs/template-record.js';

export interface Thing {
  readonly thingName: string;
  readonly thingId: string;
  attributes: Readonly<Record<string, string>>;
  version: number;
  /** Names of the groups that it was added to. */
  readonly groups: Set<string>;
}

export interface ThingGroup {
  readonly thingGroupName: string;
  readonly thingGroupId: string;
  readonly parentGroupName: string | undefined;
  /** Milliseconds. */
  readonly createdAt: number;
  description: string | undefined;
  attributes: Readonly<Record<string, string>> | undefined;
  version: number;
  /** Names of things that were added to this very group. */
  readonly things: Set<string>;
  readonly children: Set<string>;
}

export interface RegionState {
  readonly name: string;
  readonly account: string;
  readonly things: Map<string, Thing>;
  readonly groups: Map<string, ThingGroup>;
  readonly jobs: Map<string, JobRecord>;
  /** The jobs that a thing has executions of. */
  readonly jobsOfThing: Map<string, Set<JobRecord>>;
  readonly templates: Map<string, JobTemplateRecord>;
  /** Tags by the ARN of their resource. */
  readonly tags: Map<string, Map<string, string>>;
  /** The kinds of event messages that were ever switched, and whether each is on (JOB-EVT-01: all are off at first). */
  readonly eventConfigurations: Map<EventType, boolean>;
  /** When event messages were first and last switched, in milliseconds; undefined before. */
  eventConfigurationDates: { readonly created: number; readonly modified: number } | undefined;
}

/** Returns an empty region. */
export function newRegion(name: string, account: string): RegionState {
  return {
    name,
    account,
    things: new Map(),
    groups: new Map(),
    jobs: new Map(),
    jobsOfThing: new Map(),
    templates: new Map(),
    tags: new Map(),
    eventConfigurations: new Map(),
    eventConfigurationDates: undefined,
  };
}
