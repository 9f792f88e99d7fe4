/**
 * The manifest's own schema, composed from the generated shapes: the API's request minus its id, plus what we add.
 *
 * No constraint of the API is written here. Schemas are built when they are first asked for.
 */
import { strict } from '@iot-rollouts/schemas';
import {
  CancelJobRequest,
  CreateJob,
  CreateJobRequest,
  CreateJobTemplate,
  CreateJobTemplateRequest,
  JobId,
  JobTemplateId,
  TagList,
  TagMap,
} from '@iot-rollouts/schemas/iot';
import {
  Literal,
  Optional,
  type TArray,
  type TObject,
  type TProperties,
  type TSchema,
  Object as TypeObject,
  String as TypeString,
  Union,
} from '@sinclair/typebox';
import { documentFormats } from './settings.js';

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
    const name = kind === 'Job' ? JobId : JobTemplateId;
    schema = closed({
      apiVersion: Literal(apiVersion, { description: 'Version of the form of manifests.', default: apiVersion }),
      kind: Literal(kind, { description: 'What the manifest describes: a Job or a JobTemplate.', default: kind }),
      metadata: closed({ name }, 'What names the resource; the file may have any name.'),
      spec: specSchema(kind),
    });
    schemas.set(kind, schema);
  }
  return schema;
}

/** The members of a manifest's spec, by name. */
export function specMembers(kind: ManifestKind): readonly string[] {
  return Object.keys((manifestSchema(kind).properties.spec as TObject).properties);
}

function specSchema(kind: ManifestKind): TObject {
  const [operation, input] =
    kind === 'Job' ? [CreateJob, CreateJobRequest] : [CreateJobTemplate, CreateJobTemplateRequest];
  const { jobId: _jobId, jobTemplateId: _templateId, ...members } = strict<TObject>(input).properties;
  return closed(
    { ...members, ...additions(), ...(kind === 'Job' && jobAdditions(members.targets as TArray)) },
    `The request to AWS's ${operation.name}, field by field, without its id. See ${operation.page}.`,
  );
}

/** What every manifest may say in another form than the API. */
function additions(): TProperties {
  const { minProperties: _min, maxProperties: _max, ...tagMap } = TagMap;
  return {
    // The length of a document counts bytes of the text that is sent, which only a rule can know.
    document: Optional(
      Union([TypeString(), TypeObject({})], {
        description:
          'What devices are to do: fields, which are sent as JSON, or the JSON text itself. At most 32768 bytes of text. Instead of `documentFile` and `documentSource`.',
      }),
    ),
    documentFile: Optional(
      TypeString({
        minLength: 1,
        description:
          'Path of a JSON file with the job document, from the manifest, inside the repository. Instead of `document` and `documentSource`.',
      }),
    ),
    documentFormat: Optional(
      Union(
        documentFormats.map((format) => Literal(format)),
        {
          description:
            'What the document is written for, so that it is checked as such; `custom` for a form of your own, which is not judged. Never sent to AWS.',
        },
      ),
    ),
    // The API's own limits of a tag map are those of another operation; how many tags a manifest may have is a rule.
    tags: Optional(
      Union([tagMap as TSchema, strict(TagList)], {
        description:
          'Tags, as a map of keys to values or as a list of `Key` and `Value`. At most 46: iot-rollouts adds four.',
      }),
    ),
  };
}

/** What only a job may say in another form than the API, or in a request of its own. */
function jobAdditions(targets: TArray): TProperties {
  const { jobId: _jobId, ...cancel } = strict<TObject>(CancelJobRequest).properties;
  const target =
    'A thing as `thing/NAME`, a group as `thinggroup/NAME`, or the ARN of either. At most 2048 characters.';
  return {
    targets: {
      ...targets,
      description: 'Who gets the job, once: 1 to 100 things and groups, as `thing/NAME`, `thinggroup/NAME` or ARNs.',
      items: { ...targets.items, description: target },
    },
    template: Optional({
      ...JobTemplateId,
      description:
        'Name of a JobTemplate that supplies what is left out here. Instead of `managedTemplate` and `jobTemplateArn`.',
    }),
    // NAME or NAME:VERSION; names and versions are AWS's own, so only their form is fixed here.
    managedTemplate: Optional(
      TypeString({
        pattern: '^[a-zA-Z0-9_-]{1,64}(:[0-9]+[.][0-9]+)?$',
        description:
          'Template of AWS that supplies the document, as NAME or NAME:VERSION, like `AWS-Reboot`; default version 1.0. Instead of `template` and `jobTemplateArn`.',
      }),
    ),
    cancel: Optional(
      closed(
        cancel,
        'Cancels the job: nothing more is rolled out, queued executions end, and with `force` those in progress too. It may be empty, `{}`. A job that was never started is not started.',
      ),
    ),
  };
}

function closed(properties: TProperties, description?: string): TObject {
  return TypeObject(properties, { additionalProperties: false, ...(description !== undefined && { description }) });
}
