import { type DescribeEventConfigurations, EventType } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { epochSeconds } from '../../times.js';

const eventTypes: readonly EventType[] = EventType.anyOf.map((literal) => literal.const);

/** Answers every kind of event message and whether it is on; all are off at first (JOB-EVT-01). */
export const describeEventConfigurations: Handler<typeof DescribeEventConfigurations> = ({ region }) => {
  const { eventConfigurations, eventConfigurationDates: dates } = region;
  const switches = eventTypes.map((type) => [type, { Enabled: eventConfigurations.get(type) ?? false }] as const);
  return {
    eventConfigurations: Object.fromEntries(switches),
    creationDate: dates === undefined ? undefined : epochSeconds(dates.created),
    lastModifiedDate: dates === undefined ? undefined : epochSeconds(dates.modified),
  };
};
