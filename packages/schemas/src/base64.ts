/** Bytes as text and back, by what browsers and Node share. */

/** Most arguments that are handed to one call: engines have a limit. */
const chunk = 8192;

/** The bytes as padded base64. */
export function base64Of(bytes: Uint8Array): string {
  let binary = '';
  for (let from = 0; from < bytes.length; from += chunk) {
    binary += String.fromCharCode(...bytes.subarray(from, from + chunk));
  }
  return btoa(binary);
}

/** The bytes of a base64 text; undefined when it is none. */
export function bytesOf(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
