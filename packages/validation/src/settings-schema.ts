/** The form of the settings file, for its check and for editors. Built when it is first asked for. */
import { jsonSchema } from '@iot-rollouts/schemas';
import {
  Integer,
  Literal,
  Optional,
  type TLiteral,
  type TObject,
  type TSchema,
  Array as TypeArray,
  Object as TypeObject,
  Record as TypeRecord,
  String as TypeString,
  Union,
} from '@sinclair/typebox';
import { type RuleId, ruleTable } from './rule-table.js';
import { defaultSettings, documentFormats } from './settings.js';
import { isFixed } from './severity.js';

/** What `fleet` is keyed by: a target as manifests write it. */
const targetPattern = '^(?:thing|thinggroup)/.+$|^arn:aws[a-z-]*:iot:[^:]*:[^:]*:(?:thing|thinggroup)/.+$';

let schema: TObject | undefined;

/** The TypeBox schema of `iot-rollouts.config.yaml`: every setting optional, with its meaning and its default. */
export function settingsSchema(): TObject {
  schema ??= closed('Settings of iot-rollouts for this repository.', {
    manifests: TypeArray(TypeString({ minLength: 1 }), {
      minItems: 1,
      default: [...defaultSettings.manifests],
      description:
        'Globs of the manifests, from the root of the repository. A glob that begins with ! leaves files out.',
    }),
    rules: rulesSchema(),
    fleet: TypeRecord(TypeString({ pattern: targetPattern }), Integer({ minimum: 1 }), {
      additionalProperties: false,
      default: {},
      description: 'How many things a target has, by the target as manifests write it: thinggroup/thermostats: 5000.',
    }),
    limits: closed('Quotas of the AWS account, where they were raised or lowered.', {
      jobExecutionsPerMinute: Integer({
        minimum: 1,
        default: defaultSettings.limits.jobExecutionsPerMinute,
        description: 'How many things all jobs together may notify in a minute.',
      }),
      callsPerSecond: Integer({
        minimum: 1,
        description: 'How many requests of one operation AWS takes in a second; 10 when left out.',
      }),
    }),
    defaults: closed('What holds where a manifest or a target says nothing.', {
      devices: Integer({ minimum: 1, description: 'How many things a group has that fleet does not name.' }),
      documentFormat: oneOf(documentFormats, {
        description: 'What job documents are written for; custom for a form of your own, which is not judged.',
      }),
    }),
  });
  return schema;
}

/** The JSON Schema (2020-12) of the settings file, for editors. */
export function settingsJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = jsonSchema(settingsSchema());
  return { $schema, title: 'Settings of iot-rollouts', ...rest };
}

function rulesSchema(): TObject {
  const ids = Object.keys(ruleTable) as readonly RuleId[];
  return closed(
    'How rules are taken otherwise than by default: off, warning or error, by their ids.',
    Object.fromEntries(ids.map((id) => [id, ruleSchema(id)])),
  );
}

function ruleSchema(id: RuleId): TSchema {
  const { title, severity } = ruleTable[id];
  const words = isFixed(id) ? (['error'] as const) : (['off', 'warning', 'error'] as const);
  return oneOf(words, { default: severity, description: `${title}.` });
}

function oneOf(
  words: readonly string[],
  options: { readonly default?: string; readonly description: string },
): TSchema {
  const literals: TLiteral[] = words.map((word) => Literal(word));
  return Union(literals, options);
}

/** A structure whose members may all be left out, and that has no others. */
function closed(description: string, members: Readonly<Record<string, TSchema>>): TObject {
  const optional = Object.entries(members).map(([name, member]) => [name, Optional(member)]);
  return TypeObject(Object.fromEntries(optional), { additionalProperties: false, description });
}
