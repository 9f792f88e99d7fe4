/** A custom job template of the account. */
import type { CreateJobTemplateRequest } from '@iot-rollouts/schemas/iot';
import type { JobConfigurations } from './record.js';

export interface JobTemplateRecord {
  readonly jobTemplateId: string;
  readonly jobTemplateArn: string;
  readonly document: string;
  readonly documentSource: string | undefined;
  readonly configurations: JobConfigurations;
  readonly maintenanceWindows: CreateJobTemplateRequest['maintenanceWindows'];
  readonly destinationPackageVersions: readonly string[] | undefined;
  /** The order of creation among all records of the region. */
  readonly sequence: number;
  /** Milliseconds. */
  readonly createdAt: number;
}
