import type { ShapeFacts } from './facts.js';
import { ModelError } from './smithy.js';

/**
 * Stops unless each label of an operation's path is a required member that is bound to the path, and no other member is
 * bound to it. A label is named as its member.
 */
export function checkLabels(operation: string, uri: string, input: ShapeFacts | undefined): void {
  const members = input?.type === 'structure' ? input.members : {};
  const labels = [...uri.matchAll(/\{([^}]*)\}/g)].map(([, label]) => label as string);
  for (const label of labels) {
    const member = Object.hasOwn(members, label) ? members[label] : undefined;
    if (member?.in === 'path' && member.required === true) continue;
    throw new ModelError(`${operation}: no required member of its input is bound to {${label}} of the path ${uri}`);
  }
  for (const [name, member] of Object.entries(members)) {
    if (member.in === 'path' && !labels.includes(name)) {
      throw new ModelError(`${operation}: its member ${name} is bound to the path, but ${uri} has no {${name}}`);
    }
  }
}
