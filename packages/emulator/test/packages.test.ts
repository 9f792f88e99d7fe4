import * as iot from '@aws-sdk/client-iot';
import * as data from '@aws-sdk/client-iot-jobs-data-plane';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arn, type Bench, bench } from './clients.js';

let at: Bench;

beforeEach(async () => {
  at = await bench();
});
afterEach(() => at.close());

const roleArn = 'arn:aws:iam::123456789012:role/ota';
const firmware = { packageName: 'fw', versionName: '1.0' };
const versionArn = (version: string, name = 'fw') => arn(`package/${name}/version/${version}`);

const createVersion = (input: Partial<iot.CreatePackageVersionCommandInput> = {}) =>
  at.iot.send(new iot.CreatePackageVersionCommand({ ...firmware, ...input }));
const publish = (versionName = '1.0') =>
  at.iot.send(new iot.UpdatePackageVersionCommand({ ...firmware, versionName, action: 'PUBLISH' }));

/** A thing `a` and a published version 1.0 of the package `fw`. */
async function catalog(): Promise<void> {
  await at.iot.send(new iot.CreateThingCommand({ thingName: 'a' }));
  await at.iot.send(new iot.CreatePackageCommand({ packageName: 'fw' }));
  const s3Location = { bucket: 'images', key: 'fw 1.bin', version: 'v7' };
  await createVersion({ attributes: { url: 'https://x/"1"', size: '9' }, artifact: { s3Location } });
  await publish();
}

const createJob = (input: Partial<iot.CreateJobCommandInput>) =>
  at.iot.send(new iot.CreateJobCommand({ jobId: 'ota', targets: [arn('thing/a')], document: '{}', ...input }));
const documentOf = async (beforeSubstitution?: boolean) =>
  (await at.iot.send(new iot.GetJobDocumentCommand({ jobId: 'ota', beforeSubstitution }))).document;

describe('the package catalog', () => {
  it('keeps packages and versions, drafts first', async () => {
    await at.iot.send(
      new iot.CreatePackageCommand({ packageName: 'fw', description: 'Firmware', tags: { team: 'a' } }),
    );
    const created = await createVersion({ attributes: { size: '1' }, recipe: '{}' });
    expect(created).toMatchObject({ packageVersionArn: versionArn('1.0'), status: 'DRAFT', attributes: { size: '1' } });
    await at.iot.send(new iot.UpdatePackageVersionCommand({ ...firmware, attributes: { size: '2' } }));
    await publish();
    const version = await at.iot.send(new iot.GetPackageVersionCommand(firmware));
    expect(version).toMatchObject({ status: 'PUBLISHED', attributes: { size: '2' }, recipe: '{}' });
    const described = await at.iot.send(new iot.GetPackageCommand({ packageName: 'fw' }));
    expect(described).toMatchObject({
      packageArn: arn('package/fw'),
      description: 'Firmware',
      defaultVersionName: '1.0',
    });
    await createVersion({ versionName: '2.0' });
    const drafts = new iot.ListPackageVersionsCommand({ packageName: 'fw', status: 'DRAFT' });
    expect((await at.iot.send(drafts)).packageVersionSummaries).toMatchObject([
      { versionName: '2.0', status: 'DRAFT' },
    ]);
    const { packageSummaries } = await at.iot.send(new iot.ListPackagesCommand({}));
    expect(packageSummaries).toMatchObject([{ packageName: 'fw', defaultVersionName: '1.0' }]);
    const tags = new iot.ListTagsForResourceCommand({ resourceArn: arn('package/fw') });
    expect((await at.iot.send(tags)).tags).toEqual([{ Key: 'team', Value: 'a' }]);
    const tagVersion = { resourceArn: versionArn('2.0'), tags: [{ Key: 'k', Value: 'v' }] };
    await at.iot.send(new iot.TagResourceCommand(tagVersion));
  });

  it('refuses by its own error names', async () => {
    await catalog();
    const conflict = { name: 'ConflictException', resourceId: 'fw' };
    await expect(at.iot.send(new iot.CreatePackageCommand({ packageName: 'fw' }))).rejects.toMatchObject(conflict);
    await expect(createVersion()).rejects.toMatchObject({ name: 'ConflictException' });
    const invalid = [
      () => createVersion({ packageName: 'none' }),
      () => at.iot.send(new iot.UpdatePackageVersionCommand({ ...firmware, attributes: { size: '3' } })),
      () => at.iot.send(new iot.DeletePackageCommand({ packageName: 'fw' })),
      () => at.iot.send(new iot.ListPackagesCommand({ nextToken: 'x' })),
      () => at.iot.send(new iot.ListPackagesCommand({ maxResults: 101 })),
      () => at.iot.send(new iot.CreatePackageCommand({ packageName: 'no space' })),
    ];
    for (const call of invalid) await expect(call()).rejects.toMatchObject({ name: 'ValidationException' });
    const missing = { name: 'ResourceNotFoundException' };
    await expect(at.iot.send(new iot.GetPackageCommand({ packageName: 'none' }))).rejects.toMatchObject(missing);
    const none = { ...firmware, versionName: '9' };
    await expect(at.iot.send(new iot.GetPackageVersionCommand(none))).rejects.toMatchObject(missing);
    await at.iot.send(new iot.DeletePackageVersionCommand(firmware));
    await at.iot.send(new iot.DeletePackageVersionCommand(firmware));
    await at.iot.send(new iot.DeletePackageCommand({ packageName: 'fw' }));
    await at.iot.send(new iot.DeletePackageCommand({ packageName: 'fw' }));
  });

  it('takes a repetition with the same token for the same request', async () => {
    const request = new iot.CreatePackageCommand({ packageName: 'fw', clientToken: 'a'.repeat(36) });
    const { packageArn } = await at.iot.send(request);
    expect((await at.iot.send(request)).packageArn).toBe(packageArn);
    const version = new iot.CreatePackageVersionCommand({ ...firmware, clientToken: 'b'.repeat(36) });
    await at.iot.send(version);
    expect((await at.iot.send(version)).status).toBe('DRAFT');
  });
});

describe('a job that installs packages', () => {
  it('has its document filled in at creation, and can be read as it was written', async () => {
    await catalog();
    const document = `{"url":"\${aws:iot:package:fw:version:$default:attributes:url}","all":"\${aws:iot:package:fw:version:$default:attributes}"}`;
    await createJob({ document, destinationPackageVersions: [versionArn('$default'), versionArn('$null')] });
    expect(JSON.parse((await documentOf())!)).toEqual({
      url: 'https://x/"1"',
      all: { url: 'https://x/"1"', size: '9' },
    });
    expect(await documentOf(true)).toBe(document);
    const described = async (beforeSubstitution: boolean) =>
      (await at.iot.send(new iot.DescribeJobCommand({ jobId: 'ota', beforeSubstitution }))).job
        ?.destinationPackageVersions;
    expect(await described(true)).toEqual([versionArn('$default'), versionArn('$null')]);
    expect(await described(false)).toEqual([versionArn('1.0'), versionArn('$null')]);
    const template = { jobTemplateId: 't', jobArn: arn('job/ota'), description: 'from a job' };
    await at.iot.send(new iot.CreateJobTemplateCommand(template));
    const copied = await at.iot.send(new iot.DescribeJobTemplateCommand({ jobTemplateId: 't' }));
    expect(copied).toMatchObject({
      document,
      destinationPackageVersions: [versionArn('$default'), versionArn('$null')],
    });
    await createVersion({ versionName: '2.0', attributes: { url: 'two' } });
    await publish('2.0');
    await createJob({ jobId: 'later', document: undefined, jobTemplateArn: arn('jobtemplate/t') });
    const later = await at.iot.send(new iot.GetJobDocumentCommand({ jobId: 'later' }));
    expect(JSON.parse(later.document!)).toEqual({ url: 'two', all: { url: 'two' } });
  });

  it('may leave the names out when it installs one version, and gives devices a URL of its artifact', async () => {
    await catalog();
    const document = `{"size":"\${aws:iot:package::version::attributes:size}","image":"\${aws:iot:package::version::artifact-location:s3-presigned-url}"}`;
    const one = { document, destinationPackageVersions: [versionArn('1.0')] };
    await expect(createJob(one)).rejects.toThrow('roleArn');
    await createJob({ ...one, presignedUrlConfig: { roleArn } });
    at.emulator.clock.advance(1000);
    const asked = new data.StartNextPendingJobExecutionCommand({ thingName: 'a' });
    const { execution } = await at.devices.send(asked);
    const received: { size: string; image: string } = JSON.parse(execution!.jobDocument!);
    expect(received.size).toBe('9');
    expect(new URL(received.image).pathname).toContain('/images/');
  });

  it('is refused when document and list do not fit together', async () => {
    await catalog();
    await createVersion({ versionName: 'draft' });
    const attribute = (version: string, name = 'fw') =>
      `{"x":"\${aws:iot:package:${name}:version:${version}:attributes:size}"}`;
    const list = [versionArn('1.0')];
    const invalid: Partial<iot.CreateJobCommandInput>[] = [
      { document: attribute('1.0') },
      { document: attribute('$default'), destinationPackageVersions: list },
      { document: attribute('2.0'), destinationPackageVersions: list },
      { document: attribute('$null'), destinationPackageVersions: [versionArn('$null')] },
      { document: attribute('', 'fw'), destinationPackageVersions: list },
      { document: attribute('', ''), destinationPackageVersions: [...list, versionArn('$default')] },
      { document: attribute('1.0').replace('size', 'none'), destinationPackageVersions: list },
      { document: `{"x":"all: \${aws:iot:package:fw:version:1.0:attributes}"}`, destinationPackageVersions: list },
      { document: `{"x":"\${aws:iot:package:fw}"}`, destinationPackageVersions: list },
      { destinationPackageVersions: [versionArn('draft')] },
      { destinationPackageVersions: [`${versionArn('1.0')}/package`] },
      { destinationPackageVersions: Array.from({ length: 26 }, () => versionArn('1.0')) },
    ];
    for (const input of invalid)
      await expect(createJob(input), JSON.stringify(input)).rejects.toMatchObject({ name: 'InvalidRequestException' });
    for (const missing of [versionArn('9'), versionArn('1.0', 'none')])
      await expect(createJob({ destinationPackageVersions: [missing] })).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      });
    await createJob({ destinationPackageVersions: list });
  });
});
