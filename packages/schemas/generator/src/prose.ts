/** What the facts alone say of a shape: one sentence of kind, unit and bounds. */

import type { Bounds, ShapeFacts } from './facts.js';

/** A sentence that states the facts of a shape. */
export function factsSentence(facts: ShapeFacts): string {
  return `${factsPhrase(facts)}.`;
}

function factsPhrase(facts: ShapeFacts): string {
  switch (facts.type) {
    case 'string':
      return `String${boundsPhrase(facts.length, 'character')}${facts.pattern === undefined ? '' : `, \`${facts.pattern}\``}`;
    case 'enum':
      return `One of ${facts.values.map((value) => `\`${value}\``).join(', ')}`;
    case 'timestamp':
      return 'Seconds since 1970-01-01T00:00:00Z, with a fraction';
    case 'blob':
      return `Bytes${boundsPhrase(facts.length, 'byte')}, as base64`;
    case 'boolean':
      return 'Boolean';
    case 'integer':
    case 'long':
      return `Integer${rangePhrase(facts.range)}`;
    case 'double':
    case 'float':
      return `Number${rangePhrase(facts.range)}`;
    case 'list':
      return `List of \`${facts.member}\`${boundsPhrase(facts.length, 'item')}`;
    case 'map':
      return `Map from \`${facts.key}\` to \`${facts.value}\`${boundsPhrase(facts.length, 'entry')}`;
    case 'structure': {
      const required = Object.entries(facts.members).filter(([, member]) => member.required);
      const names = required.map(([name]) => `\`${name}\``).join(', ');
      return names === '' ? 'Structure, every member optional' : `Structure; required: ${names}`;
    }
  }
}

function boundsPhrase(bounds: Bounds | undefined, unit: string): string {
  if (bounds === undefined) return '';
  const plural = unit === 'entry' ? 'entries' : `${unit}s`;
  if (bounds.max === undefined) return `, at least ${bounds.min} ${bounds.min === 1 ? unit : plural}`;
  return `, ${bounds.min ?? 0} to ${bounds.max} ${plural}`;
}

function rangePhrase({ min, max }: Bounds = {}): string {
  if (min === undefined) return max === undefined ? '' : `, at most ${max}`;
  return max === undefined ? `, at least ${min}` : `, ${min} to ${max}`;
}
