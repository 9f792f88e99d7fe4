/**
 * Every rule: its severity, what it demands, why, and where that is written. An id is never given a second meaning.
 *
 * An error stands only where AWS certainly refuses the request or it cannot do what it says; everything doubtful warns.
 */
import type { Severity } from './diagnostic.js';

/** What the documentation says about a rule. */
export interface RuleEntry {
  readonly severity: Severity;
  /** What is demanded, in a few words. */
  readonly title: string;
  readonly why: string;
  /** Page of the documentation, or the API model. */
  readonly source: string;
}

const guide = 'https://docs.aws.amazon.com/iot/latest/developerguide';
const yaml = 'https://yaml.org/spec/1.2.2/';
const model = 'the AWS IoT API model (com.amazonaws.iot)';
const own = 'iot-rollouts';

function error(title: string, why: string, source: string): RuleEntry {
  return { severity: 'error', title, why, source };
}

function warning(title: string, why: string, source: string): RuleEntry {
  return { severity: 'warning', title, why, source };
}

const rules = {
  'source/unreadable': error('A file that is named can be read', 'Nothing can be said about what is not read.', own),

  'yaml/syntax': error('The file is YAML 1.2', 'A file that cannot be parsed has no manifests.', yaml),
  'yaml/duplicate-key': error('A key is written once in an object', 'One of the two values would be lost.', yaml),
  'yaml/alias': error('An alias names an anchor before it', 'It has no value otherwise.', yaml),
  'yaml/alias-limit': error(
    'Aliases stand for a bounded number of values',
    'Aliases of aliases grow without end.',
    own,
  ),
  'yaml/complex-key': error('A key is a word or a string', 'Requests are JSON, whose keys are strings.', yaml),
  'yaml/merge-key': error('No merge key <<', 'YAML 1.2 dropped it; the field would be sent as it stands.', yaml),
  'yaml/tag': error('No tag that JSON has no type for', 'Requests are JSON.', yaml),
  'yaml/leading-zero': warning('No number begins with 0', 'YAML 1.1 and 1.2 read it as different numbers.', yaml),
  'yaml/boolean-word': warning(
    'yes, no, on and off are texts',
    'YAML 1.1 read them as booleans; a device would now get a text.',
    yaml,
  ),

  'manifest/not-an-object': error(
    'A document is an object',
    'A manifest has apiVersion, kind, metadata and spec.',
    own,
  ),
  'manifest/api-version': error('apiVersion is iot-rollouts/v1', 'It says by which rules the manifest is read.', own),
  'manifest/unknown-kind': error('kind is Job or JobTemplate', 'It says what the manifest describes.', own),
  'manifest/name': error('metadata.name is a legal id', 'It becomes the jobId or the jobTemplateId.', model),

  'shape/type': error('A value has its type', 'AWS refuses another.', model),
  'shape/required': error('A required field is written', 'AWS refuses the request without it.', model),
  'shape/unknown-field': error(
    'A field exists',
    'AWS ignores fields it does not know: the setting would be lost.',
    model,
  ),
  'shape/enum': error('A word is one of the legal ones', 'AWS refuses others.', model),
  'shape/out-of-range': error('A number is within its range', 'AWS refuses others.', model),
  'shape/length': error('A text or list has a legal length', 'AWS refuses others.', model),
  'shape/pattern': error('A text has its form', 'AWS refuses others.', model),
  'shape/map-key': error('A key of a map has its form', 'AWS refuses others.', model),

  'document/missing': error(
    'A job document is given',
    'A job cannot be created without one.',
    `${guide}/create-manage-jobs.html`,
  ),
  'document/several-sources': error('The job document is given once', 'The fields are alternatives.', model),
  'document/not-json': error('The job document is JSON', 'Devices receive it inside a JSON message.', model),
  'document/lossy-number': error(
    'A number of an inline document is kept exactly',
    'Devices would get another number.',
    own,
  ),
  'document/not-an-object': warning('The job document is a JSON object', 'Device software expects one.', model),
  'document/too-long': error('The job document fits', 'AWS limits it to 32768 bytes.', `${guide}/job-limits.html`),
  'document/file': error('The document file can be read', 'Its text is the job document.', own),
  'document/source-url': error('documentSource is an https URL', 'AWS fetches it from S3 by this URL.', model),
  'document/source-host': warning('documentSource names an S3 object', 'AWS documents S3 only.', model),
  'document/parameters': error(
    'documentParameters go with a managed template',
    'Other documents have no parameters.',
    `${guide}/job-templates-managed.html`,
  ),
  'document/overrides-template': warning(
    'The template supplies the document',
    'The job would send another document than its template.',
    `${guide}/job-templates.html`,
  ),

  'template/reference': error('spec.template names a template of this repository', 'Otherwise there is none.', own),
  'template/several-references': error('A job starts from one template', 'The fields are alternatives.', own),
  'identity/duplicate': error('A kind and name stand once', 'Two manifests would fight over one id.', own),

  'rollout/nested-maximum': error(
    'maximumPerMinute stands beside exponentialRate',
    'Inside it AWS would ignore the limit.',
    model,
  ),
  'rollout/above-quota': warning(
    'maximumPerMinute is at most 1000',
    'More needs a raised quota.',
    `${guide}/job-limits.html`,
  ),
  'rollout/base-above-maximum': warning('The base rate is below the maximum', 'The rate can never grow.', model),
  'rollout/increment-factor-digits': error('incrementFactor has one decimal place', 'AWS refuses more.', model),
  'rollout/no-increase-criteria': error('rateIncreaseCriteria has a threshold', 'The rate could never grow.', model),

  'abort/threshold-digits': error('thresholdPercentage has two decimal places', 'AWS refuses more.', model),
  'abort/threshold-negative': error('thresholdPercentage is not negative', 'A share is never below 0.', model),
  'abort/threshold-zero': warning('thresholdPercentage is above 0', 'At 0 the job stops without a failure.', model),
  'abort/timed-out-never': warning(
    'A TIMED_OUT criterion goes with a timeout',
    'Without one, silent devices never time out.',
    `${guide}/jobs-configurations-details.html`,
  ),

  'timeout/range': error('A timeout is 1 to 10080 minutes', 'AWS allows at most seven days.', model),
  'retry/too-many': error(
    'At most 10 retries in total',
    'AWS retries a device at most ten times.',
    `${guide}/jobs-configurations-details.html`,
  ),
  'retry/mixed-types': error('One retry criterion for a failure type', 'Their sum would be ambiguous.', model),
  'retry/timed-out-never': warning(
    'Retries of TIMED_OUT go with a timeout',
    'Without one, silent devices never time out.',
    `${guide}/jobs-configurations-details.html`,
  ),

  'schedule/not-a-time': error('A schedule time is a date and a time', 'AWS refuses others.', model),
  'schedule/format': warning('A schedule time is YYYY-MM-DDTHH:MM in UTC', 'Other forms are not documented.', model),
  'schedule/end-behavior': error('endBehavior goes with endTime', 'It has no meaning without.', model),
  'schedule/duration': error('A schedule lasts 30 minutes to 2 years', 'AWS refuses others.', model),
  'schedule/windows-need-continuous': error(
    'Maintenance windows go with targetSelection CONTINUOUS',
    'AWS refuses them in SNAPSHOT jobs.',
    `${guide}/jobs-configurations-details.html`,
  ),
  'schedule/cron': error(
    'A maintenance window starts by a cron expression',
    'AWS refuses others.',
    `${guide}/jobs-configurations-details.html`,
  ),

  'target/form': error('A target is a thing or a thing group', 'Jobs have no other targets.', model),
  'target/duplicate': warning('A target stands once', 'A device gets a job once; the second has no effect.', model),
  'target/count': error('A job has 1 to 100 targets', 'AWS refuses more.', `${guide}/job-limits.html`),

  'tag/too-many': error('At most 46 tags', 'AWS allows 50, and four are ours.', `${guide}/tagging-iot.html`),
  'tag/reserved': error('No tag begins with aws:', 'The prefix belongs to AWS.', `${guide}/tagging-iot.html`),
  'tag/ours': error('No tag begins with iot-rollouts:', 'Such tags say which manifest owns a job.', own),
  'tag/duplicate': error('A tag key stands once', 'One of the two values would be lost.', `${guide}/tagging-iot.html`),
} as const satisfies Readonly<Record<string, RuleEntry>>;

/** The id of a rule: `shape/out-of-range`. */
export type RuleId = keyof typeof rules;

/** Every rule by its id. */
export const ruleTable: Readonly<Record<RuleId, RuleEntry>> = rules;
