import type { ListThings } from '@iot-rollouts/schemas/iot';
import { arnOf } from '../../arn.js';
import type { Handler } from '../../handler.js';
import { bySequence, pageOf } from '../../pagination.js';
import { isRefused } from '../../refusal.js';
import type { Thing } from '../../region-state.js';

/** Lists things in the order of their creation, narrowed by one attribute or its prefix. */
export const listThings: Handler<typeof ListThings> = ({ region }, input) => {
  const { attributeName, attributeValue, thingTypeName, usePrefixAttributeValue } = input;
  const isListed = ({ attributes }: Thing) => {
    if (thingTypeName !== undefined) return false; // No thing has a type here.
    if (attributeName === undefined) return true;
    const value = Object.hasOwn(attributes, attributeName) ? attributes[attributeName] : undefined;
    if (value === undefined || attributeValue === undefined) return value !== undefined;
    return usePrefixAttributeValue === true ? value.startsWith(attributeValue) : value === attributeValue;
  };
  const query = ['things', attributeName, attributeValue, thingTypeName, usePrefixAttributeValue];
  const page = pageOf(bySequence(region.things.values(), isListed), input, query);
  if (isRefused(page)) return page;
  return {
    things: page.items.map(({ thingName, attributes, version }) => ({
      thingName,
      thingArn: arnOf(region, 'thing', thingName),
      attributes,
      version,
    })),
    nextToken: page.nextToken,
  };
};
