import * as iot from '@aws-sdk/client-iot';
import * as data from '@aws-sdk/client-iot-jobs-data-plane';
import { operations } from '@iot-rollouts/schemas/iot';
import { operations as deviceOperations } from '@iot-rollouts/schemas/iot-jobs-data';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { iotHandlers } from '../src/operations/iot.js';
import { iotJobsDataHandlers } from '../src/operations/iot-jobs-data.js';
import { arn, type Bench, bench } from './clients.js';

let at: Bench;

beforeEach(async () => {
  at = await bench();
});
afterEach(() => at.close());

const thing = { thingName: 'a' };
const group = { thingGroupName: 'g' };
const version = { packageName: 'p', versionName: '1.0' };
const job = { jobId: 'j' };
const dynamic = { thingGroupName: 'dynamic', queryString: 'thingName:a' };
const template = { jobTemplateId: 't' };
const managed = { templateName: 'AWS-Reboot' };
const tagged = { resourceArn: arn('job/j') };

/** One successful call of every operation of the control plane, in an order that makes sense. */
function everyCommand() {
  return [
    new iot.CreateThingCommand(thing),
    new iot.UpdateThingCommand({ ...thing, attributePayload: { attributes: { model: 'x' } } }),
    new iot.DescribeThingCommand(thing),
    new iot.ListThingsCommand({}),
    new iot.CreateThingGroupCommand(group),
    new iot.UpdateThingGroupCommand({ ...group, thingGroupProperties: { thingGroupDescription: 'all' } }),
    new iot.DescribeThingGroupCommand(group),
    new iot.AddThingToThingGroupCommand({ ...thing, ...group }),
    new iot.ListThingGroupsCommand({}),
    new iot.ListThingGroupsForThingCommand(thing),
    new iot.ListThingsInThingGroupCommand(group),
    new iot.CreateDynamicThingGroupCommand(dynamic),
    new iot.SearchIndexCommand({ queryString: '*' }),
    new iot.GetStatisticsCommand({ queryString: '*' }),
    new iot.CreatePackageCommand(version),
    new iot.CreatePackageVersionCommand(version),
    new iot.UpdatePackageVersionCommand({ ...version, action: 'PUBLISH' }),
    new iot.GetPackageCommand(version),
    new iot.GetPackageVersionCommand(version),
    new iot.ListPackagesCommand({}),
    new iot.ListPackageVersionsCommand(version),
    new iot.DescribeEndpointCommand({}),
    new iot.UpdateEventConfigurationsCommand({ eventConfigurations: { JOB: { Enabled: true } } }),
    new iot.DescribeEventConfigurationsCommand({}),
    new iot.CreateJobTemplateCommand({ ...template, description: 'd', document: '{}' }),
    new iot.DescribeJobTemplateCommand(template),
    new iot.ListJobTemplatesCommand({}),
    new iot.DescribeManagedJobTemplateCommand(managed),
    new iot.ListManagedJobTemplatesCommand({}),
    new iot.CreateJobCommand({ ...job, targets: [arn('thinggroup/g')], targetSelection: 'CONTINUOUS', document: '{}' }),
    new iot.AssociateTargetsWithJobCommand({ ...job, targets: [arn('thinggroup/dynamic')] }),
    new iot.DescribeJobCommand(job),
    new iot.GetJobDocumentCommand(job),
    new iot.ListJobsCommand({}),
    new iot.UpdateJobCommand({ ...job, description: 'new' }),
    new iot.TagResourceCommand({ ...tagged, tags: [{ Key: 'team', Value: 'climate' }] }),
    new iot.ListTagsForResourceCommand(tagged),
    new iot.UntagResourceCommand({ ...tagged, tagKeys: ['team'] }),
    new iot.DescribeJobExecutionCommand({ ...job, ...thing }),
    new iot.ListJobExecutionsForJobCommand(job),
    new iot.ListJobExecutionsForThingCommand(thing),
    new iot.CancelJobExecutionCommand({ ...job, ...thing }),
    new iot.DeleteJobExecutionCommand({ ...job, ...thing, executionNumber: 1 }),
    new iot.CancelJobCommand(job),
    new iot.DeleteJobCommand(job),
    new iot.DeleteJobTemplateCommand(template),
    new iot.DeletePackageVersionCommand(version),
    new iot.DeletePackageCommand(version),
    new iot.RemoveThingFromThingGroupCommand({ ...thing, ...group }),
    new iot.DeleteDynamicThingGroupCommand(dynamic),
    new iot.DeleteThingGroupCommand(group),
    new iot.DeleteThingCommand(thing),
  ];
}

it('answers the unmodified SDK for every operation of the control plane that it has', async () => {
  const answered: string[] = [];
  for (const command of everyCommand()) {
    // The client's `send` is overloaded by command; a union of commands fits none of its overloads.
    const { $metadata } = await at.iot.send(command as iot.ListJobsCommand);
    expect($metadata.httpStatusCode, command.constructor.name).toBe(200);
    answered.push(command.constructor.name.replace(/Command$/, ''));
    at.emulator.clock.advance(1000);
  }
  const emulated = Object.entries(iotHandlers).filter(([, handler]) => typeof handler === 'function');
  expect([...new Set(answered)].sort()).toEqual(emulated.map(([name]) => name).sort());
  expect(Object.keys(iotHandlers).sort()).toEqual(Object.keys(operations).sort());
});

it('answers the unmodified SDK for every operation of devices that it has, and refuses the others by name', async () => {
  await at.iot.send(new iot.CreateThingCommand(thing));
  await at.iot.send(new iot.CreateJobCommand({ ...job, targets: [arn('thing/a')], document: '{}' }));
  at.emulator.clock.advance(1000);
  const commands = [
    new data.GetPendingJobExecutionsCommand(thing),
    new data.DescribeJobExecutionCommand({ ...thing, jobId: '$next' }),
    new data.StartNextPendingJobExecutionCommand(thing),
    new data.UpdateJobExecutionCommand({ ...thing, ...job, status: 'SUCCEEDED' }),
  ];
  for (const command of commands) await at.devices.send(command as data.GetPendingJobExecutionsCommand);
  const targetArn = arn('thing/a');
  const startCommand = new data.StartCommandExecutionCommand({ targetArn, commandArn: arn('command/c') });
  await expect(at.devices.send(startCommand)).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('StartCommandExecution is not emulated by the iot-rollouts emulator'),
  });
  expect(Object.keys(iotJobsDataHandlers).sort()).toEqual(Object.keys(deviceOperations).sort());
});
