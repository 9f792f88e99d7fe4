/** From a request's bytes to an answer, without sockets. */
import type { OperationModel } from '@iot-rollouts/schemas';
import { type Fault, takeFaults } from './faults.js';
import { isRefused, refuse } from './refusal.js';
import { controlPlane, dataPlane, errorFor, operate, type Service } from './services.js';
import { type Answer, encodeError, encodeOutput, jsonAnswer } from './wire/answer.js';
import { decodeRequest } from './wire/decode-request.js';
import { namedAddress } from './wire/named-address.js';
import { requestTarget } from './wire/request-target.js';
import { matchRoute, methodsOf, type RouteMatch } from './wire/route-table.js';
import { credentialScope } from './wire/signature.js';
import type { World } from './world.js';

export interface HttpRequest {
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  readonly authorization: string | undefined;
  /** The Host header: where this client reaches the emulator, which need not be where others do. */
  readonly host?: string | undefined;
  readonly body: Uint8Array;
}

/** What to send, or to close the connection instead, and how long to wait before (milliseconds of the machine). */
export interface Reply {
  readonly answer: Answer | 'drop';
  readonly delayMs: number;
}

/** Returns the reply of the AWS services to a request. */
export function handleRequest(world: World, defaultRegion: string, request: HttpRequest): Reply {
  const target = requestTarget(request.target);
  if (target === undefined)
    return now(wireError(400, 'InvalidRequestException', 'The path is not well percent-encoded.'));
  const { segments, query } = target;
  const scope = credentialScope(request.authorization, query);
  const found = route(scope?.service, request.method, segments);
  if (found === undefined) return now(noRoute(scope?.service, request.method, segments, target.path));
  const { service, match } = found;
  const { delayMs, fault } = takeFaults(world.faults, match.operation.name, world.random);
  if (fault === undefined || fault.moment === 'after') {
    const answer = answerOf(world, found, scope?.region ?? defaultRegion, query, request);
    if (fault === undefined) return { answer, delayMs };
  }
  return { answer: fault.kind === 'drop' ? 'drop' : faultAnswer(service, match.operation, fault), delayMs };
}

function answerOf(
  world: World,
  { service, match: { operation, labels } }: Routed,
  regionName: string,
  query: URLSearchParams,
  { body, host }: HttpRequest,
): Answer {
  const decoded = decodeRequest(operation, { labels, query, body });
  if (isRefused(decoded)) {
    const refused = errorFor(operation, ['InvalidRequestException', 'ValidationException']);
    return encodeError(service.errors, { ...decoded, refused });
  }
  const result = operate(service, operation, world.context(regionName, namedAddress(host)), decoded.input);
  return isRefused(result) ? encodeError(service.errors, result) : encodeOutput(operation, result);
}

function now(answer: Answer): Reply {
  return { answer, delayMs: 0 };
}

interface Routed {
  readonly service: Service;
  readonly match: RouteMatch<OperationModel>;
}

/** The signing name tells the planes apart. An unsigned request means the control plane, where that has the path. */
function route(signingName: string | undefined, method: string, path: readonly string[]): Routed | undefined {
  for (const service of servicesFor(signingName)) {
    const match = matchRoute(service.routes, method, path);
    if (match !== undefined) return { service, match };
  }
  return undefined;
}

function servicesFor(signingName: string | undefined): readonly Service[] {
  const services = [controlPlane, dataPlane];
  return signingName === undefined ? services : services.filter(({ model }) => model.signingName === signingName);
}

/** A path that no operation has is 404, never a success (JOB-DEV-03). */
function noRoute(signingName: string | undefined, method: string, path: readonly string[], pathname: string): Answer {
  const services = servicesFor(signingName);
  if (services.length === 0)
    return wireError(
      404,
      'ResourceNotFoundException',
      `The request is signed for service '${signingName}'. The emulator has iot and iot-jobs-data.`,
    );
  const allowed = [...new Set(services.flatMap(({ routes }) => methodsOf(routes, path)))];
  if (allowed.length > 0)
    return wireError(405, 'InvalidRequestException', `${pathname} takes ${allowed.join(', ')}, not ${method}.`);
  return wireError(404, 'ResourceNotFoundException', `No operation has the path ${pathname}.`);
}

function wireError(status: number, name: string, message: string): Answer {
  return jsonAnswer(status, { message }, { 'x-amzn-errortype': name });
}

function faultAnswer(service: Service, operation: OperationModel, { kind, status }: Fault): Answer {
  if (kind === 'throttle')
    return encodeError(service.errors, refuse('ThrottlingException', 'Rate exceeded (a planned fault).'));
  const names = ['ServiceUnavailableException', 'InternalFailureException', 'InternalServerException'];
  const name = names.find(
    (candidate) => operation.errors.includes(candidate) && service.errors[candidate]?.status === status,
  );
  return wireError(status, name ?? errorFor(operation, names), 'The service failed (a planned fault).');
}
