/**
 * The facts file: what the generator knows of a service, extracted from its Smithy model. Facts only, no prose.
 *
 * It is committed so that the schemas can be regenerated and checked without the official model at hand.
 */

export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

export interface MemberFacts {
  readonly target: string;
  readonly required?: true;
  readonly default?: string | number | boolean;
  readonly idempotencyToken?: true;
  readonly sensitive?: true;
  readonly deprecated?: true;
  /** Absent: the JSON body. */
  readonly in?: 'path' | 'query' | 'header' | 'payload';
  /** The name on the wire where it differs from the member's. */
  readonly wireName?: string;
}

export type ShapeFacts = ShapeKind & {
  /** Values of the shape must not be logged. */
  readonly sensitive?: true;
  readonly deprecated?: true;
};

type ShapeKind =
  | { readonly type: 'string'; readonly length?: Bounds; readonly pattern?: string }
  | { readonly type: 'enum'; readonly values: readonly string[] }
  | { readonly type: 'boolean' | 'timestamp' }
  | { readonly type: 'blob'; readonly length?: Bounds }
  | { readonly type: 'integer' | 'long' | 'double' | 'float'; readonly range?: Bounds }
  | { readonly type: 'list'; readonly member: string; readonly length?: Bounds; readonly unique?: true }
  | { readonly type: 'map'; readonly key: string; readonly value: string; readonly length?: Bounds }
  | { readonly type: 'structure'; readonly members: Readonly<Record<string, MemberFacts>> };

export interface OperationFacts {
  readonly method: string;
  readonly uri: string;
  readonly status: number;
  /** Names of the input and output structures; absent when the model says Unit. */
  readonly input?: string;
  readonly output?: string;
  readonly errors: readonly string[];
  readonly idempotent?: true;
  readonly deprecated?: true;
  readonly pagination?: {
    readonly inputToken: string;
    readonly outputToken: string;
    readonly pageSize?: string;
    readonly items?: string;
  };
}

export interface ErrorFacts {
  readonly status: number;
  readonly fault: 'client' | 'server';
  readonly members: readonly string[];
  /** The same request may succeed later. */
  readonly retryable?: true;
}

/** Where the facts come from. */
export interface Source {
  /** The model file's name. */
  readonly file: string;
  /** SHA-256 of the model file's bytes, in hexadecimal. */
  readonly sha256: string;
  /** The day on which the facts were extracted, as YYYY-MM-DD. */
  readonly date: string;
}

export interface ServiceFacts {
  readonly source: Source;
  readonly namespace: string;
  readonly sdkId: string;
  readonly version: string;
  readonly signingName: string;
  readonly endpointPrefix: string;
  readonly operations: Readonly<Record<string, OperationFacts>>;
  /** Names of the operations that the model has and the selection has not; absent in facts of before they were kept. */
  readonly otherOperations?: readonly string[];
  readonly errors: Readonly<Record<string, ErrorFacts>>;
  readonly shapes: Readonly<Record<string, ShapeFacts>>;
}

export interface Facts {
  readonly formatVersion: 1;
  readonly services: Readonly<Record<string, ServiceFacts>>;
}

/** Names of the shapes that a shape uses directly. */
export function targets(facts: ShapeFacts): readonly string[] {
  if (facts.type === 'list') return [facts.member];
  if (facts.type === 'map') return [facts.key, facts.value];
  if (facts.type === 'structure') return Object.values(facts.members).map((member) => member.target);
  return [];
}
