/** A placeholder inside another. */
import type { DocumentText } from '../document-parts.js';
import type { Finding } from '../finding.js';
import { findingIn, type JobDocument } from '../job-document.js';
import { localNames, type Placeholder, shown } from '../placeholders.js';

/** JOB-PH-02: a placeholder inside another is refused, except AWS's local ones in the key of an upload URL. */
export function nesting(document: JobDocument, inner: Placeholder, outer: Placeholder, at: DocumentText): Finding {
  const message = `${shown(inner)} stands inside ${shown(outer)}; AWS fills in only one layer`;
  const upload = outer.body.startsWith('aws:iot:s3-presigned-url-upload:');
  const help = upload
    ? `In an upload URL only ${localNames.map((name) => `\${${name}}`).join(', ')} are filled in.`
    : 'Write the value itself in place of the inner placeholder.';
  return findingIn(document, 'placeholder/nested', at, message, help);
}
