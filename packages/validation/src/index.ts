/** AWS IoT job manifests: text to typed manifests, or diagnostics with a line and a column. Pure: no disk, no clock. */
export { retryEdit } from './against-base/retry-edit.js';
export { inWordsOf, withDefaults } from './against-base/same-member.js';
export { againstBase, type CommitManifests } from './against-base.js';
export { type CheckOptions, checkManifests } from './check.js';
export type { Checked, Diagnostic, Position, RelatedPlace, Severity, SourceRange } from './diagnostic.js';
export { type DocumentFiles, documentFilesOf, type ReadProblem, type ReadResult } from './document-files.js';
export { manifestJsonSchema } from './editor-schema.js';
export { type Identity, type IdentityInFile, identitiesOf } from './identities.js';
export type {
  DocumentSource,
  JobManifest,
  JobTemplateManifest,
  Manifest,
  Origin,
  Tags,
  Target,
  TemplateReference,
} from './manifest.js';
export { type ParsedDocument, type ParsedFile, parseFile } from './parse.js';
export { renderGithub } from './render/github.js';
export { renderJson } from './render/json.js';
export { markdownCounts, renderMarkdown } from './render/markdown.js';
export { markdownCode, markdownText } from './render/markdown-text.js';
export { type PrettyOptions, renderPretty } from './render/pretty.js';
export { renderSarif } from './render/sarif.js';
export { printable } from './render/untrusted.js';
export { countErrors, type ValidationReport } from './report.js';
export { rulePage } from './rule-page.js';
export type { RuleEntry } from './rule-table/entry.js';
export { type RuleId, ruleTable } from './rule-table.js';
export { readScheduleTime, type ScheduleTime } from './rules/schedule-time.js';
export { readS3Url, type S3Object } from './s3-url.js';
export { apiVersion, type ManifestKind, manifestKinds, manifestSchema } from './schema.js';
export {
  type Defaults,
  type DocumentFormat,
  defaultSettings,
  type Limits,
  type RuleLevel,
  type Settings,
  settingsFile,
} from './settings.js';
export { parseSettings } from './settings-file.js';
export { settingsJsonSchema, settingsSchema } from './settings-schema.js';
export { familyOf, isFixed, isRuleId, levelOf } from './severity.js';
