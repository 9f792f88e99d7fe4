import type { EventType, UpdateEventConfigurations } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';

/** Switches kinds of event messages on or off; those left out stay as they are (JOB-EVT-01). */
export const updateEventConfigurations: Handler<typeof UpdateEventConfigurations> = ({ region, now }, input) => {
  for (const [type, configuration] of Object.entries(input.eventConfigurations ?? {}))
    region.eventConfigurations.set(type as EventType, configuration.Enabled ?? false);
  region.eventConfigurationDates = { created: region.eventConfigurationDates?.created ?? now, modified: now };
  return {};
};
