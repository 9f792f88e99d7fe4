/** The index of all things, as far as queries concern it. */
import { invalid, notFound, type Refused, refuse } from '../refusal.js';
import type { GroupQuery } from '../region-state.js';
import { parseQuery } from './query.js';

/** The version of the query language, which is also the default. */
export const queryVersion = '2017-09-30';

/** The index of all things; AWS has another one of thing groups. */
const indexName = 'AWS_Things';

/** What requests say about a query. */
export interface QueryRequest {
  readonly queryString: string;
  readonly indexName?: string | undefined;
  readonly queryVersion?: string | undefined;
}

/** Returns the query of a request, or why the emulator cannot ask it. */
export function queryOf(
  request: QueryRequest,
): GroupQuery | Refused<'InvalidRequestException' | 'InvalidQueryException' | 'ResourceNotFoundException'> {
  const index = indexFault(request.indexName);
  if (index !== undefined) return index;
  if ((request.queryVersion ?? queryVersion) !== queryVersion)
    return invalid(`The only query version is ${queryVersion}.`);
  const parsed = parseQuery(request.queryString);
  if ('message' in parsed) return refuse('InvalidQueryException', parsed.message);
  return { queryString: request.queryString, query: parsed.query };
}

function indexFault(
  name: string = indexName,
): Refused<'InvalidRequestException' | 'ResourceNotFoundException'> | undefined {
  if (name === indexName) return undefined;
  if (name === 'AWS_ThingGroups')
    return invalid('The index AWS_ThingGroups is not emulated by the iot-rollouts emulator.');
  return notFound(`There is no index ${name}.`);
}
