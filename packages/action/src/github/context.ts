/** Where a run stands on GitHub: the repository, its server, and the run's own page. Pure: read from the environment. */

export interface RunContext {
  readonly owner: string;
  readonly repo: string;
  /** `https://api.github.com`, or the address of a GitHub Enterprise Server. */
  readonly apiUrl: string;
  /** `https://github.com`, or the address of a GitHub Enterprise Server. */
  readonly serverUrl: string;
  /** The run's page, for people; undefined outside a run. */
  readonly runUrl: string | undefined;
  /** Grows from run to run; 0 outside one. */
  readonly runId: number;
}

/** The context of a run; undefined where GITHUB_REPOSITORY names none. */
export function runContext(env: Readonly<Record<string, string | undefined>>): RunContext | undefined {
  const [owner, repo, ...rest] = (env.GITHUB_REPOSITORY ?? '').split('/');
  if (!owner || !repo || rest.length > 0) return undefined;
  const serverUrl = withoutSlash(env.GITHUB_SERVER_URL || 'https://github.com');
  const runId = /^\d{1,15}$/.test(env.GITHUB_RUN_ID ?? '') ? Number(env.GITHUB_RUN_ID) : 0;
  return {
    owner,
    repo,
    apiUrl: withoutSlash(env.GITHUB_API_URL || 'https://api.github.com'),
    serverUrl,
    runUrl: runId === 0 ? undefined : `${serverUrl}/${owner}/${repo}/actions/runs/${runId}`,
    runId,
  };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
