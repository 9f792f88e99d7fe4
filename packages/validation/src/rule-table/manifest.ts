/** The header of a manifest. */
import { error, model, own, type RuleEntries } from './entry.js';

export const manifestRules = {
  'manifest/not-an-object': error(
    'A document is an object',
    'A manifest has apiVersion, kind, metadata and spec.',
    own,
  ),
  'manifest/api-version': error('apiVersion is iot-rollouts/v1', 'It says by which rules the manifest is read.', own),
  'manifest/unknown-kind': error('kind is Job or JobTemplate', 'It says what the manifest describes.', own),
  'manifest/name': error('metadata.name is a legal id', 'It becomes the jobId or the jobTemplateId.', model),
} as const satisfies RuleEntries;
