/**
 * Cron expressions of maintenance windows: `cron(minutes hours day-of-month month day-of-week year)`, in UTC.
 * The grammar is AWS's (JOB-MW-05 to JOB-MW-09), the same as Amazon EventBridge's.
 */

/** What is wrong with an expression, and what to write instead. */
export interface CronFault {
  readonly message: string;
  readonly help?: string;
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words?: readonly string[];
  /** Single expressions that only this field knows, such as `L`. */
  readonly special?: RegExp;
  /** Whether AWS's table leaves steps out for it. */
  readonly noSteps?: true;
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const fields: readonly Field[] = [
  { name: 'minutes', min: 0, max: 59 },
  { name: 'hours', min: 0, max: 23 },
  { name: 'day-of-month', min: 1, max: 31, special: /^(?:\?|L|LW|L-\d{1,2}|(?:[1-9]|[12]\d|3[01])W)$/ },
  { name: 'month', min: 1, max: 12, words: months },
  {
    name: 'day-of-week',
    min: 1,
    max: 7,
    words: days,
    special: /^(?:\?|L|(?:[1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(?:L|#[1-5]))$/,
    noSteps: true,
  },
  { name: 'year', min: 1970, max: 2199 },
];

/** The six fields of an expression, in upper case; fewer or more if it is not legal. */
export function cronFields(expression: string): readonly string[] {
  const inside = /^cron\((.*)\)$/.exec(expression.trim())?.[1] ?? '';
  return inside.trim().toUpperCase().split(/\s+/);
}

/** How the numbers of a field, counted from 0, are read: `MON` is 2 in the fourth. */
export const cronNumber = {
  bounds: (field: number): { readonly min: number; readonly max: number } => fields[field] ?? { min: 0, max: 0 },
  read: (field: number, text: string): number | undefined => {
    const named = fields[field];
    return named === undefined ? undefined : numberOf(named, text);
  },
};

const example = 'For 18:00 UTC on working days write cron(0 18 ? * MON-FRI *).';

/** What is wrong with a cron expression; undefined when it is right. */
export function cronFault(expression: string): CronFault | undefined {
  const inside = /^cron\((.*)\)$/.exec(expression.trim())?.[1];
  if (inside === undefined) {
    // In braces YAML ends an unquoted value at a comma: `{ startTime: cron(0 8 1,15 * ? *) }`.
    const cut = /^cron\([^)]*$/.test(expression.trim());
    const message = cut
      ? `the window's cron(…) is cut off behind ${expression}`
      : 'a window starts by cron(…), in six fields';
    const help = cut ? 'Between { and } a comma ends a value: write the expression in quotes.' : example;
    return { message, help };
  }
  const parts = inside.trim().split(/\s+/);
  if (parts.length !== fields.length || inside.trim() === '') {
    const count = inside.trim() === '' ? 0 : parts.length;
    const message = `cron(…) has six fields: minutes hours day-of-month month day-of-week year; here are ${count}`;
    return { message, help: example };
  }
  for (const [index, field] of fields.entries()) {
    const fault = fieldFault(field, (parts[index] ?? '').toUpperCase());
    if (fault !== undefined) return fault;
  }
  const [, , dayOfMonth, , dayOfWeek] = parts;
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    const message =
      dayOfMonth === '?'
        ? 'day-of-month and day-of-week cannot both be ?'
        : 'one of day-of-month and day-of-week must be ?';
    const help = dayOfMonth === '?' ? 'Write * in one of the two.' : 'Write ? in the one that does not matter.';
    return { message, help };
  }
  return undefined;
}

function fieldFault(field: Field, text: string): CronFault | undefined {
  const items = text.split(',');
  if (items.length > 1 && items.some((item) => item.includes('#'))) {
    return { message: `${field.name} may have only one expression with #, and no other beside it` };
  }
  for (const item of items) {
    const fault = itemFault(field, item);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function itemFault(field: Field, item: string): CronFault | undefined {
  if (field.special?.test(item)) return undefined;
  const [range = '', step, ...more] = item.split('/');
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return illegal(field, item);
  if (range === '*') return undefined;
  const ends = range.split('-');
  if (ends.length > 2) return illegal(field, item);
  for (const end of ends) {
    const value = numberOf(field, end);
    if (value === undefined) return illegal(field, item);
    if (value < field.min || value > field.max) {
      return { message: `${field.name} goes from ${field.min} to ${field.max}; ${end} is outside` };
    }
  }
  return undefined;
}

function numberOf({ words, min }: Field, text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const index = words?.indexOf(text) ?? -1;
  return index < 0 ? undefined : index + min;
}

function illegal(field: Field, item: string): CronFault {
  const words = field.words === undefined ? '' : ` or ${field.words[0]} to ${field.words.at(-1)}`;
  const legal = `${field.min} to ${field.max}${words}`;
  return {
    message: `${field.name} cannot be ${item === '' ? 'empty' : item}`,
    help: `It takes ${legal}, lists (1,2), ranges (1-5), steps (0/10) and *.`,
  };
}

/** What is doubtful about a legal expression. */
export type CronDoubt = CronFault & {
  readonly rule: 'schedule/cron-case' | 'schedule/cron-range' | 'schedule/cron-step';
};

/** Forms that AWS does not document, or that hardly mean what they say; undefined when there are none. */
export function cronDoubt(expression: string): CronDoubt | undefined {
  if (/[a-z]/.test(expression.replace(/^\s*cron/, ''))) {
    const message = 'names of months and days are documented in capitals only';
    return { rule: 'schedule/cron-case', message, help: `Write cron(${cronFields(expression).join(' ')}).` };
  }
  for (const [index, text] of cronFields(expression).entries()) {
    const field = fields[index];
    if (field === undefined) continue;
    for (const item of text.split(',')) {
      const doubt = itemDoubt(field, item);
      if (doubt !== undefined) return doubt;
    }
  }
  return undefined;
}

function itemDoubt(field: Field, item: string): CronDoubt | undefined {
  if (field.special?.test(item)) return undefined;
  const [range = '', step] = item.split('/');
  const [low, high] = range.split('-').map((end) => numberOf(field, end));
  if (low !== undefined && high !== undefined && high < low) {
    const [from, to] = range.split('-');
    const message = `${field.name} ${range} runs backwards, which AWS does not document`;
    const help = `Write two ranges that run forwards, such as ${from}-${edge(field, 'max')},${edge(field, 'min')}-${to}.`;
    return { rule: 'schedule/cron-range', message, help };
  }
  if (step !== undefined && field.noSteps) {
    const message = `AWS documents no steps for ${field.name}; here is ${item}`;
    return { rule: 'schedule/cron-step', message, help: 'Write the days in a list, such as TUE,THU,SAT.' };
  }
  const room = (high ?? field.max) - (low ?? field.min);
  if (step === undefined || Number(step) <= room) return undefined;
  const message = `the step /${step} goes beyond ${field.name}, so only the first value counts`;
  return { rule: 'schedule/cron-step', message, help: `Write ${low ?? field.min}, or a step up to ${room}.` };
}

function edge({ words, min, max }: Field, which: 'min' | 'max'): string | number {
  if (words !== undefined) return (which === 'min' ? words[0] : words.at(-1)) ?? min;
  return which === 'min' ? min : max;
}
