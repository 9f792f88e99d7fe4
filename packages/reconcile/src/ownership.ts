/** The four tags that say what is ours. What lacks our source tag is never updated, replaced, cancelled or deleted. */
import type { TagList } from '@iot-rollouts/schemas/iot';

/** Repository the resource comes from; the tag that makes it ours. */
export const sourceTag = 'iot-rollouts:source';
/** Path of the manifest when the resource was last written. */
export const manifestTag = 'iot-rollouts:manifest';
/** Commit that the resource was last written from. */
export const commitTag = 'iot-rollouts:commit';
/** Digest of the rendered request that the resource was last written from. */
export const digestTag = 'iot-rollouts:digest';

const ownPrefix = 'iot-rollouts:';

/** Who writes: the repository and the commit that is applied. */
export interface Provenance {
  /** The repository, for instance `acme/firmware`. */
  readonly source: string;
  /** Absent when what is applied is in no commit. */
  readonly commit?: string;
}

/** The tags a resource gets when it is created: the manifest's own and our four. */
export function ownedTags(
  manifestTags: TagList,
  provenance: Provenance,
  manifest: { readonly file: string; readonly digest: string },
): TagList {
  return [...manifestTags, ...bookkeepingTags(provenance, manifest)];
}

/** Our four tags. */
export function bookkeepingTags(
  provenance: Provenance,
  manifest: { readonly file: string; readonly digest: string },
): TagList {
  return [
    { Key: sourceTag, Value: tagValue(provenance.source) },
    { Key: manifestTag, Value: tagValue(manifest.file) },
    ...(provenance.commit === undefined ? [] : [{ Key: commitTag, Value: provenance.commit }]),
    { Key: digestTag, Value: manifest.digest },
  ];
}

/** Whether a resource with these tags was created from the repository `source`. */
export function isOurs(tags: Readonly<Record<string, string>>, source: string): boolean {
  return tags[sourceTag] === tagValue(source);
}

/** Whether nobody has claimed a resource with these tags: it was made by hand, or by another tool. */
export function isUnclaimed(tags: Readonly<Record<string, string>>): boolean {
  return tags[sourceTag] === undefined;
}

/** The rest of a sentence about an equal resource that is not ours. */
export function notAdopted(source: string): string {
  return `but was not created from ${source}: it is left alone, whatever becomes of the manifest. Take it over with iot-rollouts import --adopt.`;
}

/** The tags that a manifest's author wrote, without our bookkeeping. */
export function authorTags(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith(ownPrefix)));
}

/** Tag values allow letters, digits, separators and `_.:/=+-@`, at most 256 characters (JOB-TAG-04, JOB-TAG-05). */
function tagValue(text: string): string {
  return [...text.replace(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, '_')].slice(0, 256).join('');
}
