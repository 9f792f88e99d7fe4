/** `require-protected-environment`: an apply only where somebody decided who may approve it. */
import { CannotRun } from '../host.js';
import type { GitHub } from './port.js';

/**
 * Refuses an environment that is not there or protects nothing. A workflow that names a missing environment creates it
 * without any rule, so a mistyped name would apply without the approval that everybody counts on.
 *
 * @see https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments
 */
export async function requireProtection(github: GitHub, environment: string): Promise<void> {
  const rules = await github.protectionRules(environment);
  const help = `Add required reviewers, a wait timer or allowed branches: Settings → Environments → ${environment}.`;
  if (rules === undefined) throw new CannotRun(`the environment ${environment} does not exist`, help);
  if (rules.length === 0) throw new CannotRun(`the environment ${environment} has no protection rule`, help);
}
