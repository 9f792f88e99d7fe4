/** Manifests to plan and apply, without files. */
import { checkManifests, identitiesOf, parseFile } from '@iot-rollouts/validation';

export const provenance = { source: 'acme/firmware' };

/** The manifests as a plan takes them. */
export function load(texts) {
  const parsed = [parseFile('rollouts/fleet.yaml', texts.join('---\n'))];
  const { value = [], diagnostics } = checkManifests(parsed, new Map());
  const [error] = diagnostics.filter(({ severity }) => severity === 'error');
  if (error !== undefined) throw new Error(error.message);
  return { manifests: value, identities: identitiesOf(parsed), incomplete: [] };
}

export function template(n) {
  return manifest('JobTemplate', `template-${n}`, { description: 'Standard', document: { operation: 'update' } });
}

export function job(name, target = 'thing/lab-1', spec = {}) {
  return manifest('Job', name, { targets: [target], document: { operation: 'update' }, ...spec });
}

function manifest(kind, name, spec) {
  const metadata = JSON.stringify({ name });
  return `apiVersion: iot-rollouts/v1\nkind: ${kind}\nmetadata: ${metadata}\nspec: ${JSON.stringify(spec)}\n`;
}
