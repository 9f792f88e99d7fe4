/** The few calls that the Action needs of GitHub, for one repository. `api.ts` makes them by the REST API. */

/** GitHub's ids outgrow what a number holds exactly. */
export type Id = number | bigint;

/** A comment on an issue or a pull request. */
export interface IssueComment {
  readonly id: Id;
  readonly body: string;
  /** Login and type (`User`, `Bot`) of its author; undefined for one whose account is gone. */
  readonly author: Author | undefined;
}

export interface Author {
  readonly login: string;
  readonly type: string;
}

export interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly author: Author | undefined;
}

export interface Deployment {
  readonly id: Id;
  readonly sha: string;
  readonly payload: unknown;
}

export type DeploymentState = 'in_progress' | 'success' | 'failure' | 'error' | 'inactive' | 'queued' | 'pending';

export interface DeploymentStatus {
  readonly state: DeploymentState;
  readonly description: string;
}

export interface NewDeployment {
  readonly ref: string;
  readonly environment: string;
  readonly task: string;
  readonly description: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface NewDeploymentStatus extends DeploymentStatus {
  /** False leaves earlier deployments of the environment as they are. */
  readonly autoInactive: boolean;
}

/** GitHub, for one repository. */
export interface GitHub {
  /** The login of the token's user; undefined for the token of an app, such as a workflow's own. */
  userLogin(): Promise<string | undefined>;
  comments(issue: number): Promise<readonly IssueComment[]>;
  createComment(issue: number, body: string): Promise<IssueComment>;
  updateComment(id: Id, body: string): Promise<void>;
  deleteComment(id: Id): Promise<void>;
  /** Newest first, page after page, as they are asked for. */
  deployments(environment: string, task: string): AsyncIterable<Deployment>;
  createDeployment(deployment: NewDeployment): Promise<Deployment>;
  /** Newest first. */
  deploymentStatuses(id: Id): Promise<readonly DeploymentStatus[]>;
  createDeploymentStatus(id: Id, status: NewDeploymentStatus): Promise<void>;
  /** The types of an environment's protection rules; undefined when there is no such environment. */
  protectionRules(environment: string): Promise<readonly string[] | undefined>;
  /** Open issues, pull requests left out. */
  openIssues(): Promise<readonly Issue[]>;
  createIssue(title: string, body: string): Promise<Issue>;
  updateIssue(issue: number, change: { readonly body?: string; readonly state?: 'closed' }): Promise<void>;
  labels(issue: number): Promise<readonly string[]>;
  addLabels(issue: number, labels: readonly string[]): Promise<void>;
  removeLabel(issue: number, label: string): Promise<void>;
}
