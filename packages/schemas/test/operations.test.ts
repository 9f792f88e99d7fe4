import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Facts } from '../generator/src/facts.js';
import { modelInfo } from '../src/index.js';
import * as iot from '../src/iot.js';
import * as data from '../src/iot-jobs-data.js';
import { bodyMembers, createOnlyMembers } from '../src/members.js';
import type { ErrorModel, MemberBinding, OperationModel, ServiceModel } from '../src/operation.js';

interface Plane {
  readonly service: ServiceModel;
  readonly operations: Readonly<Record<string, OperationModel>>;
  readonly errors: Readonly<Record<string, ErrorModel>>;
}

const planes: readonly (readonly [string, Plane])[] = [
  ['control plane', iot],
  ['data plane', data],
];

/** The labels of a URI template, in order. */
function labels(uri: string): string[] {
  return [...uri.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] as string);
}

describe.each(planes)('every operation of the %s', (_, { operations, errors }) => {
  const all = Object.entries(operations);

  it('stands under its own name', () => {
    expect(all.map(([, operation]) => operation.name)).toEqual(all.map(([name]) => name));
  });

  it('binds each label of its path to one required member, and no other member to the path', () => {
    for (const [name, { uri, request, input }] of all) {
      const inPath = Object.entries(request).filter(([, binding]) => binding.in === 'path');
      expect(inPath.map(([, binding]) => binding.name).sort(), name).toEqual(labels(uri).sort());
      for (const [member] of inPath) expect(input.required, `${name}.${member}`).toContain(member);
    }
  });

  it('has a path of plain segments and whole labels, without a query', () => {
    for (const [name, { uri }] of all) expect(uri, name).toMatch(/^(\/([A-Za-z0-9_-]+|\{[A-Za-z]+\}|\$next))+$/);
  });

  it('binds every member of its input and output, and nothing else', () => {
    for (const [name, { request, response, input, output }] of all) {
      expect(Object.keys(request), name).toEqual(Object.keys(input.properties));
      expect(Object.keys(response), name).toEqual(Object.keys(output.properties));
    }
  });

  it('uses no name twice in one place of the request', () => {
    for (const [name, { request }] of all) {
      const places = Object.values(request).map((binding) => `${binding.in} ${binding.name}`);
      expect(new Set(places).size, name).toBe(places.length);
    }
  });

  it('sends no body with GET and DELETE', () => {
    for (const [name, { method, request }] of all) {
      if (method !== 'GET' && method !== 'DELETE') continue;
      const inBody = Object.values(request).filter((binding) => binding.in === 'body' || binding.in === 'payload');
      expect(inBody, name).toEqual([]);
    }
  });

  it('can be told from the others by method and path', () => {
    const routes = all.map(([, { method, uri }]) => `${method} ${uri.replaceAll(/\{[^}]*\}/g, '{}')}`);
    expect(routes.filter((route, index) => routes.indexOf(route) !== index)).toEqual([]);
  });

  it('names only errors that the error table has, and the table has no others', () => {
    const named = new Set(all.flatMap(([, operation]) => operation.errors));
    expect([...named].sort()).toEqual(Object.keys(errors).sort());
  });

  it('is paginated, if at all, by members that it has', () => {
    for (const [name, { pagination, input, output }] of all) {
      if (pagination === undefined) continue;
      const { inputToken, outputToken, pageSize, items } = pagination;
      expect(Object.keys(input.properties), name).toEqual(
        expect.arrayContaining([inputToken, ...(pageSize === undefined ? [] : [pageSize])]),
      );
      expect(Object.keys(output.properties), name).toEqual(
        expect.arrayContaining([outputToken, ...(items === undefined ? [] : [items])]),
      );
    }
  });
});

describe.each(planes)('every error of the %s', (_, { errors }) => {
  it('stands under its own name and blames the side that its status blames', () => {
    for (const [name, error] of Object.entries<ErrorModel>(errors)) {
      expect(error.name).toBe(name);
      expect(error.fault, name).toBe(error.status < 500 ? 'client' : 'server');
    }
  });
});

it('has all nineteen Jobs operations of the control plane', () => {
  expect(Object.keys(iot.operations)).toEqual(
    expect.arrayContaining([
      'AssociateTargetsWithJob',
      'CancelJob',
      'CancelJobExecution',
      'CreateJob',
      'CreateJobTemplate',
      'DeleteJob',
      'DeleteJobExecution',
      'DeleteJobTemplate',
      'DescribeJob',
      'DescribeJobExecution',
      'DescribeJobTemplate',
      'DescribeManagedJobTemplate',
      'GetJobDocument',
      'ListJobExecutionsForJob',
      'ListJobExecutionsForThing',
      'ListJobTemplates',
      'ListJobs',
      'ListManagedJobTemplates',
      'UpdateJob',
    ]),
  );
});

it('has the five operations of the data plane', () => {
  expect(Object.keys(data.operations)).toEqual([
    'DescribeJobExecution',
    'GetPendingJobExecutions',
    'StartCommandExecution',
    'StartNextPendingJobExecution',
    'UpdateJobExecution',
  ]);
});

it('answers the control plane’s errors with the documented statuses (JOB-ERR-01: throttling is 400, a limit is 410)', () => {
  const documented = {
    InvalidRequestException: 400,
    ThrottlingException: 400,
    UnauthorizedException: 401,
    ResourceNotFoundException: 404,
    ConflictException: 409,
    ResourceAlreadyExistsException: 409,
    InvalidStateTransitionException: 409,
    VersionConflictException: 409,
    LimitExceededException: 410,
    InternalFailureException: 500,
    InternalServerException: 500,
    ServiceUnavailableException: 503,
  };
  expect(statuses(iot.errors)).toMatchObject(documented);
});

it('answers the data plane’s errors with the documented statuses (JOB-ERR-03: throttling is 429 there)', () => {
  const documented = {
    CertificateValidationException: 400,
    InvalidRequestException: 400,
    ResourceNotFoundException: 404,
    InvalidStateTransitionException: 409,
    TerminalStateException: 410,
    ThrottlingException: 429,
    ServiceUnavailableException: 503,
  };
  expect(statuses(data.errors)).toMatchObject(documented);
});

it('gives an error more than its message only where documented (JOB-ERR-02: the resource that is in the way)', () => {
  const more = Object.values<ErrorModel>(iot.errors).filter((error) => error.members.join() !== 'message');
  expect(more.map(({ name, members }) => [name, members])).toEqual([
    ['ConflictException', ['message', 'resourceId']],
    ['ResourceAlreadyExistsException', ['message', 'resourceId', 'resourceArn']],
  ]);
  expect(data.errors.ThrottlingException.members).toEqual(['message', 'payload']);
});

it('signs for the two planes under different names, for they share paths (JOB-ERR-04)', () => {
  expect([iot.service.signingName, data.service.signingName]).toEqual(['iot', 'iot-jobs-data']);
  expect(iot.operations.ListJobExecutionsForThing.uri).toBe(data.operations.GetPendingJobExecutions.uri);
});

it('knows which members of a job cannot be updated', () => {
  expect(createOnlyMembers(iot.CreateJob, iot.UpdateJob)).toEqual([
    'targets',
    'documentSource',
    'document',
    'targetSelection',
    'tags',
    'namespaceId',
    'jobTemplateArn',
    'documentParameters',
    'schedulingConfig',
    'destinationPackageVersions',
  ]);
});

it('knows which members an update writes, and which only address the job (JOB-UPD-01, JOB-NS-02)', () => {
  expect(bodyMembers(iot.UpdateJob)).toEqual([
    'description',
    'presignedUrlConfig',
    'jobExecutionsRolloutConfig',
    'abortConfig',
    'timeoutConfig',
    'jobExecutionsRetryConfig',
  ]);
});

/** The members of all requests and answers that a condition holds for, as `Operation.member`. */
function members({ operations }: Plane, holds: (binding: MemberBinding) => boolean): string[] {
  return Object.values(operations).flatMap(({ name, request, response }) =>
    [request, response].flatMap((bindings) =>
      Object.entries(bindings)
        .filter(([, binding]) => holds(binding))
        .map(([member]) => `${name}.${member}`),
    ),
  );
}

it('names the members by which AWS knows a repeated request again', () => {
  const tokens = ({ idempotencyToken }: MemberBinding): boolean => idempotencyToken === true;
  expect(members(iot, tokens)).toEqual([
    'CreatePackage.clientToken',
    'CreatePackageVersion.clientToken',
    'DeletePackage.clientToken',
    'DeletePackageVersion.clientToken',
    'UpdatePackageVersion.clientToken',
  ]);
  expect(members(data, tokens)).toEqual(['StartCommandExecution.clientToken']);
});

it('names the members that must not be logged, those that hold a secret somewhere inside too', () => {
  const secrets = ({ sensitive }: MemberBinding): boolean => sensitive === true;
  expect(members(iot, secrets)).toEqual([
    'CreatePackage.description',
    'CreatePackage.description',
    'CreatePackageVersion.description',
    'CreatePackageVersion.attributes',
    'CreatePackageVersion.recipe',
    'CreatePackageVersion.description',
    'CreatePackageVersion.attributes',
    'GetPackage.description',
    'GetPackageVersion.description',
    'GetPackageVersion.attributes',
    'GetPackageVersion.recipe',
    'UpdatePackageVersion.description',
    'UpdatePackageVersion.attributes',
    'UpdatePackageVersion.recipe',
  ]);
});

it('states the models it was generated from: version, file, hash, and the day they were read', () => {
  const facts = JSON.parse(readFileSync(new URL('../model/facts.json', import.meta.url), 'utf8')) as Facts;
  expect(Object.keys(modelInfo)).toEqual(Object.keys(facts.services));
  for (const [key, info] of Object.entries(modelInfo)) {
    const { sdkId, version, source } = facts.services[key] as Facts['services'][string];
    expect(info).toEqual({ sdkId, version, ...source });
    expect(info.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(info.date).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
  }
  expect(modelInfo.iot.sha256).toBe(iot.service.sha256);
  expect(modelInfo['iot-jobs-data'].version).toBe(data.service.version);
});

function statuses(errors: Readonly<Record<string, ErrorModel>>): Record<string, number> {
  return Object.fromEntries(Object.entries(errors).map(([name, { status }]) => [name, status]));
}
