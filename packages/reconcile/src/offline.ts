/** What AWS is taken to hold when it cannot be asked: exactly what the base commit says, created from this repository. */
import type { Target, TemplateReference } from '@iot-rollouts/validation';
import type { Actual, ActualState, ResolvedTarget } from './actual.js';
import { targetReference } from './actual.js';
import { sameDocument } from './canonical.js';
import type { DesiredState } from './desired.js';
import { ownedTags, type Provenance } from './ownership.js';

/**
 * The state that a plan from Git alone is made against. Targets stay as written and are taken to exist; jobs of the base
 * are taken to be running, because only then do edits of their manifests have a meaning.
 */
export function assumedState(desired: DesiredState, previous: DesiredState, provenance: Provenance): ActualState {
  const resources = new Map<string, Actual>();
  for (const [address, it] of previous) {
    const written = ownedTags(it.tags, provenance, { file: it.origin.file, digest: it.digest });
    const tags = Object.fromEntries(written.map(({ Key, Value }) => [Key, Value ?? '']));
    const now = desired.get(address);
    if (it.kind === 'JobTemplate') {
      const { jobArn: _, ...body } = it.body;
      const template = { ...body, jobTemplateId: it.name, jobTemplateArn: it.name };
      resources.set(address, { kind: 'JobTemplate', name: it.name, arn: it.name, template, tags });
    } else {
      const { document, ...body } = it.body;
      const same = now?.kind !== 'Job' || sameDocument(now.body.document ?? '', document ?? '');
      const jobTemplateArn = it.template && templateName(it.template);
      const job = {
        ...body,
        targetSelection: body.targetSelection ?? 'SNAPSHOT',
        jobId: it.name,
        jobArn: it.name,
        status: 'IN_PROGRESS' as const,
        targets: [...it.targets],
        ...(jobTemplateArn !== undefined && { jobTemplateArn }),
      };
      resources.set(address, { kind: 'Job', name: it.name, arn: it.name, job, tags, sameDocument: same });
    }
  }
  const targets = new Map<Target, ResolvedTarget>();
  const templateArns = new Map<string, string>();
  const things = new Map<Target, number>();
  for (const it of desired.values()) {
    if (it.kind === 'JobTemplate') {
      templateArns.set(it.name, it.name);
      continue;
    }
    for (const target of it.targets) {
      targets.set(target, { target, arn: target });
      if (targetReference(target)?.type === 'thing') things.set(target, 1);
    }
  }
  return {
    region: '',
    resources,
    targets,
    templateArns,
    missingTemplates: new Set(),
    missingObjects: new Set(),
    things,
  };
}

function templateName(template: TemplateReference): string {
  if (template.kind === 'repository') return template.name;
  return template.kind === 'arn' ? template.arn : `arn:aws:iot:::jobtemplate/${template.name}:${template.version}`;
}
