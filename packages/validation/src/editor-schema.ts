/** Schemas for editors: what the API model says of a field, and what only rules know of it. */
import { jsonSchema } from '@iot-rollouts/schemas';
import { versionsMax } from './rules/package.js';
import { lifeMax } from './rules/presign.js';
import { tagsMax } from './rules/tag.js';
import { targetsMax } from './rules/target.js';
import { timeoutMinutesMax } from './rules/timeout.js';
import { type ManifestKind, manifestSchema } from './schema.js';

type Schema = { readonly [keyword: string]: unknown };

/**
 * The JSON Schema (2020-12) of a manifest, for editors: plain JSON, with a description of every field to show as help, the
 * limits that rules of ours check because the API model says them in prose only, and what AWS takes for a field left out.
 */
export function manifestJsonSchema(kind: ManifestKind): Schema {
  const { $schema, ...schema } = jsonSchema(manifestSchema(kind));
  return { $schema, title: `${kind} manifest`, ...(withKnowledge(schema, '') as Schema) };
}

/** Keywords of fields by their pointers; those of the model that stand for "any number" are replaced. */
const knowledge: Readonly<Record<string, Schema>> = {
  '/spec/targets': { maxItems: targetsMax },
  '/spec/destinationPackageVersions': { maxItems: versionsMax },
  '/spec/timeoutConfig/inProgressTimeoutInMinutes': { minimum: 1, maximum: timeoutMinutesMax },
  '/spec/abortConfig/criteriaList/*/thresholdPercentage': { minimum: 0 },
  // What AWS takes when they are left out; endBehavior only beside an endTime.
  '/spec/targetSelection': { default: 'SNAPSHOT' },
  '/spec/schedulingConfig/endBehavior': { default: 'STOP_ROLLOUT' },
  '/spec/presignedUrlConfig/expiresInSec': { default: lifeMax },
};

function withKnowledge(schema: unknown, pointer: string): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  const { properties, items, anyOf, ...keywords } = schema as Schema;
  return {
    ...keywords,
    ...knowledge[pointer],
    ...(pointer === '/spec/tags' && keywords.type === 'array' && { maxItems: tagsMax }),
    ...(pointer === '/spec/tags' && keywords.type === 'object' && { maxProperties: tagsMax }),
    ...(Array.isArray(anyOf) && { anyOf: anyOf.map((part) => withKnowledge(part, pointer)) }),
    ...(items !== undefined && { items: withKnowledge(items, `${pointer}/*`) }),
    ...(typeof properties === 'object' &&
      properties !== null && {
        properties: Object.fromEntries(
          Object.entries(properties).map(([name, member]) => [name, withKnowledge(member, `${pointer}/${name}`)]),
        ),
      }),
  };
}
