/** Text for the job's log. */
import type { ServiceError } from '@iot-rollouts/reconcile';
import { GitError } from '@iot-rollouts/validation/node';
import { GitHubError } from './github/error.js';
import { type ActionHost, CannotRun } from './host.js';

/**
 * Prints text that holds names and messages of others: workflow commands are switched off around it, so that none can be
 * smuggled in.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#stopping-and-starting-workflow-commands
 */
export function printSafely(host: ActionHost, text: string): void {
  const token = host.randomToken();
  host.print(`::stop-commands::${token}\n${text}\n::${token}::\n`);
}

/** What a person reads of an error. */
export function explainFailure(error: unknown): { readonly message: string; readonly help?: string } {
  if (isServiceError(error)) {
    if (error.code === 'RegionError')
      return { message: error.message, help: 'Set the input aws-region, or AWS_REGION.' };
    if (error.code === 'NetworkError' || error.code === 'CredentialsError') return { message: error.message };
    const request = error.requestId === undefined ? '' : ` (request ${error.requestId})`;
    return { message: `${error.operation}: ${error.code}: ${error.message}${request}` };
  }
  if (error instanceof GitError || error instanceof CannotRun || error instanceof GitHubError) {
    return { message: error.message, ...(error.help !== undefined && { help: error.help }) };
  }
  return { message: `unexpected error: ${error instanceof Error ? error.message : String(error)}` };
}

/** What a pull request is told of an error: AWS's messages name roles and accounts, which the log alone needs. */
export function shortFailure(error: unknown): string {
  if (isServiceError(error) && error.message !== explainFailure(error).message) {
    return `${error.operation}: ${error.code}`;
  }
  return explainFailure(error).message;
}

const refusedCredentials = /^(?:CredentialsError|AccessDenied|ExpiredToken|InvalidClientTokenId|UnrecognizedClient)/;

/** Whether AWS did not know, or did not trust, who called. */
export function isRefusedByAws(error: unknown): boolean {
  return isServiceError(error) && refusedCredentials.test(error.code);
}

/** By its name: its class would bring all of planning with it, which a validation does not wait for. */
function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && error.name === 'ServiceError';
}
