/** What a check finds, before and after it is placed in a source file. */

/** An error stops a rollout; a warning is shown and may be ignored. */
export type Severity = 'error' | 'warning';

/** A position in a text; line and column count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** From the first character up to, and not including, `end`. */
export interface SourceRange {
  readonly start: Position;
  readonly end: Position;
}

/** Another place that belongs to a diagnostic, such as the first of two duplicates. */
export interface RelatedPlace {
  readonly message: string;
  readonly file: string;
  readonly range?: SourceRange;
}

/** A document file whose fault a diagnostic tells, and the manifest that names it. */
export interface NamedDocument {
  /** From the repository's root. */
  readonly path: string;
  /** The path as the manifest writes it. */
  readonly reference: string;
  /** The manifest's name, if it has one. */
  readonly manifest?: string;
}

/** One thing that is wrong with a manifest, at its place. */
export interface Diagnostic {
  /** The rule's id: `shape/out-of-range`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** What to write instead. */
  readonly help?: string;
  /** Relative to the repository root, with forward slashes. */
  readonly file: string;
  readonly range?: SourceRange;
  /** JSON pointer into the YAML document. */
  readonly pointer?: string;
  readonly related: readonly RelatedPlace[];
  /** Whose fault it is alone, until what is said of one file for several manifests has become one diagnostic. */
  readonly documentFile?: NamedDocument;
}

/** A result and what was found on the way; both may be present. */
export interface Checked<T> {
  readonly value?: T;
  readonly diagnostics: readonly Diagnostic[];
}
