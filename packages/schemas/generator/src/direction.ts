/** Which way the values of a shape travel. Pure. */
import { type ServiceFacts, targets } from './facts.js';

/** `both` when requests and answers use the shape. */
export type Direction = 'request' | 'answer' | 'both';

/** Which way the values of each shape travel, by what the operations' inputs, outputs and errors reach. */
export function shapeDirections(service: ServiceFacts): ReadonlyMap<string, Direction> {
  const directions = new Map<string, Direction>();
  const targetsOf = (name: string): readonly string[] => {
    const shape = service.shapes[name];
    return shape === undefined ? [] : targets(shape);
  };
  const visit = (name: string, direction: Direction): void => {
    const known = directions.get(name);
    if (known === direction || known === 'both') return;
    directions.set(name, joined(known, direction) as Direction);
    for (const target of targetsOf(name)) visit(target, direction);
  };
  for (const { input, output } of Object.values(service.operations)) {
    if (input !== undefined) visit(input, 'request');
    if (output !== undefined) visit(output, 'answer');
  }
  for (const error of Object.keys(service.errors)) visit(error, 'answer');
  return directions;
}

/** Both ways, or the one that is known. */
export function joined(a: Direction | undefined, b: Direction | undefined): Direction | undefined {
  if (a === undefined || a === b) return b;
  return b === undefined ? a : 'both';
}
