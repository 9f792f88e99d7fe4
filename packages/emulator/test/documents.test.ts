import * as iot from '@aws-sdk/client-iot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arn, type Bench, bench } from './clients.js';

let at: Bench;

beforeEach(async () => {
  at = await bench();
  await at.iot.send(new iot.CreateThingCommand({ thingName: 'a' }));
});
afterEach(() => at.close());

const roleArn = 'arn:aws:iam::123456789012:role/ota';
let jobs = 0;
const createJob = (document: string, input: Partial<iot.CreateJobCommandInput> = {}) => {
  jobs += 1;
  const presignedUrlConfig = { roleArn };
  const defaults = { jobId: `j-${jobs}`, targets: [arn('thing/a')], document, presignedUrlConfig };
  return at.iot.send(new iot.CreateJobCommand({ ...defaults, ...input }));
};
const text = (value: string) => JSON.stringify({ x: value });
const download = 's3-presigned-url:https://s3.amazonaws.com/b/k';
const upload = (url: string) => text(`\${aws:iot:s3-presigned-url-upload:${url}}`);

describe('a job document', () => {
  it('can have the placeholders that AWS knows, and text of shells that only looks like one', async () => {
    const accepted = [
      text(`\${aws:iot:${download}}`),
      text(`\${aws:iot:s3-presigned-url-v1:https://s3.eu-west-1.amazonaws.com/b/k}`),
      text(`\${aws:iot:s3-presigned-url-v2:https%3A%2F%2Fb.s3.eu-west-1.amazonaws.com%2Fk%3FversionId%3D7}`),
      upload(`https://s3.eu-west-1.amazonaws.com/b/\${thingName}/\${jobId}/\${executionNumber}/\${thingName}`),
      upload('https://s3.amazonaws.com/b'),
      text(`\${aws:iot:code-sign-signature:s3://eu-west-1.b/k@7}`),
      text(`echo \${HOME} \${PATH:-"/bin"} }`),
    ];
    for (const document of accepted) await createJob(document);
  });

  it('is refused for placeholders that AWS cannot fill in', async () => {
    const refused = [
      text(`\${aws:iot:s3-presigned-url:https://s3.amazonaws.com/b/k`),
      `{"x":"\${HOME","y":"}"}`,
      text(`\${aws:iot:s3-presigned-url:here}`),
      text(`\${aws:iot:s3-presigned-url-v2:%ZZ}`),
      text(`\${aws:iot:s3-presigned-url:https://s3.amazonaws.com/b/\${aws:iot:${download}}}`),
      text(`\${thingName}`),
      upload(`https://s3.amazonaws.com/b/\${thingName}\${thingName}\${thingName}`),
      upload(`https://s3.amazonaws.com/b/\${other}`),
      upload(`https://s3.amazonaws.com/\${thingName}/k`),
      upload('https://s3.us-east-1.amazonaws.com/b/k'),
    ];
    for (const document of refused)
      await expect(createJob(document), document).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });

  it('needs a role for presigned URLs, also when the job is updated', async () => {
    const document = text(`\${aws:iot:${download}}`);
    await expect(createJob(document, { presignedUrlConfig: undefined })).rejects.toThrow('roleArn');
    const { jobId } = await createJob(document);
    const presignedUrlConfig = { expiresInSec: 60 };
    await expect(at.iot.send(new iot.UpdateJobCommand({ jobId, presignedUrlConfig }))).rejects.toThrow('roleArn');
    await at.iot.send(new iot.UpdateJobCommand({ jobId, presignedUrlConfig: { ...presignedUrlConfig, roleArn } }));
  });

  it('is measured in bytes', async () => {
    const ofBytes = (bytes: number) => text('ä'.repeat((bytes - text('').length) / 2));
    await createJob(ofBytes(32_768));
    await expect(createJob(ofBytes(32_770))).rejects.toThrow('32768 bytes');
  });
});
