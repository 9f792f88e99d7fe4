import type { DescribeThing } from '@iot-rollouts/schemas/iot';
import { arnOf } from '../../arn.js';
import type { Handler } from '../../handler.js';
import { isRefused } from '../../refusal.js';
import { thingIdOf } from '../../registry/create.js';
import { findThing } from '../../registry/find.js';

/** Describes a thing. */
export const describeThing: Handler<typeof DescribeThing> = ({ region }, { thingName }) => {
  const thing = findThing(region, thingName);
  if (isRefused(thing)) return thing;
  return {
    defaultClientId: thingName,
    thingName,
    thingId: thingIdOf(region, thing),
    thingArn: arnOf(region, 'thing', thingName),
    attributes: thing.attributes,
    version: thing.version,
  };
};
