/** Names and ARNs of an account, and the short forms that a manifest has for them. */

/** Whether a text is an id that AWS IoT allows for a job or a template; nothing else becomes the name of a file. */
export function isResourceName(text: string): boolean {
  return /^[a-zA-Z0-9_-]{1,64}$/.test(text);
}

/** The target as a manifest writes it: short where account and region are those of the job itself. */
export function shortTarget(target: string, jobArn: string): string {
  const resource = withinAccount(target, jobArn);
  return resource !== undefined && /^thing(?:group)?\//.test(resource) ? resource : target;
}

/** The name of the account's own template that a job started from. */
export function ownTemplateName({
  arn,
  job,
}: {
  readonly arn: string;
  readonly job: { readonly jobTemplateArn?: string };
}): string | undefined {
  const resource = job.jobTemplateArn === undefined ? undefined : withinAccount(job.jobTemplateArn, arn);
  const name = resource?.startsWith('jobtemplate/') ? resource.slice('jobtemplate/'.length) : undefined;
  return name !== undefined && isResourceName(name) ? name : undefined;
}

/** Name and version of the template of AWS that an ARN names: it has no account, and the version follows a colon. */
export function managedTemplateReference(arn: string): { readonly name: string; readonly version: string } | undefined {
  const match = /^arn:aws[a-z-]*:iot:[a-z0-9-]+::jobtemplate\/([a-zA-Z0-9_-]{1,64}):(\d+\.\d+)$/.exec(arn);
  return match === null ? undefined : { name: match[1] as string, version: match[2] as string };
}

/** What an ARN names, when it is of the same partition, region and account as the other. */
function withinAccount(arn: string, other: string): string | undefined {
  const prefix = /^arn:[^:]*:iot:[^:]*:\d{12}:/.exec(other)?.[0];
  return prefix !== undefined && arn.startsWith(prefix) ? arn.slice(prefix.length) : undefined;
}
