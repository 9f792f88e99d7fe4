import type { GetJobDocument } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { findJob } from '../../jobs/find.js';
import { isRefused } from '../../refusal.js';

/** Returns the document as given, presigned placeholders unresolved (JOB-DSC-07). */
export const getJobDocument: Handler<typeof GetJobDocument> = ({ region }, { jobId }) => {
  const record = findJob(region, jobId);
  return isRefused(record) ? record : { document: record.document };
};
