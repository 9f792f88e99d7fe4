// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders of AWS are written like that
import { describe, expect, it } from 'vitest';
import { checkManifests, type Diagnostic, parseFile } from '../src/index.js';

function diagnosticsOf(spec: string): readonly Diagnostic[] {
  const text = `apiVersion: iot-rollouts/v1\nkind: Job\nmetadata: { name: a }\nspec:\n  targets: [thinggroup/a]\n${spec}\n`;
  return checkManifests([parseFile('rollouts/a.yaml', text)], new Map()).diagnostics;
}

function action(fields: string): string {
  return `  document: { version: "1.0", steps: [{ action: { ${fields} } }] }`;
}

const window = (cron: string) =>
  `  document: { a: 1 }\n  targetSelection: CONTINUOUS\n  schedulingConfig: { maintenanceWindows: [{ startTime: "${cron}", durationInMinutes: 60 }] }`;

describe('what is said about a mistake', () => {
  it.each([
    ['a value that holds itself', '  document: &d { a: *d }', 'would hold itself', 'Write out what is to stand here'],
    ['an alias of nothing', '  document: { a: *d }', 'no anchor &d comes before *d', 'This document has no anchors.'],
    [
      'a managed template with a space',
      '  managedTemplate: AWS Reboot',
      'must match',
      'No name has " ". Write AWS-Reboot.',
    ],
    [
      'a moment in seconds',
      '  document: { a: 1 }\n  schedulingConfig: { startTime: 1798761600 }',
      'must be a string',
      'Write 2027-01-01T00:00',
    ],
    [
      'a moment in quoted milliseconds',
      '  document: { a: 1 }\n  schedulingConfig: { startTime: "1798761600000" }',
      'has a form that AWS does not document',
      'Write 2027-01-01T00:00',
    ],
    [
      'a moment in another zone',
      '  document: { a: 1 }\n  schedulingConfig: { startTime: "2027-01-01T02:00+02:00" }',
      'has a form that AWS does not document',
      'Write 2027-01-01T00:00',
    ],
    [
      'a day that does not exist',
      '  document: { a: 1 }\n  schedulingConfig: { startTime: "2027-02-29T02:00" }',
      'startTime does not exist: month 2 of 2027 has 28 days',
      'Write YYYY-MM-DDTHH:MM',
    ],
    ['a value of braces that begins with @', '  document: { a: @b }', 'cannot begin with @', 'in double quotes'],
    ['a tag without a name', '  document: { a: 1 }\n  tags: { "": b }', 'a key is empty', 'A key is 1 to 128'],
    ['a day that only leap years have', window('cron(0 0 29 2 ? 2027)'), 'in 2027 February has 28 days', 'a leap year'],
    ['a day that no month has', window('cron(0 0 31 2 ? *)'), 'no month has the days', 'L for the last'],
    [
      'a script as a command',
      action('name: x, type: runCommand, input: { command: "cat a | tr a,b" }'),
      'name of one program',
      '"/bin/sh,-c,cat a | tr a\\\\,b"',
    ],
    [
      'a command of commas',
      action('name: x, type: runCommand, input: { command: ",," }'),
      'has no word in it',
      'separated by commas',
    ],
    [
      'sudo by its path',
      action('name: x, type: runCommand, input: { command: "/usr/bin/sudo,ls" }'),
      'asks for a password',
      'runAsUser: "root"',
    ],
    [
      'words of a command',
      action('name: x, type: runCommand, input: { command: "ls -l" }'),
      'name of one program',
      'Write "ls,-l".',
    ],
    [
      'a package version',
      '  destinationPackageVersions: ["arn:aws:iot:eu-west-1:123456789012:package/b/version/2"]\n  document: { x: "${aws:iot:package:a:version:1:attributes:k}" }',
      'version 1 of a is not among',
      'Did you mean b?',
    ],
  ])('names it for %s, and what to write instead', (_, spec, message, help) => {
    const [found, ...others] = diagnosticsOf(spec);
    expect(others).toEqual([]);
    expect(found?.message).toContain(message);
    expect(found?.help).toContain(help);
  });

  it('of an action of the Device Client names each that stands for itself', () => {
    const said = (fields: string) => diagnosticsOf(action(fields)).map(({ message }) => message.split(/[;:,]/)[0]);
    expect(said('nam: x, type: runCmd, input: { handler: x }')).toEqual([
      'nam is no field of an action',
      'type must be runHandler or runCommand',
    ]);
    expect(said('name: x, typ: runHandler, inputs: { handler: x }')).toEqual([
      'typ is no field of an action',
      'inputs is no field of an action',
    ]);
    expect(said('type: runCmd')).toEqual([
      'an action needs a name',
      'an action needs input',
      'type must be runHandler or runCommand',
    ]);
  });

  it('is nothing for words and lists that promise nothing', () => {
    expect(diagnosticsOf('  document: { axis: y, direction: n }')).toEqual([]);
    expect(
      diagnosticsOf(
        `  document: { version: "1.0", conditions: [], steps: [{ action: { name: x, type: runCommand, input: { command: ls } } }] }`,
      ),
    ).toEqual([]);
    expect(diagnosticsOf('  document: { a: on }').map(({ rule }) => rule)).toEqual(['yaml/boolean-word']);
  });
});

describe('the version of a manifest', () => {
  const said = (version: string) =>
    checkManifests(
      [
        parseFile(
          'rollouts/a.yaml',
          `apiVersion: ${version}\nkind: Job\nmetadata: { name: a }\nspec: { targets: [x] }\n`,
        ),
      ],
      new Map(),
    ).diagnostics.map(({ message }) => message);

  it('is misspelt where it is nearly ours, and another tool’s where it is not', () => {
    expect(said('iot-rolouts/v1')).toContain('apiVersion must be iot-rollouts/v1, not iot-rolouts/v1');
    expect(said('batch/v1')).toEqual([
      "apiVersion must be iot-rollouts/v1, not batch/v1; this seems to be another tool's Job",
    ]);
  });
});
