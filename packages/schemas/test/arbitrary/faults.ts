/** Ways to break one constraint of a schema in a value that fits it. */
import { Kind, type TSchema } from '@sinclair/typebox';
import { unicodeMapKind } from '../../src/shape.js';
import type { ViolationKeyword } from '../../src/violation.js';
import { misfitTexts, type TextConstraints } from './texts.js';
import { mapEntry } from './values.js';

/** A value that breaks one constraint: which, and where. */
export interface Fault {
  readonly pointer: string;
  readonly keyword: ViolationKeyword;
  readonly value: unknown;
}

type Members = Readonly<Record<string, unknown>>;

/** Every fault that is one step away from a valid value. */
export function faultsNear(schema: TSchema, valid: unknown): Fault[] {
  const kind = schema[Kind];
  if (kind === 'Object') return [wrongType([]), ...structureFaults(schema, valid as Members)];
  if (kind === 'Record' || kind === unicodeMapKind) return [wrongType([]), ...mapFaults(schema, valid as Members)];
  if (kind === 'Array') return [wrongType({}), ...listFaults(schema, valid as readonly unknown[])];
  if (kind === 'Union' || kind === 'Literal') return [here('enum', 'no such word'), here('enum', null)];
  if (kind === 'Boolean') return [wrongType('true')];
  if (kind === 'Integer')
    return [wrongType('1'), ...numberFaults(schema), here('type', (valid as number) - 0.5)].filter(isFault);
  if (kind === 'Number') return [wrongType('1'), wrongType(Number.NaN), ...numberFaults(schema)];
  return [
    wrongType(1),
    ...misfitTexts(schema as TextConstraints, valid as string).map((it) => here(it.keyword, it.text)),
  ];
}

function here(keyword: ViolationKeyword, value: unknown): Fault {
  return { pointer: '', keyword, value };
}

function wrongType(value: unknown): Fault {
  return here('type', value);
}

/** Half a step from a number so large that it has no fraction is no fault. */
function isFault(fault: Fault): boolean {
  return fault.keyword !== 'type' || !Number.isInteger(fault.value);
}

function numberFaults(schema: TSchema): Fault[] {
  const { minimum, maximum } = schema as { readonly minimum?: number; readonly maximum?: number };
  return [
    ...(minimum === undefined ? [] : [here('minimum', minimum - 1)]),
    ...(maximum === undefined ? [] : [here('maximum', maximum + 1)]),
  ];
}

function structureFaults(schema: TSchema, valid: Members): Fault[] {
  const properties = schema.properties as Readonly<Record<string, TSchema>>;
  const missing = ((schema.required ?? []) as readonly string[]).map((name) => {
    const { [name]: _, ...rest } = valid;
    return { pointer: `/${name}`, keyword: 'required', value: rest } as const;
  });
  const surplus =
    schema.additionalProperties === false
      ? [{ pointer: '/zz', keyword: 'unknown', value: { ...valid, zz: 1 } } as const]
      : [];
  const inside = Object.entries(valid).flatMap(([name, member]) =>
    within(name, faultsNear(properties[name] as TSchema, member), (value) => ({ ...valid, [name]: value })),
  );
  return [...missing, ...surplus, ...inside];
}

function listFaults(schema: TSchema, valid: readonly unknown[]): Fault[] {
  const { minItems = 0, maxItems } = schema as { readonly minItems?: number; readonly maxItems?: number };
  const inside = valid
    .slice(0, 1)
    .flatMap((item) => within('0', faultsNear(schema.items as TSchema, item), (value) => [value, ...valid.slice(1)]));
  return [
    ...(minItems > 0 ? [here('minItems', valid.slice(0, minItems - 1))] : []),
    ...(maxItems !== undefined && valid.length > 0 && schema.uniqueItems !== true
      ? [
          here(
            'maxItems',
            Array.from({ length: maxItems + 1 }, () => valid[0]),
          ),
        ]
      : []),
    ...(schema.uniqueItems === true && valid.length > 0 && valid.length < (maxItems ?? Number.POSITIVE_INFINITY)
      ? [here('uniqueItems', [...valid, valid[0]])]
      : []),
    ...inside,
  ];
}

function mapFaults(schema: TSchema, valid: Members): Fault[] {
  const { minProperties = 0, maxProperties = Number.POSITIVE_INFINITY } = schema;
  const [pattern, item] = mapEntry(schema);
  const entries = Object.entries(valid);
  const [first] = entries;
  if (first === undefined) return [];
  const many = Array.from(
    { length: maxProperties === Number.POSITIVE_INFINITY ? 0 : maxProperties + 1 },
    (_, index) => [`k${index}`, first[1]],
  );
  // A key that the pattern refuses stands in for a valid one, so that the number of entries stays.
  const badKey = `${first[0]}\n`;
  const renamed = Object.fromEntries([[badKey, first[1]], ...entries.slice(1)]);
  const refused = !new RegExp(pattern, 'u').test(badKey);
  return [
    ...(minProperties > 0 ? [here('minProperties', Object.fromEntries(entries.slice(0, minProperties - 1)))] : []),
    ...(many.length > 0 ? [here('maxProperties', Object.fromEntries(many))] : []),
    ...(refused ? [{ pointer: `/${pointerToken(badKey)}`, keyword: 'key', value: renamed } as const] : []),
    ...within(first[0], faultsNear(item, first[1]), (value) => ({ ...valid, [first[0]]: value })),
  ];
}

function within(name: string, faults: readonly Fault[], place: (value: unknown) => unknown): Fault[] {
  return faults.map((fault) => ({
    ...fault,
    pointer: `/${pointerToken(name)}${fault.pointer}`,
    value: place(fault.value),
  }));
}

function pointerToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
