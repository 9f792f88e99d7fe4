/** DER, the binary form of ASN.1: the few types that a certificate is made of. */

/** An encoded value: its tag, its length, its contents. */
export type Der = Buffer;

/** Returns contents under a tag. */
export function tagged(tag: number, ...contents: readonly Uint8Array[]): Der {
  const body = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(body.length)]), body]);
}

/** Below 128 the length is one byte; above, a byte says how many bytes of length follow. */
function lengthBytes(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}

/** Returns a sequence of values. */
export const sequence = (...values: readonly Der[]): Der => tagged(0x30, ...values);

/** Returns a set of values. */
export const set = (...values: readonly Der[]): Der => tagged(0x31, ...values);

/** Returns a value under the context tag `[number]`, as its explicit tagging demands. */
export const explicit = (number: number, value: Der): Der => tagged(0xa0 | number, value);

/** Returns a truth value. */
export const boolean = (value: boolean): Der => tagged(0x01, Buffer.from([value ? 0xff : 0]));

/** Returns bytes that stand for themselves. */
export const octetString = (bytes: Uint8Array): Der => tagged(0x04, bytes);

/** Returns text. */
export const utf8String = (text: string): Der => tagged(0x0c, Buffer.from(text));

/** Returns nothing, as a value. */
export const nothing = (): Der => tagged(0x05);

/** Returns bits; the last `unusedBits` of the last byte do not count. */
export const bitString = (bytes: Uint8Array, unusedBits = 0): Der => tagged(0x03, Buffer.from([unusedBits]), bytes);

/** Returns a number that is not negative, from its bytes, the highest first. */
export function integer(bytes: Uint8Array): Der {
  const start = bytes.findIndex((byte) => byte !== 0);
  const digits = start === -1 ? Buffer.from([0]) : bytes.subarray(start);
  // The first bit is the sign.
  return digits[0]! & 0x80 ? tagged(0x02, Buffer.from([0]), digits) : tagged(0x02, digits);
}

/** Returns an object identifier, such as 2.5.4.3. */
export function objectIdentifier(name: string): Der {
  const [first = 0, second = 0, ...rest] = name.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(sevenBitGroups)]));
}

function sevenBitGroups(value: number): readonly number[] {
  const groups = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) groups.unshift((rest & 0x7f) | 0x80);
  return groups;
}

/** Returns a moment (milliseconds since the epoch), to the second; before 2050 the year has two digits. */
export function time(ms: number): Der {
  const digits = `${new Date(ms).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
  return Number(digits.slice(0, 4)) < 2050
    ? tagged(0x17, Buffer.from(digits.slice(2)))
    : tagged(0x18, Buffer.from(digits));
}
