/** What a plan speaks of. Identity is kind and name, never the file's path: a moved manifest is the same resource. */
export type Kind = 'Job' | 'JobTemplate';

export interface Address {
  readonly kind: Kind;
  /** jobId or jobTemplateId. */
  readonly name: string;
}

/** The address as a map key and for messages: `Job/thermostat-2-4-1`. */
export function addressText(address: Address): string {
  return `${address.kind}/${address.name}`;
}
