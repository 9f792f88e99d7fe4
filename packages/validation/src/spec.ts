/** The spec of a manifest as rules see it: written by people, so nothing is certain to be there. */
import type { CancelJobRequest, CreateJobRequest, CreateJobTemplateRequest, TagList } from '@iot-rollouts/schemas/iot';
import { childPointer } from './json-pointer.js';
import type { DocumentFormat } from './settings.js';

/** Fields of a spec that the API does not have, or has in another form. */
interface Additions {
  readonly document?: string | Readonly<Record<string, unknown>>;
  readonly documentFile?: string;
  readonly documentFormat?: DocumentFormat;
  readonly tags?: TagList | Readonly<Record<string, string>>;
}

/** The spec of a Job manifest. */
export type JobSpec = Omit<CreateJobRequest, 'jobId' | 'document' | 'tags'> &
  Additions & {
    readonly template?: string;
    readonly managedTemplate?: string;
    readonly cancel?: Omit<CancelJobRequest, 'jobId'>;
  };

/** The spec of a JobTemplate manifest. */
export type JobTemplateSpec = Omit<CreateJobTemplateRequest, 'jobTemplateId' | 'document' | 'tags'> & Additions;

/** A value of which any part may be missing, because it was not written or not written right. */
export type Draft<T> = T extends string | number | boolean
  ? T
  : T extends readonly (infer Item)[]
    ? readonly (Draft<Item> | undefined)[]
    : T extends object
      ? { readonly [Name in keyof T]?: Draft<T[Name]> | undefined }
      : T;

/** The value without the parts that stand at the pointers; a removed list item leaves a hole, so that indexes stay. */
export function without(value: unknown, pointers: ReadonlySet<string>, pointer = ''): unknown {
  if (pointers.has(pointer)) return undefined;
  if (Array.isArray(value)) return value.map((item, index) => without(item, pointers, `${pointer}/${index}`));
  if (typeof value !== 'object' || value === null) return value;
  const kept: [string, unknown][] = [];
  for (const [name, member] of Object.entries(value)) {
    const part = without(member, pointers, childPointer(pointer, name));
    if (part !== undefined) kept.push([name, part]);
  }
  return Object.fromEntries(kept);
}
