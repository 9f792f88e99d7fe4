/** Things and groups by name, or the refusal that says they are not there. */
import { idFromArn, type ResourceType } from '../arn.js';
import { invalid, isRefused, notFound, type Refused, refuse } from '../refusal.js';
import type { RegionState, Thing, ThingGroup } from '../region-state.js';

/** Returns the thing of this name. */
export function findThing(region: RegionState, thingName: string): Thing | Refused<'ResourceNotFoundException'> {
  return region.things.get(thingName) ?? notFound(`Thing ${thingName} does not exist in ${region.name}.`);
}

/** Returns the group of this name. */
export function findGroup(region: RegionState, groupName: string): ThingGroup | Refused<'ResourceNotFoundException'> {
  return region.groups.get(groupName) ?? notFound(`Thing group ${groupName} does not exist in ${region.name}.`);
}

/** How a request names a thing and a group: each by its name or its ARN. */
export interface MembershipRequest {
  readonly thingName?: string;
  readonly thingArn?: string;
  readonly thingGroupName?: string;
  readonly thingGroupArn?: string;
}

type NotFoundOrInvalid = 'ResourceNotFoundException' | 'InvalidRequestException';

/** Returns the thing and the group of a request to change a membership. */
export function findMembership(
  region: RegionState,
  request: MembershipRequest,
): { readonly thing: Thing; readonly group: ThingGroup } | Refused<NotFoundOrInvalid> {
  const groupName = nameOf(region, 'thinggroup', request.thingGroupName, request.thingGroupArn);
  if (isRefused(groupName)) return groupName;
  const thingName = nameOf(region, 'thing', request.thingName, request.thingArn);
  if (isRefused(thingName)) return thingName;
  const group = findGroup(region, groupName);
  if (isRefused(group)) return group;
  const thing = findThing(region, thingName);
  return isRefused(thing) ? thing : { thing, group };
}

function nameOf(
  region: RegionState,
  type: ResourceType,
  name: string | undefined,
  arn: string | undefined,
): string | Refused<NotFoundOrInvalid> {
  if (name !== undefined) return name;
  if (arn === undefined)
    return invalid(`Name the ${type === 'thing' ? 'thing' : 'thing group'} by its name or its ARN.`);
  return idFromArn(region, type, arn) ?? notFound(`${arn} does not exist.`);
}

/** Returns the refusal of an update that expects another version, or undefined. */
export function versionFault(
  { version }: { readonly version: number },
  expectedVersion: number | undefined,
): Refused<'VersionConflictException'> | undefined {
  if (expectedVersion === undefined || expectedVersion === version) return undefined;
  return refuse('VersionConflictException', `Expected version ${expectedVersion} but found version ${version}`);
}
