/**
 * Every rule: its severity, what it demands, why, and where that is written. An id is never given a second meaning.
 *
 * An error stands only where AWS certainly refuses the request or it cannot do what it says; everything doubtful warns.
 */
import { abortRules } from './rule-table/abort.js';
import { baseRules } from './rule-table/base.js';
import { deviceClientRules } from './rule-table/device-client.js';
import { documentRules } from './rule-table/document.js';
import type { RuleEntry } from './rule-table/entry.js';
import { freertosOtaRules } from './rule-table/freertos-ota.js';
import { identityRules } from './rule-table/identity.js';
import { managedRules } from './rule-table/managed.js';
import { manifestRules } from './rule-table/manifest.js';
import { namespaceRules } from './rule-table/namespace.js';
import { overrideRules } from './rule-table/override.js';
import { packageRules } from './rule-table/package.js';
import { placeholderRules } from './rule-table/placeholder.js';
import { presignRules } from './rule-table/presign.js';
import { retryRules } from './rule-table/retry.js';
import { rolloutRules } from './rule-table/rollout.js';
import { scheduleRules } from './rule-table/schedule.js';
import { settingsRules } from './rule-table/settings.js';
import { shapeRules } from './rule-table/shape.js';
import { sourceRules } from './rule-table/source.js';
import { suppressionRules } from './rule-table/suppression.js';
import { tagRules } from './rule-table/tag.js';
import { targetRules } from './rule-table/target.js';
import { templateRules } from './rule-table/template.js';
import { textRules } from './rule-table/text.js';
import { timeoutRules } from './rule-table/timeout.js';
import { yamlRules } from './rule-table/yaml.js';

const rules = {
  ...sourceRules,
  ...settingsRules,
  ...yamlRules,
  ...manifestRules,
  ...shapeRules,
  ...documentRules,
  ...deviceClientRules,
  ...freertosOtaRules,
  ...placeholderRules,
  ...presignRules,
  ...packageRules,
  ...templateRules,
  ...managedRules,
  ...identityRules,
  ...namespaceRules,
  ...textRules,
  ...rolloutRules,
  ...abortRules,
  ...timeoutRules,
  ...retryRules,
  ...scheduleRules,
  ...overrideRules,
  ...targetRules,
  ...tagRules,
  ...suppressionRules,
  ...baseRules,
};

/** The id of a rule: `shape/out-of-range`. */
export type RuleId = keyof typeof rules;

/** Every rule by its id. */
export const ruleTable: Readonly<Record<RuleId, RuleEntry>> = rules;
