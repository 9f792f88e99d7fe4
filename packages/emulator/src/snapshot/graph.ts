/**
 * Any graph of plain data as JSON, and back. Maps, sets, columns of numbers, numbers that JSON does not know and undefined
 * survive, and so does identity: what two places share, or what contains itself, does so again afterwards.
 *
 * Objects and lists stay themselves, so that a person can read the text. All else is an object with one key that begins
 * with `$`; an object of the data with such a key is written as its entries.
 */

/** What JSON can hold. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

const columns = { Uint8Array, Int32Array, Uint32Array, Float64Array };
type ColumnName = keyof typeof columns;
const columnNames: readonly string[] = Object.keys(columns);

/** Returns the graph as JSON data. Throws for what is no data: functions, symbols, instances of classes. */
export function encodeGraph(root: unknown): JsonValue {
  const shared = sharedObjects(root);
  const numbers = new Map<object, number>();

  function encode(value: unknown): JsonValue {
    if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : numberText(value);
    if (value === undefined) return { $undefined: true };
    if (typeof value === 'bigint') return { $bigint: String(value) };
    if (value === null || typeof value !== 'object') return value as JsonValue; // sharedObjects has refused all else.
    const known = numbers.get(value);
    if (known !== undefined) return { $ref: known };
    if (!shared.has(value)) return encodeObject(value);
    const number = numbers.size;
    numbers.set(value, number);
    return { $shared: number, $value: encodeObject(value) };
  }

  function encodeObject(value: object): JsonValue {
    if (Array.isArray(value)) return Array.from(value, encode);
    if (value instanceof Map) return { $map: Array.from(value, ([key, held]) => [encode(key), encode(held)]) };
    if (value instanceof Set) return { $set: Array.from(value, encode) };
    if (ArrayBuffer.isView(value)) return encodeColumn(value);
    const entries = Object.entries(value).map(([key, held]) => [key, encode(held)] as const);
    if (entries.some(([key]) => key.startsWith('$'))) return { $entries: entries };
    return Object.fromEntries(entries);
  }

  return encode(root);
}

function numberText(value: number): JsonValue {
  return { $number: Object.is(value, -0) ? '-0' : String(value) };
}

function encodeColumn(view: ArrayBufferView): JsonValue {
  const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength);
  return { $column: columnName(view)!, $base64: bytes.toString('base64') };
}

function columnName(view: ArrayBufferView): string | undefined {
  return columnNames.find((name) => view instanceof columns[name as ColumnName]);
}

/** Returns the objects that the graph reaches by more than one way. Walks without recursion, as data may be deep. */
function sharedObjects(root: unknown): ReadonlySet<object> {
  const seen = new Set<object>();
  const shared = new Set<object>();
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === 'function' || typeof value === 'symbol')
      throw new TypeError(`A ${typeof value} is no data and cannot be in a snapshot.`);
    if (typeof value !== 'object' || value === null || isEmptyColumn(value)) continue;
    if (seen.has(value)) {
      shared.add(value);
      continue;
    }
    seen.add(value);
    for (const held of contentOf(value)) open.push(held);
  }
  return shared;
}

/** Many tables share empty columns, which have no room to be written to: it does not matter which of them share. */
function isEmptyColumn(value: object): boolean {
  return ArrayBuffer.isView(value) && value.byteLength === 0 && columnName(value) !== undefined;
}

function contentOf(value: object): Iterable<unknown> {
  if (Array.isArray(value) || value instanceof Set) return value;
  if (value instanceof Map) return [...value.keys(), ...value.values()];
  if (ArrayBuffer.isView(value) && columnName(value) !== undefined) return [];
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return Object.values(value);
  throw new TypeError(`An instance of ${value.constructor.name} is no data and cannot be in a snapshot.`);
}

/** Returns the graph that {@link encodeGraph} wrote. Throws for JSON that it did not write. */
export function decodeGraph(json: JsonValue): unknown {
  const objects = new Map<number, object>();

  function decode(value: JsonValue, number?: number): unknown {
    if (value === null || typeof value !== 'object') return value;
    if (isList(value))
      return filled<unknown[]>(number, [], (list) => value.forEach((item) => void list.push(decode(item))));
    const [tag] = Object.keys(value);
    if (tag === undefined || !tag.startsWith('$')) return filledObject(number, Object.entries(value));
    return decodeTagged(tag, value, number);
  }

  function decodeTagged(tag: string, value: { readonly [key: string]: JsonValue }, number?: number): unknown {
    const held = value[tag]!;
    if (tag === '$undefined') return undefined;
    if (tag === '$number') return Number(held);
    if (tag === '$bigint') return BigInt(String(held));
    if (tag === '$shared') return decode(value.$value!, Number(held));
    if (tag === '$ref') return known(Number(held));
    if (tag === '$column') return keep(number, decodeColumn(String(held), String(value.$base64)));
    if (!isList(held)) throw new TypeError(`The snapshot has a ${tag} that is no list.`);
    if (tag === '$entries') return filledObject(number, held as readonly (readonly [string, JsonValue])[]);
    if (tag === '$set') return filled(number, new Set(), (set) => held.forEach((item) => void set.add(decode(item))));
    if (tag === '$map')
      return filled(number, new Map(), (map) => {
        for (const [key, item] of held as readonly (readonly [JsonValue, JsonValue])[])
          map.set(decode(key), decode(item));
      });
    throw new TypeError(`The snapshot has an unknown ${tag}.`);
  }

  /** An object is known by its number before it is filled, so that it may contain itself. */
  function filled<T extends object>(number: number | undefined, empty: T, fill: (object: T) => void): T {
    fill(keep(number, empty));
    return empty;
  }

  function filledObject(number: number | undefined, entries: readonly (readonly [string, JsonValue])[]): object {
    return filled(number, {}, (object) => {
      for (const [key, held] of entries) define(object, key, decode(held));
    });
  }

  function keep<T extends object>(number: number | undefined, object: T): T {
    if (number !== undefined) objects.set(number, object);
    return object;
  }

  function known(number: number): object {
    const object = objects.get(number);
    if (object === undefined) throw new TypeError(`The snapshot refers to an object ${number} that it does not hold.`);
    return object;
  }

  return decode(json);
}

/** A key like __proto__ is data, too. */
function define(object: object, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  else (object as Record<string, unknown>)[key] = value;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function decodeColumn(name: string, base64: string): ArrayBufferView {
  if (!columnNames.includes(name)) throw new TypeError(`The snapshot has an unknown column ${name}.`);
  // A copy: the bytes of a small Buffer lie in a pool, where a column of wider numbers may not begin.
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  const column: new (buffer: ArrayBuffer) => ArrayBufferView = columns[name as ColumnName];
  return new column(bytes.buffer);
}
