/** Tags. */
import { error, guide, own, type RuleEntries } from './entry.js';

export const tagRules = {
  'tag/too-many': error('At most 46 tags', 'AWS allows 50, and four are ours.', `${guide}/tagging-iot.html`),
  'tag/reserved': error('No tag begins with aws:', 'The prefix belongs to AWS.', `${guide}/tagging-iot.html`),
  'tag/ours': error('No tag begins with iot-rollouts:', 'Such tags say which manifest owns a job.', own),
  'tag/duplicate': error('A tag key stands once', 'One of the two values would be lost.', `${guide}/tagging-iot.html`),
} as const satisfies RuleEntries;
