/** The trust policy of a role that workflows of one GitHub repository assume, without any key. Pure. */
import { partitionOf } from '../actual.js';

/** Which workflows may assume the role. */
export interface GithubTrust {
  /** `owner/name`. */
  readonly repository: string;
  /** The numbers of owner and repository, for a repository whose subjects carry them. */
  readonly ids?: { readonly owner: string; readonly repository: string };
  /** Jobs of this environment. */
  readonly environment?: string;
  /** Runs of this branch, outside any environment. */
  readonly branch?: string;
  /** Runs for pull requests, outside any environment. */
  readonly pullRequests: boolean;
  readonly account: string;
  readonly region: string | undefined;
}

/** The trust policy of an IAM role. */
export interface TrustPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly [
    {
      readonly Effect: 'Allow';
      readonly Principal: { readonly Federated: string };
      readonly Action: 'sts:AssumeRoleWithWebIdentity';
      readonly Condition: { readonly StringEquals: Readonly<Record<string, string | readonly string[]>> };
    },
  ];
}

const provider = 'token.actions.githubusercontent.com';

/**
 * The policy that trusts exactly these workflows.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export function githubTrustPolicy(trust: GithubTrust): TrustPolicy {
  const subjects = githubSubjects(trust);
  const [only] = subjects;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: {
          Federated: `arn:${partitionOf(trust.region ?? '')}:iam::${trust.account}:oidc-provider/${provider}`,
        },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            [`${provider}:aud`]: 'sts.amazonaws.com',
            [`${provider}:sub`]: subjects.length === 1 && only !== undefined ? only : subjects,
          },
        },
      },
    ],
  };
}

/**
 * The subjects of the workflows' tokens. A repository that was created since 15 July 2026, or has opted in, has the numbers
 * of its owner and its own in them, which nobody who takes over a name can have.
 */
function githubSubjects({ repository, ids, environment, branch, pullRequests }: GithubTrust): readonly string[] {
  const [owner = '', name = ''] = repository.split('/');
  const subject = ids === undefined ? `repo:${repository}` : `repo:${owner}@${ids.owner}/${name}@${ids.repository}`;
  return [
    // A colon would end the name.
    ...(environment === undefined ? [] : [`${subject}:environment:${environment.replaceAll(':', '%3A')}`]),
    ...(branch === undefined ? [] : [`${subject}:ref:refs/heads/${branch}`]),
    ...(pullRequests ? [`${subject}:pull_request`] : []),
    // In a condition `$` begins a variable.
  ].map((it) => it.replaceAll('$', (character) => `\${${character}}`));
}
