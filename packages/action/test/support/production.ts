/** An environment to which manifests are applied, with a GitHub that records it and an emulator in the place of AWS. */
import { testEmulator } from '../../../cli/test/support/emulator.js';
import { job } from '../../../cli/test/support/manifests.js';
import { repositoryWith } from '../../../cli/test/support/repository.js';
import { fakeGitHub } from './github.js';
import { push, runAction } from './runner.js';

/** A job that stops itself when its devices fail. */
export const failing = job('bad', {
  targets: ['thinggroup/bad'],
  timeoutConfig: { inProgressTimeoutInMinutes: 60 },
  abortConfig: {
    criteriaList: [{ failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 50, minNumberOfExecutedThings: 4 }],
  },
});

/** A repository with a GitHub that knows the environment `production`, and an emulator. */
export async function production() {
  const [github, emulator] = [await fakeGitHub(), await testEmulator()];
  const { root, base, commit, git } = repositoryWith({});
  const inputs = { 'endpoint-url': emulator.endpoint, environment: 'production' };
  const step = (before: string, more: Readonly<Record<string, string>> = {}) => ({
    workspace: root,
    event: 'push',
    payload: push(before, git('rev-parse', 'HEAD')),
    token: github.token,
    inputs: { ...inputs, ...more },
    env: github.env,
  });
  const apply = (before: string, more?: Readonly<Record<string, string>>) => runAction(step(before, more));
  const on = (event: string, payload: object, more: Readonly<Record<string, string>> = {}) =>
    runAction({ ...step(base, more), event, payload });
  const states = () => github.deployments.map(({ statuses }) => statuses.map(({ state }) => state));
  return { github, emulator, root, base, commit, git, step, apply, on, states };
}
