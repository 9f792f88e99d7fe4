import * as iot from '@aws-sdk/client-iot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arn, type Bench, bench, minute } from './clients.js';

let at: Bench;

beforeEach(async () => {
  at = await bench();
});
afterEach(() => at.close());

const createThing = (number: number) => at.iot.send(new iot.CreateThingCommand({ thingName: `t-${number}` }));
const createJob = (jobId: string, input: Partial<iot.CreateJobCommandInput> = {}) =>
  at.iot.send(new iot.CreateJobCommand({ jobId, targets: [arn('thing/t-1')], document: '{}', ...input }));
const jobIds = ({ jobs }: iot.ListJobsCommandOutput) => jobs?.map(({ jobId }) => jobId);

describe('a page', () => {
  it('goes on after the last item that was shown, even when that one has gone', async () => {
    for (let number = 1; number <= 5; number += 1) await createThing(number);
    const first = await at.iot.send(new iot.ListThingsCommand({ maxResults: 2 }));
    for (const thingName of ['t-1', 't-2', 't-3']) await at.iot.send(new iot.DeleteThingCommand({ thingName }));
    await createThing(6);
    const rest = await at.iot.send(new iot.ListThingsCommand({ nextToken: first.nextToken }));
    expect(rest.things?.map(({ thingName }) => thingName)).toEqual(['t-4', 't-5', 't-6']);
    expect(rest.nextToken).toBeUndefined();
  });

  it('of jobs is found in the order of statuses, then from the newest on', async () => {
    await createThing(1);
    for (let number = 1; number <= 9; number += 1) await createJob(`j-${number}`);
    for (const jobId of ['j-8', 'j-2']) await at.iot.send(new iot.CancelJobCommand({ jobId }));
    await createJob('later', { schedulingConfig: { startTime: '2026-01-02T00:00' } });
    const pages: (string | undefined)[][] = [];
    for await (const page of iot.paginateListJobs({ client: at.iot, pageSize: 4 }, {})) pages.push(jobIds(page)!);
    expect(pages).toEqual([
      ['j-9', 'j-7', 'j-6', 'j-5'],
      ['j-4', 'j-3', 'j-1', 'later'],
      ['j-8', 'j-2'],
    ]);
    const canceled = await at.iot.send(new iot.ListJobsCommand({ status: 'CANCELED', maxResults: 1 }));
    expect(jobIds(canceled)).toEqual(['j-8']);
    const next = { status: 'CANCELED', nextToken: canceled.nextToken } as const;
    expect(jobIds(await at.iot.send(new iot.ListJobsCommand(next)))).toEqual(['j-2']);
  });

  it('of executions skips none when those before it have changed', async () => {
    for (let number = 1; number <= 4; number += 1) await createThing(number);
    const targets = [1, 2, 3, 4].map((number) => arn(`thing/t-${number}`));
    await createJob('ota', { targets });
    at.emulator.clock.advance(minute);
    const list = async (nextToken?: string) =>
      at.iot.send(new iot.ListJobExecutionsForJobCommand({ jobId: 'ota', status: 'QUEUED', maxResults: 2, nextToken }));
    const first = await list();
    for (const thingName of ['t-1', 't-2'])
      await at.iot.send(new iot.CancelJobExecutionCommand({ jobId: 'ota', thingName }));
    const { executionSummaries } = await list(first.nextToken);
    expect(executionSummaries?.map(({ thingArn }) => thingArn)).toEqual([arn('thing/t-3'), arn('thing/t-4')]);
  });

  it('cannot be asked for by a token that was changed, made up, or belongs to another list', async () => {
    for (let number = 1; number <= 3; number += 1) await createThing(number);
    await createJob('a');
    await createJob('b');
    const { nextToken: things } = await at.iot.send(new iot.ListThingsCommand({ maxResults: 1 }));
    const { nextToken: jobs } = await at.iot.send(new iot.ListJobsCommand({ maxResults: 1 }));
    const decoded = Buffer.from(things!, 'base64url').toString();
    const moved = Buffer.from(decoded.replace(/^\d+/, '2')).toString('base64url');
    for (const nextToken of ['x', jobs, `${things}!`, moved, things!.slice(1), Buffer.from('1').toString('base64')])
      await expect(at.iot.send(new iot.ListThingsCommand({ nextToken })), nextToken).rejects.toMatchObject({
        name: 'InvalidRequestException',
      });
    const filtered = new iot.ListJobsCommand({ nextToken: jobs, status: 'IN_PROGRESS' });
    await expect(at.iot.send(filtered)).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });

  it('has 1 to 250 items, 250 unless asked otherwise', async () => {
    for (let number = 1; number <= 251; number += 1) await createThing(number);
    const { things, nextToken } = await at.iot.send(new iot.ListThingsCommand({}));
    expect(things).toHaveLength(250);
    expect(nextToken).toBeDefined();
    for (const maxResults of [0, 251])
      await expect(at.iot.send(new iot.ListThingsCommand({ maxResults }))).rejects.toMatchObject({
        name: 'InvalidRequestException',
      });
  });
});
