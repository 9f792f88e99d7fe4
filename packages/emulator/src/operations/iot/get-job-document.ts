import type { GetJobDocument } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { findJob } from '../../jobs/find.js';
import { isRefused } from '../../refusal.js';

/** Returns the document, presigned placeholders unresolved; packages are filled in unless asked otherwise (JOB-DSC-07). */
export const getJobDocument: Handler<typeof GetJobDocument> = ({ region }, { jobId, beforeSubstitution = false }) => {
  const record = findJob(region, jobId);
  if (isRefused(record)) return record;
  const { document, documentBeforeSubstitution } = record;
  return { document: beforeSubstitution ? (documentBeforeSubstitution ?? document) : document };
};
