/** `command: cancel`: stops jobs that a person names, whatever the manifests say of them. */
import { hasEnded, type IotPort, isOurs, jobStatus, ServiceError, sourceTag } from '@iot-rollouts/reconcile';
import { type Diagnostic, markdownCode, markdownText } from '@iot-rollouts/validation';
import { describeRepository } from '@iot-rollouts/validation/node';
import { connectAws } from './aws.js';
import { explainFailure, printSafely } from './log.js';
import type { Step } from './step.js';

/** AWS allows so many characters in a job's comment. */
const commentMax = 2028;
const reasonCode = 'CANCELLED_BY_WORKFLOW';

/** Cancels the named jobs, as far as they are this repository's and still go on; errors for the others. */
export async function cancelJobs(step: Step): Promise<readonly Diagnostic[]> {
  const { inputs, host, root } = step;
  const port = await connectAws(step);
  const { name: source } = await describeRepository(root, host.env);
  const errors: Diagnostic[] = [];
  const rows: string[] = [];
  for (const name of inputs.names) {
    const { result, failed } = await cancelJob(port, name, source, commentOf(step));
    printSafely(host, `${name}: ${result}`);
    rows.push(`| ${markdownCode(name)} | ${markdownText(result)} |`);
    if (failed)
      errors.push({ rule: 'cancel/refused', severity: 'error', message: `${name}: ${result}`, file: '', related: [] });
  }
  await step.summarize(['## Cancelled', '', '| Job | Result |', '| --- | --- |', ...rows, ''].join('\n'));
  return errors;
}

interface Cancelled {
  readonly result: string;
  readonly failed: boolean;
}

async function cancelJob(port: IotPort, jobId: string, source: string, comment: string): Promise<Cancelled> {
  try {
    const job = await port.describeJob(jobId);
    const status = jobStatus(jobId, job);
    if (job === undefined) return { result: 'there is no such job', failed: true };
    if (hasEnded(status)) return { result: `has ended already: ${status.outcome}`, failed: false };
    const tags = await port.listTags(job.jobArn);
    if (!isOurs(tags, source)) {
      const owner = tags[sourceTag];
      const whose = owner === undefined ? 'was not started by iot-rollouts' : `belongs to ${owner}`;
      return { result: `${whose}, so it is not cancelled from here`, failed: true };
    }
    await port.cancelJob({ jobId, reasonCode, comment });
    return { result: 'cancelled; devices that have begun finish what they do', failed: false };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { result: explainFailure(error).message, failed: true };
  }
}

/** Who cancelled, for whoever looks at the job in AWS. */
function commentOf({ host, context }: Step): string {
  const actor = host.env.GITHUB_ACTOR ?? '';
  const by = /^[A-Za-z0-9-]+(\[bot\])?$/.test(actor) ? ` by ${actor}` : '';
  return `Cancelled${by} in ${context?.runUrl ?? 'a workflow'}`.slice(0, commentMax);
}
