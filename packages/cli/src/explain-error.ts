/** Errors of the layers below as one message and what to do. */
import { ServiceError } from '@iot-rollouts/reconcile';
import { printable } from '@iot-rollouts/validation';
import { GitError } from '@iot-rollouts/validation/node';

const serviceHelp: Readonly<Record<string, string>> = {
  CredentialsError:
    'Sign in (for instance aws sso login), set AWS_PROFILE, or plan from Git alone with --offline. The emulator needs none: --endpoint-url http://127.0.0.1:4570',
  RegionError: 'Set AWS_REGION, for instance AWS_REGION=eu-west-1.',
  NetworkError: 'Check the network and the endpoint: AWS_ENDPOINT_URL_IOT, --endpoint-url.',
  AccessDeniedException: 'The IAM role or user lacks this permission.',
  UnrecognizedClientException: 'The credentials are not valid for this region.',
  ExpiredTokenException: 'The credentials have expired; sign in again.',
};

/** What a person reads of an error. An error nobody foresaw is named as such, with the way to its stack trace. */
export function explainError(error: unknown): { message: string; help?: string } {
  if (error instanceof ServiceError) {
    const help = serviceHelp[error.code];
    const known = error.code === 'CredentialsError' || error.code === 'RegionError' || error.code === 'NetworkError';
    const request = error.requestId === undefined ? '' : ` (request ${error.requestId})`;
    const message = known ? error.message : `${error.operation}: ${error.code}: ${error.message}${request}`;
    return { message: printable(message), ...(help !== undefined && { help }) };
  }
  if (error instanceof GitError) {
    return { message: printable(error.message), ...(error.help !== undefined && { help: error.help }) };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { message: `unexpected error: ${printable(message)}`, help: 'Run again with --debug and report it.' };
}
