/** A field that exists, but not here: where it belongs. */
import type { Violation } from '@iot-rollouts/schemas';
import { Kind, type TObject, type TSchema } from '@sinclair/typebox';
import { pointerSegments } from './json-pointer.js';
import { type ManifestKind, manifestSchema, specMembers } from './schema.js';

/** What to do with an unknown field; undefined when the nearest name says it. */
export function misplacedHelp(violation: Violation, kind: ManifestKind): string | undefined {
  const segments = pointerSegments(violation.pointer);
  const name = segments.at(-1) ?? '';
  if (violation.suggestion !== undefined) return undefined;
  if (/^(?:jobId|jobTemplateId|name)$/.test(name) && segments.length <= 2)
    return 'The name of the job or template is metadata.name.';
  const here = pathOf(name, kind);
  if (here !== undefined) return `${name} belongs in ${here}.`;
  const other = kind === 'Job' ? 'JobTemplate' : 'Job';
  if (segments.length <= 2 && specMembers(other).includes(name)) return otherKindHelp(name, other);
  const legal = violation.expected;
  if (!Array.isArray(legal) || legal.length === 0) return 'Remove it.';
  return `Fields here: ${legal.join(', ')}.`;
}

function otherKindHelp(name: string, other: ManifestKind): string {
  if (other === 'JobTemplate') return `${name} is a field of JobTemplate, not of Job.`;
  if (/^(?:template|managedTemplate|jobTemplateArn)$/.test(name)) {
    return 'A template starts from no other: write its document, or copy a job that started from that one with jobArn.';
  }
  const windows = name === 'schedulingConfig' ? ' A template has only maintenanceWindows, directly in its spec.' : '';
  return `A template has no ${name}: write it in the Job that uses the template.${windows}`;
}

/** Where the schema has a field of that name: `spec.schedulingConfig`. */
function pathOf(name: string, kind: ManifestKind): string | undefined {
  const open: { readonly path: string; readonly schema: TSchema }[] = [{ path: '', schema: manifestSchema(kind) }];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const { path, schema } = next;
    if (schema[Kind] === 'Array') open.push({ path: `${path}[]`, schema: schema.items as TSchema });
    if (schema[Kind] !== 'Object') continue;
    const { properties } = schema as TObject;
    if (path !== '' && Object.hasOwn(properties, name)) return path;
    for (const [member, memberSchema] of Object.entries(properties)) {
      open.push({ path: path === '' ? member : `${path}.${member}`, schema: memberSchema });
    }
  }
  return undefined;
}
