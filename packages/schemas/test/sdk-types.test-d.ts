/**
 * Holds the generated types to those of the AWS SDK, at compile time: a request typed by us can be handed to the SDK's
 * command, and an answer of the SDK is one of ours. Timestamps (numbers here, `Date` there) and bytes (base64 here,
 * `Uint8Array` there) are the named exceptions: the SDK's are what a client makes of the wire form.
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
import type { IoTJobsDataPlane, UpdateJobExecutionCommandInput } from '@aws-sdk/client-iot-jobs-data-plane';
import type { Static } from '@sinclair/typebox';
import type * as iot from '../src/iot.js';
import type * as data from '../src/iot-jobs-data.js';
import type { OperationModel } from '../src/operation.js';

type Table = Readonly<Record<string, OperationModel>>;

/** The wire form of what the SDK takes or gives: without explicit `undefined`, with numbers for dates and text for bytes. */
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

/** Names of the operations whose input the SDK would not take. */
type InputMisfits<Operations extends Table, Client> = {
  [Name in keyof Operations & string]: [Sdk<Client, Name>] extends [never]
    ? Name
    : Static<Operations[Name]['input']> extends Wire<Sdk<Client, Name>['input']>
      ? never
      : Name;
}[keyof Operations & string];

/** Names of the operations whose output, as the SDK gives it, is not ours. */
type OutputMisfits<Operations extends Table, Client> = {
  [Name in keyof Operations & string]: Wire<Sdk<Client, Name>['output']> extends Static<Operations[Name]['output']>
    ? never
    : Name;
}[keyof Operations & string];

/** Members that only we or only the SDK have, as `Operation.member`. */
type MemberMisfits<Operations extends Table, Client> = {
  [Name in keyof Operations & string]:
    | Difference<Name, keyof Static<Operations[Name]['input']>, keyof Sdk<Client, Name>['input']>
    | Difference<Name, keyof Static<Operations[Name]['output']>, keyof Sdk<Client, Name>['output']>;
}[keyof Operations & string];

type Difference<
  Name extends string,
  Ours,
  Theirs,
> = `${Name}.${(Exclude<Ours, Theirs> | Exclude<Theirs, Ours>) & string}`;

/** Compiles only when there is nothing to name. */
type None<Misfits extends never> = Misfits;

export type ControlPlaneInputsFit = None<InputMisfits<typeof iot.operations, IoT>>;
export type ControlPlaneOutputsFit = None<OutputMisfits<typeof iot.operations, IoT>>;
export type ControlPlaneMembersFit = None<MemberMisfits<typeof iot.operations, IoT>>;
export type DataPlaneInputsFit = None<InputMisfits<typeof data.operations, IoTJobsDataPlane>>;
export type DataPlaneOutputsFit = None<OutputMisfits<typeof data.operations, IoTJobsDataPlane>>;
export type DataPlaneMembersFit = None<MemberMisfits<typeof data.operations, IoTJobsDataPlane>>;

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
};

/** What the comparison would name if a member, an operation or a type differed; an empty answer here is a broken test. */
type Renamed = { readonly TagResource: OperationModel<'TagResource', typeof iot.UntagResourceRequest> };
type Unheard = { readonly TagThing: OperationModel<'TagThing'> };
export const controls: readonly [
  MemberMisfits<Renamed, IoT> extends never ? 'blind' : 'sees members',
  InputMisfits<Renamed, IoT>,
  InputMisfits<Unheard, IoT>,
] = ['sees members', 'TagResource', 'TagThing'];
