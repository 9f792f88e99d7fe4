/** What a SigV4 signature says about its request. Nothing is verified: the emulator has no secrets. */

export interface CredentialScope {
  readonly region: string;
  readonly service: string;
}

/** Returns the scope of an Authorization header, or of a presigned request's query, or undefined when unsigned. */
export function credentialScope(
  authorization: string | undefined,
  query: URLSearchParams,
): CredentialScope | undefined {
  const credential =
    /^AWS4-[A-Z0-9-]+ Credential=([^,\s]+)/.exec(authorization ?? '')?.[1] ?? query.get('X-Amz-Credential') ?? '';
  const [region, service, terminator] = credential.split('/').slice(-3);
  return terminator === 'aws4_request' && region !== undefined && service !== undefined
    ? { region, service }
    : undefined;
}
