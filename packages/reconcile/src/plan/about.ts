/** What every change says of the resource that it is about. */
import type { SourceRange } from '@iot-rollouts/validation';
import type { Desired } from '../desired.js';

interface Subject<Resource extends Desired> {
  readonly kind: Resource['kind'];
  readonly name: string;
  readonly file: string;
  readonly range: SourceRange;
}

/** A change to a resource, or that there is none. Its lines are counted only if somebody asks: most need nothing. */
export function about<Resource extends Desired, const Members extends object>(
  { kind, name, origin }: Resource,
  members: Members,
): Subject<Resource> & Members {
  return {
    kind,
    name,
    file: origin.file,
    get range() {
      return origin.range;
    },
    ...members,
  };
}
