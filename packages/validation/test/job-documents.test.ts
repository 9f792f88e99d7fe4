// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders of AWS are written like that
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkManifests, type Diagnostic, defaultSettings, parseFile, type Settings } from '../src/index.js';
import { readJson } from '../src/json-text.js';
import { managedTemplates } from '../src/managed-templates.js';
import { packageReference, placeholdersIn } from '../src/placeholders.js';
import { readS3Url } from '../src/s3-url.js';

const role = 'presignedUrlConfig: { roleArn: arn:aws:iam::123456789012:role/reader }';
const signed = '"${aws:iot:s3-presigned-url:https://s3.eu-west-1.amazonaws.com/firmware/a.bin}"';

function manifest(kind: string, name: string, spec: string): string {
  return `apiVersion: iot-rollouts/v1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: { ${spec} }\n`;
}

function job(spec: string): string {
  return manifest('Job', 'a', `targets: [thing/a], ${spec}`);
}

function template(spec: string): string {
  return manifest('JobTemplate', 'standard', `description: x, ${spec}`);
}

function check(text: string, document?: string, settings: Settings = defaultSettings): readonly Diagnostic[] {
  const documents = new Map(document === undefined ? [] : [['rollouts/d.json', { text: document }]]);
  return checkManifests([parseFile('rollouts/a.yaml', text)], documents, { settings }).diagnostics;
}

function rules(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ rule }) => rule);
}

describe('a number of fields in YAML', () => {
  const said = (number: string) => rules(check(job(`document: { n: ${number} }`)));

  it.each(['1e400', '-1.5E+999', '1e-400', '-1e-400', '9007199254740993', '0x20000000000001'])(
    '%s would reach devices as something else',
    (number) => {
      expect(said(number)).toEqual(['document/lossy-number']);
    },
  );

  it.each([
    '0',
    '0.0',
    '-0',
    '-0.0',
    '0e5',
    '1e-300',
    '1e300',
    '0x10',
    '9007199254740992',
    '"1e400"',
    "'-0'",
    '1e400x',
  ])('%s reaches them as it is written', (number) => {
    expect(said(number)).toEqual([]);
  });
});

describe('an inline document', () => {
  const said = (fields: string) => check(job(`document: ${fields}`)).map(({ rule, message }) => `${rule}: ${message}`);

  it('has versions and digests in quotes, which YAML would read as numbers', () => {
    expect(said('{ version: 1.10, files: [{ sha: 1234e5 }] }')).toEqual([
      'document/number-rewritten: 1.10 is a number here: devices would get 1.1',
      'document/number-rewritten: 1234e5 is a number here: devices would get 123400000',
    ]);
    expect(said('{ version: "1.10", share: 0.5, minutes: 10, most: 1e3, none: 0.0, steps: 100 }')).toEqual([]);
  });

  it('has a value behind each key', () => {
    expect(said('{ op:install, arn:aws:x, kept: null, text: "" }')).toEqual([
      'document/empty-value: op:install has no value: devices would get null',
      'document/empty-value: arn:aws:x has no value: devices would get null',
    ]);
  });
});

describe('a document file', () => {
  const file = (text: string) => check(job('documentFile: d.json'), text);

  it.each([
    ['{ "a": 1, }', { line: 1, column: 9 }, 'comma before }'],
    ['{\n  "a": 1 // one\n}', { line: 2, column: 10 }, 'comma or }'],
    ['{ "a": 1,\n  // two\n  "b": 2 }', { line: 2, column: 3 }, 'comment'],
    ["{ 'a': 1 }", { line: 1, column: 3 }, 'double quotes'],
    ['{ "a": .5 }', { line: 1, column: 8 }, '.5'],
    ['{ "a": "x\ny" }', { line: 1, column: 10 }, 'line break'],
    ['{ "a": "c:\\windows" }', { line: 1, column: 11 }, 'backslash'],
    ['{ "a": "x }', { line: 1, column: 8 }, 'closing quote'],
    ['{ "a": 1', { line: 1, column: 9 }, 'closes it'],
    ['{ "a": 1 } }', { line: 1, column: 12 }, 'after the end'],
    ['{ "a": ${aws:iot:x} }', { line: 1, column: 8 }, 'placeholder outside quotes'],
  ])('%j is no JSON, at %j', (text, start, words) => {
    const [found, ...others] = file(text);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      rule: 'document/not-json',
      file: 'rollouts/a.yaml',
      related: [{ file: 'rollouts/d.json', range: { start } }],
    });
    expect(found?.message).toContain(words);
  });

  it('shows a key that stands twice where it stands, and every faulty value at its own place', () => {
    const text = '{\n  "a": { "x": 1, "x": 2 },\n  "url": "http://example.com/b",\n  "n": 90071992547409930\n}\n';
    expect(file(text).map(({ rule, related }) => [rule, related[0]?.range?.start.line])).toEqual([
      ['document/duplicate-key', 2],
      ['document/large-number', 4],
      ['document/plain-http', 3],
    ]);
  });

  it('is judged with keys that harm careless software', () => {
    const text = '{ "__proto__": { "url": "http://example.com/a" }, "constructor": { "prototype": 1 } }';
    expect(rules(file(text))).toEqual(['document/plain-http']);
    expect(Object.hasOwn(Object.prototype, 'url')).toBe(false);
  });

  it('nested without end is judged without end of the stack', () => {
    expect(rules(file(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`))).toEqual(['document/nesting']);
  });
});

describe('the reader of JSON', () => {
  it('takes what JSON.parse takes, and refuses what it refuses, at a place inside the text', () => {
    const broken = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', '"', '\\', "'", '1', ' ', '[', ':'))
      .map(
        ([text, at, insert]) =>
          text.slice(0, at % (text.length + 1)) + insert + text.slice((at % (text.length + 1)) + 1),
      );
    fc.assert(
      fc.property(fc.oneof(fc.json(), broken, fc.string()), (text) => {
        let parses = true;
        try {
          JSON.parse(text);
        } catch {
          parses = false;
        }
        const { root, fault } = readJson(text);
        expect(root !== undefined).toBe(parses);
        if (fault !== undefined) expect(fault.offset).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('placeholders', () => {
  it('are found in any text, each inside it and in order', () => {
    const parts = fc.array(fc.constantFrom('${', '}', 'aws:iot:', 'x', '$', '{', ':'), { maxLength: 30 });
    fc.assert(
      fc.property(parts, (texts) => {
        const text = texts.join('');
        let behind = 0;
        for (const { start, end, closed, body } of placeholdersIn(text)) {
          expect(start).toBeGreaterThanOrEqual(behind);
          expect(text.slice(start, end)).toBe(`\${${body}${closed ? '}' : ''}`);
          behind = end;
        }
      }),
    );
  });

  it('are those of AWS and what may be meant as one, however a shell’s stand around them', () => {
    const parts = fc.array(fc.constantFrom('${X:-', '}', '${aws:iot:package:', '${jobId}', 'x'), { maxLength: 20 });
    fc.assert(
      fc.property(parts, (texts) => {
        const text = texts.join('');
        const found = placeholdersIn(text);
        for (const { body, closed } of found) {
          if (closed) expect(body).toMatch(/^(?:aws:iot:|jobId$)/);
        }
        // Nothing is lost: what is in none of those found is no placeholder of AWS.
        const rest = found.reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), text);
        expect(rest).not.toMatch(/\$\{(?:aws:iot:|jobId)/);
      }),
    );
  });

  it('of packages are read in every documented form', () => {
    expect(packageReference('p:version:1.0:attributes:a:b')).toEqual({
      packageName: 'p',
      versionName: '1.0',
      wants: 'attribute',
    });
    expect(packageReference(':version::attributes')?.wants).toBe('all-attributes');
    expect(packageReference('p:version:$default:artifact:s3-presigned-url')?.wants).toBe('artifact');
    expect(packageReference('p:version:1:artifact-location:s3-presigned-url')?.wants).toBe('artifact');
    expect(packageReference('p:versions:1:attributes')).toBeUndefined();
  });

  it.each([
    ['plain text of a shell', '"echo ${HOME} ${X:-${Y}}"', []],
    ['an ARN', '"arn:aws:iot:eu-west-1:123456789012:thing/a"', []],
    [
      'an upload with local placeholders in the key',
      '"${aws:iot:s3-presigned-url-upload:https://logs.s3.eu-west-1.amazonaws.com/${thingName}/${jobId}-${executionNumber}}"',
      [],
    ],
    ['an upload without a key', '"${aws:iot:s3-presigned-url-upload:https://s3.eu-west-1.amazonaws.com/logs}"', []],
    [
      'a download without a key',
      '"${aws:iot:s3-presigned-url:https://s3.eu-west-1.amazonaws.com/firmware}"',
      ['placeholder/url'],
    ],
    [
      'a space before the name',
      '"${ aws:iot:s3-presigned-url:https://s3.eu-west-1.amazonaws.com/firmware/a}"',
      ['placeholder/lookalike'],
    ],
    [
      'capitals',
      '"${AWS:IoT:s3-presigned-url:https://s3.eu-west-1.amazonaws.com/firmware/a}"',
      ['placeholder/lookalike'],
    ],
    [
      'an unknown one in an upload',
      '"${aws:iot:s3-presigned-url-upload:https://s3.eu-west-1.amazonaws.com/logs/${thingname}}"',
      ['placeholder/nested'],
    ],
    [
      'an encoded key in the first form',
      '"${aws:iot:s3-presigned-url:https://s3.eu-west-1.amazonaws.com/firmware/a%20b}"',
      ['placeholder/url-form'],
    ],
    [
      'a space in the second form',
      '"${aws:iot:s3-presigned-url-v2:https://s3.eu-west-1.amazonaws.com/firmware/a b}"',
      ['placeholder/url-form'],
    ],
    [
      'a virtual host in the second form',
      '"${aws:iot:s3-presigned-url-v2:https://firmware.s3.eu-west-1.amazonaws.com/a.bin}"',
      [],
    ],
    [
      'a virtual host in the first form',
      '"${aws:iot:s3-presigned-url:https://firmware.s3.eu-west-1.amazonaws.com/a.bin}"',
      ['placeholder/url-form'],
    ],
    [
      'an access point',
      '"${aws:iot:s3-presigned-url-v2:https://ota-123456789012.s3-accesspoint.eu-west-1.amazonaws.com/a.bin}"',
      ['placeholder/url-form'],
    ],
    ['the European cloud', '"${aws:iot:s3-presigned-url:https://s3.eusc-de-east-1.amazonaws.eu/firmware/a.bin}"', []],
    ['another host', '"${aws:iot:s3-presigned-url:https://firmware.example.com/a.bin}"', ['placeholder/url']],
    ['a default of a shell that AWS fills in', `"\${X:-${signed.slice(1, -1)}}"`, ['placeholder/inside-braces']],
    [
      'two in one default, in braces of their own',
      `"\${X:-\${Y:-${signed.slice(1, -1)}} ${signed.slice(1, -1)}}"`,
      ['placeholder/inside-braces'],
    ],
    ['a local one in a default', '"${X:-${jobId}}"', ['placeholder/local-outside-upload']],
    ['one behind a { that nothing closes', `"\${HOME and ${signed.slice(1, -1)}"`, ['placeholder/open']],
    [
      'faulty ones behind a { that nothing closes',
      '"${HOME and ${aws:iot:s3-presined-url:https://s3.eu-west-1.amazonaws.com/firmware/a} ${jobId}"',
      ['placeholder/local-outside-upload', 'placeholder/open', 'placeholder/unknown'],
    ],
    ['several of a shell that nothing closes', '"${A ${B} ${C ${D"', ['placeholder/open']],
    [
      'one of AWS that nothing closes, behind one of a shell',
      '"${A ${thingName and"',
      ['placeholder/open', 'placeholder/unterminated'],
    ],
    [
      'one of AWS that nothing closes, with others in it',
      '"${aws:iot:s3-presigned-url:https://s3.eu-west-1.amazonaws.com/firmware/${thingName} ${jobId}"',
      ['placeholder/unterminated'],
    ],
    ['one as a key', '"b", "${thingName}": "c"', ['placeholder/local-outside-upload']],
  ])('with %s are judged', (_, text, expected) => {
    const found = rules(check(job(`documentFile: d.json, ${role}`), `{ "a": ${text} }`));
    expect(found.filter((rule) => rule !== 'presign/unused')).toEqual(expected);
  });
});

describe('presigned URLs', () => {
  const needing = `document: { url: ${signed} }`;

  it.each([
    ['a job with its own role', job(`${needing}, ${role}`), []],
    ['a job without', job(needing), ['presign/role']],
    [
      'a job without, whose URL stands behind a { that nothing closes',
      job(`document: { url: "\${HOME and ${signed.slice(1, -1)}" }`),
      ['presign/role', 'placeholder/open'],
    ],
    [
      'a job whose template has the role',
      `${template(`document: { a: 1 }, ${role}`)}---\n${job(`template: standard, ${needing}`)}`,
      ['presign/unused', 'document/overrides-template'],
    ],
    ['a job from a template with both', `${template(`${needing}, ${role}`)}---\n${job('template: standard')}`, []],
    [
      'a job from a template without the role',
      `${template(needing)}---\n${job('template: standard')}`,
      ['presign/role'],
    ],
    ['a job that brings the role', `${template(needing)}---\n${job(`template: standard, ${role}`)}`, []],
    [
      'a job that replaces the role',
      `${template(`${needing}, ${role}`)}---\n${job('template: standard, presignedUrlConfig: { expiresInSec: 600 }')}`,
      ['presign/role'],
    ],
    ['a template that nobody uses', template(needing), ['presign/role-left-to-jobs']],
    [
      'a template without the role, whose job replaces what it says of URLs',
      `${template(`${needing}, presignedUrlConfig: { expiresInSec: 3600 }`)}---\n${job(`template: standard, ${role.replace('{', '{ expiresInSec: 3600,')}`)}`,
      [],
    ],
    [
      'a template that says how long URLs live, and nobody uses',
      template(`${needing}, presignedUrlConfig: { expiresInSec: 3600 }`),
      ['presign/role-left-to-jobs'],
    ],
    [
      'a job whose template is AWS alone knows',
      job(`${needing}, jobTemplateArn: "arn:aws:iot:eu-west-1:123456789012:jobtemplate/x"`),
      ['document/overrides-template'],
    ],
    [
      'a job whose template copies another job',
      `${template('jobArn: "arn:aws:iot:eu-west-1:123456789012:job/a"')}---\n${job(`template: standard, ${needing}`)}`,
      ['document/overrides-template'],
    ],
    [
      'a job from a template that copies a job and has another document',
      `${template(`${needing}, jobArn: "arn:aws:iot:eu-west-1:123456789012:job/a"`)}---\n${job('template: standard')}`,
      [],
    ],
    [
      'a role of the wrong form',
      job(`${needing}, presignedUrlConfig: { roleArn: arn:aws:iam::123456789012:user/someone }`),
      ['presign/role-form'],
    ],
    ['a role of the wrong type', job(`${needing}, presignedUrlConfig: { roleArn: 5 }`), ['shape/type']],
  ])('in %s need one role', (_, text, expected) => {
    expect(rules(check(text))).toEqual(expected);
  });
});

describe('a document near the limit of AWS', () => {
  const filling = (text: string) => JSON.stringify({ text, filling: 'x'.repeat(31_000) });

  it('has room for what only a shell fills in, and none for what AWS does', () => {
    const said = (text: string) => check(job(`documentFile: d.json, ${role}`), filling(text));
    expect(rules(said('echo ${HOME} ${X'))).toEqual(['placeholder/open', 'presign/unused']);
    const [found, ...others] = said(`\${HOME} ${signed.slice(1, -1)}`);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ rule: 'document/near-limit' });
    expect(found?.message).toContain('its placeholder is');
  });
});

describe('package versions', () => {
  const arn = (version: string) => `"arn:aws:iot:eu-west-1:123456789012:package/${version}"`;
  const asks = 'document: { v: "${aws:iot:package:app:version:1.0:attributes:x}" }';

  it('of a job that replaces those of its template are compared with the document of the template', () => {
    const text = `${template(`${asks}, destinationPackageVersions: [${arn('app/version/1.0')}]`)}---\n${job(
      `template: standard, destinationPackageVersions: [${arn('app/version/2.0')}]`,
    )}`;
    const [found, ...others] = check(text);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ rule: 'package/not-listed', pointer: '/spec/destinationPackageVersions' });
    expect(found?.message).toContain('standard');
  });

  it('that a template leaves to its jobs are asked of each job that starts from it', () => {
    const two =
      'document: { v: "${aws:iot:package:app:version:1.0:attributes:x}", w: "${aws:iot:package:app:version:1.0:attributes:y}" }';
    const unnamed =
      'document: { v: "${aws:iot:package::version::attributes:x}", w: "${aws:iot:package::version::attributes:y}" }';
    const listed = `destinationPackageVersions: [${arn('app/version/1.0')}]`;
    for (const [spec, rule] of [
      [two, 'package/not-listed'],
      [unnamed, 'package/unnamed'],
    ] as const) {
      expect(rules(check(template(spec)))).toEqual(['package/left-to-jobs']);
      expect(rules(check(`${template(spec)}---\n${job(`template: standard, ${listed}`)}`))).toEqual([]);
      const [found, ...others] = check(`${template(spec)}---\n${job('template: standard')}`);
      expect(others).toEqual([]);
      expect(found).toMatchObject({ rule, severity: 'error', pointer: '/spec/template' });
    }
    const other = `${asks}, destinationPackageVersions: [${arn('app/version/2.0')}]`;
    expect(rules(check(template(other)))).toEqual(['package/left-to-jobs']);
    expect(rules(check(`${template(other)}---\n${job(`template: standard, ${listed}`)}`))).toEqual([]);
  });

  it('have their placeholders judged once, where they are written', () => {
    const wrong = template('document: { v: "${aws:iot:package:app:version::attributes:x}" }');
    const list = `destinationPackageVersions: [${arn('app/version/1.0')}]`;
    expect(rules(check(`${wrong}---\n${job(`template: standard, ${list}`)}`))).toEqual(['package/placeholder']);
  });

  it('that only AWS knows are not guessed', () => {
    expect(rules(check(job(`${asks}, managedTemplate: AWS-Reboot`)))).toEqual(['document/overrides-template']);
    const copy = template('jobArn: "arn:aws:iot:eu-west-1:123456789012:job/a"');
    expect(rules(check(`${copy}---\n${job(`${asks}, template: standard`)}`))).toEqual(['document/overrides-template']);
  });
});

describe('a managed template', () => {
  it('of every name that AWS documents is taken with its required parameters', () => {
    for (const { name, parameters } of managedTemplates) {
      const values = parameters.filter(({ required }) => required).map((own) => `${own.name}: "${own.example}"`);
      const given = values.length === 0 ? '' : `, documentParameters: { ${values.join(', ')} }`;
      expect([name, ...rules(check(job(`managedTemplate: ${name}${given}`)))]).toEqual([name]);
    }
  });

  it.each([
    ['arn:aws:iot:eu-west-1::jobtemplate/AWS-Reboot:1.0', []],
    ['arn:aws:iot:eu-west-1::jobtemplate/AWS-Reboot', ['managed/version']],
    ['arn:aws:iot:eu-west-1::jobtemplate/AWS-Rebot:1.0', ['managed/name']],
    ['arn:aws:iot:eu-west-1:123456789012:jobtemplate/AWS-Reboot:1.0', ['template/arn']],
  ])('is recognised by its ARN %s', (arn, expected) => {
    expect(rules(check(job(`jobTemplateArn: "${arn}"`)))).toEqual(expected);
  });

  it('with a misspelt parameter has one fault, and its command is read as the client reads it', () => {
    const misspelt = 'managedTemplate: AWS-Download-File, documentParameters: { downloadURL: https://a, filePath: /a }';
    expect(rules(check(job(misspelt)))).toEqual(['managed/parameter-unknown']);
    const command = 'managedTemplate: AWS-Run-Command, documentParameters: { command: ls -l }';
    expect(check(job(command))).toMatchObject([{ rule: 'device-client/command', help: 'Write "ls,-l".' }]);
  });
});

describe('the format of a document', () => {
  const legacy = 'document: { operation: update.sh, args: [a] }';
  const wanting = (documentFormat: Settings['defaults']['documentFormat']): Settings => ({
    ...defaultSettings,
    defaults: { ...(documentFormat !== undefined && { documentFormat }) },
  });

  it('is recognised, named by the manifest or by the settings; custom silences', () => {
    expect(rules(check(job(legacy)))).toEqual(['device-client/legacy']);
    expect(rules(check(job(`${legacy}, documentFormat: custom`)))).toEqual([]);
    expect(rules(check(job(legacy), undefined, wanting('custom')))).toEqual([]);
    expect(rules(check(job(`${legacy}, documentFormat: freertos-ota`), undefined, wanting('custom')))).toEqual([
      'document/format',
    ]);
    expect(rules(check(job('document: { a: 1 }'), undefined, wanting('device-client')))).toEqual(['document/format']);
  });

  it('is never sent', () => {
    const [manifest] = checkManifests(
      [parseFile('a.yaml', job('document: { a: 1 }, documentFormat: custom'))],
      new Map(),
    ).value ?? [undefined];
    expect(JSON.stringify(manifest)).not.toContain('documentFormat');
  });

  it.each([
    ['a form of one’s own', '{ operation: customJob, otherInfo: someValue }'],
    ['the first agent in JavaScript', '{ operation: reboot }'],
    ['steps of other software', '{ steps: [{ download: a }] }'],
    ['a field that is named alike', '{ afr_ota: true, version: 3 }'],
  ])('of %s is not guessed', (_, document) => {
    expect(rules(check(job(`document: ${document}`)))).toEqual([]);
  });
});

describe('the URL of an object in S3', () => {
  it.each([
    ['https://s3.amazonaws.com/b/k/l', { style: 'path', bucket: 'b', key: 'k/l', query: '' }],
    [
      'https://s3.eu-west-1.amazonaws.com/b/k?versionId=1',
      { style: 'path', region: 'eu-west-1', bucket: 'b', key: 'k', query: 'versionId=1' },
    ],
    [
      'https://s3-us-west-2.amazonaws.com/b/k',
      { style: 'path', region: 'us-west-2', bucket: 'b', key: 'k', query: '' },
    ],
    [
      'https://s3.cn-north-1.amazonaws.com.cn/b/k',
      { style: 'path', region: 'cn-north-1', bucket: 'b', key: 'k', query: '' },
    ],
    [
      'https://a.b.s3.us-gov-west-1.amazonaws.com/k',
      { style: 'virtual-hosted', region: 'us-gov-west-1', bucket: 'a.b', key: 'k', query: '' },
    ],
    ['https://b.s3.amazonaws.com/k', { style: 'virtual-hosted', bucket: 'b', key: 'k', query: '' }],
    ['https://evil.example.com/s3.amazonaws.com/b/k', undefined],
    ['https://s3.amazonaws.com.example.com/b/k', undefined],
    ['http://s3.amazonaws.com/b/k', undefined],
  ])('%s is read', (url, expected) => {
    expect(readS3Url(url)).toEqual(expected);
  });
});
