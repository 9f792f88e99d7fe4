import type { TSchema } from '@sinclair/typebox';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codePointName } from '../src/code-point-name.js';
import { explain } from '../src/explain.js';
import { patternWords } from '../src/generated/pattern-words.js';
import * as iot from '../src/iot.js';
import * as data from '../src/iot-jobs-data.js';
import { nearestName } from '../src/nearest-name.js';
import { asciiString, unicodeString } from '../src/shape.js';

function message(schema: TSchema, value: unknown): string {
  const violations = explain(schema, value);
  expect(violations).toHaveLength(1);
  return violations[0]?.message ?? '';
}

describe('the message about a text that does not match', () => {
  it.each<readonly [TSchema, string, string]>([
    [iot.JobId, 'a b', 'may contain only letters, digits, _ and -; there is a space (U+0020) at character 2'],
    [iot.JobId, 'a\n', 'may contain only letters, digits, _ and -; there is a line feed (U+000A) at character 2'],
    [iot.ThingName, '😀é', 'may contain only letters, digits, :, _ and -; there is “😀” (U+1F600) at character 1'],
    [iot.JobId, 'é', 'may contain only letters, digits, _ and -; there is “é” (U+00E9), not ASCII, at character 1'],
    [
      iot.TagKey,
      'a!',
      'may contain only letters, digits, spaces and _ . : / = + - @; there is “!” (U+0021) at character 2',
    ],
    [
      iot.ThingGroupDescription,
      'é',
      'may contain only printable ASCII characters and spaces; there is “é” (U+00E9) at character 1',
    ],
    [
      iot.AttributeValue,
      'a b',
      'may contain only letters, digits and _ . , @ / : # = [ ] -; there is a space (U+0020) at character 2',
    ],
    [iot.PackageName, 'a/b', 'may contain only letters, digits, -, _ and .; there is “/” (U+002F) at character 2'],
    [iot.VersionName, '1+1', 'may contain only letters, digits, -, _ and .; there is “+” (U+002B) at character 2'],
    [iot.ReasonCode, 'a', 'may contain only upper-case letters, digits and _; there is “a” (U+0061) at character 1'],
    [iot.ClientToken, `${'x'.repeat(40)}\t`, 'must not contain white space; there is a tab (U+0009) at character 41'],
    [iot.JobTemplateArn, 'ota', 'must be an ARN: arn: and printable ASCII characters without spaces'],
    [iot.ManagedTemplateVersion, 'one', 'must be a version such as 1.0: digits from 1 to 9, a dot, digits'],
    [data.DescribeJobExecutionJobId, '$last', 'must begin with a letter, a digit, _ or -, or be $next'],
    [
      data.BinaryBlob,
      'A',
      'must be base64 with its padding: groups of four of A-Z a-z 0-9 + /, the last filled up with =',
    ],
    [iot.JobDescription, '', 'must not be empty'],
  ])('says the part that fails, of %o %j', (schema, text, expected) => {
    expect(message(schema, text)).toBe(expected);
  });

  it.each([
    ['\u0000', 'a null character (U+0000)'],
    ['\u0007', 'a control character (U+0007)'],
    ['\n', 'a line feed (U+000A)'],
    ['\r', 'a carriage return (U+000D)'],
    ['\u00ad', 'a soft hyphen (U+00AD)'],
    ['\u200b', 'a zero width space (U+200B)'],
    ['\u200d', 'a zero width joiner (U+200D)'],
    ['\u2066', 'an invisible formatting character (U+2066)'],
    ['\ue000', 'a private-use character (U+E000)'],
    ['\u{10fffd}', 'a private-use character (U+10FFFD)'],
    ['\u0378', 'an unassigned code point (U+0378)'],
    ['\ufdd0', 'an unassigned code point (U+FDD0)'],
    ['\ud83d', 'half of a surrogate pair (U+D83D)'],
    ['\udc00', 'half of a surrogate pair (U+DC00)'],
  ])('names what cannot be seen: %j', (character, name) => {
    expect(message(iot.JobDescription, `😀x${character}`)).toBe(
      `must not contain line breaks, control or invisible characters; there is ${name} at character 3`,
    );
  });

  it('names a character that cannot be seen by its kind, and shows any other', () => {
    expect(codePointName('\u00a0')).toBe('a no-break space (U+00A0)');
    expect(codePointName('\u2003')).toBe('a space of another kind (U+2003)');
    expect(codePointName('\u0301')).toBe('a combining mark (U+0301)');
    expect(codePointName('ß')).toBe('“ß” (U+00DF)');
  });

  it('shows no expression for any pattern that is shipped, whatever the text', () => {
    const schemas = [...Object.values(iot), ...Object.values(data)].filter(
      (it): it is TSchema => typeof it === 'object' && 'pattern' in it,
    );
    expect(schemas.length).toBeGreaterThan(30);
    const character = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom('a', ' ', '$'),
    );
    const text = fc.array(character, { maxLength: 8 }).map((characters) => characters.join(''));
    fc.assert(
      fc.property(fc.constantFrom(...schemas), text, (schema, text) => {
        const shown = explain(schema, text).map((it) => it.message);
        for (const message of shown) expect(message).not.toContain('match');
      }),
      { numRuns: 2000 },
    );
    for (const schema of schemas) {
      if (schema.contentEncoding === undefined) expect(patternWords).toHaveProperty([schema.pattern as string]);
    }
  });

  it('shows the expression of a pattern that is not ours, with the character when that is at fault', () => {
    expect(message(asciiString('^[a-c]+$'), 'abd')).toBe(
      'must not contain “d” (U+0064), which is at character 3; it must match ^[a-c]+$',
    );
    expect(message(unicodeString({}, '^a|b$'), 'cc')).toBe('must match ^a|b$');
  });
});

describe('the nearest name', () => {
  const names = Object.keys(iot.CreateJobRequest.properties);

  it('is found for every name with one letter wrong, left out or put in', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.nat(),
        fc.constantFrom('x', ''),
        fc.boolean(),
        (name, at, letter, cuts) => {
          const place = at % name.length;
          const misspelt = name.slice(0, place) + letter + name.slice(cuts ? place + 1 : place);
          expect(names).toContain(nearestName(misspelt, names));
          if (misspelt.length > 6) expect(nearestName(misspelt, names)).toBe(name);
        },
      ),
    );
  });

  it('does not depend on case, and is none where nothing is near', () => {
    expect(nearestName('TARGETS', names)).toBe('targets');
    expect(nearestName('zz', names)).toBeUndefined();
    expect(nearestName('', names)).toBeUndefined();
  });
});
