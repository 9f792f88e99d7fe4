/** The part of Smithy's JSON AST that the extractor reads. */

export type Traits = Readonly<Record<string, unknown>>;

export interface SmithyMember {
  readonly target: string;
  readonly traits?: Traits;
}

export interface SmithyShape {
  readonly type: string;
  readonly version?: string;
  readonly traits?: Traits;
  readonly members?: Readonly<Record<string, SmithyMember>>;
  readonly member?: SmithyMember;
  readonly key?: SmithyMember;
  readonly value?: SmithyMember;
  readonly input?: SmithyMember;
  readonly output?: SmithyMember;
  readonly errors?: readonly SmithyMember[];
  readonly mixins?: readonly unknown[];
  readonly rename?: Readonly<Record<string, string>>;
}

export interface SmithyModel {
  readonly smithy: string;
  readonly shapes: Readonly<Record<string, SmithyShape>>;
}

/** A model the extractor cannot read in full. The message names the shape and what is not understood. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}
