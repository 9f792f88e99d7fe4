/** One comment on a pull request for each environment: found again, updated in place, and never a second one. */
import { isMarked, marker } from './marker.js';
import type { GitHub, IssueComment } from './port.js';

export interface StickyComment {
  readonly pullRequest: number;
  readonly environment: string | undefined;
  /** What stands below the marker. */
  readonly text: string;
  /** Grows from run to run, so that an older run that ends later does not write over a newer one. */
  readonly runId: number;
}

/** Both lines stand before the text; the second is ours to read only. */
const hiddenMax = 1_000;

/** How many characters of a comment's text are allowed, the hidden lines left out. */
export const commentTextMax = 65_536 - hiddenMax;

/**
 * Writes the comment. Two runs may look at the same time and both find none: so whoever created one looks again, and of
 * several all but the oldest go.
 */
export async function keepComment(github: GitHub, comment: StickyComment): Promise<'written' | 'newer-exists'> {
  const line = marker('plan', comment.environment);
  const body = `${line}\n<!-- run ${comment.runId} -->\n${comment.text}`;
  const found = await ownComments(github, comment.pullRequest, line);
  if (found.length === 0) {
    await github.createComment(comment.pullRequest, body);
    return settle(github, comment, line, body);
  }
  if (found.some((it) => runOf(it) > comment.runId)) return 'newer-exists';
  await update(github, found[0] as IssueComment, body);
  await removeAll(github, found.slice(1));
  return 'written';
}

/** After a creation: the oldest stays, with the text of the newest run. */
async function settle(
  github: GitHub,
  comment: StickyComment,
  line: string,
  body: string,
): Promise<'written' | 'newer-exists'> {
  const found = await ownComments(github, comment.pullRequest, line);
  const [oldest, ...others] = found;
  if (oldest === undefined || others.length === 0) return 'written';
  const isNewest = found.every((it) => runOf(it) <= comment.runId);
  if (isNewest) await update(github, oldest, body);
  await removeAll(github, others);
  return isNewest ? 'written' : 'newer-exists';
}

/** Ours, oldest first. */
async function ownComments(github: GitHub, pullRequest: number, line: string): Promise<readonly IssueComment[]> {
  const marked = (await github.comments(pullRequest)).filter(({ body }) => body.startsWith(line));
  if (marked.length === 0) return [];
  const login = await github.userLogin();
  return marked.filter((it) => isMarked(it, line, login)).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function runOf({ body }: IssueComment): number {
  return Number(/^<!-- run (\d{1,15}) -->\r?$/m.exec(body.slice(0, hiddenMax))?.[1] ?? 0);
}

async function update(github: GitHub, comment: IssueComment, body: string): Promise<void> {
  if (comment.body !== body) await github.updateComment(comment.id, body);
}

async function removeAll(github: GitHub, comments: readonly IssueComment[]): Promise<void> {
  for (const { id } of comments) await github.deleteComment(id);
}
