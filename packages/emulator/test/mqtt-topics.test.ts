import { describe, expect, it } from 'vitest';
import { createInterest } from '../src/mqtt/interest.js';
import { fateOf, subscriptionFateOf } from '../src/mqtt/rules.js';
import { jobsRequest } from '../src/mqtt/topics.js';
import { s3Location } from '../src/objects/s3-location.js';

const T = '$aws/things/d-1/jobs';

describe('a topic', () => {
  const ofThing = { thingName: 'd-1', jobId: undefined, namespaceId: undefined };
  it.each([
    [`${T}/get`, { ...ofThing, operation: 'GetPendingJobExecutions' }],
    [`${T}/start-next`, { ...ofThing, operation: 'StartNextPendingJobExecution' }],
    [`${T}/$next/get`, { ...ofThing, operation: 'DescribeJobExecution', jobId: '$next' }],
    [`${T}/a/update`, { ...ofThing, operation: 'UpdateJobExecution', jobId: 'a' }],
    [`${T}/a/namespace-ns/update`, { ...ofThing, operation: 'UpdateJobExecution', jobId: 'a', namespaceId: 'ns' }],
    [`${T}/`, 'no-operation'],
    [`${T}/notify`, 'no-operation'],
    [`${T}/$next/update`, 'no-operation'],
    [`${T}/$next/namespace-ns/update`, 'no-operation'],
    [`${T}/start-next/update`, 'no-operation'],
    [`${T}/a/namespace-/get`, 'no-operation'],
    [T, undefined],
    ['$aws/things/d-1/shadow/update', undefined],
    ['things/d-1/jobs/get', undefined],
    ['$aws/things//jobs/get', undefined],
  ])('%s means what AWS says', (topic, request) => {
    expect(jobsRequest(topic)).toEqual(request);
  });

  it.each([
    ['plain', 0, 'relay'],
    [`${T}/get`, 1, 'ask-jobs'],
    ['$aws/things/d-1/shadow/name/x/update', 1, 'drop'],
    ['$aws/rules/r', 0, 'drop'],
  ] as const)('%s of quality %i has its fate', (topic, qos, fate) => {
    expect(fateOf(topic, qos, 0)).toBe(fate);
  });

  it('may be as long, and a message as large, as AWS allows', () => {
    expect(fateOf('x'.repeat(256), 0, 128 * 1024)).toBe('relay');
    expect(fateOf('ä'.repeat(129), 0, 0)).toMatchObject({ cutOff: 'a topic of more than 256 bytes' });
    expect(subscriptionFateOf('a/b/c/d/e/f/g/h', 1)).toBe('grant');
    expect(subscriptionFateOf('a/b/c/d/e/f/g/h/#', 1)).toMatchObject({ cutOff: expect.stringContaining('slashes') });
    expect(subscriptionFateOf('$share/g/a', 0)).toBe('refuse');
  });
});

describe('interest', () => {
  it.each([
    [`${T}/notify`, true, false, false],
    [`${T}/#`, true, false, false],
    ['$aws/things/d-1/#', true, false, false],
    ['$aws/things/+/jobs/notify-next', true, true, false],
    ['$aws/things/#', true, true, false],
    ['$aws/+/d-1/jobs/notify', true, false, true],
    ['$aws/#', true, true, true],
    ['$aws/events/job/#', false, false, true],
    ['#', false, false, false],
    ['+/things/d-1/jobs/notify', false, false, false],
  ])('in %s is in this thing: %s, in others: %s, in events: %s', (filter, thing, others, events) => {
    const interest = createInterest();
    interest.add(filter);
    expect(interest.hearsThing('d-1')).toBe(thing);
    expect(interest.hearsThing('d-2')).toBe(others);
    expect(interest.hearsEvents()).toBe(events);
  });
});

describe('an S3 URL', () => {
  const object = { bucket: 'b', key: 'a/k.bin', versionId: undefined };
  it.each([
    ['https://s3.amazonaws.com/b/a/k.bin', object],
    ['https://s3.eu-west-1.amazonaws.com/b/a/k.bin', object],
    ['https://s3-eu-west-1.amazonaws.com/b/a/k.bin', object],
    ['https://s3.cn-north-1.amazonaws.com.cn/b/a/k.bin', object],
    ['https://b.s3.eu-west-1.amazonaws.com/a/k.bin', object],
    ['https://b.with.dots.s3.amazonaws.com/a%20k', { bucket: 'b.with.dots', key: 'a k', versionId: undefined }],
    ['s3://b/a/k.bin?versionId=7', { ...object, versionId: '7' }],
    ['https://s3.amazonaws.com/b', { ...object, key: '' }],
    ['https://example.com/b/a/k.bin', undefined],
    ['https://s3.amazonaws.com/', undefined],
    ['https://s3.amazonaws.com/b/%zz', undefined],
    ['ftp://s3.amazonaws.com/b/k', undefined],
    ['no url', undefined],
  ])('%s names its object', (url, location) => {
    expect(s3Location(url)).toEqual(location);
  });
});
