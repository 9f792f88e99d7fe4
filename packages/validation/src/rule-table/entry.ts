/** What the table says about one rule, and the sources that rules are taken from. */
import type { Severity } from '../diagnostic.js';

/** What the documentation says about a rule. */
export interface RuleEntry {
  readonly severity: Severity;
  /** What is demanded, in a few words. */
  readonly title: string;
  /** What happens otherwise; one or more sentences. */
  readonly why: string;
  /** Page of the documentation, or the API model. */
  readonly source: string;
  /** Ids of the documented behaviours of AWS that the rule checks; empty where it rests on the model or on us alone. */
  readonly behaviours: readonly string[];
}

/** The rules of a family, by id. */
export type RuleEntries = Readonly<Record<string, RuleEntry>>;

export const guide = 'https://docs.aws.amazon.com/iot/latest/developerguide';
export const yaml = 'https://yaml.org/spec/1.2.2/';
export const model = 'the AWS IoT API model (com.amazonaws.iot)';
export const own = 'iot-rollouts';

/** A rule that stands where AWS certainly refuses the request, or it cannot do what it says. */
export function error(title: string, why: string, source: string, behaviours: readonly string[] = []): RuleEntry {
  return { severity: 'error', title, why, source, behaviours };
}

/** A rule that stands where a request is unwise or doubtful. */
export function warning(title: string, why: string, source: string, behaviours: readonly string[] = []): RuleEntry {
  return { severity: 'warning', title, why, source, behaviours };
}
