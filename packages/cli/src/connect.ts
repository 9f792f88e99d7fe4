/** AWS IoT, or the emulator. */
import type { IotPort } from '@iot-rollouts/reconcile';
import { type Arguments, textOption } from './arguments.js';
import { CannotRun, type Host } from './host.js';

/**
 * Connects to what `--endpoint-url` and the environment name. The AWS SDK is loaded only now.
 *
 * @param callsPerSecond of one operation, where the account's quotas were raised; AWS's default when left out.
 */
export async function connect(args: Arguments, host: Host, callsPerSecond?: number): Promise<IotPort> {
  const endpointUrl = textOption(args, 'endpoint-url');
  if (endpointUrl !== undefined && !(URL.canParse(endpointUrl) && /^https?:/i.test(endpointUrl))) {
    throw new CannotRun(`--endpoint-url must be a URL such as http://127.0.0.1:4570, not ${endpointUrl}`);
  }
  const { connectIot } = await import('@iot-rollouts/reconcile/sdk');
  const rate = callsPerSecond === undefined ? {} : { callsPerSecond };
  return connectIot({ ...(endpointUrl !== undefined && { endpointUrl }), ...rate }, host.env);
}
