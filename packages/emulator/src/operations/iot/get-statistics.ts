import type { GetStatistics } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { isRefused, refuse } from '../../refusal.js';
import type { Thing } from '../../region-state.js';
import { isFoundThing } from '../../registry/membership.js';
import { queryOf } from '../../registry/search.js';

/** Counts the things that a query finds, and sums up a field of theirs where it is a number. */
export const getStatistics: Handler<typeof GetStatistics> = ({ region }, input) => {
  const query = queryOf(input);
  if (isRefused(query)) return query;
  const { aggregationField = 'registry.version' } = input;
  if (aggregationField !== 'registry.version' && !aggregationField.startsWith('attributes.'))
    return refuse(
      'InvalidAggregationException',
      `${aggregationField} is neither registry.version nor attributes.name.`,
    );
  const values: string[] = [];
  for (const thing of region.things.values()) {
    const value = isFoundThing(region, query.query, thing) ? fieldOf(thing, aggregationField) : undefined;
    if (value !== undefined) values.push(value);
  }
  return { statistics: statisticsOf(values) };
};

function fieldOf({ version, attributes }: Thing, field: string): string | undefined {
  if (field === 'registry.version') return String(version);
  const name = field.slice('attributes.'.length);
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}

/** Text has only a count. */
function statisticsOf(values: readonly string[]) {
  const numbers = values.map(Number);
  const count = values.length;
  if (count === 0 || numbers.some((value) => !Number.isFinite(value))) return { count };
  const sum = numbers.reduce((total, value) => total + value, 0);
  const sumOfSquares = numbers.reduce((total, value) => total + value * value, 0);
  const average = sum / count;
  const variance = Math.max(0, sumOfSquares / count - average * average);
  const minimum = numbers.reduce((least, value) => Math.min(least, value));
  const maximum = numbers.reduce((most, value) => Math.max(most, value));
  return { count, sum, average, minimum, maximum, sumOfSquares, variance, stdDeviation: Math.sqrt(variance) };
}
