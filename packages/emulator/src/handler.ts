/** What an operation is given and what it may answer. */
import type { OperationModel } from '@iot-rollouts/schemas';
import type { Static } from '@sinclair/typebox';
import type { JobRuntime } from './jobs/runtime.js';
import type { Limits } from './limits.js';
import type { SignUrl } from './objects/signed-url.js';
import type { StoredObject } from './objects/stored-object.js';
import type { Refused } from './refusal.js';
import type { RegionState } from './region-state.js';
import type { RequestGate } from './request-rates.js';

/** What an operation acts on. */
export interface Context {
  /** Milliseconds since the epoch, on the emulator's clock. */
  readonly now: number;
  readonly region: RegionState;
  readonly jobs: JobRuntime;
  readonly limits: Limits;
  /** Says whether a request keeps to the account's request rates. */
  readonly admits: RequestGate;
  /** Registered objects by their S3 URL. */
  readonly objects: ReadonlyMap<string, StoredObject>;
  /** Signs a URL of the emulator that stands for an S3 object. */
  readonly signUrl: SignUrl;
  /** Host and port that clients reach the emulator at. */
  readonly endpointAddress: string;
  readonly newId: () => string;
}

/** A value whose members may be written as undefined; JSON leaves those out. */
export type Undefinable<T> = T extends readonly (infer Item)[]
  ? readonly Undefinable<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Undefinable<T[Key]> | undefined }
    : T;

export type InputOf<Model extends OperationModel> = Static<Model['input']>;
export type OutputOf<Model extends OperationModel> = Undefinable<Static<Model['output']>>;

/** An operation: input that fits its shape in, output or one of its modelled errors out. */
export type Handler<Model extends OperationModel> = (
  context: Context,
  input: InputOf<Model>,
) => OutputOf<Model> | Refused<Model['errors'][number]>;

/** Marks an operation that the emulator refuses, with the reason that the client reads. */
export interface NotEmulated {
  readonly notEmulated: string;
}

/** A handler, or the statement that there is none, for every operation of a service: the compiler proves completeness. */
export type Handlers<Operations extends Readonly<Record<string, OperationModel>>> = {
  readonly [Name in keyof Operations]: Handler<Operations[Name]> | NotEmulated;
};
