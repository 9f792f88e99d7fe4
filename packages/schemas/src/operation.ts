/**
 * The form of the generated operation and error tables.
 *
 * A table entry says how one operation travels over AWS's restJson1 protocol: which request line, which members go in
 * the path, the query, a header or the JSON body, and which errors the service models for it. Routers, request checks
 * and wire codecs are driven by these entries; nobody writes a route by hand.
 */
import type { TObject } from '@sinclair/typebox';

/** The methods of the HTTP requests that the modelled operations make. */
export type HttpMethod = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';

/** Where a member travels, and under which name. `payload` members are the whole body. */
export interface MemberBinding {
  readonly in: 'path' | 'query' | 'header' | 'body' | 'payload';
  /** The name on the wire: the label, query key, header or JSON key. */
  readonly name: string;
  /** The member makes a repeated request recognisable: a client fills it in once and sends it again with each retry. */
  readonly idempotencyToken?: true;
  /** The value, or a part of it, must not be logged. */
  readonly sensitive?: true;
}

/** The members that carry a list over several answers, by their model names. */
export interface Pagination {
  readonly inputToken: string;
  readonly outputToken: string;
  readonly pageSize?: string;
  readonly items?: string;
}

/** One operation of a service. `I` and `O` are the TypeBox schemas of its input and output. */
export interface OperationModel<
  Name extends string = string,
  I extends TObject = TObject,
  O extends TObject = TObject,
  Errors extends string = string,
> {
  readonly name: Name;
  readonly method: HttpMethod;
  /** The URI template as the model writes it, e.g. `/things/{thingName}/jobs`. */
  readonly uri: string;
  /** HTTP status of a successful answer. */
  readonly status: number;
  readonly input: I;
  readonly output: O;
  /** Every member of the input, by its model name. */
  readonly request: Readonly<Record<string, MemberBinding>>;
  /** Every member of the output, by its model name. */
  readonly response: Readonly<Record<string, MemberBinding>>;
  /** Names of the errors modelled for the operation; keys of the error table. */
  readonly errors: readonly Errors[];
  readonly idempotent: boolean;
  readonly pagination?: Pagination;
  /** Address of the operation's page in AWS's API reference. */
  readonly page?: string;
}

/** One error of a service: its HTTP status, whose fault it is, and the members of its body. */
export interface ErrorModel {
  readonly name: string;
  readonly status: number;
  readonly fault: 'client' | 'server';
  readonly members: readonly string[];
  /** The model says that the same request may succeed later. */
  readonly retryable?: true;
}

/** What identifies a service on the wire, and which model the tables were generated from. */
export interface ServiceModel {
  readonly sdkId: string;
  readonly version: string;
  /** Name in the credential scope of a SigV4 signature; tells apart paths that two services share. */
  readonly signingName: string;
  readonly endpointPrefix: string;
  /** SHA-256 of the model file, hexadecimal. */
  readonly sha256: string;
}

/** Which model a service's tables were generated from. */
export interface ModelSource {
  readonly sdkId: string;
  /** The version of the API, which AWS writes as a date. */
  readonly version: string;
  /** Name of the model file. */
  readonly file: string;
  /** SHA-256 of the model file, hexadecimal. */
  readonly sha256: string;
  /** The day on which the model was read, as YYYY-MM-DD. */
  readonly date: string;
}
