/** `iam-policy`: print the IAM policy that plan and apply need for these manifests, or the trust policy of their role. */
import {
  type GithubTrust,
  githubTrustPolicy,
  iamPolicy,
  type PolicyPlace,
  placeOfManifests,
} from '@iot-rollouts/reconcile';
import { printable } from '@iot-rollouts/validation';
import type { LoadedManifests } from '@iot-rollouts/validation/node';
import { type Arguments, textOption } from '../arguments.js';
import { CannotRun, type ExitCode, type Host } from '../host.js';
import { findingsExitCode, loadWorkingTree, readBase, readProvenance, reportFindings } from '../project.js';

export async function run(args: Arguments, host: Host): Promise<ExitCode> {
  refuseTrustOptionsAlone(args);
  const base = textOption(args, 'base') === undefined ? undefined : await readBase(args, host);
  const trusts = textOption(args, 'trust') !== undefined;
  // A role can be made before there is a manifest.
  const loaded = trusts ? undefined : await loadWorkingTree(args, host, base);
  if (loaded !== undefined && findingsExitCode(loaded.report) !== 0) return reportFindings(loaded.report, host);
  const manifests = [...(loaded?.manifests ?? []), ...removedSince(base?.loaded, loaded)];
  const source = repositoryOf(args) ?? (await readProvenance(host)).source;
  const place = placeOf(args, host, placeOfManifests(manifests));
  if (trusts) {
    host.stdout(jsonText(githubTrustPolicy(trustOf(args, source, place))));
    return 0;
  }
  if (manifests.length === 0) throw new CannotRun('there is no manifest to write a policy for');
  const { policy, notes } = iamPolicy({ manifests, place, source, readOnly: args.values['read-only'] === true });
  host.stdout(jsonText(policy));
  const named = `It names what ${manifests.length === 1 ? 'this manifest' : `these ${manifests.length} manifests`} ${manifests.length === 1 ? 'describes' : 'describe'}: print it again when one is added.`;
  for (const note of [...notes, named]) host.stderr(`${printable(note)}\n`);
  return 0;
}

/** What stood at the base and stands no more: a plan asks about it, and prune acts on it. */
function removedSince(
  base: LoadedManifests | undefined,
  now: LoadedManifests | undefined,
): LoadedManifests['manifests'] {
  const names = new Set(now?.manifests.map(({ kind, name }) => `${kind}/${name}`));
  return base?.manifests.filter(({ kind, name }) => !names.has(`${kind}/${name}`)) ?? [];
}

function placeOf(args: Arguments, { env }: Host, written: PolicyPlace): PolicyPlace {
  const region = textOption(args, 'region') ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? written.region;
  const account = textOption(args, 'account') ?? written.account;
  if (region !== undefined && !/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)) {
    throw new CannotRun(`--region must be a region such as eu-west-1, not ${printable(region)}`);
  }
  if (account !== undefined && !/^\d{12}$/.test(account)) {
    throw new CannotRun(`--account must be the twelve digits of an account, not ${printable(account)}`);
  }
  return { region, account };
}

const trustOptions = ['environment', 'branch', 'immutable'] as const;

function refuseTrustOptionsAlone(args: Arguments): void {
  if (textOption(args, 'trust') !== undefined) return;
  const given = trustOptions.find((name) => args.values[name] !== undefined);
  if (given !== undefined) throw new CannotRun(`--${given} belongs to the trust policy: add --trust github`);
}

function trustOf(args: Arguments, source: string, { region, account }: PolicyPlace): GithubTrust {
  const trust = textOption(args, 'trust');
  if (trust !== 'github') throw new CannotRun(`--trust knows github, not ${printable(trust ?? '')}`);
  if (!/^[\w-][\w.-]*\/[\w.-]+$/.test(source) || source.startsWith('local/')) {
    throw new CannotRun('this repository is none of github.com', 'Name it: --repository acme/firmware');
  }
  if (account === undefined) throw new CannotRun('name the account of the role: --account 123456789012');
  const environment = textOption(args, 'environment');
  const branch = textOption(args, 'branch');
  const pullRequests = args.values['read-only'] === true;
  if (environment === undefined && branch === undefined && !pullRequests) {
    throw new CannotRun(
      'say which workflows may assume the role: --environment NAME, --branch NAME, or --read-only for pull requests',
      'The role that applies is best bound to an environment with required reviewers: --environment production',
    );
  }
  const foreign = [environment, branch].find((text) => text !== undefined && /[^\x20-\xff]/.test(text));
  if (foreign !== undefined) {
    throw new CannotRun(`an IAM policy can hold no character beyond U+00FF, which ${printable(foreign)} has`);
  }
  const ids = idsOf(textOption(args, 'immutable'));
  return {
    repository: source,
    ...(ids !== undefined && { ids }),
    ...(environment !== undefined && { environment }),
    ...(branch !== undefined && { branch }),
    pullRequests,
    account,
    region,
  };
}

function idsOf(text: string | undefined): GithubTrust['ids'] {
  if (text === undefined) return undefined;
  const [, owner, repository] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (owner === undefined || repository === undefined) {
    throw new CannotRun(
      `--immutable must be the numbers OWNER_ID/REPOSITORY_ID, not ${printable(text)}`,
      `They are printed by: gh api repos/OWNER/NAME --jq '"\\(.owner.id)/\\(.id)"'`,
    );
  }
  return { owner, repository };
}

function repositoryOf(args: Arguments): string | undefined {
  const repository = textOption(args, 'repository');
  if (repository === undefined || /^[\w-][\w.-]*\/[\w.-]+$/.test(repository)) return repository;
  const message = `--repository must be OWNER/NAME, not ${printable(repository)}`;
  throw new CannotRun(message, 'For instance --repository acme/firmware');
}

/** JSON without a character that a terminal would obey or a reader would not see. */
function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(/[^\x20-\x7e\n]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}
