import * as iot from '@aws-sdk/client-iot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arn, type Bench, bench } from './clients.js';

let at: Bench;

beforeEach(async () => {
  at = await bench();
});
afterEach(() => at.close());

const createThing = (thingName: string, attributes: Record<string, string> = {}) =>
  at.iot.send(new iot.CreateThingCommand({ thingName, attributePayload: { attributes } }));
const setModel = (thingName: string, model: string) =>
  at.iot.send(new iot.UpdateThingCommand({ thingName, attributePayload: { attributes: { model } } }));
const createDynamic = (thingGroupName: string, queryString: string) =>
  at.iot.send(new iot.CreateDynamicThingGroupCommand({ thingGroupName, queryString }));
const thingsIn = async (thingGroupName: string) =>
  (await at.iot.send(new iot.ListThingsInThingGroupCommand({ thingGroupName }))).things;
const find = async (queryString: string) =>
  (await at.iot.send(new iot.SearchIndexCommand({ queryString }))).things?.map(({ thingName }) => thingName);
const statusOf = async (jobId: string, thingName: string) =>
  (await at.iot.send(new iot.DescribeJobExecutionCommand({ jobId, thingName }))).execution?.status;

describe('a dynamic thing group', () => {
  it('holds the things that its query finds, and follows their attributes', async () => {
    await createThing('a', { model: 'x1' });
    await createThing('b', { model: 'y' });
    const created = await createDynamic('xs', 'attributes.model:x*');
    expect(created).toMatchObject({
      thingGroupArn: arn('thinggroup/xs'),
      indexName: 'AWS_Things',
      queryString: 'attributes.model:x*',
      queryVersion: '2017-09-30',
    });
    expect(await thingsIn('xs')).toEqual(['a']);
    await setModel('b', 'X9');
    await setModel('a', 'z');
    await createThing('c', { model: 'x2' });
    expect(await thingsIn('xs')).toEqual(['b', 'c']);
    await at.iot.send(new iot.DeleteThingCommand({ thingName: 'c' }));
    expect(await thingsIn('xs')).toEqual(['b']);
    const ofB = await at.iot.send(new iot.ListThingGroupsForThingCommand({ thingName: 'b' }));
    expect(ofB.thingGroups).toMatchObject([{ groupName: 'xs' }]);
  });

  it('is recognised by its description only, and is not changed like a static one', async () => {
    await createThing('a');
    await createDynamic('all', '*');
    const described = await at.iot.send(new iot.DescribeThingGroupCommand({ thingGroupName: 'all' }));
    expect(described).toMatchObject({ queryString: '*', indexName: 'AWS_Things', status: 'ACTIVE', version: 1 });
    const member = { thingName: 'a', thingGroupName: 'all' };
    const refused = [
      () => at.iot.send(new iot.AddThingToThingGroupCommand(member)),
      () => at.iot.send(new iot.RemoveThingFromThingGroupCommand(member)),
      () => at.iot.send(new iot.DeleteThingGroupCommand({ thingGroupName: 'all' })),
      () => at.iot.send(new iot.CreateThingGroupCommand({ thingGroupName: 'child', parentGroupName: 'all' })),
      () => at.iot.send(new iot.UpdateThingGroupCommand({ thingGroupName: 'all', thingGroupProperties: {} })),
    ];
    for (const call of refused) await expect(call()).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await expect(createDynamic('all', '*')).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
    const deletion = { thingGroupName: 'all', expectedVersion: 2 };
    await expect(at.iot.send(new iot.DeleteDynamicThingGroupCommand(deletion))).rejects.toMatchObject({
      name: 'VersionConflictException',
    });
    await at.iot.send(new iot.DeleteDynamicThingGroupCommand({ thingGroupName: 'all' }));
    await at.iot.send(new iot.DeleteDynamicThingGroupCommand({ thingGroupName: 'all' }));
    expect((await at.iot.send(new iot.ListThingGroupsCommand({}))).thingGroups).toEqual([]);
  });

  it('gives its CONTINUOUS jobs to things that it comes to find, and takes them from those it loses', async () => {
    await createThing('a', { model: 'x' });
    await createThing('b', { model: 'y' });
    await createDynamic('xs', 'attributes.model:x');
    const job = { targets: [arn('thinggroup/xs')], document: '{}' };
    await at.iot.send(new iot.CreateJobCommand({ ...job, jobId: 'follow', targetSelection: 'CONTINUOUS' }));
    await at.iot.send(new iot.CreateJobCommand({ ...job, jobId: 'snapshot' }));
    at.emulator.clock.advance(1000);
    await setModel('b', 'x');
    await setModel('a', 'y');
    expect(await statusOf('follow', 'b')).toBe('QUEUED');
    expect(await statusOf('follow', 'a')).toBe('REMOVED');
    expect(await statusOf('snapshot', 'a')).toBe('QUEUED');
    await expect(statusOf('snapshot', 'b')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await setModel('a', 'x');
    const again = new iot.DescribeJobExecutionCommand({ jobId: 'follow', thingName: 'a' });
    expect((await at.iot.send(again)).execution).toMatchObject({ status: 'QUEUED', executionNumber: 2 });
    await at.iot.send(new iot.DeleteDynamicThingGroupCommand({ thingGroupName: 'xs' }));
    expect(await statusOf('follow', 'b')).toBe('REMOVED');
  });

  it('can ask for the static groups of a thing', async () => {
    await createThing('a');
    await at.iot.send(new iot.CreateThingGroupCommand({ thingGroupName: 'berlin' }));
    await createDynamic('there', 'thingGroupNames:berlin');
    await at.iot.send(new iot.AddThingToThingGroupCommand({ thingName: 'a', thingGroupName: 'berlin' }));
    expect(await thingsIn('there')).toEqual(['a']);
    await at.iot.send(new iot.DeleteThingGroupCommand({ thingGroupName: 'berlin' }));
    expect(await thingsIn('there')).toEqual([]);
  });

  it('stops at the number that the account may have', async () => {
    await at.close();
    at = await bench({ limits: { dynamicThingGroups: 1 } });
    await createDynamic('one', '*');
    await expect(createDynamic('two', '*')).rejects.toMatchObject({
      name: 'LimitExceededException',
      $metadata: { httpStatusCode: 410 },
    });
  });
});

describe('a query', () => {
  it('joins terms by AND, OR and NOT, and compares without regard to case', async () => {
    await createThing('Lamp-1', { model: 'x', room: 'big:hall' });
    await createThing('lamp-2', { model: 'y' });
    await createThing('door', { model: 'x' });
    expect(await find('*')).toEqual(['Lamp-1', 'lamp-2', 'door']);
    expect(await find('thingName:lamp-*')).toEqual(['Lamp-1', 'lamp-2']);
    expect(await find('thingName:lamp-? AND attributes.model:X')).toEqual(['Lamp-1']);
    expect(await find('thingName:lamp* attributes.model:x')).toEqual(['Lamp-1']);
    expect(await find('thingName:lamp* -attributes.model:x')).toEqual(['lamp-2']);
    expect(await find('thingName:door OR thingName:lamp* AND NOT attributes.model:x')).toEqual(['lamp-2', 'door']);
    expect(await find('(thingName:door OR thingName:lamp*) AND NOT attributes.model:x')).toEqual(['lamp-2']);
    expect(await find('attributes.room:"big:hall"')).toEqual(['Lamp-1']);
    expect(await find('attributes.room:"big*"')).toEqual([]);
    expect(await find('attributes.room:*')).toEqual(['Lamp-1']);
    expect(await find('NOT attributes.room:*')).toEqual(['lamp-2', 'door']);
  });

  it('is refused as AWS names it when it cannot be read, and when it asks for more than is emulated', async () => {
    const many = Array.from({ length: 13 }, () => 'thingName:a').join(' OR ');
    const unreadable = ['thingName:', '(thingName:a', 'thingName:a)', 'AND', 'thingName:a AND', 'NOT', '"', many];
    for (const query of [...unreadable, 'shadow.reported.x:1', 'thingTypeName:t', 'attributes.n:[1 TO 5]', 'word'])
      await expect(find(query), query).rejects.toMatchObject({ name: 'InvalidQueryException' });
    const things = { queryString: '*', indexName: 'AWS_ThingGroups' };
    await expect(at.iot.send(new iot.SearchIndexCommand(things))).rejects.toThrow('not emulated');
    const other = { queryString: '*', indexName: 'other' };
    await expect(at.iot.send(new iot.SearchIndexCommand(other))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('takes no longer for a pattern full of wildcards', async () => {
    await createThing('a', { long: 'a'.repeat(800) });
    expect(await find(`attributes.long:${'*a'.repeat(300)}*b`)).toEqual([]);
  });

  it('counts, and sums up numbers', async () => {
    for (const [name, load] of [
      ['a', '1'],
      ['b', '3'],
      ['c', 'none'],
    ] as const)
      await createThing(name, { load });
    const statistics = async (input: iot.GetStatisticsCommandInput) =>
      (await at.iot.send(new iot.GetStatisticsCommand(input))).statistics;
    expect(await statistics({ queryString: '*' })).toMatchObject({ count: 3 });
    const ofNumbers = { queryString: 'NOT thingName:c', aggregationField: 'attributes.load' };
    expect(await statistics(ofNumbers)).toEqual({
      count: 2,
      sum: 4,
      average: 2,
      minimum: 1,
      maximum: 3,
      sumOfSquares: 10,
      variance: 1,
      stdDeviation: 1,
    });
    expect(await statistics({ queryString: '*', aggregationField: 'attributes.load' })).toEqual({ count: 3 });
    await expect(statistics({ queryString: '*', aggregationField: 'shadow.x' })).rejects.toMatchObject({
      name: 'InvalidAggregationException',
    });
  });
});
