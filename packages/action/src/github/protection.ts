/** `require-protected-environment`: an apply only where somebody decided who may approve it. */
import { type ActionHost, CannotRun } from '../host.js';
import { requestClaims } from '../oidc.js';
import type { GitHub } from './port.js';

/**
 * Refuses an environment that is not there or protects nothing. A workflow that names a missing environment creates it
 * without any rule, so a mistyped name would apply without the approval that everybody counts on.
 *
 * @see https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments
 */
export async function requireProtection(github: GitHub, environment: string, host: ActionHost): Promise<void> {
  const rules = await github.protectionRules(environment);
  const help = `Add required reviewers, a wait timer or allowed branches: Settings → Environments → ${environment}.`;
  if (rules === undefined) throw new CannotRun(`the environment ${environment} does not exist`, help);
  if (rules.length === 0) throw new CannotRun(`the environment ${environment} has no protection rule`, help);
  await requireNamedByJob(environment, host);
}

/** A rule holds only jobs that name its environment: what the job names stands in its token, where it may ask for one. */
async function requireNamedByJob(environment: string, host: ActionHost): Promise<void> {
  const claims = await requestClaims(host);
  // Names of environments are compared without regard to case.
  if (claims === undefined || claims.environment?.toLowerCase() === environment.toLowerCase()) return;
  const named = claims.environment === undefined ? 'no environment' : `the environment ${claims.environment}`;
  throw new CannotRun(
    `the job names ${named}, so the rules of ${environment} were not asked`,
    `Add to the job: environment: { name: ${environment}, deployment: false }`,
  );
}
