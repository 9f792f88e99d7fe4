/** The text of `iot-rollouts.config.yaml` -> settings, and what is wrong with it. */
import { explain, nearestName, type Violation } from '@iot-rollouts/schemas';
import type { Checked } from './diagnostic.js';
import type { Finding } from './finding.js';
import { globFault } from './glob-fault.js';
import { placeName, pointerSegments } from './json-pointer.js';
import { writtenAt } from './locate.js';
import { type ParsedDocument, parseFile } from './parse.js';
import { placeFindings, placeProblems, sortDiagnostics } from './place.js';
import { ruleTable } from './rule-table.js';
import { type Defaults, defaultSettings, type Limits, type Settings } from './settings.js';
import { settingsSchema } from './settings-schema.js';
import { isRuleId } from './severity.js';
import { without } from './spec.js';

/**
 * The settings that a text holds, with the defaults for what it leaves out; what is wrong with it is left out too, so that
 * the manifests can be checked all the same. Never throws.
 */
export function parseSettings(file: string, text: string): Checked<Settings> {
  const parsed = parseFile(file, text);
  const [document, second] = parsed.documents;
  const findings: Finding[] = [];
  let settings = defaultSettings;
  // An empty file, or one with comments only, says nothing and is as good as none.
  if (document?.value !== undefined && document.value !== null) {
    const fault = second === undefined ? notAnObject(document) : severalDocuments;
    if (fault === undefined) {
      const violations = explain(settingsSchema(), document.value);
      const globs = globFindings(document.value);
      findings.push(...violations.map((violation) => findingOf(violation, document)), ...globs);
      const faults = new Set([...violations, ...globs].map(({ pointer }) => pointer));
      settings = withDefaults(without(document.value, faults));
    } else findings.push(fault);
  }
  const placed = document === undefined ? [] : placeFindings(document, findings);
  return { value: settings, diagnostics: sortDiagnostics([...placeProblems(parsed), ...placed]) };
}

function globFindings(value: unknown): readonly Finding[] {
  const { manifests } = value as { readonly manifests?: unknown };
  if (!Array.isArray(manifests)) return [];
  return manifests.flatMap((glob: unknown, index): readonly Finding[] => {
    const fault = typeof glob === 'string' ? globFault(glob) : undefined;
    if (fault === undefined) return [];
    const pointer = `/manifests/${index}`;
    return [{ rule: 'settings/value', pointer, on: 'value', message: `${placeName(pointer)} ${fault}` }];
  });
}

function withDefaults(sound: unknown): Settings {
  // What the schema faulted has been taken out; what remains has the form of settings.
  const { limits, defaults, ...rest } = sound as Partial<Omit<Settings, 'limits' | 'defaults'>> & {
    readonly limits?: Partial<Limits>;
    readonly defaults?: Defaults;
  };
  const manifests = rest.manifests?.filter((glob) => glob !== undefined) ?? [];
  return {
    ...defaultSettings,
    ...rest,
    manifests: manifests.length === 0 ? defaultSettings.manifests : manifests,
    limits: { ...defaultSettings.limits, ...limits },
    defaults: { ...defaultSettings.defaults, ...defaults },
  };
}

function notAnObject({ value }: ParsedDocument): Finding | undefined {
  if (typeof value === 'object' && !Array.isArray(value)) return undefined;
  return {
    rule: 'settings/not-an-object',
    pointer: '',
    on: 'value',
    message: `the settings are one object, not ${Array.isArray(value) ? 'a list' : 'a single value'}`,
    help: `Its fields are ${fieldNames().join(', ')}.`,
  };
}

const severalDocuments: Finding = {
  rule: 'settings/not-an-object',
  pointer: '',
  on: 'value',
  message: 'the settings are one object, and here are several documents',
  help: 'Remove the --- between them.',
};

function findingOf(violation: Violation, document: ParsedDocument): Finding {
  const { pointer, keyword, suggestion, message } = violation;
  const [member, name = ''] = pointerSegments(pointer);
  const nested = pointerSegments(pointer).length > 1;
  if (keyword === 'unknown') {
    return member === 'rules' && nested ? unknownRule(name, pointer) : unknownField(violation, fieldNames());
  }
  if (keyword === 'key') {
    return {
      rule: 'settings/fleet-target',
      pointer,
      on: 'key',
      message: `${name} is neither a thing nor a thing group`,
      help: /^[\w:-]+$/.test(name)
        ? `Write thinggroup/${name} or thing/${name}.`
        : 'Write thinggroup/NAME or thing/NAME.',
    };
  }
  if (member === 'rules' && isRuleId(name) && Array.isArray(violation.expected) && violation.expected.length === 1) {
    return fixedRule(name, pointer, writtenAt(document, pointer));
  }
  const help = suggestion === undefined ? helpFor(violation, document) : undefined;
  return {
    rule: 'settings/value',
    pointer,
    on: 'value',
    message: `${nested && member === 'rules' ? name : placeName(pointer)} ${message}`,
    ...(help !== undefined && { help }),
  };
}

function helpFor({ pointer, keyword, actual }: Violation, document: ParsedDocument): string | undefined {
  if (actual === null) return 'Write a value, or remove the line.';
  if (keyword === 'type' && typeof actual === 'string' && /^\d+$/.test(actual))
    return `Write ${actual} without quotes.`;
  if (keyword === 'type' && pointer === '/manifests') return `Write a list: [${writtenAt(document, pointer)}].`;
  if (typeof actual === 'boolean' && pointer.startsWith('/rules/')) return 'Write off, warning or error.';
  return undefined;
}

function unknownRule(id: string, pointer: string): Finding {
  const near = nearestName(id, Object.keys(ruleTable));
  return {
    rule: 'settings/unknown-rule',
    pointer,
    on: 'key',
    message: `there is no rule ${id}${near === undefined ? '' : `; did you mean ${near}?`}`,
    help: near === undefined ? 'iot-rollouts explain lists every rule.' : `Write ${near}.`,
  };
}

function unknownField({ pointer, message, expected, suggestion }: Violation, top: readonly string[]): Finding {
  const legal = Array.isArray(expected) ? expected : top;
  return {
    rule: 'settings/unknown-field',
    pointer,
    on: 'key',
    message: `${placeName(pointer)} ${message}`,
    help: suggestion === undefined ? `Fields here: ${legal.join(', ')}.` : `Write ${suggestion}.`,
  };
}

function fixedRule(id: string, pointer: string, written: string): Finding {
  return {
    rule: 'settings/fixed-rule',
    pointer,
    on: 'value',
    message: `${id} cannot be ${written || 'changed'}: what it finds keeps a manifest from being understood`,
    help: 'Remove the line, and mend the manifests that it finds.',
  };
}

function fieldNames(): readonly string[] {
  return Object.keys(settingsSchema().properties);
}
