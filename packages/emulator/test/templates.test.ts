import * as iot from '@aws-sdk/client-iot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arn, type Bench, bench } from './clients.js';

let at: Bench;

beforeEach(async () => {
  at = await bench();
  await at.iot.send(new iot.CreateThingCommand({ thingName: 'a' }));
});
afterEach(() => at.close());

const createTemplate = (input: Partial<iot.CreateJobTemplateCommandInput> = {}) =>
  at.iot.send(new iot.CreateJobTemplateCommand({ jobTemplateId: 't', description: 'd', document: '{}', ...input }));
const describeTemplate = () => at.iot.send(new iot.DescribeJobTemplateCommand({ jobTemplateId: 't' }));
const createJob = (input: Partial<iot.CreateJobCommandInput> = {}) =>
  at.iot.send(new iot.CreateJobCommand({ jobId: 'j', targets: [arn('thing/a')], ...input }));
const describeJob = async () => (await at.iot.send(new iot.DescribeJobCommand({ jobId: 'j' }))).job!;
const windows = [{ startTime: 'cron(0 10 * * ? *)', durationInMinutes: 60 }];

describe('a job template', () => {
  it('needs a description and one source of its document', async () => {
    const source = 'https://s3.amazonaws.com/b/k';
    const invalid = [
      { description: undefined },
      { document: undefined },
      { documentSource: source },
      { document: '{' },
    ];
    for (const input of invalid)
      await expect(createTemplate(input as object)).rejects.toMatchObject({ name: 'InvalidRequestException' });
    const missing = { document: undefined, jobArn: arn('job/none') };
    await expect(createTemplate(missing)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await createTemplate();
    await expect(createTemplate()).rejects.toMatchObject({ name: 'ConflictException', resourceId: 't' });
  });

  it('gives its maintenance windows to jobs, which must be CONTINUOUS', async () => {
    await createTemplate({ maintenanceWindows: windows });
    expect((await describeTemplate()).maintenanceWindows).toEqual(windows);
    const jobTemplateArn = arn('jobtemplate/t');
    await expect(createJob({ jobTemplateArn })).rejects.toThrow('CONTINUOUS');
    await createJob({ jobTemplateArn, targetSelection: 'CONTINUOUS' });
    expect(await describeJob()).toMatchObject({
      status: 'SCHEDULED',
      schedulingConfig: { maintenanceWindows: windows },
      jobTemplateArn,
    });
  });

  it('is a copy of a job with whatever the request gives instead', async () => {
    const timeoutConfig = { inProgressTimeoutInMinutes: 5 };
    const maintenanceWindows = windows;
    const schedulingConfig = { maintenanceWindows, endTime: '2026-02-01T00:00' };
    await createJob({ document: '{"x":1}', timeoutConfig, schedulingConfig, targetSelection: 'CONTINUOUS' });
    const retry: iot.JobExecutionsRetryConfig = { criteriaList: [{ failureType: 'FAILED', numberOfRetries: 1 }] };
    await createTemplate({ document: undefined, jobArn: arn('job/j'), jobExecutionsRetryConfig: retry });
    expect(await describeTemplate()).toMatchObject({
      document: '{"x":1}',
      timeoutConfig,
      jobExecutionsRetryConfig: retry,
      maintenanceWindows,
    });
  });

  it('is not followed by its jobs once they are created', async () => {
    await createTemplate({ document: '{"version":1}' });
    await createJob({ jobTemplateArn: arn('jobtemplate/t') });
    await at.iot.send(new iot.DeleteJobTemplateCommand({ jobTemplateId: 't' }));
    await createTemplate({ document: '{"version":2}' });
    const { document } = await at.iot.send(new iot.GetJobDocumentCommand({ jobId: 'j' }));
    expect(document).toBe('{"version":1}');
    expect((await describeJob()).description).toBe('d');
    const none = new iot.DeleteJobTemplateCommand({ jobTemplateId: 'none' });
    await expect(at.iot.send(none)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('can be given up for a document of the job itself', async () => {
    await createTemplate({ document: '{"version":1}' });
    await createJob({ jobTemplateArn: arn('jobtemplate/t'), document: '{"own":1}' });
    const { document } = await at.iot.send(new iot.GetJobDocumentCommand({ jobId: 'j' }));
    expect(document).toBe('{"own":1}');
  });
});

/** What AWS publishes of its templates: handler, parameters that must be given, and those that may. */
const catalogue = [
  ['AWS-Download-File', 'download-file.sh', ['downloadUrl', 'filePath'], ['pathToHandler', 'runAsUser']],
  ['AWS-Install-Application', 'install-packages.sh', ['packages'], ['pathToHandler', 'runAsUser']],
  ['AWS-Reboot', 'reboot.sh', [], ['pathToHandler', 'runAsUser']],
  ['AWS-Remove-Application', 'remove-packages.sh', ['packages'], ['pathToHandler', 'runAsUser']],
  ['AWS-Restart-Application', 'restart-services.sh', ['services'], ['pathToHandler', 'runAsUser']],
  ['AWS-Run-Command', undefined, ['command'], ['runAsUser']],
  ['AWS-Start-Application', 'start-services.sh', ['services'], ['pathToHandler', 'runAsUser']],
  ['AWS-Stop-Application', 'stop-services.sh', ['services'], ['pathToHandler', 'runAsUser']],
] as const;

describe('the templates that AWS provides', () => {
  it('are all there, with their documents and parameters', async () => {
    const { managedJobTemplates } = await at.iot.send(new iot.ListManagedJobTemplatesCommand({}));
    const names = managedJobTemplates?.map(({ templateName }) => templateName);
    expect(names?.sort()).toEqual(catalogue.map(([name]) => name));
    for (const [templateName, handler, required, optional] of catalogue) {
      const described = await at.iot.send(new iot.DescribeManagedJobTemplateCommand({ templateName }));
      expect(described).toMatchObject({
        templateArn: `arn:aws:iot:eu-west-1::jobtemplate/${templateName}:1.0`,
        templateVersion: '1.0',
        environments: ['LINUX'],
        description: expect.stringMatching(/^A managed job template for /),
      });
      const keys = (wanted: boolean) =>
        described.documentParameters?.filter((parameter) => parameter.optional === wanted).map(({ key }) => key);
      expect(keys(false)).toEqual(required);
      expect(keys(true)?.sort()).toEqual(optional);
      const { version, steps } = JSON.parse(described.document!);
      expect([version, steps.length]).toEqual(['1.0', 1]);
      expect(steps[0].action).toMatchObject({ name: templateName.slice(4), input: handler ? { handler } : {} });
      expect(steps[0].action.type).toBe(handler ? 'runHandler' : 'runCommand');
    }
  });

  it('are found by name and version', async () => {
    const named = new iot.ListManagedJobTemplatesCommand({ templateName: 'AWS-Reboot' });
    expect((await at.iot.send(named)).managedJobTemplates).toHaveLength(1);
    const describe = (templateName: string, templateVersion?: string) =>
      at.iot.send(new iot.DescribeManagedJobTemplateCommand({ templateName, templateVersion }));
    expect((await describe('AWS-Reboot', '1.0')).templateName).toBe('AWS-Reboot');
    for (const [name, version] of [
      ['AWS-None', undefined],
      ['AWS-Reboot', '2.0'],
    ] as const)
      await expect(describe(name, version)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('take exactly their parameters', async () => {
    const jobTemplateArn = 'arn:aws:iot:eu-west-1::jobtemplate/AWS-Download-File:1.0';
    const documentParameters = { downloadUrl: 'http://x/"y"', filePath: '/tmp/x' };
    const invalid = [
      { jobTemplateArn },
      { jobTemplateArn, documentParameters: { ...documentParameters, other: 'x' } },
      { jobTemplateArn, documentParameters: { ...documentParameters, runAsUser: 'u'.repeat(257) } },
    ];
    for (const input of invalid)
      await expect(createJob(input)).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await expect(createJob({ jobTemplateArn: jobTemplateArn.slice(0, -4) })).rejects.toThrow('ends in its version');
    await createJob({ jobTemplateArn, documentParameters });
    const { document } = await at.iot.send(new iot.GetJobDocumentCommand({ jobId: 'j' }));
    expect(JSON.parse(document!).steps[0].action).toEqual({
      name: 'Download-File',
      type: 'runHandler',
      input: { handler: 'download-file.sh', args: ['http://x/"y"', '/tmp/x'], path: '' },
      runAsUser: '',
    });
    expect(await describeJob()).toMatchObject({
      description: 'A managed job template for downloading a file.',
      documentParameters,
      jobTemplateArn,
    });
  });
});
