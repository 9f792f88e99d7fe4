/** Every rule about one manifest. */
import { abortRule } from './abort.js';
import { accountRule } from './account.js';
import { booleanWordRule } from './boolean-word.js';
import { configurationRule } from './configuration-rules.js';
import { documentRule } from './document.js';
import { documentContentRule } from './document-content.js';
import { documentFormatRule } from './document-format.js';
import { managedRule } from './managed.js';
import { nameRule } from './name.js';
import { overrideRule } from './override.js';
import { packageListRule, packagePlaceholderRule } from './package.js';
import { placeholderRule } from './placeholder.js';
import { presignRule, uploadRegionRule } from './presign.js';
import { retryRule } from './retry.js';
import { rolloutRule } from './rollout.js';
import type { Rule } from './rule.js';
import { scheduleRule } from './schedule.js';
import { scheduleNowRule } from './schedule-now.js';
import { tagRule } from './tag.js';
import { targetRule } from './target.js';
import { templateRule } from './template.js';
import { documentTextRule, tagTextRule } from './text.js';
import { timeoutRule } from './timeout.js';
import { windowRule, windowSelectionRule } from './window.js';

/** The rules in the order of the fields they are about; what they find is sorted later. */
export const rules: readonly Rule[] = [
  nameRule,
  targetRule,
  accountRule,
  templateRule,
  managedRule,
  documentRule,
  documentContentRule,
  documentFormatRule,
  placeholderRule,
  uploadRegionRule,
  presignRule,
  packageListRule,
  packagePlaceholderRule,
  tagTextRule,
  documentTextRule,
  booleanWordRule,
  rolloutRule,
  abortRule,
  timeoutRule,
  retryRule,
  scheduleRule,
  scheduleNowRule,
  windowRule,
  windowSelectionRule,
  configurationRule,
  overrideRule,
  tagRule,
];
