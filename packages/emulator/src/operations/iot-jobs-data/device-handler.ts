import type { OperationModel } from '@iot-rollouts/schemas';
import type { Context, Handler, InputOf } from '../../handler.js';

/** An operation that devices call: over HTTP without a namespace, over MQTT under the one that its topic names (JOB-NS-03). */
export type DeviceHandler<Model extends OperationModel> = (
  context: Context,
  input: InputOf<Model>,
  namespaceId?: string,
) => ReturnType<Handler<Model>>;
