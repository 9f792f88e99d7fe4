/**
 * A limit on MQTT packets, watched while their bytes arrive: a packet may announce 256 MB, and a parser would collect them
 * all before anybody could look at it.
 */

/** Returns a function that is given each chunk of a connection in turn, and returns false once a packet is too large. */
export function packetLimit(maximumBytes: number): (chunk: Uint8Array) => boolean {
  let state: 'type' | 'length' | 'body' = 'type';
  let [length, shift] = [0, 0];
  return (chunk) => {
    for (let at = 0; at < chunk.length; ) {
      if (state === 'body') {
        const taken = Math.min(length, chunk.length - at);
        length -= taken;
        at += taken;
      } else {
        const byte = chunk[at]!;
        at += 1;
        if (state === 'type') {
          [state, length, shift] = ['length', 0, 0];
          continue;
        }
        // The length is written seven bits a byte, the lowest first, in at most four bytes.
        length += (byte & 0x7f) << shift;
        shift += 7;
        if (length > maximumBytes) return false;
        if (byte & 0x80) {
          if (shift > 21) return false;
          continue;
        }
        state = 'body';
      }
      if (state === 'body' && length === 0) state = 'type';
    }
    return true;
  };
}
