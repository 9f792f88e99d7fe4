/** What waits for its time: plain data, so that a snapshot holds it. The world knows how each is done. */
import type { UpdateJobExecutionRequest } from '@iot-rollouts/schemas/iot-jobs-data';

/** A job by its region, its id and the number of its creation: an id may be used again after a deletion. */
interface JobTask {
  readonly region: string;
  readonly jobId: string;
  readonly sequence: number;
}

export type Task =
  /** Something of the job is due: a notification, a timeout, its start or end. */
  | (JobTask & { readonly kind: 'advance-job' })
  /** The deletion of the job's executions is done. */
  | (JobTask & { readonly kind: 'finish-deletion' })
  /** The job has ended so long ago that it disappears. */
  | (JobTask & { readonly kind: 'retire-job' })
  /** A simulated device looks for its next execution. */
  | { readonly kind: 'wake-device'; readonly region: string; readonly thingName: string }
  /** A simulated device is done with its execution. */
  | { readonly kind: 'report'; readonly region: string; readonly report: UpdateJobExecutionRequest };
