/** Parameters of a managed template, filled into its document. */
import { invalid, type Refused } from '../refusal.js';
import type { ManagedTemplate } from './managed-templates.js';

/**
 * Returns the document with its parameters filled in; an optional one left out becomes an empty string (JOB-CRE-19, 20).
 * Values are escaped, because each stands inside a JSON string.
 */
export function filledDocument(
  managed: ManagedTemplate,
  given: Readonly<Record<string, string>>,
): string | Refused<'InvalidRequestException'> {
  const known = managed.documentParameters.map(({ key }) => key);
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  if (unknown !== undefined)
    return invalid(`${managed.templateName} has no parameter ${unknown}. It has: ${known.join(', ')}.`);
  for (const { key, optional, regex } of managed.documentParameters) {
    const value = given[key];
    if (value === undefined && !optional) return invalid(`${managed.templateName} needs the parameter ${key}.`);
    if (value !== undefined && !new RegExp(`^(?:${regex})$`, 'u').test(value))
      return invalid(`The value of parameter ${key} does not match ${regex}.`);
  }
  return managed.document.replace(/\$\{aws:iot:parameter:([a-zA-Z0-9_-]+)\}/g, (_, key: string) =>
    JSON.stringify(given[key] ?? '').slice(1, -1),
  );
}
