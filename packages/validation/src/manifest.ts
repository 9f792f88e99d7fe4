/**
 * A manifest that passed its checks: the API's own request in AWS's words, plus our few additions.
 *
 * The types come from the generated shapes; only what we add is written here.
 */
import type { CancelJobRequest, CreateJobRequest, CreateJobTemplateRequest, TagList } from '@iot-rollouts/schemas/iot';
import type { SourceRange } from './diagnostic.js';

/** Where a manifest stands: for messages, annotations and the tag `iot-rollouts:manifest`. */
export interface Origin {
  /** Relative to the repository root, with forward slashes. */
  readonly file: string;
  /** Range of the manifest's name (`metadata.name`). */
  readonly range: SourceRange;
  /** Range of the value at a JSON pointer of the manifest, or of its nearest ancestor. */
  readonly rangeOf: (pointer: string) => SourceRange;
}

/** The job document of a manifest, wherever it was written. */
export type DocumentSource =
  | { readonly from: 'text'; readonly text: string; readonly file?: string }
  | { readonly from: 's3'; readonly documentSource: string };

/** Tags as AWS lists them; a map in the manifest is turned into the list, sorted by key. */
export type Tags = TagList;

type JobConfiguration = Omit<
  CreateJobRequest,
  'jobId' | 'targets' | 'document' | 'documentSource' | 'jobTemplateArn' | 'tags'
>;
type TemplateConfiguration = Omit<
  CreateJobTemplateRequest,
  'jobTemplateId' | 'document' | 'documentSource' | 'jobArn' | 'tags'
>;

/** Where a job's configuration starts from, when it names a template. */
export type TemplateReference =
  /** A JobTemplate of this repository (`spec.template`), by its name. */
  | { readonly kind: 'repository'; readonly name: string }
  /** An AWS managed template (`spec.managedTemplate`), `NAME` or `NAME:VERSION`. */
  | { readonly kind: 'managed'; readonly name: string; readonly version: string }
  | { readonly kind: 'arn'; readonly arn: string };

/** A target as it is written: `thing/NAME`, `thinggroup/NAME` or a full ARN. */
export type Target = string;

/** A job to start: one `CreateJob`. */
export interface JobManifest {
  readonly kind: 'Job';
  /** The jobId. */
  readonly name: string;
  readonly targets: readonly Target[];
  readonly template?: TemplateReference;
  /** Absent when the template supplies it. */
  readonly document?: DocumentSource;
  /** The rest of CreateJob's members, as written. */
  readonly configuration: JobConfiguration;
  readonly tags: Tags;
  /** How to cancel the job; absent unless it is to be cancelled. */
  readonly cancel?: Omit<CancelJobRequest, 'jobId'>;
  readonly origin: Origin;
}

/** A job template to keep: one `CreateJobTemplate`. */
export interface JobTemplateManifest {
  readonly kind: 'JobTemplate';
  /** The jobTemplateId. */
  readonly name: string;
  /** An existing job that the template is made from (`spec.jobArn`). */
  readonly jobArn?: string;
  /** Absent when the job of `jobArn` supplies it. */
  readonly document?: DocumentSource;
  /** The rest of CreateJobTemplate's members, as written. */
  readonly configuration: TemplateConfiguration;
  readonly tags: Tags;
  readonly origin: Origin;
}

/** Any manifest; `kind` tells them apart. */
export type Manifest = JobManifest | JobTemplateManifest;
