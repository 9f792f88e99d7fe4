/** What a repository says about itself in `iot-rollouts.config.yaml`: the facts and wishes that rules ask for. */
import type { Severity } from './diagnostic.js';
import type { RuleId } from './rule-table.js';

/** Where the settings stand, from the root of the repository. */
export const settingsFile = 'iot-rollouts.config.yaml';

/** How a rule is to be taken: as its table says, otherwise as a warning or an error, or not at all. */
export type RuleLevel = Severity | 'off';

/** The settings of a repository. */
export interface Settings {
  /** Globs of the manifests, from the repository's root. */
  readonly manifests: readonly string[];
  /** Rules that are taken otherwise than the table says. */
  readonly rules: Readonly<Partial<Record<RuleId, RuleLevel>>>;
  /** How many things a target has, by the target as manifests write it: `thinggroup/thermostats`, `thing/lab-7`. */
  readonly fleet: Readonly<Record<string, number>>;
  /** Quotas of the account, where they are not AWS's default. */
  readonly limits: Limits;
  readonly defaults: Defaults;
}

/** Quotas that AWS can raise for an account. */
export interface Limits {
  /** Things that may be notified in a minute, `maximumPerMinute` at most. AWS's default is 1000. */
  readonly jobExecutionsPerMinute: number;
  /** Requests of one operation that AWS takes in a second; absent where its default of 10 holds. */
  readonly callsPerSecond?: number;
}

/** What holds where a manifest or a target says nothing. */
export interface Defaults {
  /** How many things a group has that `fleet` does not name; absent when nobody knows. */
  readonly devices?: number;
  /** What job documents are meant for; absent when it is to be recognised from the document. */
  readonly documentFormat?: DocumentFormat;
}

/** The well-known forms of job documents, and `custom` for a form of one's own, which is not judged. */
export type DocumentFormat = (typeof documentFormats)[number];

/** The words that `documentFormat` takes. */
export const documentFormats = ['custom', 'device-client', 'freertos-ota', 'managed-template'] as const;

/** Where manifests stand when nobody says otherwise. */
export const defaultGlobs: readonly string[] = ['rollouts/**/*.{yaml,yml,json}'];

/** What holds without a settings file. */
export const defaultSettings: Settings = {
  manifests: defaultGlobs,
  rules: {},
  fleet: {},
  limits: { jobExecutionsPerMinute: 1000 },
  defaults: {},
};
