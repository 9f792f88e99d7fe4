/** Running git. */

/** Git could not do what was asked; the message is for people. */
export class GitError extends Error {
  override readonly name = 'GitError';
  /** What to do about it. */
  readonly help: string | undefined;

  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}

/** How a git process ended and what it printed. */
export interface GitResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** What git printed. Arguments go to git as they are, without a shell. */
export async function runGit(root: string, args: readonly string[], input = ''): Promise<GitResult> {
  // Loaded here: it takes milliseconds, which a check without Git should not spend.
  const { spawn } = await import('node:child_process');
  return new Promise((resolve, reject) => {
    // Messages are read by their words, so they must not be translated; nothing may wait for a password.
    const env = { ...process.env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' };
    const child = spawn('git', ['-C', root, ...args], { env, stdio: 'pipe', windowsHide: true });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error) => reject(notRun(error)));
    // Git may end before it has read everything; its exit code says more than the broken pipe.
    child.stdin.on('error', () => {});
    child.on('close', (code) => {
      resolve({ code: code ?? -1, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString().trim() });
    });
    child.stdin.end(input);
  });
}

/**
 * The id of the commit that a ref names: a branch, a tag, a commit id, `HEAD~1`. A shallow clone that lacks it fetches this
 * one commit; the working tree and branches stay as they are.
 */
export async function resolveCommit(root: string, ref: string): Promise<string> {
  // A ref that begins with a dash would be taken for an option of git's.
  if (ref === '' || ref.startsWith('-') || ref.includes('\0')) {
    throw new GitError(`${JSON.stringify(ref)} is no Git ref`, 'Name a branch, a tag or a commit.');
  }
  const { commit, stderr } = await existingCommit(root, ref);
  if (commit !== undefined) return commit;
  const fetched = (await isShallow(root)) ? await fetchCommit(root, ref) : undefined;
  if (fetched !== undefined) return fetched;
  throw /not a git repository|dubious ownership|cannot change to/.test(stderr)
    ? gitFailure(root, stderr)
    : await unknownRef(root, ref);
}

async function existingCommit(
  root: string,
  ref: string,
): Promise<{ readonly commit?: string; readonly stderr: string }> {
  const { code, stdout, stderr } = await runGit(root, ['rev-parse', '--verify', `${ref}^{commit}`]);
  const commit = stdout.toString().trim();
  return { ...(code === 0 && isCommitId(commit) && { commit }), stderr };
}

/** Whether the clone was made without its history, as actions/checkout does. */
export async function isShallow(root: string): Promise<boolean> {
  const { stdout } = await runGit(root, ['rev-parse', '--is-shallow-repository']);
  return stdout.toString().trim() === 'true';
}

/** Fetches one commit, by its id or as the tip of a branch or a tag; undefined when the server does not hand it out. */
async function fetchCommit(root: string, ref: string): Promise<string | undefined> {
  const name = ref.startsWith('HEAD')
    ? await parentOfHead(root, ref)
    : ref.replace(/^(?:refs\/remotes\/)?origin\//, '');
  // `main~3` and its like name nothing that a server knows.
  if (name === undefined || /[~^:@{]/.test(name)) return undefined;
  const { code } = await runGit(root, ['fetch', '--quiet', '--no-tags', '--depth=1', 'origin', name]);
  return code === 0 ? (await existingCommit(root, 'FETCH_HEAD')).commit : undefined;
}

/** The id of a parent that `HEAD~`, `HEAD~1`, `HEAD^`, `HEAD^1` or `HEAD^2` names: a commit that is there tells them all. */
async function parentOfHead(root: string, ref: string): Promise<string | undefined> {
  const parent = /^HEAD(?:~1?|\^([12]?))$/.exec(ref);
  if (parent === null) return undefined;
  const { stdout } = await runGit(root, ['cat-file', 'commit', 'HEAD']);
  const [header = ''] = stdout.toString().split('\n\n', 1);
  const parents = [...header.matchAll(/^parent ([0-9a-f]+)$/gm)];
  return parents[Number(parent[1] || 1) - 1]?.[1];
}

/** Whether a text is a full commit id (SHA-1 or SHA-256). */
export function isCommitId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/** The error that a failed git command stands for. */
export function gitFailure(root: string, stderr: string): GitError {
  if (/not a git repository/.test(stderr)) {
    return new GitError(`${root} is not in a Git repository`, 'Run in a clone of the repository.');
  }
  if (/cannot change to/.test(stderr)) return new GitError(`the folder ${root} does not exist`);
  if (/dubious ownership/.test(stderr)) {
    const help = `Run: git config --global --add safe.directory ${root}`;
    return new GitError(`Git refuses ${root}, because it belongs to another user`, help);
  }
  return new GitError(`git failed: ${stderr === '' ? 'it said nothing' : stderr}`);
}

async function unknownRef(root: string, ref: string): Promise<GitError> {
  if (await isShallow(root)) {
    const help = isCommitId(ref)
      ? `Set fetch-depth: 0 in actions/checkout, or run: git fetch --depth=1 origin ${ref}`
      : 'Set fetch-depth: 0 in actions/checkout, or run: git fetch --unshallow';
    return new GitError(`the commit ${ref} is not in this shallow clone and could not be fetched`, help);
  }
  if (ref.startsWith('HEAD') && (await existingCommit(root, 'HEAD')).commit === undefined) {
    return new GitError('this branch has no commit yet', 'Commit something first: a base is what stood in a commit.');
  }
  return new GitError(
    `Git knows no commit ${ref}`,
    'Check the spelling; fetch it first when it is on the server: git fetch origin',
  );
}

function notRun(error: Error): GitError {
  if ('code' in error && error.code === 'ENOENT') {
    return new GitError('git could not be started', 'Install Git, and run in a folder that exists.');
  }
  return new GitError(`git could not be started: ${error.message}`);
}
