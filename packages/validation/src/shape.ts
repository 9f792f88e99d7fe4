/** Does the manifest have the shape of AWS's request? Violations of the schema become findings in the field's own words. */
import { accepts, explain, nearestName, type Violation, type ViolationKeyword } from '@iot-rollouts/schemas';
import type { Finding } from './finding.js';
import { childPointer, placeName, pointerSegments } from './json-pointer.js';
import { writtenAt } from './locate.js';
import { managedTemplates } from './managed-templates.js';
import { misplacedHelp } from './misplaced.js';
import type { ParsedDocument } from './parse.js';
import type { RuleId } from './rule-table.js';
import { momentHelp } from './rules/schedule-time.js';
import { type ManifestKind, manifestSchema } from './schema.js';
import { bidirectionalCharacter } from './text-characters.js';
import { unindentedFields } from './unindented.js';

const ruleOf: Readonly<Record<ViolationKeyword, RuleId>> = {
  type: 'shape/type',
  required: 'shape/required',
  unknown: 'shape/unknown-field',
  enum: 'shape/enum',
  minimum: 'shape/out-of-range',
  maximum: 'shape/out-of-range',
  minLength: 'shape/length',
  maxLength: 'shape/length',
  pattern: 'shape/pattern',
  minItems: 'shape/length',
  maxItems: 'shape/length',
  uniqueItems: 'shape/length',
  minProperties: 'shape/length',
  maxProperties: 'shape/length',
  key: 'shape/map-key',
};

/** What the schema says about a manifest. */
export interface ShapeFindings {
  readonly findings: readonly Finding[];
  /** Pointers of the values at fault. */
  readonly faults: ReadonlySet<string>;
  /** Pointers of the members that unknown fields were most likely meant to be. */
  readonly meant: ReadonlySet<string>;
}

const nothing: ShapeFindings = { findings: [], faults: new Set(), meant: new Set() };

/** What is wrong with the manifest's shape. */
export function shapeFindings(document: ParsedDocument, kind: ManifestKind): ShapeFindings {
  const schema = manifestSchema(kind);
  if (accepts(schema, document.value)) return nothing;
  const all = explain(schema, document.value).filter(({ pointer }) => !settled.has(pointer));
  const violations = all.map((violation) => longerName(violation, all));
  const meant = new Set(violations.flatMap(meantPointer));
  const unindented = unindentedFields(document.value, kind);
  const beside = new Set([...unindented.values()].flat().map((name) => childPointer('', name)));
  // A misspelt field is one mistake, though the field it was meant to be is missing for the same reason.
  const told = violations.filter(
    ({ pointer, keyword }) =>
      !pointer.endsWith('/<<') && !beside.has(pointer) && !(keyword === 'required' && meant.has(pointer)),
  );
  return {
    findings: told.map((violation) => {
      const names = unindented.get(violation.pointer.slice(1));
      const said = finding(violation, document, kind);
      return names === undefined ? said : { ...said, help: besideHelp(violation.pointer.slice(1), names) };
    }),
    faults: new Set(violations.map(({ pointer }) => pointer)),
    meant,
  };
}

function besideHelp(parent: string, names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ') + (names.length > 5 ? ', …' : '');
  return `Write ${shown} below ${parent}:, indented by two spaces.`;
}

/** CloudFormation has names such as RetryCriteriaList, which end with what the API calls the same member. */
function longerName(violation: Violation, all: readonly Violation[]): Violation {
  const { pointer, keyword, suggestion } = violation;
  if (keyword !== 'unknown' || suggestion !== undefined) return violation;
  const at = pointer.slice(0, pointer.lastIndexOf('/'));
  const missing = all.find(
    (other) =>
      other.keyword === 'required' &&
      other.pointer === childPointer(at, String(other.expected)) &&
      pointer.toLowerCase().endsWith(String(other.expected).toLowerCase()),
  );
  if (missing === undefined) return violation;
  const name = String(missing.expected);
  return { ...violation, suggestion: name, message: `${violation.message}; did you mean ${name}?` };
}

function meantPointer({ pointer, keyword, suggestion }: Violation): readonly string[] {
  if (keyword !== 'unknown' || suggestion === undefined) return [];
  return [childPointer(pointer.slice(0, pointer.lastIndexOf('/')), suggestion)];
}

/** Places that are judged before the kind is known. */
const settled: ReadonlySet<string> = new Set(['/apiVersion', '/kind']);

function finding(violation: Violation, document: ParsedDocument, kind: ManifestKind): Finding {
  const { pointer, keyword } = violation;
  const special = nestedMaximum(violation) ?? emptyDescription(violation, kind);
  if (special !== undefined) return special;
  const help = helpFor(violation, document, kind);
  return {
    rule: /^\/metadata(\/name)?$/.test(pointer) && keyword !== 'unknown' ? 'manifest/name' : ruleOf[keyword],
    pointer,
    on: keyword === 'unknown' || keyword === 'key' ? 'key' : 'value',
    message: messageFor(violation),
    ...(help !== undefined && { help }),
  };
}

function messageFor({ pointer, keyword, actual, message, expected }: Violation): string {
  const name = placeName(pointer);
  if (keyword === 'type' && actual === null) return `${name} has no value; it must be ${String(expected)}`;
  if (keyword === 'key') return keyWords(pointerSegments(pointer).at(-1) ?? '');
  return `${name} ${message}`;
}

/** The longest key of a map, in characters; its schema states it in a pattern, which says it to few. */
const keyMax = 128;

function keyWords(key: string): string {
  if (key === '') return 'a key is empty';
  return key.length > keyMax ? `a key has ${key.length} characters` : `the key ${key} has an illegal form`;
}

function helpFor(violation: Violation, document: ParsedDocument, kind: ManifestKind): string | undefined {
  const { pointer, keyword, actual, expected } = violation;
  if (keyword === 'unknown') return misplacedHelp(violation, kind);
  if (keyword === 'type') return typeHelp(String(expected), actual, document, pointer);
  if (keyword === 'pattern' && typeof actual === 'string' && /\n/.test(actual)) {
    return 'A block scalar (|) keeps its line breaks; write the text on one line, or begin it with >-.';
  }
  if (keyword === 'pattern' && typeof actual === 'string') {
    const hidden = bidirectionalCharacter(actual);
    if (hidden !== undefined) return `Remove ${hidden.name}: it reorders what is shown.`;
  }
  if (pointer === '/spec/managedTemplate' && keyword === 'pattern') return managedTemplateHelp(String(actual));
  if (pointer === '/spec/presignedUrlConfig/expiresInSec' && typeof actual === 'number') return lifeHelp(actual);
  if (keyword === 'required' && pointer === '/metadata/name') {
    return `It becomes the ${kind === 'Job' ? 'jobId' : 'jobTemplateId'}.`;
  }
  if (keyword === 'key')
    return 'A key is 1 to 128 letters, digits, spaces or _ - characters; in tags also . : / = + @.';
  return undefined;
}

/** What is wrong with the name of a managed template, whose pattern says it to few. */
function managedTemplateHelp(written: string): string {
  const character = /[^a-zA-Z0-9_:.-]/.exec(written)?.[0];
  const [name = ''] = written.split(':');
  const near = nearestName(
    name,
    managedTemplates.map((template) => template.name),
  );
  const write = near === undefined ? 'Write NAME or NAME:VERSION, such as AWS-Reboot:1.0.' : `Write ${near}.`;
  return character === undefined ? write : `No name has ${JSON.stringify(character)}. ${write}`;
}

/** A life of presigned URLs that was written in another unit than seconds; an hour is the most. */
function lifeHelp(written: number): string | undefined {
  if (written > 0 && written < 60) return `It counts seconds: ${written} minutes are ${written * 60}.`;
  const seconds = written / 1000;
  return seconds >= 60 && seconds <= 3600
    ? `It counts seconds: write ${seconds}.`
    : 'It counts seconds: at most an hour.';
}

function typeHelp(expected: string, actual: unknown, document: ParsedDocument, pointer: string): string | undefined {
  if (actual === null) return 'Write a value, or remove the line.';
  if (expected.startsWith('a string') && (typeof actual === 'number' || typeof actual === 'boolean')) {
    const written = writtenAt(document, pointer);
    const moment = typeof actual === 'number' && isScheduleTime(pointer) ? momentHelp(String(actual)) : undefined;
    if (moment !== undefined) return moment;
    const kind = typeof actual === 'number' ? `the number ${actual}` : `the boolean ${actual}`;
    return `YAML reads ${written} as ${kind}; write it in quotes: "${written}".`;
  }
  if (/^an? (?:integer|number)$/.test(expected) && typeof actual === 'string' && /^-?\d+(\.\d+)?$/.test(actual)) {
    return `Write ${actual} without quotes.`;
  }
  if (expected === 'a list' && (typeof actual === 'string' || typeof actual === 'object')) {
    return 'Write a list: one item a line after "- ", or all in [ ].';
  }
  return undefined;
}

function isScheduleTime(pointer: string): boolean {
  return pointer === '/spec/schedulingConfig/startTime' || pointer === '/spec/schedulingConfig/endTime';
}

/** Examples in AWS's own guide nest the maximum; a request like that loses its limit, so this gets a rule of its own. */
function nestedMaximum({ pointer, keyword }: Violation): Finding | undefined {
  if (keyword !== 'unknown' || !pointer.endsWith('/exponentialRate/maximumPerMinute')) return undefined;
  return {
    rule: 'rollout/nested-maximum',
    pointer,
    on: 'key',
    message: 'maximumPerMinute is not a field of exponentialRate; there it would limit nothing',
    help: 'Move it out, beside exponentialRate in jobExecutionsRolloutConfig.',
  };
}

/**
 * JOB-RES-08: a length of 0 is legal and the pattern wants a character; what is empty is left out of the request. A
 * template cannot do without (JOB-TPL-02).
 */
function emptyDescription({ pointer, keyword, actual }: Violation, kind: ManifestKind): Finding | undefined {
  if (keyword !== 'pattern' || actual !== '' || pointer !== '/spec/description') return undefined;
  const place = { pointer, on: 'value' } as const;
  if (kind === 'JobTemplate') {
    const message = 'description is empty, and AWS takes no template without one';
    return { rule: 'shape/required', ...place, message, help: 'Say what the template is for.' };
  }
  const message = 'description is empty, so it is left out';
  return { rule: 'text/empty', ...place, message, help: 'Say what the rollout is for, or remove the line.' };
}
