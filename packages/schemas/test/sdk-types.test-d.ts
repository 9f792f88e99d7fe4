/**
 * Holds the generated types to those of the AWS SDK, at compile time and in both directions: inputs and outputs of every
 * operation are the same types, but for the exceptions that are named here, in {@link Wire} and {@link NewerInSdk}.
 */
import type {
  AssociateTargetsWithJobCommandInput,
  CreateJobCommandInput,
  CreateJobTemplateCommandInput,
  CreateThingGroupCommandInput,
  DescribeJobCommandOutput,
  IoT,
  TagResourceCommandInput,
  UpdateJobCommandInput,
} from '@aws-sdk/client-iot';
import type {
  IoTJobsDataPlane,
  StartCommandExecutionCommandInput,
  UpdateJobExecutionCommandInput,
} from '@aws-sdk/client-iot-jobs-data-plane';
import type { Static } from '@sinclair/typebox';
import type * as iot from '../src/iot.js';
import type * as data from '../src/iot-jobs-data.js';
import type { OperationModel } from '../src/operation.js';
import type { Dated } from '../src/timestamps.js';

type Table = Readonly<Record<string, OperationModel>>;

/**
 * The exceptions in form, because the SDK's types are what a client makes of the wire form: numbers for dates, base64 text
 * for bytes, and members that are absent instead of `undefined`.
 */
type Wire<T> = T extends Date
  ? number
  : T extends Uint8Array
    ? string
    : T extends readonly (infer Item)[]
      ? Wire<Item>[]
      : T extends object
        ? { [Name in keyof T]: Wire<Exclude<T[Name], undefined>> }
        : T;

/** Input and output of the SDK's method for an operation; `never` when the SDK has no such method. */
type Sdk<Client, Name extends string> =
  Uncapitalize<Name> extends keyof Client
    ? Client[Uncapitalize<Name>] extends (
        input: infer Input,
        options: never,
        callback: (error: never, output?: infer Output) => void,
      ) => void
      ? { readonly input: Input; readonly output: Omit<Exclude<Output, undefined>, '$metadata'> }
      : never
    : never;

/** The exceptions in content: what only the SDK has, because it was made from a newer model than ours. */
interface NewerInSdk {
  input: never;
  /** `things[].connectivity` has gained `keepAliveDuration`, `cleanSession`, `sessionExpiry` and `clientId`. */
  output: 'SearchIndex';
}

type Way = 'input' | 'output';

/** Names of the operations whose input (or output) cannot be assigned to the SDK's, or the SDK's to ours. */
type NotAssignable<Operations extends Table, Client, W extends Way> = {
  [Name in keyof Operations & string]: [Sdk<Client, Name>] extends [never]
    ? Name
    : BothWays<Static<Operations[Name][W]>, Wire<Sdk<Client, Name>[W]>> extends true
      ? never
      : Name;
}[keyof Operations & string];

/** Names of the operations whose input (or output) differs at all, be it by an optional member deep inside. */
type NotIdentical<Operations extends Table, Client, W extends Way> = {
  [Name in keyof Operations & string]: Identical<
    Wire<Static<Operations[Name][W]>>,
    Wire<Sdk<Client, Name>[W]>
  > extends true
    ? never
    : Name;
}[keyof Operations & string];

type BothWays<Ours, Theirs> = [Ours, Theirs] extends [Theirs, Ours] ? true : false;

type Identical<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only when there is nothing to name. */
type None<Misfits extends never> = Misfits;

export type ControlPlaneFits = None<
  | NotAssignable<typeof iot.operations, IoT, 'input'>
  | NotAssignable<typeof iot.operations, IoT, 'output'>
  | Exclude<NotIdentical<typeof iot.operations, IoT, 'input'>, NewerInSdk['input']>
  | Exclude<NotIdentical<typeof iot.operations, IoT, 'output'>, NewerInSdk['output']>
>;
export type DataPlaneFits = None<
  | NotAssignable<typeof data.operations, IoTJobsDataPlane, 'input'>
  | NotAssignable<typeof data.operations, IoTJobsDataPlane, 'output'>
  | NotIdentical<typeof data.operations, IoTJobsDataPlane, 'input'>
  | NotIdentical<typeof data.operations, IoTJobsDataPlane, 'output'>
>;

/** An exception that is none any more has to go. */
export type ExceptionsHold = None<
  | Exclude<NewerInSdk['input'], NotIdentical<typeof iot.operations, IoT, 'input'>>
  | Exclude<NewerInSdk['output'], NotIdentical<typeof iot.operations, IoT, 'output'>>
>;

/**
 * The same without {@link Wire}: what the two functions of the package make of the one form is assignable to the other as
 * it is. `undefined` for a required member is what the SDK's own types allow, and what `withEpochSeconds` takes.
 */
type NotConvertible<Operations extends Table, Client, W extends Way> = {
  [Name in keyof Operations & string]: [Dated<Operations[Name][W]>, Sdk<Client, Name>[W]] extends [
    Sdk<Client, Name>[W],
    Dated<Operations[Name][W], undefined>,
  ]
    ? never
    : Name;
}[keyof Operations & string];

export type ControlPlaneConverts = None<
  NotConvertible<typeof iot.operations, IoT, 'input'> | NotConvertible<typeof iot.operations, IoT, 'output'>
>;
export type DataPlaneConverts = None<
  | NotConvertible<typeof data.operations, IoTJobsDataPlane, 'input'>
  | NotConvertible<typeof data.operations, IoTJobsDataPlane, 'output'>
>;

/** The requests that are written most are assignable as they are, without any conversion. */
export const asIs = {
  createJob: (request: iot.CreateJobRequest): CreateJobCommandInput => request,
  createJobTemplate: (request: iot.CreateJobTemplateRequest): CreateJobTemplateCommandInput => request,
  updateJob: (request: iot.UpdateJobRequest): UpdateJobCommandInput => request,
  associateTargets: (request: iot.AssociateTargetsWithJobRequest): AssociateTargetsWithJobCommandInput => request,
  tagResource: (request: iot.TagResourceRequest): TagResourceCommandInput => request,
  createThingGroup: (request: iot.CreateThingGroupRequest): CreateThingGroupCommandInput => request,
  updateJobExecution: (request: data.UpdateJobExecutionRequest): UpdateJobExecutionCommandInput => request,
};

export const notAsIs = {
  // @ts-expect-error A timestamp is a number of seconds on the wire and a Date in the SDK.
  describeJob: (response: DescribeJobCommandOutput): iot.DescribeJobResponse => response,
  // @ts-expect-error A parameter's bytes are base64 text on the wire and a Uint8Array in the SDK.
  startCommand: (request: data.StartCommandExecutionRequest): StartCommandExecutionCommandInput => request,
  // @ts-expect-error The SDK's types let a required member be undefined.
  createJob: (request: CreateJobCommandInput): iot.CreateJobRequest => request,
};

/** What the comparison would name if a member, an operation or a type differed; an empty answer here is a broken test. */
type Renamed = { readonly TagResource: OperationModel<'TagResource', typeof iot.UntagResourceRequest> };
type Unheard = { readonly TagThing: OperationModel<'TagThing'> };
export const controls: readonly [
  NotAssignable<Renamed, IoT, 'input'>,
  NotConvertible<Renamed, IoT, 'input'>,
  NotAssignable<Unheard, IoT, 'input'>,
  NotIdentical<Renamed, IoT, 'input'>,
] = ['TagResource', 'TagResource', 'TagThing', 'TagResource'];

/** Assignability alone does not see an optional member that only one side has; identity does. */
export const deep: readonly [
  BothWays<{ a: { b: 1 } }, { a: { b: 1; c?: 2 } }>,
  Identical<{ a: { b: 1 } }, { a: { b: 1; c?: 2 } }>,
] = [true, false];
