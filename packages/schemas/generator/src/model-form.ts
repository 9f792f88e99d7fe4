/**
 * Which form the parts of a model have: names, and the values of the traits that are understood. What is written in a
 * form that nobody thought of here is not guessed at: it stops the extraction, with the place and what is legal.
 */
import { ModelError, type SmithyMember, type SmithyModel, type SmithyShape, type Traits } from './smithy.js';

type Form = (value: unknown) => string | undefined;

/** Stops at what is no Smithy model at all, or has a shape without a type. */
export function checkModel(model: unknown): asserts model is SmithyModel {
  if (!isRecord(model) || !isRecord(model.shapes) || !/^2(\.|$)/.test(String(model.smithy))) {
    throw new ModelError('not a Smithy 2 JSON AST: expected the members "smithy": "2.0" and "shapes"');
  }
  for (const [id, shape] of Object.entries(model.shapes)) {
    if (!isRecord(shape) || typeof shape.type !== 'string') throw new ModelError(`${id}: a shape must have a type`);
  }
}

const reference: Form = (value) =>
  isRecord(value) && typeof value.target === 'string' ? undefined : `must have a target, not be ${text(value)}`;

const references: Form = (value) =>
  Array.isArray(value) ? value.map(reference).find((fault) => fault !== undefined) : `must be a list`;

const members: Form = (value) =>
  isRecord(value)
    ? Object.values(value)
        .map(reference)
        .find((fault) => fault !== undefined)
    : 'must be an object';

const anything: Form = () => undefined;

/** The keys of shapes beside `type`, `traits` and `mixins`; also of types that are refused, with their type, later. */
const shapeKeys: Readonly<Record<string, Readonly<Record<string, Form>>>> = {
  service: { version: anything, operations: references, resources: references, errors: references, rename: anything },
  operation: { input: reference, output: reference, errors: references },
  structure: { members },
  enum: { members },
  list: { member: reference },
  map: { key: reference, value: reference },
  union: { members },
  intEnum: { members },
};

/** Stops at a name that is no identifier, and at a key of a shape or member that is not one of Smithy's or not of its form. */
export function checkForm(where: string, bearer: SmithyShape | SmithyMember): void {
  if (!/^[\w.]+#[A-Za-z_]\w*(\$[A-Za-z_]\w*)?$/.test(where)) throw new ModelError(`${where}: not a name of Smithy`);
  const isShape = 'type' in bearer;
  const own = isShape ? { type: anything, mixins: anything, ...shapeKeys[bearer.type] } : { target: anything };
  const forms: Readonly<Record<string, Form>> = {
    ...own,
    traits: (value) => (isRecord(value) ? undefined : 'must be an object'),
  };
  for (const [key, value] of Object.entries(bearer)) {
    const form = forms[key];
    if (form === undefined) {
      const kind = isShape ? `a shape of type ${bearer.type}` : 'a member';
      throw new ModelError(`${where}: ${kind} has no key ${key}; known are ${Object.keys(forms).join(', ')}`);
    }
    const fault = form(value);
    if (fault !== undefined) throw new ModelError(`${where}: ${key} ${fault}`);
  }
}

/** Stops at the value of an understood trait that is not of the trait's form. */
export function checkTraitValues(where: string, traits: Traits): void {
  for (const [trait, value] of Object.entries(traits)) {
    const fault = traitForms[trait]?.(value);
    if (fault !== undefined) throw new ModelError(`${where}: ${trait} ${fault}`);
  }
}

const mark: Form = (value) =>
  isRecord(value) && Object.keys(value).length === 0 ? undefined : `must be {}, not ${text(value)}`;

const word: Form = (value) =>
  typeof value === 'string' && value !== '' ? undefined : `must be a text that is not empty, not ${text(value)}`;

function oneOf(...legal: readonly string[]): Form {
  return (value) =>
    legal.includes(value as string) ? undefined : `must be one of ${legal.join(', ')}, not ${text(value)}`;
}

/** A record of which some members may be there; the others, those without `?`, have to be. */
function recordOf(members: Readonly<Record<string, Form>>): Form {
  const names = Object.keys(members).map((name) => name.replace('?', ''));
  return (value) => {
    if (!isRecord(value)) return `must be an object, not ${text(value)}`;
    const unknown = Object.keys(value).find((name) => !names.includes(name));
    if (unknown !== undefined) return `has the key ${unknown}, which is not understood; known are ${names.join(', ')}`;
    for (const [key, form] of Object.entries(members)) {
      const name = key.replace('?', '');
      if (value[name] === undefined) {
        if (key === name) return `must have a ${name}`;
        continue;
      }
      const fault = form(value[name]);
      if (fault !== undefined) return `has a ${name} that ${fault}`;
    }
    return undefined;
  };
}

function numberOf(kind: string, isLegal: (value: number) => boolean): Form {
  return (value) => (typeof value === 'number' && isLegal(value) ? undefined : `must be ${kind}, not ${text(value)}`);
}

const count = numberOf('an integer of at least 0', (value) => Number.isSafeInteger(value) && value >= 0);
const number = numberOf('a number', Number.isFinite);
const status = numberOf('an HTTP status', (value) => Number.isInteger(value) && value >= 100 && value <= 599);

/** Bounds of which one at least is there, and the lower is not above the upper. */
function boundsOf(form: Form): Form {
  const members = recordOf({ 'min?': form, 'max?': form });
  return (value) => {
    const fault = members(value);
    if (fault !== undefined) return fault;
    const { min, max } = value as { readonly min?: number; readonly max?: number };
    if (min === undefined && max === undefined) return 'must have a min or a max';
    if (min !== undefined && max !== undefined && min > max) return `has a min of ${min} above its max of ${max}`;
    return undefined;
  };
}

const path: Form = (value) => {
  if (typeof value !== 'string' || !value.startsWith('/')) return `must begin with /, not be ${text(value)}`;
  if (/[?#]/.test(value)) return `must be a path without a query or fragment, not ${value}`;
  if (/\{[^}]*\+\}/.test(value)) return `must not have a label over several segments, as ${value} has`;
  return undefined;
};

const traitForms: Readonly<Record<string, Form>> = {
  'smithy.api#deprecated': recordOf({ 'message?': anything, 'since?': anything }),
  'smithy.api#enumValue': word,
  'smithy.api#error': oneOf('client', 'server'),
  'smithy.api#http': recordOf({ method: oneOf('GET', 'PUT', 'POST', 'PATCH', 'DELETE'), uri: path, 'code?': status }),
  'smithy.api#httpError': status,
  'smithy.api#httpHeader': word,
  'smithy.api#httpLabel': mark,
  'smithy.api#httpPayload': mark,
  'smithy.api#httpQuery': word,
  'smithy.api#idempotencyToken': mark,
  'smithy.api#idempotent': mark,
  'smithy.api#jsonName': word,
  'smithy.api#length': boundsOf(count),
  'smithy.api#paginated': recordOf({ 'inputToken?': word, 'outputToken?': word, 'pageSize?': word, 'items?': word }),
  'smithy.api#pattern': word,
  'smithy.api#range': boundsOf(number),
  'smithy.api#required': mark,
  'smithy.api#retryable': recordOf({ 'throttling?': anything }),
  'smithy.api#sensitive': mark,
  'smithy.api#uniqueItems': mark,
  'aws.api#service': recordOf({
    sdkId: word,
    'arnNamespace?': word,
    'cloudFormationName?': word,
    'cloudTrailEventSource?': word,
    'docId?': word,
    'endpointPrefix?': word,
  }),
  'aws.auth#sigv4': recordOf({ name: word }),
  'aws.protocols#restJson1': recordOf({ 'http?': anything, 'eventStreamHttp?': anything }),
};

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return JSON.stringify(value);
}
