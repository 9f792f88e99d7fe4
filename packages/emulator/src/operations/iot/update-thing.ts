import type { UpdateThing } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { isRefused, notFound } from '../../refusal.js';
import { updatedAttributes } from '../../registry/create.js';
import { findThing, versionFault } from '../../registry/find.js';
import { changeMembership } from '../../registry/membership.js';

/** Replaces or merges the attributes of a thing. */
export const updateThing: Handler<typeof UpdateThing> = ({ region, jobs, now }, input) => {
  const thing = findThing(region, input.thingName);
  if (isRefused(thing)) return thing;
  if (input.thingTypeName !== undefined)
    return notFound(`Thing type ${input.thingTypeName} does not exist: thing types are not emulated.`);
  const fault = versionFault(thing, input.expectedVersion);
  if (fault !== undefined) return fault;
  changeMembership(region, jobs, thing.thingName, now, () => {
    thing.attributes = updatedAttributes(thing.attributes, input.attributePayload);
    thing.version += 1;
  });
  return {};
};
