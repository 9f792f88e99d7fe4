/** The two services that the emulator speaks, each with its tables, routes and handlers. */
import type { ErrorModel, OperationModel, ServiceModel } from '@iot-rollouts/schemas';
import * as iot from '@iot-rollouts/schemas/iot';
import * as iotJobsData from '@iot-rollouts/schemas/iot-jobs-data';
import type { Context, NotEmulated } from './handler.js';
import { iotHandlers } from './operations/iot.js';
import { iotJobsDataHandlers } from './operations/iot-jobs-data.js';
import { type Refused, refuse } from './refusal.js';
import { compileRoutes, type RouteTable } from './wire/route-table.js';

type AnyHandler = (context: Context, input: never, namespaceId?: string) => object;

export interface Service {
  readonly model: ServiceModel;
  readonly errors: Readonly<Record<string, ErrorModel>>;
  readonly routes: RouteTable<OperationModel>;
  readonly handlers: Readonly<Record<string, AnyHandler | NotEmulated>>;
}

/** The control plane. */
export const controlPlane: Service = {
  model: iot.service,
  errors: iot.errors,
  routes: compileRoutes<OperationModel>(iot.operations),
  handlers: iotHandlers,
};

/** The data plane, which devices call. */
export const dataPlane: Service = {
  model: iotJobsData.service,
  errors: iotJobsData.errors,
  routes: compileRoutes<OperationModel>(iotJobsData.operations),
  handlers: iotJobsDataHandlers,
};

/** Calls an operation with an input that fits its shape; only topics of MQTT name a namespace besides. */
export function operate(
  service: Service,
  operation: OperationModel,
  context: Context,
  input: Readonly<Record<string, unknown>>,
  namespaceId?: string,
): Readonly<Record<string, unknown>> | Refused {
  const { now, region, admits } = context;
  if (!admits(region.name, service.model.signingName, operation.name, now))
    return refuse('ThrottlingException', 'Rate exceeded');
  const handler = service.handlers[operation.name]!;
  if (typeof handler !== 'function')
    return refuse(
      errorFor(operation, ['InvalidRequestException', 'ValidationException', 'InternalFailureException']),
      `${operation.name} is not emulated by the iot-rollouts emulator (${handler.notEmulated}).`,
    );
  // The input was checked against the very shape that types the handler's parameter.
  return handler(context, input as never, namespaceId) as Readonly<Record<string, unknown>> | Refused;
}

/** Returns the first of these errors that the operation models, else the first. */
export function errorFor(operation: OperationModel, names: readonly string[]): string {
  return names.find((name) => operation.errors.includes(name)) ?? names[0]!;
}
