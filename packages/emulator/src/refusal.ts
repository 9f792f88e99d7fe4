/** Expected failures as values: an operation answers an output or a refusal. A thrown error is a defect. */

/** A modelled error of a service, by its name in the model. */
export interface Refused<Name extends string = string> {
  readonly refused: Name;
  readonly message: string;
  /** Members that ConflictException and ResourceAlreadyExistsException carry besides the message (JOB-ERR-02). */
  readonly resourceId?: string | undefined;
  readonly resourceArn?: string | undefined;
  /** What MQTT tells a device besides the message when its report did not fit the execution's state; HTTP has no place for it. */
  readonly conflict?: Conflict | undefined;
}

/** A report that did not fit, and the state that it met (JOB-DEVERR-02, 07). */
export interface Conflict {
  readonly code: 'InvalidStateTransition' | 'VersionMismatch';
  readonly executionState: {
    readonly status: string;
    readonly statusDetails: Readonly<Record<string, string>> | undefined;
    readonly versionNumber: number;
  };
}

/** Returns a refusal by its error name. */
export function refuse<const Name extends string>(
  refused: Name,
  message: string,
  resource: { readonly resourceId?: string; readonly resourceArn?: string } = {},
): Refused<Name> {
  return { refused, message, ...resource };
}

/** Returns a refusal of something in the request that AWS calls invalid. */
export function invalid(message: string): Refused<'InvalidRequestException'> {
  return refuse('InvalidRequestException', message);
}

/** Returns a refusal of a reference to something that is not there. */
export function notFound(message: string): Refused<'ResourceNotFoundException'> {
  return refuse('ResourceNotFoundException', message);
}

/** Returns whether a value is a refusal; no output of an operation has a member of that name. */
export function isRefused<Value, Name extends string>(value: Value | Refused<Name>): value is Refused<Name> {
  return typeof value === 'object' && value !== null && 'refused' in value;
}
