/** The port by the AWS SDK: the only source file that imports `@aws-sdk/client-iot`. */
import { setTimeout } from 'node:timers/promises';
import {
  AssociateTargetsWithJobCommand,
  CancelJobCommand,
  CreateJobCommand,
  CreateJobTemplateCommand,
  DeleteJobTemplateCommand,
  DescribeJobCommand,
  DescribeJobTemplateCommand,
  DescribeManagedJobTemplateCommand,
  DescribeThingCommand,
  DescribeThingGroupCommand,
  GetJobDocumentCommand,
  IoTClient,
  type IoTClientConfig,
  ListJobExecutionsForJobCommand,
  ListJobsCommand,
  ListJobTemplatesCommand,
  ListTagsForResourceCommand,
  ListThingsInThingGroupCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateJobCommand,
} from '@aws-sdk/client-iot';
import type {
  CancelJobRequest,
  CreateJobRequest,
  CreateJobTemplateRequest,
  TagList,
  UpdateJobRequest,
} from '@iot-rollouts/schemas/iot';
import { readS3Url } from '@iot-rollouts/validation';
import {
  type DescribedJob,
  type DescribedTemplate,
  type Execution,
  type IotPort,
  type Listed,
  type ListedJobSummary,
  type ListedTemplate,
  type ManagedTemplate,
  ServiceError,
} from '../port.js';
import { awsCallsPerSecond, pacer } from './pacer.js';

/** Where to call AWS IoT; what is left out comes from the environment and the SDK's default chain. */
export interface Connection {
  readonly region?: string;
  /** The emulator's address, for instance `http://127.0.0.1:4570`. */
  readonly endpointUrl?: string;
  /**
   * Calls of one operation in a second, for an account whose quotas were raised. AWS's 10 if left out; an emulator on this
   * machine is not spared.
   */
  readonly callsPerSecond?: number;
}

/** An answer of S3 is waited for so long; nothing depends on it. */
const objectTimeoutMs = 5000;

/** Throttling and 5xx are tried again with jitter, this many times in all, by the SDK's standard strategy. */
const maxAttempts = 8;

/**
 * A port to AWS IoT, or to the emulator. Region and credentials are looked up here, so that a missing one is told before
 * anything is sent: a {@link ServiceError} with the code `RegionError` or `CredentialsError`.
 *
 * An emulator on this machine needs no account: for a loopback endpoint, the region defaults to us-east-1, and without
 * credentials in the environment fixed ones are used, which AWS would never accept.
 */
export async function connectIot(
  connection: Connection,
  env: Readonly<Record<string, string | undefined>>,
): Promise<IotPort> {
  // The SDK prints a notice about Node 20 on standard error, which no reader of a plan can act on.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const endpoint = connection.endpointUrl ?? env.AWS_ENDPOINT_URL_IOT ?? env.AWS_ENDPOINT_URL;
  const local = endpoint !== undefined && isLoopback(endpoint);
  const region = connection.region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? (local ? 'us-east-1' : undefined);
  const isAnonymous = local && env.AWS_ACCESS_KEY_ID === undefined && env.AWS_PROFILE === undefined;
  const config: IoTClientConfig = {
    maxAttempts,
    retryMode: 'standard',
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    ...(isAnonymous && { credentials: { accessKeyId: 'emulator', secretAccessKey: 'emulator' } }),
  };
  const client = new IoTClient(config);
  const standard = await client.config.retryStrategy();
  client.config.retryStrategy = async () => withoutQuotas(standard);
  let account: string | undefined;
  try {
    account = (await client.config.credentials()).accountId;
  } catch {
    throw new ServiceError('connect', 'CredentialsError', 'No AWS credentials were found.');
  }
  try {
    const rate = connection.callsPerSecond ?? (local ? Number.POSITIVE_INFINITY : awsCallsPerSecond);
    const turn = pacer(rate, { now: () => performance.now(), sleep: (ms) => setTimeout(ms) });
    const place = { region: await client.config.region(), account };
    // Where an emulator stands in for AWS IoT, objects are not in S3, unless an emulator of that is named too.
    const objects = env.AWS_ENDPOINT_URL_S3 ?? (endpoint === undefined ? '' : undefined);
    return new SdkPort(client, place, objects, turn);
  } catch {
    throw new ServiceError('connect', 'RegionError', 'No AWS region was found.');
  }
}

type RetryStrategy = Awaited<ReturnType<IoTClient['config']['retryStrategy']>>;

/**
 * The strategy, but for quotas. The SDK takes the name LimitExceededException for a throttle, as some services use it so;
 * AWS IoT means a quota, for instance a hundred templates, which no repetition lifts.
 */
function withoutQuotas(strategy: RetryStrategy): RetryStrategy {
  if (!('refreshRetryTokenForRetry' in strategy)) return strategy;
  const { refreshRetryTokenForRetry } = strategy;
  strategy.refreshRetryTokenForRetry = (token, info) => {
    const error: unknown = info.error;
    if (error instanceof Error && error.name === 'LimitExceededException') throw error;
    return refreshRetryTokenForRetry.call(strategy, token, info);
  };
  return strategy;
}

class SdkPort implements IotPort {
  readonly region: string;
  readonly account: string | undefined;
  private readonly client: IoTClient;
  /** Where objects are asked for: at S3 when empty, nowhere when undefined. */
  private readonly objectsUrl: string | undefined;
  private readonly turn: (operation: string) => Promise<void>;

  constructor(
    client: IoTClient,
    place: Pick<IotPort, 'region' | 'account'>,
    objectsUrl: string | undefined,
    turn: (operation: string) => Promise<void>,
  ) {
    this.client = client;
    this.objectsUrl = objectsUrl;
    this.region = place.region;
    this.account = place.account;
    this.turn = turn;
  }

  /** One call of an operation, when its turn has come; what it throws is a {@link ServiceError}. */
  private async call<T>(operation: string, send: () => Promise<T>): Promise<T> {
    await this.turn(operation);
    try {
      return await send();
    } catch (error) {
      throw serviceError(operation, error as SdkError);
    }
  }

  async listJobs(pagesMax: number): Promise<Listed<ListedJobSummary>> {
    return listed(pagesMax, async (nextToken) => {
      const command = new ListJobsCommand({ maxResults: 250, nextToken });
      const page = await this.call('ListJobs', () => this.client.send(command));
      const entries = (page.jobs ?? []).map(
        ({ jobId = '', jobArn = '', status = '', isConcurrent, lastUpdatedAt }) => ({
          name: jobId,
          arn: jobArn,
          status: String(status),
          isConcurrent: isConcurrent === true,
          lastUpdatedAt: (lastUpdatedAt?.getTime() ?? 0) / 1000,
        }),
      );
      return { entries, nextToken: page.nextToken };
    });
  }

  async listJobTemplates(pagesMax: number): Promise<Listed<ListedTemplate>> {
    return listed(pagesMax, async (nextToken) => {
      const command = new ListJobTemplatesCommand({ maxResults: 250, nextToken });
      const page = await this.call('ListJobTemplates', () => this.client.send(command));
      const entries = (page.jobTemplates ?? []).map(({ jobTemplateId = '', jobTemplateArn = '' }) => ({
        name: jobTemplateId,
        arn: jobTemplateArn,
      }));
      return { entries, nextToken: page.nextToken };
    });
  }

  async describeJob(jobId: string): Promise<DescribedJob | undefined> {
    const answer = await absentIfNotFound(
      this.call('DescribeJob', () => this.client.send(new DescribeJobCommand({ jobId, beforeSubstitution: true }))),
    );
    const job = answer?.job;
    if (job === undefined) return undefined;
    const source = answer?.documentSource;
    return { ...withSeconds(job), ...(source !== undefined && { documentSource: source }) } as DescribedJob; // jobId and jobArn are always answered.
  }

  async getJobDocument(jobId: string): Promise<string | undefined> {
    const command = new GetJobDocumentCommand({ jobId, beforeSubstitution: true });
    const answer = await absentIfNotFound(this.call('GetJobDocument', () => this.client.send(command)));
    return answer?.document;
  }

  async listExecutions(jobId: string, max: number): Promise<readonly Execution[] | undefined> {
    const executions: Execution[] = [];
    let nextToken: string | undefined;
    do {
      const command = new ListJobExecutionsForJobCommand({ jobId, maxResults: 250, nextToken });
      const page = await absentIfNotFound(this.call('ListJobExecutionsForJob', () => this.client.send(command)));
      for (const { thingArn = '', jobExecutionSummary } of page?.executionSummaries ?? []) {
        const { executionNumber = 1, status = 'QUEUED' } = jobExecutionSummary ?? {};
        executions.push({ thingArn, executionNumber, status });
      }
      nextToken = page?.nextToken;
      if (executions.length > max || (nextToken !== undefined && executions.length === max)) return undefined;
    } while (nextToken !== undefined);
    return executions;
  }

  async createJob(request: CreateJobRequest): Promise<{ readonly arn: string }> {
    const answer = await this.call('CreateJob', () => this.client.send(new CreateJobCommand(request)));
    return { arn: answer.jobArn ?? '' };
  }

  async updateJob(request: UpdateJobRequest): Promise<void> {
    await this.call('UpdateJob', () => this.client.send(new UpdateJobCommand(request)));
  }

  async cancelJob(request: CancelJobRequest): Promise<void> {
    await this.call('CancelJob', () => this.client.send(new CancelJobCommand(request)));
  }

  async associateTargets(jobId: string, targetArns: readonly string[]): Promise<void> {
    const command = new AssociateTargetsWithJobCommand({ jobId, targets: [...targetArns] });
    await this.call('AssociateTargetsWithJob', () => this.client.send(command));
  }

  async describeJobTemplate(jobTemplateId: string): Promise<DescribedTemplate | undefined> {
    const command = new DescribeJobTemplateCommand({ jobTemplateId });
    const answer = await absentIfNotFound(this.call('DescribeJobTemplate', () => this.client.send(command)));
    if (answer === undefined) return undefined;
    const { $metadata: _, ...template } = answer;
    return withSeconds(template) as unknown as DescribedTemplate; // jobTemplateArn and description are always answered.
  }

  async createJobTemplate(request: CreateJobTemplateRequest): Promise<{ readonly arn: string }> {
    const answer = await this.call('CreateJobTemplate', () => this.client.send(new CreateJobTemplateCommand(request)));
    return { arn: answer.jobTemplateArn ?? '' };
  }

  async deleteJobTemplate(jobTemplateId: string): Promise<void> {
    const command = new DeleteJobTemplateCommand({ jobTemplateId });
    await absentIfNotFound(this.call('DeleteJobTemplate', () => this.client.send(command)));
  }

  async describeManagedJobTemplate(
    templateName: string,
    templateVersion: string,
  ): Promise<ManagedTemplate | undefined> {
    const command = new DescribeManagedJobTemplateCommand({ templateName, templateVersion });
    const answer = await absentIfNotFound(this.call('DescribeManagedJobTemplate', () => this.client.send(command)));
    if (answer === undefined) return undefined;
    const { description, document } = answer;
    return { ...(description !== undefined && { description }), ...(document !== undefined && { document }) };
  }

  async listTags(arn: string): Promise<Readonly<Record<string, string>>> {
    const tags = new Map<string, string>();
    let nextToken: string | undefined;
    do {
      const command = new ListTagsForResourceCommand({ resourceArn: arn, nextToken });
      const page = await this.call('ListTagsForResource', () => this.client.send(command));
      for (const { Key, Value } of page.tags ?? []) if (Key !== undefined) tags.set(Key, Value ?? '');
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return Object.fromEntries(tags);
  }

  async tag(arn: string, tags: TagList): Promise<void> {
    await this.call('TagResource', () =>
      this.client.send(new TagResourceCommand({ resourceArn: arn, tags: [...tags] })),
    );
  }

  async untag(arn: string, keys: readonly string[]): Promise<void> {
    await this.call('UntagResource', () =>
      this.client.send(new UntagResourceCommand({ resourceArn: arn, tagKeys: [...keys] })),
    );
  }

  async thingArn(thingName: string): Promise<string | undefined> {
    const command = new DescribeThingCommand({ thingName });
    return (await absentIfNotFound(this.call('DescribeThing', () => this.client.send(command))))?.thingArn;
  }

  async thingGroupArn(thingGroupName: string): Promise<string | undefined> {
    const command = new DescribeThingGroupCommand({ thingGroupName });
    return (await absentIfNotFound(this.call('DescribeThingGroup', () => this.client.send(command))))?.thingGroupArn;
  }

  async hasObject(url: string): Promise<boolean | undefined> {
    const object = readS3Url(url);
    const own = this.objectsUrl;
    if (object === undefined || own === undefined) return undefined;
    const path = own === '' ? new URL(url).pathname : `/${object.bucket}/${object.key}`;
    const { protocol, hostname, port, host, origin } = new URL(own === '' ? url : own);
    const place = { signingName: 's3', signingRegion: object.region ?? this.region };
    const signer = await this.client.config.signer({ name: 'sigv4', ...place, properties: {} });
    const { headers } = await signer.sign({
      method: 'HEAD',
      protocol,
      hostname,
      ...(port !== '' && { port: Number(port) }),
      path,
      query: {},
      headers: { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    });
    try {
      const signal = AbortSignal.timeout(objectTimeoutMs);
      const { status } = await fetch(`${origin}${path}`, { method: 'HEAD', headers, signal, redirect: 'manual' });
      // Without permission to list the bucket, S3 answers 403 for what is there and for what is not.
      return status === 404 ? false : status === 200 ? true : undefined;
    } catch {
      return undefined;
    }
  }

  async countThings(thingGroupName: string, max: number): Promise<number | undefined> {
    let count = 0;
    let nextToken: string | undefined;
    do {
      const command = new ListThingsInThingGroupCommand({
        thingGroupName,
        recursive: true,
        maxResults: 250,
        nextToken,
      });
      const page = await absentIfNotFound(this.call('ListThingsInThingGroup', () => this.client.send(command)));
      count += page?.things?.length ?? 0;
      nextToken = page?.nextToken;
      if (count > max) return undefined;
    } while (nextToken !== undefined);
    return count;
  }
}

/** The pages of a listing, one after another, until there are no more or enough were read. */
async function listed<Entry>(
  pagesMax: number,
  read: (nextToken: string | undefined) => Promise<{ entries: readonly Entry[]; nextToken: string | undefined }>,
): Promise<Listed<Entry>> {
  const entries: Entry[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const answer = await read(nextToken);
    entries.push(...answer.entries);
    nextToken = answer.nextToken;
    if (nextToken === undefined) return { entries, complete: true };
  }
  return { entries, complete: false };
}

/** What the SDK throws: its own exceptions, or Node's for a connection that failed. */
interface SdkError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly requestId?: string; readonly httpStatusCode?: number };
}

function serviceError(operation: string, error: SdkError): ServiceError {
  if (error.$metadata?.httpStatusCode === undefined) {
    const reason = error.message || error.code || error.name;
    return new ServiceError(operation, 'NetworkError', `AWS IoT could not be reached: ${reason}`);
  }
  return new ServiceError(operation, error.name, error.message, error.$metadata.requestId);
}

async function absentIfNotFound<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

/** The SDK's Dates as epoch seconds, the form of the schemas; members that are undefined are left out. */
function withSeconds(answer: object): Record<string, unknown> {
  const entries = Object.entries(answer)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, value instanceof Date ? value.getTime() / 1000 : value]);
  return Object.fromEntries(entries);
}

function isLoopback(url: string): boolean {
  return /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/i.test(url);
}
