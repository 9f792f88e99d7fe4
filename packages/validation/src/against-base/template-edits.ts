/** Edits of templates, seen from the jobs that were started from them. */
import type { JobManifest, JobTemplateManifest } from '../manifest.js';
import { sameDocument } from './same.js';
import { sameMember } from './same-member.js';

/** Pointers of the members in which a template differs from what it was, as far as jobs copy them. */
export function editedMembers(head: JobTemplateManifest, base: JobTemplateManifest): readonly string[] {
  const names = new Set([...Object.keys(head.configuration), ...Object.keys(base.configuration)]);
  const edited = [...names].filter((name) => !sameMember(name, memberOf(base, name), memberOf(head, name)));
  if (!sameDocument(head.document, base.document)) edited.push('document');
  // JOB-TPL-06: whatever the template does not write itself, it has from this job.
  if (head.jobArn !== base.jobArn) edited.push('jobArn');
  return edited;
}

function memberOf({ configuration }: JobTemplateManifest, name: string): unknown {
  return (configuration as Readonly<Record<string, unknown>>)[name];
}

/** Whether the job takes at least one of the members from its template, now as at the base, rather than say it itself. */
export function takesOver(job: readonly [was: JobManifest, is: JobManifest], members: readonly string[]): boolean {
  return members.some((name) => job.every((manifest) => leaves(manifest, name)));
}

function leaves({ document, configuration }: JobManifest, name: string): boolean {
  if (name === 'document') return document === undefined;
  if (name === 'maintenanceWindows') return configuration.schedulingConfig?.maintenanceWindows === undefined;
  return !Object.hasOwn(configuration, name);
}

/** Whether the job rolls out to things that join later, for as long as nobody stops it. */
export function runsWithoutEnd({ configuration }: JobManifest): boolean {
  return configuration.targetSelection === 'CONTINUOUS' && configuration.schedulingConfig?.endTime === undefined;
}

/** Where the document stands, or would stand, in a template. */
export function memberPointer({ document }: JobTemplateManifest, member: string): string {
  if (member !== 'document') return `/spec/${member}`;
  if (document?.from === 's3') return '/spec/documentSource';
  return document?.file === undefined ? '/spec/document' : '/spec/documentFile';
}
