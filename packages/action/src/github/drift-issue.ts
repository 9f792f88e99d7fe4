/** One issue for each environment that has drifted: opened, kept up to date, and closed when there is nothing left to say. */
import { isMarked, marker } from './marker.js';
import type { GitHub, Issue } from './port.js';

export interface DriftIssue {
  readonly environment: string | undefined;
  /** What has drifted, as Markdown; undefined when nothing has. */
  readonly text: string | undefined;
}

/** Brings the issue to what was found; says what was done. */
export async function keepDriftIssue(
  github: GitHub,
  { environment, text }: DriftIssue,
): Promise<'opened' | 'updated' | 'closed' | 'none'> {
  const line = marker('drift', environment);
  const found = await ownIssues(github, line);
  const [oldest, ...others] = found;
  await closeAll(github, others);
  if (text === undefined) {
    if (oldest === undefined) return 'none';
    await github.updateIssue(oldest.number, { state: 'closed' });
    return 'closed';
  }
  const body = `${line}\n${text}`;
  if (oldest !== undefined) {
    if (oldest.body !== body) await github.updateIssue(oldest.number, { body });
    return 'updated';
  }
  await github.createIssue(`Drift in AWS IoT${environment === undefined ? '' : `: ${environment}`}`, body);
  // Another run may have opened one at the same moment: the oldest stays.
  await closeAll(github, (await ownIssues(github, line)).slice(1));
  return 'opened';
}

/** Ours, oldest first. */
async function ownIssues(github: GitHub, line: string): Promise<readonly Issue[]> {
  const marked = (await github.openIssues()).filter(({ body }) => body.startsWith(line));
  if (marked.length === 0) return [];
  const login = await github.userLogin();
  return marked.filter((it) => isMarked(it, line, login)).sort((a, b) => a.number - b.number);
}

async function closeAll(github: GitHub, issues: readonly Issue[]): Promise<void> {
  for (const { number } of issues) await github.updateIssue(number, { state: 'closed' });
}
