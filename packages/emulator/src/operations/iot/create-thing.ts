import type { CreateThing } from '@iot-rollouts/schemas/iot';
import { arnOf } from '../../arn.js';
import type { Handler } from '../../handler.js';
import { notFound, refuse } from '../../refusal.js';
import { addThing, thingIdOf } from '../../registry/create.js';
import { changeMembership } from '../../registry/membership.js';

/** Creates a thing. The same thing again is a success, one with other attributes is not. */
export const createThing: Handler<typeof CreateThing> = ({ region, jobs, now }, input) => {
  const { thingName } = input;
  const thingArn = arnOf(region, 'thing', thingName);
  if (input.thingTypeName !== undefined)
    return notFound(`Thing type ${input.thingTypeName} does not exist: thing types are not emulated.`);
  if (input.billingGroupName !== undefined)
    return notFound(`Billing group ${input.billingGroupName} does not exist: billing groups are not emulated.`);
  const attributes = input.attributePayload?.attributes ?? {};
  const existing = region.things.get(thingName);
  if (existing !== undefined && !sameAttributes(existing.attributes, attributes))
    return refuse('ResourceAlreadyExistsException', `Thing ${thingName} already exists with other attributes.`, {
      resourceId: thingIdOf(region, existing),
      resourceArn: thingArn,
    });
  if (existing === undefined)
    changeMembership(region, jobs, thingName, now, () => addThing(region, { thingName, attributes }));
  return { thingName, thingArn, thingId: thingIdOf(region, region.things.get(thingName)!) };
};

function sameAttributes(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const [aKeys, bKeys] = [Object.keys(a), Object.keys(b)];
  return aKeys.length === bKeys.length && aKeys.every((key) => a[key] === b[key]);
}
