/**
 * A name for a finding that stays the same when the finding moves: made of its rule and of the text of its line, not of
 * the line's number. Equal ones are numbered in their order.
 */

/** Gives the fingerprints of a file's findings, which must be asked for in the order in which they stand. */
export function fingerprints(): (rule: string, file: string, line: string) => string {
  const seen = new Map<string, number>();
  return (rule, file, line) => {
    const digest = digestOf(`${rule}\n${line.trim().replaceAll(/\s+/g, ' ')}`);
    const key = `${digest} ${file}`;
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return `${digest}:${nth}`;
  };
}

/** FNV-1a of 64 bits in hexadecimal: enough to tell lines apart, and the same on every machine. */
function digestOf(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
