import * as iot from '@aws-sdk/client-iot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arn, type Bench, bench, start } from './clients.js';

let at: Bench;

beforeEach(async () => {
  at = await bench();
});
afterEach(() => at.close());

const createThing = (thingName: string, attributes: Record<string, string> = {}) =>
  at.iot.send(new iot.CreateThingCommand({ thingName, attributePayload: { attributes } }));
const createGroup = (thingGroupName: string, parentGroupName?: string) =>
  at.iot.send(new iot.CreateThingGroupCommand({ thingGroupName, parentGroupName }));
const join = (thingName: string, thingGroupName: string) =>
  at.iot.send(new iot.AddThingToThingGroupCommand({ thingName, thingGroupName }));

describe('things', () => {
  it('are created once; the same again is a success, another one under the name is not', async () => {
    const created = await createThing('a:1', { model: 'x' });
    expect(created).toMatchObject({ thingName: 'a:1', thingArn: arn('thing/a:1') });
    expect((await createThing('a:1', { model: 'x' })).thingId).toBe(created.thingId);
    await expect(createThing('a:1', { model: 'y' })).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
    const described = await at.iot.send(new iot.DescribeThingCommand({ thingName: 'a:1' }));
    expect(described).toMatchObject({ attributes: { model: 'x' }, version: 1, defaultClientId: 'a:1' });
  });

  it('are updated by version, merged or replaced, and deleted', async () => {
    await createThing('a', { model: 'x', room: '1' });
    const update = (input: Partial<iot.UpdateThingCommandInput>) =>
      at.iot.send(new iot.UpdateThingCommand({ thingName: 'a', ...input }));
    await update({ expectedVersion: 1, attributePayload: { attributes: { room: '', floor: '2' }, merge: true } });
    const describeA = () => at.iot.send(new iot.DescribeThingCommand({ thingName: 'a' }));
    expect(await describeA()).toMatchObject({ attributes: { model: 'x', floor: '2' }, version: 2 });
    await expect(update({ expectedVersion: 1 })).rejects.toMatchObject({ name: 'VersionConflictException' });
    await update({ attributePayload: { attributes: { only: 'this' } } });
    expect((await describeA()).attributes).toEqual({ only: 'this' });
    await at.iot.send(new iot.DeleteThingCommand({ thingName: 'a' }));
    await at.iot.send(new iot.DeleteThingCommand({ thingName: 'a' }));
    await expect(describeA()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('are listed page by page and by attribute', async () => {
    for (const [name, model] of [
      ['a', 'x1'],
      ['b', 'x2'],
      ['c', 'y'],
    ] as const)
      await createThing(name, { model });
    const names: string[] = [];
    for await (const { things } of iot.paginateListThings({ client: at.iot, pageSize: 2 }, {}))
      names.push(...things!.map(({ thingName }) => thingName!));
    expect(names).toEqual(['a', 'b', 'c']);
    const byPrefix = new iot.ListThingsCommand({
      attributeName: 'model',
      attributeValue: 'x',
      usePrefixAttributeValue: true,
    });
    expect((await at.iot.send(byPrefix)).things).toHaveLength(2);
  });
});

describe('thing groups', () => {
  it('stand in a hierarchy, and hold the things of the groups below', async () => {
    const root = await createGroup('root');
    await createGroup('child', 'root');
    await createGroup('leaf', 'child');
    await createThing('a');
    await join('a', 'leaf');
    await join('a', 'leaf');
    const leaf = await at.iot.send(new iot.DescribeThingGroupCommand({ thingGroupName: 'leaf' }));
    expect(leaf.thingGroupMetadata).toMatchObject({
      parentGroupName: 'child',
      rootToParentThingGroups: [{ groupName: 'root', groupArn: root.thingGroupArn }, { groupName: 'child' }],
      creationDate: new Date(start),
    });
    const things = async (recursive: boolean) =>
      (await at.iot.send(new iot.ListThingsInThingGroupCommand({ thingGroupName: 'root', recursive }))).things;
    expect(await things(false)).toEqual([]);
    expect(await things(true)).toEqual(['a']);
    const groupsOfA = await at.iot.send(new iot.ListThingGroupsForThingCommand({ thingName: 'a' }));
    expect(groupsOfA.thingGroups).toMatchObject([{ groupName: 'leaf' }]);
    const listed = async (input: iot.ListThingGroupsCommandInput) =>
      (await at.iot.send(new iot.ListThingGroupsCommand(input))).thingGroups?.map(({ groupName }) => groupName);
    expect(await listed({})).toEqual(['root', 'child', 'leaf']);
    expect(await listed({ recursive: false })).toEqual(['root']);
    expect(await listed({ parentGroup: 'root', recursive: false })).toEqual(['child']);
    expect(await listed({ namePrefixFilter: 'l' })).toEqual(['leaf']);
    await expect(at.iot.send(new iot.DeleteThingGroupCommand({ thingGroupName: 'child' }))).rejects.toThrow(
      'child groups',
    );
    await expect(join('a', 'root')).rejects.toThrow('same hierarchy');
    await at.iot.send(new iot.DeleteThingGroupCommand({ thingGroupName: 'leaf' }));
    await join('a', 'root');
  });

  it('are updated and refused by name', async () => {
    await createGroup('g');
    const thingGroupProperties = { thingGroupDescription: 'all', attributePayload: { attributes: { k: 'v' } } };
    const updated = await at.iot.send(new iot.UpdateThingGroupCommand({ thingGroupName: 'g', thingGroupProperties }));
    expect(updated.version).toBe(2);
    const described = await at.iot.send(new iot.DescribeThingGroupCommand({ thingGroupName: 'g' }));
    expect(described).toMatchObject({ thingGroupProperties, version: 2 });
    await expect(createGroup('g')).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
    await expect(createGroup('x', 'none')).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await expect(join('none', 'g')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('DescribeEndpoint', () => {
  it('answers the address of the emulator', async () => {
    const { endpointAddress } = await at.iot.send(new iot.DescribeEndpointCommand({ endpointType: 'iot:Jobs' }));
    expect(`http://${endpointAddress}`).toBe(at.emulator.endpoint);
    await expect(at.iot.send(new iot.DescribeEndpointCommand({ endpointType: 'iot:Nothing' }))).rejects.toMatchObject({
      name: 'InvalidRequestException',
    });
  });
});
