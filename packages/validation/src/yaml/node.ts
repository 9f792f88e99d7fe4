/** The nodes of a YAML document with their offsets in the text. Values are built elsewhere, from the same events. */
import type { ScalarEvent } from 'js-yaml';

/** A part of a text. */
export interface Span {
  /** Offset of the first character. */
  readonly start: number;
  /** Offset behind the last character. */
  readonly end: number;
}

/** A single value, or nothing where a value could stand. */
export interface ScalarNode extends Span {
  readonly kind: 'scalar';
  /** Whether nothing is written: `key:` with an empty rest. */
  readonly empty: boolean;
  /** Whether it is unquoted, so that YAML guesses its type. */
  readonly plain: boolean;
  /** How its value is written; undefined where nothing is, and for an alias that names nothing. */
  readonly event: ScalarEvent | undefined;
}

/** One `key: value` of a map. */
export interface MapEntry {
  readonly key: ScalarNode;
  readonly value: YamlNode;
}

/** An object. */
export interface MapNode extends Span {
  readonly kind: 'map';
  /** By key; of a key that is written twice, the last. */
  readonly entries: ReadonlyMap<string, MapEntry>;
}

/** A list. */
export interface ListNode extends Span {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
}

/** `*name`, which stands for the node marked `&name`. */
export interface AliasNode extends Span {
  readonly kind: 'alias';
  readonly target: YamlNode;
}

/** Any node of a document. */
export type YamlNode = ScalarNode | MapNode | ListNode | AliasNode;

/** Something that is wrong with the YAML text itself, before anybody asks what it means. */
export interface YamlProblem extends Span {
  readonly rule: YamlRule;
  readonly message: string;
  readonly help?: string;
  readonly related?: { readonly start: number; readonly end: number; readonly message: string };
}

/** The rules about YAML itself. */
export type YamlRule =
  | 'yaml/syntax'
  | 'yaml/control-character'
  | 'yaml/bidirectional-comment'
  | 'yaml/duplicate-key'
  | 'yaml/alias'
  | 'yaml/alias-limit'
  | 'yaml/complex-key'
  | 'yaml/merge-key'
  | 'yaml/tag'
  | 'yaml/leading-zero';
