/** Routes read off the operation tables: (service, method, path), literals before labels. Their order in a table is nothing. */
import type { HttpMethod, OperationModel } from '@iot-rollouts/schemas';

type Segment = { readonly literal: string } | { readonly label: string };

interface Route<Operation extends OperationModel> {
  readonly operation: Operation;
  readonly segments: readonly Segment[];
}

export type RouteTable<Operation extends OperationModel> = ReadonlyMap<string, readonly Route<Operation>[]>;

/** Returns the routes of a service, compiled once. */
export function compileRoutes<Operation extends OperationModel>(
  operations: Readonly<Record<string, Operation>>,
): RouteTable<Operation> {
  const table = new Map<string, Route<Operation>[]>();
  for (const operation of Object.values(operations)) {
    const segments = operation.uri.split('/').slice(1).map(segmentOf);
    const key = keyOf(operation.method, segments.length);
    table.set(key, [...(table.get(key) ?? []), { operation, segments }]);
  }
  for (const routes of table.values()) routes.sort((a, b) => specificity(b).localeCompare(specificity(a)));
  return table;
}

function segmentOf(text: string): Segment {
  const label = /^\{(\w+)\}$/.exec(text)?.[1];
  return label === undefined ? { literal: text } : { label };
}

function keyOf(method: string, length: number): string {
  return `${method} ${length}`;
}

function specificity({ segments }: Route<OperationModel>): string {
  return segments.map((segment) => ('literal' in segment ? '1' : '0')).join('');
}

export interface RouteMatch<Operation extends OperationModel> {
  readonly operation: Operation;
  readonly labels: Readonly<Record<string, string>>;
}

/** Returns the operation of a request and the labels of its path, or undefined. Segments are decoded already. */
export function matchRoute<Operation extends OperationModel>(
  table: RouteTable<Operation>,
  method: string,
  path: readonly string[],
): RouteMatch<Operation> | undefined {
  for (const { operation, segments } of table.get(keyOf(method, path.length)) ?? []) {
    const labels: [string, string][] = [];
    const matches = segments.every((segment, index) => {
      const text = path[index]!;
      if ('literal' in segment) return segment.literal === text;
      labels.push([segment.label, text]);
      return text !== '';
    });
    if (matches) return { operation, labels: Object.fromEntries(labels) };
  }
  return undefined;
}

const methods: readonly HttpMethod[] = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'];

/** Returns the methods that a path can be called with. */
export function methodsOf(table: RouteTable<OperationModel>, path: readonly string[]): readonly HttpMethod[] {
  return methods.filter((method) => matchRoute(table, method, path) !== undefined);
}
