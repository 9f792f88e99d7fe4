import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  checkManifests,
  defaultSettings,
  isFixed,
  parseFile,
  parseSettings,
  type RuleId,
  ruleTable,
  type Settings,
  settingsJsonSchema,
} from '../src/index.js';

const parse = (text: string) => parseSettings('iot-rollouts.config.yaml', text);
const said = (text: string) =>
  parse(text).diagnostics.map(({ message, help }) => `${message}${help ? ` ${help}` : ''}`);

describe('the settings file', () => {
  it('holds every setting, with the defaults for what it leaves out', () => {
    const { value, diagnostics } = parse(`
manifests: [iot/**/*.yaml, "!iot/drafts/**"]
rules: { rollout/above-quota: off, retry/too-many: warning }
fleet: { thinggroup/thermostats: 5000, thing/lab-7: 1 }
defaults: { devices: 100, documentFormat: custom }
`);
    expect(diagnostics).toEqual([]);
    expect(value).toEqual({
      manifests: ['iot/**/*.yaml', '!iot/drafts/**'],
      rules: { 'rollout/above-quota': 'off', 'retry/too-many': 'warning' },
      fleet: { 'thinggroup/thermostats': 5000, 'thing/lab-7': 1 },
      limits: defaultSettings.limits,
      defaults: { devices: 100, documentFormat: 'custom' },
    });
  });

  it.each(['', '# nothing yet\n', '---\n', 'rules: {}\n'])('that says nothing (%j) leaves the defaults', (text) => {
    expect(parse(text)).toEqual({ value: defaultSettings, diagnostics: [] });
  });

  it('keeps what is right beside what is wrong', () => {
    const { value, diagnostics } = parse('fleet: { thinggroup/a: 0, thinggroup/b: 7, c: 1 }\nlimits: 5\n');
    expect(value?.fleet).toEqual({ 'thinggroup/b': 7 });
    expect(value?.limits).toEqual(defaultSettings.limits);
    expect(diagnostics.map(({ rule }) => rule)).toEqual(['settings/value', 'settings/fleet-target', 'settings/value']);
  });

  it('is told where it is wrong and what to write instead', () => {
    expect(said('fleat: {}\n')).toEqual(['fleat is not a known field; did you mean fleet? Write fleet.']);
    expect(said('rules: { retry/too-many: of }\n')).toEqual([
      'retry/too-many must be one of off, warning, error; did you mean off?',
    ]);
    expect(said('rules: { retry/too-many: false }\n')).toEqual([
      'retry/too-many must be one of off, warning, error Write off, warning or error.',
    ]);
    expect(said('rules: { retry/too-meny: off }\n')).toEqual([
      'there is no rule retry/too-meny; did you mean retry/too-many? Write retry/too-many.',
    ]);
    expect(said('rules: { no-such-thing: off }\n')).toEqual([
      'there is no rule no-such-thing iot-rollouts explain lists every rule.',
    ]);
    expect(said('manifests: rollouts/*.yaml\n')).toEqual([
      'manifests must be a list, not a string Write a list: [rollouts/*.yaml].',
    ]);
    expect(said('limits: { jobExecutionsPerMinute: "5" }\n')).toEqual([
      'jobExecutionsPerMinute must be an integer, not a string Write 5 without quotes.',
    ]);
    expect(said('fleet: { thermostats: 5 }\n')).toEqual([
      'thermostats is neither a thing nor a thing group Write thinggroup/thermostats or thing/thermostats.',
    ]);
    expect(said('fleet: {\n')).toHaveLength(1);
    expect(said('a: 1\n---\nb: 1\n')).toEqual([
      'the settings are one object, and here are several documents Remove the --- between them.',
    ]);
  });

  it('pollutes no prototype', () => {
    const { value } = parse('__proto__: { polluted: 1 }\nrules: { __proto__: { a: off } }\nfleet: { __proto__: 3 }\n');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(value?.fleet ?? {})).toEqual([]);
  });

  it.each(['off', 'warning'])('cannot take a rule about what is not understood as %s', (level) => {
    const fixed = (Object.keys(ruleTable) as RuleId[]).filter(isFixed);
    expect(fixed.length).toBeGreaterThan(20);
    for (const rule of fixed) {
      const { value, diagnostics } = parse(`rules: { ${rule}: ${level} }\n`);
      expect(diagnostics.map((diagnostic) => diagnostic.rule)).toEqual(['settings/fixed-rule']);
      expect(value?.rules).toEqual({});
    }
  });

  it('is without fault as the documentation shows it', () => {
    const page = readFileSync(new URL('../../../docs/validate.md', import.meta.url), 'utf8');
    const example = /## Settings[\s\S]*?```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    const { value, diagnostics } = parse(example);
    expect(diagnostics).toEqual([]);
    expect(Object.keys(value?.fleet ?? {})).toHaveLength(1);
  });

  it('describes every setting and every rule to editors', () => {
    const { properties } = settingsJsonSchema() as {
      properties: Record<string, { description: string; properties?: object }>;
    };
    expect(Object.keys(properties)).toEqual(['manifests', 'rules', 'fleet', 'limits', 'defaults']);
    expect(Object.keys(properties.rules?.properties ?? {})).toEqual(Object.keys(ruleTable));
    expect(Object.values(properties).map(({ description }) => typeof description)).not.toContain('undefined');
  });
});

describe('the level of a rule', () => {
  const manifest = `apiVersion: iot-rollouts/v1
kind: Job
metadata: { name: a }
spec:
  targets: [thing/lab]
  document: { action: install }
  timeoutConfig: { inProgressTimeoutInMinutes: 20000 }
`;
  const check = (rules: Settings['rules']) =>
    checkManifests([parseFile('a.yaml', manifest)], new Map(), { settings: { ...defaultSettings, rules } });

  it('decides whether the manifest is built', () => {
    const errors = check({});
    expect(errors.value).toEqual([]);
    const rule = errors.diagnostics.find(({ severity }) => severity === 'error')?.rule as RuleId;
    const lowered = check({ [rule]: 'warning' });
    expect(lowered.diagnostics.find((diagnostic) => diagnostic.rule === rule)?.severity).toBe('warning');
    expect(lowered.value?.map(({ name }) => name)).toEqual(['a']);
    const silenced = check({ [rule]: 'off' });
    expect(silenced.diagnostics.filter((diagnostic) => diagnostic.rule === rule)).toEqual([]);
    expect(silenced.value).toHaveLength(1);
  });

  it('can be raised, which keeps the manifest from being built', () => {
    const text = manifest.replace('20000', '20').replace('document: { action: install }', 'document: { reboot: yes }');
    const settings = { ...defaultSettings, rules: { 'yaml/boolean-word': 'error' } } as const;
    const { value, diagnostics } = checkManifests([parseFile('a.yaml', text)], new Map(), { settings });
    expect(diagnostics).toContainEqual(expect.objectContaining({ rule: 'yaml/boolean-word', severity: 'error' }));
    expect(value).toEqual([]);
  });
});
