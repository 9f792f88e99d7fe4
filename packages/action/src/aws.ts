/** AWS IoT, or the emulator; the SDK is loaded only when it is asked. */
import type { IotPort } from '@iot-rollouts/reconcile';
import type { Step } from './step.js';

/** A port to what the inputs and the environment name. */
export async function connectAws({ inputs, host }: Pick<Step, 'inputs' | 'host'>): Promise<IotPort> {
  const { connectIot } = await import('@iot-rollouts/reconcile/sdk');
  const { region, endpointUrl } = inputs;
  return connectIot({ ...(region && { region }), ...(endpointUrl && { endpointUrl }) }, host.env);
}
