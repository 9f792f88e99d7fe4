import type { DescribeEndpoint } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { invalid } from '../../refusal.js';

const endpointTypes = ['iot:Data', 'iot:Data-ATS', 'iot:Data-Beta', 'iot:CredentialProvider', 'iot:Jobs'];

/** Answers the emulator's own host and port for every type of endpoint. */
export const describeEndpoint: Handler<typeof DescribeEndpoint> = (
  { endpointAddress },
  { endpointType = 'iot:Data' },
) =>
  endpointTypes.includes(endpointType)
    ? { endpointAddress }
    : invalid(`Endpoint type '${endpointType}' is none of ${endpointTypes.join(', ')}.`);
