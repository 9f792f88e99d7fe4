/** A custom job template of the account. */
import type { JobConfigurations } from './record.js';

export interface JobTemplateRecord {
  readonly jobTemplateId: string;
  readonly jobTemplateArn: string;
  readonly document: string;
  readonly documentSource: string | undefined;
  readonly configurations: JobConfigurations;
  /** Milliseconds. */
  readonly createdAt: number;
}
