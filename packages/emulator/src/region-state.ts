/** Everything an account holds in one region, as plain data. */
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
  };
}
