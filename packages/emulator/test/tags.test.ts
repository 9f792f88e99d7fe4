import * as iot from '@aws-sdk/client-iot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arn, type Bench, bench } from './clients.js';

let at: Bench;

beforeEach(async () => {
  at = await bench();
  await at.iot.send(new iot.CreateThingCommand({ thingName: 'a' }));
});
afterEach(() => at.close());

const tag = (resourceArn: string, tags: iot.Tag[]) => at.iot.send(new iot.TagResourceCommand({ resourceArn, tags }));
const tagsOf = async (resourceArn: string) =>
  (await at.iot.send(new iot.ListTagsForResourceCommand({ resourceArn }))).tags;
const createJob = (tags: iot.Tag[]) =>
  at.iot.send(new iot.CreateJobCommand({ jobId: 'j', targets: [arn('thing/a')], document: '{}', tags }));
const many = (count: number): iot.Tag[] =>
  Array.from({ length: count }, (_, index) => ({ Key: `k-${index}`, Value: '' }));

describe('tags', () => {
  it('stand on jobs, templates, groups of both kinds, packages and versions', async () => {
    await createJob([]);
    const template = { jobTemplateId: 't', description: 'd', document: '{}' };
    await at.iot.send(new iot.CreateJobTemplateCommand({ ...template, tags: [{ Key: 'a', Value: '1' }] }));
    await at.iot.send(new iot.CreateThingGroupCommand({ thingGroupName: 'g', tags: [{ Key: 'a', Value: '1' }] }));
    const dynamic = { thingGroupName: 'dyn', queryString: '*', tags: [{ Key: 'a', Value: '1' }] };
    await at.iot.send(new iot.CreateDynamicThingGroupCommand(dynamic));
    const version = { packageName: 'p', versionName: '1' };
    await at.iot.send(new iot.CreatePackageCommand({ ...version, tags: { a: '1' } }));
    await at.iot.send(new iot.CreatePackageVersionCommand({ ...version, tags: { a: '1' } }));
    await tag(arn('job/j'), [{ Key: 'a', Value: '1' }]);
    const resources = ['job/j', 'jobtemplate/t', 'thinggroup/g', 'thinggroup/dyn', 'package/p', 'package/p/version/1'];
    for (const resource of resources) expect(await tagsOf(arn(resource)), resource).toEqual([{ Key: 'a', Value: '1' }]);
    await at.iot.send(new iot.DeleteJobTemplateCommand({ jobTemplateId: 't' }));
    await expect(tagsOf(arn('jobtemplate/t'))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await at.iot.send(new iot.CreateJobTemplateCommand(template));
    expect(await tagsOf(arn('jobtemplate/t'))).toEqual([]);
  });

  it('do not stand on things, nor on the templates that AWS provides', async () => {
    const managed = 'arn:aws:iot:eu-west-1::jobtemplate/AWS-Reboot:1.0';
    for (const resource of [arn('thing/a'), managed])
      await expect(tag(resource, [{ Key: 'a', Value: '1' }])).rejects.toMatchObject({
        name: 'InvalidRequestException',
      });
    for (const resource of [arn('job/none'), 'arn:aws:iot:us-east-1:123456789012:job/none', 'nothing'])
      await expect(tagsOf(resource)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('tell keys apart by case, replace a value, and may be empty', async () => {
    await createJob([{ Key: 'team', Value: 'a' }, { Key: 'Team' }]);
    await tag(arn('job/j'), [{ Key: 'team', Value: 'b' }]);
    expect(await tagsOf(arn('job/j'))).toEqual([
      { Key: 'team', Value: 'b' },
      { Key: 'Team', Value: '' },
    ]);
    const untag = { resourceArn: arn('job/j'), tagKeys: ['team', 'absent'] };
    await at.iot.send(new iot.UntagResourceCommand(untag));
    expect(await tagsOf(arn('job/j'))).toEqual([{ Key: 'Team', Value: '' }]);
  });

  it('are refused when a key is reserved, given twice, or one too many', async () => {
    for (const tags of [
      [{ Key: 'aws:x', Value: 'y' }],
      [{ Key: 'x', Value: 'aws:y' }],
      [{ Key: 'x' }, { Key: 'x' }],
      [{ Key: 'x!' }],
      [{ Key: '' }],
      [{ Key: 'k'.repeat(129) }],
      [{ Key: 'k', Value: 'v'.repeat(257) }],
    ])
      await expect(createJob(tags), JSON.stringify(tags)).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await expect(createJob(many(51))).rejects.toMatchObject({ name: 'LimitExceededException' });
    await createJob(many(50));
    await tag(arn('job/j'), [{ Key: 'k-0', Value: 'changed' }]);
    await expect(tag(arn('job/j'), [{ Key: 'one more' }])).rejects.toMatchObject({
      name: 'LimitExceededException',
      $metadata: { httpStatusCode: 410 },
    });
    expect(await tagsOf(arn('job/j'))).toHaveLength(50);
  });
});
