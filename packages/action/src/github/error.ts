/** A request that GitHub refused, or that never reached it. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError';
  /** The answer's status; undefined when none came. */
  readonly status: number | undefined;
  /** What to do about it. */
  readonly help: string | undefined;
  /** Whether the request may have been carried out all the same: no answer came, or the server failed. */
  readonly isUnsettled: boolean;

  constructor(message: string, status: number | undefined, help?: string, isUnsettled = false) {
    super(message);
    this.status = status;
    this.help = help;
    this.isUnsettled = isUnsettled;
  }

  /** Whether the token may not do this; GitHub answers 404 for what a token may not even see. */
  get isForbidden(): boolean {
    return this.status === 401 || this.status === 403 || this.status === 404;
  }
}
