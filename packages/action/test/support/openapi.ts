/** GitHub's published description of its REST API, against which requests and answers are held. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';

interface Schema {
  readonly [member: string]: unknown;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Body {
  readonly content?: { readonly 'application/json'?: { readonly schema: Schema } };
}

interface Operation {
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body | Reference>>;
}

interface Reference {
  readonly $ref: string;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const folder = dirname(createRequire(import.meta.url).resolve('@octokit/openapi'));
let loaded: Description | undefined;

function description(): Description {
  loaded ??= JSON.parse(readFileSync(join(folder, 'generated/api.github.com.json'), 'utf8')) as Description;
  return loaded;
}

/** What one operation takes and answers. */
export interface DescribedOperation {
  /** What is wrong with a request; empty when nothing is. */
  readonly requestFaults: (query: URLSearchParams, body: unknown) => readonly string[];
  /** What is wrong with an answer; empty when nothing is. */
  readonly answerFaults: (status: number, body: unknown) => readonly string[];
}

/** The operation of a method and a path template such as `/repos/{owner}/{repo}/issues`. */
export function describedOperation(method: string, template: string): DescribedOperation {
  const operation = description().paths[template]?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`GitHub describes no ${method} ${template}`);
  const parameters = (operation.parameters ?? []).map((it) => resolved(it) as Parameter);
  const query = new Map(parameters.filter((it) => it.in === 'query').map((it) => [it.name, it]));
  const bodySchema = operation.requestBody?.content?.['application/json']?.schema;
  const checkBody = lazily(() => bodySchema && compile(bodySchema));
  const answers = new Map<number, () => ValidateFunction | undefined>();
  for (const [status, answer] of Object.entries(operation.responses)) {
    const schema = (resolved(answer) as Body).content?.['application/json']?.schema;
    answers.set(
      Number(status),
      lazily(() => schema && compile(schema)),
    );
  }
  const refusal = lazily(() => compile({ $ref: '#/components/schemas/basic-error' }));
  return {
    requestFaults(given, body) {
      const unknown = [...given.keys()].filter((name) => !query.has(name)).map((name) => `no query parameter ${name}`);
      const wrong = [...given].flatMap(([name, text]) => faultOfText(query.get(name), name, text));
      const members = Object.keys((body as object | undefined) ?? {});
      const known = bodySchema === undefined ? [] : membersOf(bodySchema);
      const extra = members.filter((name) => !known.includes(name)).map((name) => `no member ${name}`);
      return [...unknown, ...wrong, ...extra, ...faults(checkBody(), body ?? (bodySchema === undefined ? null : {}))];
    },
    answerFaults(status, body) {
      const answer = answers.get(status);
      if (answer === undefined && status < 400) return [`the status ${status} is not described`];
      return faults(answer?.() ?? (status >= 400 ? refusal() : undefined), body);
    },
  };
}

/** The members that a body may have, in any of its forms. */
function membersOf(schema: Schema): readonly string[] {
  const forms = [...((schema.oneOf as Schema[]) ?? []), ...((schema.anyOf as Schema[]) ?? [])];
  return [...Object.keys(schema.properties ?? {}), ...forms.flatMap(membersOf)];
}

function faultOfText(parameter: Parameter | undefined, name: string, text: string): readonly string[] {
  if (parameter === undefined) return [];
  const { type, enum: words } = parameter.schema as { type?: string; enum?: readonly string[] };
  if (type === 'integer' && !/^\d+$/.test(text)) return [`${name}=${text} is no integer`];
  if (name === 'per_page' && Number(text) > 100) return ['per_page is above 100'];
  return words !== undefined && !words.includes(text) ? [`${name}=${text} is none of ${words.join(', ')}`] : [];
}

function faults(check: ValidateFunction | undefined, value: unknown): readonly string[] {
  if (check === undefined || check(value) === true) return [];
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath || 'the body'} ${message ?? ''}`);
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function resolved(it: object): unknown {
  return '$ref' in it ? lookUp((it as Reference).$ref) : it;
}

function lookUp(reference: string): unknown {
  const [, , kind = '', name = ''] = reference.split('/');
  return description().components[kind]?.[name];
}

/** Only what the schema refers to is compiled: the whole description takes seconds. */
function compile(schema: Schema): ValidateFunction {
  const schemas: Record<string, unknown> = {};
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const reference = (value as Partial<Reference>).$ref;
    if (typeof reference === 'string') {
      const name = reference.split('/')[3] as string;
      if (!(name in schemas)) {
        schemas[name] = readable(lookUp(reference));
        collect(schemas[name]);
      }
    }
    for (const member of Object.values(value)) collect(member);
  };
  const root = readable(schema) as Schema;
  collect(root);
  const ajv = new Ajv({ strict: false, allErrors: true, formats });
  return ajv.compile({ ...root, components: { schemas } });
}

/** OpenAPI's `nullable` where JSON Schema, which wants a type beside it, would not understand it. */
function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, readable(member)]));
  if (copy.nullable !== true || copy.type !== undefined) return copy;
  const { nullable: _, ...rest } = copy;
  return { anyOf: [rest, { type: 'null' }] };
}

const formats = {
  uri: (text: string) => URL.canParse(text),
  'date-time': (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text),
  int64: { type: 'number' as const, validate: Number.isInteger },
  email: /@/,
};
