import type { OperationModel } from './operation.js';

type Request = Pick<OperationModel, 'request'>;

/**
 * Names of the members that an operation takes in its body: what it writes. Those of the path and the query only say of
 * which resource.
 */
export function bodyMembers({ request }: Request): readonly string[] {
  return Object.keys(request).filter((name) => request[name]?.in === 'body');
}

/**
 * Names of the members that only the first operation takes in its body: what a create call takes and the update call of
 * the same resource cannot change.
 */
export function createOnlyMembers(create: Request, update: Request): readonly string[] {
  const updated = bodyMembers(update);
  return bodyMembers(create).filter((name) => !updated.includes(name));
}
