/** Is this a manifest at all, and of which kind? Asked first, since everything else depends on the answer. */
import { nearestName } from '@iot-rollouts/schemas';
import type { Finding } from './finding.js';
import { writtenAt } from './locate.js';
import type { ParsedDocument } from './parse.js';
import { apiVersion, type ManifestKind, manifestKinds } from './schema.js';

/** What the first lines of a manifest say. */
export interface Header {
  /** Absent when the document does not say, or is no manifest. */
  readonly kind?: ManifestKind;
  readonly findings: readonly Finding[];
}

/** The kind of a document, and what is wrong with apiVersion and kind. */
export function readHeader(document: ParsedDocument): Header {
  const { value } = document;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { findings: [notAnObject(document)] };
  const fields = value as Readonly<Record<string, unknown>>;
  const has = (name: string) => Object.hasOwn(fields, name);
  if (!has('apiVersion') && !has('kind')) return { findings: [notAManifest(has)] };

  if (isForeign(fields)) return { findings: [anotherTools(document)] };

  const findings: Finding[] = [];
  if (fields.apiVersion !== apiVersion || !has('apiVersion')) {
    const message = has('apiVersion')
      ? `apiVersion must be ${apiVersion}, not ${writtenAt(document, '/apiVersion') || 'empty'}`
      : `apiVersion is missing; it must be ${apiVersion}`;
    findings.push({ rule: 'manifest/api-version', pointer: '/apiVersion', on: 'value', message });
  }
  const kind = manifestKinds.find((candidate) => has('kind') && fields.kind === candidate);
  if (kind === undefined) findings.push(unknownKind(document, has('kind') ? fields.kind : undefined));
  return { findings, ...(kind !== undefined && { kind }) };
}

/** Whether it is a file of another tool, such as Kubernetes: of two words that are not ours, one mistake. */
function isForeign({ apiVersion: version, kind }: Readonly<Record<string, unknown>>): boolean {
  if (typeof version !== 'string' || typeof kind !== 'string') return false;
  if (version.includes('rollout') || nearestName(version, [apiVersion]) !== undefined) return false;
  // Kubernetes has a Job of its own: batch/v1.
  if (version.includes('/')) return true;
  return !manifestKinds.some((known) => known === kind) && nearestName(kind, manifestKinds) === undefined;
}

function anotherTools(document: ParsedDocument): Finding {
  return {
    rule: 'manifest/api-version',
    pointer: '/apiVersion',
    on: 'value',
    message: `apiVersion must be ${apiVersion}, not ${writtenAt(document, '/apiVersion')}; this seems to be another tool's ${writtenAt(document, '/kind')}`,
    help: `Move it out of the folder of manifests, or leave it out: "!FILE" in manifests of iot-rollouts.config.yaml.`,
  };
}

function notAnObject(document: ParsedDocument): Finding {
  return {
    rule: 'manifest/not-an-object',
    pointer: '',
    on: 'value',
    message: `a manifest is an object with apiVersion, kind, metadata and spec, not ${Array.isArray(document.value) ? 'a list' : 'a single value'}`,
    help: Array.isArray(document.value) ? 'Write several manifests as documents separated by ---.' : skeleton,
  };
}

function notAManifest(has: (name: string) => boolean): Finding {
  const request = has('jobId') || has('jobTemplateId') || has('targets');
  return {
    rule: 'manifest/api-version',
    pointer: '',
    on: 'key',
    message: `apiVersion and kind are missing; apiVersion must be ${apiVersion}`,
    help: request
      ? `This looks like the input of an AWS call: put its fields below spec:, the id at metadata.name. ${skeleton}`
      : skeleton,
  };
}

const skeleton = `A manifest begins with "apiVersion: ${apiVersion}", "kind: Job" or "kind: JobTemplate", then metadata and spec.`;

function unknownKind(document: ParsedDocument, kind: unknown): Finding {
  const legal = manifestKinds.join(' or ');
  if (kind === undefined || kind === null) {
    return {
      rule: 'manifest/unknown-kind',
      pointer: '/kind',
      on: 'value',
      message: `kind is missing; it must be ${legal}`,
    };
  }
  const near = typeof kind === 'string' ? nearestName(kind, manifestKinds) : undefined;
  return {
    rule: 'manifest/unknown-kind',
    pointer: '/kind',
    on: 'value',
    message: `kind must be ${legal}, not ${writtenAt(document, '/kind')}`,
    ...(near !== undefined && { help: `Write ${near}.` }),
  };
}
