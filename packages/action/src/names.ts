/** `names`: an apply of a few resources that a person asked for, and of nothing else. */
import type { BaseManifests } from '@iot-rollouts/reconcile';
import type { Manifest } from '@iot-rollouts/validation';
import type { EventBase } from './base.js';
import { CannotRun } from './host.js';

/** What a plan is made of. */
export interface Named {
  readonly manifests: readonly Manifest[];
  readonly base: { readonly commit: string; readonly loaded: BaseManifests } | undefined;
  /** Jobs that were asked for by name: to be asked for is enough to be started, whether new or not. */
  readonly jobs: readonly string[];
}

/** The manifests with these names, and the templates that their jobs use; all of them when no name is given. */
export function named(names: readonly string[], manifests: readonly Manifest[], base: EventBase | undefined): Named {
  if (names.length === 0) return { manifests, base, jobs: [] };
  const wanted = manifests.filter((it) => names.includes(it.name));
  const unknown = names.filter((name) => !wanted.some((it) => it.name === name));
  if (unknown.length > 0) {
    throw new CannotRun(
      `no manifest is called ${unknown.join(', ')}`,
      'The input names takes exact names (metadata.name).',
    );
  }
  const templates = new Set(wanted.flatMap(templateOf));
  const chosen = manifests.filter((it) => wanted.includes(it) || (it.kind === 'JobTemplate' && templates.has(it.name)));
  const isChosen = (it: { readonly kind: string; readonly name: string }): boolean =>
    chosen.some(({ kind, name }) => kind === it.kind && name === it.name);
  return {
    manifests: chosen,
    // Whatever was removed since the base is none of those that were asked for.
    base: base && {
      commit: base.commit,
      loaded: { ...base.loaded, manifests: base.loaded.manifests.filter(isChosen) },
    },
    jobs: wanted.filter(({ kind }) => kind === 'Job').map(({ name }) => name),
  };
}

function templateOf(manifest: Manifest): readonly string[] {
  return manifest.kind === 'Job' && manifest.template?.kind === 'repository' ? [manifest.template.name] : [];
}
