/** Templates and jobs that use every member of CreateJobTemplate and CreateJob, made by the SDK as a stranger would. */
import {
  CreateJobCommand,
  type CreateJobCommandInput,
  CreateJobTemplateCommand,
  type CreateJobTemplateCommandInput,
  CreatePackageCommand,
  CreatePackageVersionCommand,
  UpdatePackageVersionCommand,
} from '@aws-sdk/client-iot';
import type { Account } from './account.js';
import { arn } from './in-memory.js';

const s3Document = 'https://s3.eu-west-1.amazonaws.com/acme-firmware/jobs/ota.json';
const role = 'arn:aws:iam::123456789012:role/firmware-reader';
const version = arn('package/thermostat/version/2.4.1');

const longDocument = JSON.stringify({
  version: '1.0',
  steps: ['download', 'install'].map((name) => ({
    action: { name, type: 'runHandler', input: { handler: `${name}.sh`, args: ['--verbose'] }, runAsUser: 'root' },
  })),
});

/** The templates, in the order in which they are made. */
export const templates: readonly CreateJobTemplateCommandInput[] = [
  {
    jobTemplateId: 'ota-standard',
    description: 'Standard OTA: 5 % canary rate, stops at 10 % failures',
    document: longDocument,
    presignedUrlConfig: { roleArn: role, expiresInSec: 3600 },
    jobExecutionsRolloutConfig: {
      maximumPerMinute: 1000,
      exponentialRate: {
        baseRatePerMinute: 50,
        incrementFactor: 1.5,
        rateIncreaseCriteria: { numberOfSucceededThings: 1000 },
      },
    },
    abortConfig: {
      criteriaList: [
        { failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 10, minNumberOfExecutedThings: 100 },
        { failureType: 'ALL', action: 'CANCEL', thresholdPercentage: 12.5, minNumberOfExecutedThings: 50 },
      ],
    },
    timeoutConfig: { inProgressTimeoutInMinutes: 100 },
    jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'FAILED', numberOfRetries: 3 }] },
    destinationPackageVersions: [version],
    tags: [
      { Key: 'team', Value: 'climate' },
      { Key: 'cost centre', Value: '0042' },
    ],
  },
  {
    jobTemplateId: 'nightly',
    description: 'Nights only',
    document: '{"operation":"update"}',
    maintenanceWindows: [{ startTime: 'cron(0 2 ? * MON-FRI *)', durationInMinutes: 120 }],
  },
  { jobTemplateId: 'from-s3', description: 'Document in S3', documentSource: s3Document },
  // Ids that are no texts, or no names of files, unless they are written with care.
  { jobTemplateId: '010', description: 'yes', document: '{"a":1.0}' },
  { jobTemplateId: 'CON', description: 'it\'s "quoted": # no comment', document: '[1, 2]' },
];

/** The jobs. */
export const jobs: readonly CreateJobCommandInput[] = [
  {
    jobId: 'everything',
    targets: [arn('thinggroup/eu'), arn('thing/lab-2')],
    description: 'Alle Geräte, Stufe 1 – “Vorabversion” 🚀',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of AWS IoT.
    document: '{"operation":"update","url":"${aws:iot:s3-presigned-url:https://s3.eu-west-1.amazonaws.com/fw/a.bin}"}',
    presignedUrlConfig: { roleArn: role, expiresInSec: 600 },
    targetSelection: 'CONTINUOUS',
    jobExecutionsRolloutConfig: {
      maximumPerMinute: 1000,
      exponentialRate: {
        baseRatePerMinute: 5,
        incrementFactor: 2,
        rateIncreaseCriteria: { numberOfNotifiedThings: 10 },
      },
    },
    abortConfig: {
      criteriaList: [
        { failureType: 'TIMED_OUT', action: 'CANCEL', thresholdPercentage: 20.25, minNumberOfExecutedThings: 3 },
      ],
    },
    timeoutConfig: { inProgressTimeoutInMinutes: 30 },
    jobExecutionsRetryConfig: {
      criteriaList: [
        { failureType: 'FAILED', numberOfRetries: 2 },
        { failureType: 'TIMED_OUT', numberOfRetries: 1 },
      ],
    },
    schedulingConfig: {
      startTime: '2026-01-02T09:00',
      endTime: '2026-02-02T09:00',
      endBehavior: 'STOP_ROLLOUT',
      maintenanceWindows: [{ startTime: 'cron(0 22 ? * * *)', durationInMinutes: 60 }],
    },
    namespaceId: 'climate',
    tags: [
      { Key: 'stage', Value: '' },
      { Key: 'owner', Value: 'ops@acme.example' },
    ],
  },
  {
    jobId: 'scheduled',
    targets: [arn('thing/lab-1')],
    document: longDocument,
    schedulingConfig: { startTime: '2026-01-03T09:00', endTime: '2026-01-09T09:00', endBehavior: 'FORCE_CANCEL' },
  },
  {
    jobId: 'packaged',
    targets: [arn('thing/lab-1')],
    document: '{"version":"2.4.1"}',
    destinationPackageVersions: [arn('package/thermostat/version/$default'), version],
  },
  { jobId: 'from-s3-job', targets: [arn('thing/lab-1')], documentSource: s3Document },
  {
    jobId: 'reboot',
    targets: [arn('thing/lab-1')],
    jobTemplateArn: 'arn:aws:iot:eu-west-1::jobtemplate/AWS-Reboot:1.0',
    documentParameters: { runAsUser: 'root' },
  },
  {
    jobId: 'command',
    targets: [arn('thing/lab-1')],
    description: 'Lists a folder',
    jobTemplateArn: 'arn:aws:iot:eu-west-1::jobtemplate/AWS-Run-Command:1.0',
    documentParameters: { command: 'ls,-l' },
  },
  {
    jobId: 'templated',
    targets: [arn('thinggroup/us')],
    jobTemplateArn: arn('jobtemplate/ota-standard'),
    timeoutConfig: { inProgressTimeoutInMinutes: 5 },
    tags: [{ Key: 'team', Value: 'climate' }],
  },
  {
    jobId: 'own-document',
    targets: [arn('thinggroup/us')],
    jobTemplateArn: arn('jobtemplate/ota-standard'),
    document: '{\n  "script": "#!/bin/sh\\necho done\\n"\n}',
  },
  {
    jobId: 'windows',
    targets: [arn('thinggroup/eu')],
    jobTemplateArn: arn('jobtemplate/nightly'),
    targetSelection: 'CONTINUOUS',
  },
  // The same name as a template, and one that differs from another only by case.
  { jobId: 'nightly', targets: [arn('thing/lab-1')], document: longDocument },
  { jobId: 'Templated', targets: [arn('thing/lab-1')], document: '{"null":null,"on":"yes","n":-1.5e-7,"l":[[],{}]}' },
];

/** Makes them all. */
export async function fillAccount({ client, emulator }: Account): Promise<void> {
  await client.send(new CreatePackageCommand({ packageName: 'thermostat' }));
  const at = { packageName: 'thermostat', versionName: '2.4.1' };
  await client.send(new CreatePackageVersionCommand(at));
  await client.send(new UpdatePackageVersionCommand({ ...at, action: 'PUBLISH' }));
  const stored = await fetch(`${emulator.endpoint}/_emulator/objects`, {
    method: 'POST',
    body: JSON.stringify({ url: s3Document, body: '{"operation":"fromS3"}' }),
  });
  if (!stored.ok) throw new Error(await stored.text());
  for (const template of templates) await client.send(new CreateJobTemplateCommand(template));
  for (const job of jobs) await client.send(new CreateJobCommand(job));
}
