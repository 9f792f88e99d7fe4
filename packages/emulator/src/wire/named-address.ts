/** Returns the host and port of a Host header, or undefined when it is none that a URL can have. */
export function namedAddress(host: string | undefined): string | undefined {
  return host !== undefined && /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i.test(host) ? host : undefined;
}
