/** What there is to know about a cron expression, once: whether it is legal, what is doubtful, and when it opens a window. */
import { type CronDoubt, type CronFault, cronDoubt, cronFault, cronFields } from './cron.js';
import { type Cron, everOccurs, readCron } from './cron-occurrence.js';
import { remembering } from './remember.js';

/** A cron expression as read. */
export type CronReading =
  | { readonly fault: CronFault }
  | {
      readonly fault?: undefined;
      /** The six fields in capitals, one space between them. */
      readonly text: string;
      readonly doubt?: CronDoubt;
      readonly cron: Cron;
      /** Whether it has any occurrence. */
      readonly occurs: boolean;
    };

/** The reading of an expression, legal or not. */
export const cronReading: (expression: string) => CronReading = remembering(256, (expression) => {
  const fault = cronFault(expression);
  if (fault !== undefined) return { fault };
  const doubt = cronDoubt(expression);
  const cron = readCron(expression);
  return {
    text: cronFields(expression).join(' '),
    cron,
    occurs: everOccurs(cron),
    ...(doubt !== undefined && { doubt }),
  };
});
