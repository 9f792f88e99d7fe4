/** AWS IoT, or the emulator; the SDK is loaded only when it is asked. */
import type { IotPort } from '@iot-rollouts/reconcile';
import type { Step } from './step.js';

/**
 * A port to what the inputs and the environment name.
 *
 * @param callsPerSecond of one operation, where the account's quotas were raised; AWS's default when left out.
 */
export async function connectAws(
  { inputs, host }: Pick<Step, 'inputs' | 'host'>,
  callsPerSecond?: number,
): Promise<IotPort> {
  const { connectIot } = await import('@iot-rollouts/reconcile/sdk');
  const { region, endpointUrl } = inputs;
  const rate = callsPerSecond === undefined ? {} : { callsPerSecond };
  return connectIot({ ...(region && { region }), ...(endpointUrl && { endpointUrl }), ...rate }, host.env);
}
