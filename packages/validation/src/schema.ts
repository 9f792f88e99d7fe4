/**
 * The manifest's own schema, composed from the generated shapes: the API's request minus its id, plus what we add.
 *
 * No constraint of the API is written here. Schemas are built when they are first asked for.
 */
import { strict } from '@iot-rollouts/schemas';
import {
  CreateJobRequest,
  CreateJobTemplateRequest,
  JobId,
  JobTemplateId,
  TagList,
  TagMap,
} from '@iot-rollouts/schemas/iot';
import {
  Literal,
  Optional,
  type TObject,
  type TProperties,
  type TSchema,
  Object as TypeObject,
  String as TypeString,
  Union,
} from '@sinclair/typebox';

/** What a manifest describes. */
export type ManifestKind = 'Job' | 'JobTemplate';

/** The kinds of manifests, as `kind` names them. */
export const manifestKinds: readonly ManifestKind[] = ['Job', 'JobTemplate'];

/** The only value of `apiVersion`. */
export const apiVersion = 'iot-rollouts/v1';

const schemas = new Map<ManifestKind, TObject>();

/** The TypeBox schema of a manifest as it is written: apiVersion, kind, metadata and spec, every structure closed. */
export function manifestSchema(kind: ManifestKind): TObject {
  let schema = schemas.get(kind);
  if (schema === undefined) {
    schema = closed({
      apiVersion: Literal(apiVersion),
      kind: Literal(kind),
      metadata: closed({ name: kind === 'Job' ? JobId : JobTemplateId }),
      spec: specSchema(kind),
    });
    schemas.set(kind, schema);
  }
  return schema;
}

/** The JSON Schema (2020-12) of a manifest, for editors: plain JSON, with nothing of TypeBox in it. */
export function manifestJsonSchema(kind: ManifestKind): Readonly<Record<string, unknown>> {
  const schema = JSON.parse(JSON.stringify(manifestSchema(kind))) as Record<string, unknown>;
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title: `${kind} manifest`, ...schema };
}

/** The members of a manifest's spec, by name. */
export function specMembers(kind: ManifestKind): readonly string[] {
  return Object.keys((manifestSchema(kind).properties.spec as TObject).properties);
}

function specSchema(kind: ManifestKind): TObject {
  const request = strict<TObject>(kind === 'Job' ? CreateJobRequest : CreateJobTemplateRequest);
  const { jobId: _jobId, jobTemplateId: _templateId, ...members } = request.properties;
  return closed({ ...members, ...additions(), ...(kind === 'Job' && templateReferences()) });
}

/** What every manifest may say in another form than the API. */
function additions(): TProperties {
  const { minProperties: _min, maxProperties: _max, ...tagMap } = TagMap;
  return {
    // The length of a document counts bytes of the text that is sent, which only a rule can know.
    document: Optional(Union([TypeString(), TypeObject({})])),
    documentFile: Optional(TypeString({ minLength: 1 })),
    // The API's own limits of a tag map are those of another operation; how many tags a manifest may have is a rule.
    tags: Optional(Union([tagMap as TSchema, strict(TagList)])),
  };
}

function templateReferences(): TProperties {
  return {
    template: Optional(JobTemplateId),
    // NAME or NAME:VERSION; names and versions are AWS's own, so only their form is fixed here.
    managedTemplate: Optional(TypeString({ pattern: '^[a-zA-Z0-9_-]{1,64}(:[0-9]+[.][0-9]+)?$' })),
  };
}

function closed(properties: TProperties): TObject {
  return TypeObject(properties, { additionalProperties: false });
}
