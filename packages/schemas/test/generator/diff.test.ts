import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffFacts, isChanged, type ModelChange } from '../../generator/src/diff.js';
import { renderDiff } from '../../generator/src/diff-markdown.js';
import type { Facts, MemberFacts, OperationFacts, ServiceFacts, ShapeFacts } from '../../generator/src/facts.js';

const committed = JSON.parse(readFileSync(new URL('../../model/facts.json', import.meta.url), 'utf8')) as Facts;

const fire: OperationFacts = { method: 'PUT', uri: '/kilns/{id}', status: 200, input: 'In', output: 'Out', errors: [] };

/** A service whose one operation takes `In`, which has the member `it`, and gives `Out`, which has it too. */
function facts(it: ShapeFacts, changes: Partial<ServiceFacts> = {}, direction: 'In' | 'Out' = 'In'): Facts {
  const empty: ShapeFacts = { type: 'structure', members: {} };
  const holder: ShapeFacts = { type: 'structure', members: { it: { target: 'It' } } };
  const service: ServiceFacts = {
    source: { file: 'kiln.json', sha256: '00', date: '2031-01-01' },
    namespace: 'example.kiln',
    sdkId: 'Kiln',
    version: '2031-01-01',
    signingName: 'kiln',
    endpointPrefix: 'kiln',
    operations: { Fire: fire },
    errors: {},
    shapes: { In: empty, It: it, Out: empty, [direction]: holder },
    ...changes,
  };
  return { formatVersion: 1, services: { kiln: service } };
}

function changes(old: Facts, now: Facts): readonly ModelChange[] {
  return diffFacts(old, now).flatMap((diff) => diff.changes);
}

/** `where what: was -> now`, with `!` before what breaks. */
function lines(old: Facts, now: Facts): readonly string[] {
  return changes(old, now).map(
    (it) => `${it.breaking ? '! ' : ''}${it.path} ${it.what}: ${it.was ?? '-'} -> ${it.now ?? '-'}`,
  );
}

/** The lines of one change of a shape, where requests have the shape and where answers have it. */
function bothWays(old: ShapeFacts, now: ShapeFacts): { request: readonly string[]; answer: readonly string[] } {
  return {
    request: lines(facts(old), facts(now)),
    answer: lines(facts(old, {}, 'Out'), facts(now, {}, 'Out')),
  };
}

const string = (length: { min?: number; max?: number }): ShapeFacts => ({ type: 'string', length });
const structure = (members: Record<string, MemberFacts>): ShapeFacts => ({ type: 'structure', members });

describe('what breaks depends on the way a value travels', () => {
  const narrower: readonly (readonly [string, ShapeFacts, ShapeFacts, string])[] = [
    ['a lower maximum', string({ max: 9 }), string({ max: 8 }), 'It length: at most 9 -> at most 8'],
    ['a higher minimum', string({ min: 1 }), string({ min: 2 }), 'It length: at least 1 -> at least 2'],
    ['a bound where there was none', string({}), string({ max: 8 }), 'It length: - -> at most 8'],
    [
      'a narrower range',
      { type: 'integer', range: { max: 1000 } },
      { type: 'integer', range: { max: 100 } },
      'It range: at most 1000 -> at most 100',
    ],
    ['fewer items', list({ max: 9 }), list({ max: 8 }), 'It length: at most 9 -> at most 8'],
    ['fewer entries', map({ max: 9 }), map({ max: 8 }), 'It length: at most 9 -> at most 8'],
    ['unique items', list({}), { ...list({}), unique: true } as ShapeFacts, 'It unique items: - -> yes'],
    [
      'a pattern where there was none',
      { type: 'string' },
      { type: 'string', pattern: '^a|b$' },
      'It pattern: - -> ^a|b$',
    ],
    [
      'an enum value gone',
      { type: 'enum', values: ['A', 'B'] },
      { type: 'enum', values: ['A'] },
      'It enum value: B -> -',
    ],
    [
      'a member that becomes required',
      structure({ a: { target: 'It' } }),
      structure({ a: { target: 'It', required: true } }),
      'It.a required: - -> yes',
    ],
    [
      'a new required member',
      structure({}),
      structure({ a: { target: 'It', required: true } }),
      'It.a member: - -> It, required',
    ],
  ];

  function list(length: { max?: number }): ShapeFacts {
    return { type: 'list', member: 'In', length };
  }

  function map(length: { max?: number }): ShapeFacts {
    return { type: 'map', key: 'In', value: 'In', length };
  }

  it.each(narrower)('%s breaks requests, and not answers', (_, old, now, line) => {
    expect(bothWays(old, now)).toEqual({ request: [`! ${line}`], answer: [line] });
  });

  it.each(narrower.filter(([name]) => name !== 'a new required member'))(
    'the reverse of %s breaks answers, and not requests',
    (_, old, now, line) => {
      const [where, was, is] = line.split(/: | -> /) as [string, string, string];
      const reverse = `${where}: ${is} -> ${was}`;
      expect(bothWays(now, old)).toEqual({ request: [reverse], answer: [`! ${reverse}`] });
    },
  );

  it.each<readonly [string, ShapeFacts, ShapeFacts, string]>([
    ['another type', { type: 'integer' }, { type: 'long' }, 'It type: integer -> long'],
    ['another pattern', { type: 'string', pattern: 'a' }, { type: 'string', pattern: 'b' }, 'It pattern: a -> b'],
    ['other items', { type: 'list', member: 'In' }, { type: 'list', member: 'Out' }, 'It.item type: In -> Out'],
    [
      'other keys',
      { type: 'map', key: 'In', value: 'In' },
      { type: 'map', key: 'Out', value: 'In' },
      'It.key type: In -> Out',
    ],
    ['a member gone', structure({ a: { target: 'It' } }), structure({}), 'It.a member: It, optional -> -'],
    [
      'a member of another type',
      structure({ a: { target: 'In' } }),
      structure({ a: { target: 'Out' } }),
      'It.a type: In -> Out',
    ],
    [
      'a member in another place',
      structure({ a: { target: 'It', in: 'query' } }),
      structure({ a: { target: 'It' } }),
      'It.a travels in: query -> body',
    ],
    [
      'another name on the wire',
      structure({ a: { target: 'It', wireName: 'A' } }),
      structure({ a: { target: 'It', wireName: 'B' } }),
      'It.a name on the wire: A -> B',
    ],
    [
      'another default',
      structure({ a: { target: 'It', default: 1 } }),
      structure({ a: { target: 'It', default: 2 } }),
      'It.a default: 1 -> 2',
    ],
    [
      'an idempotency token that is none any more',
      structure({ a: { target: 'It', idempotencyToken: true } }),
      structure({ a: { target: 'It' } }),
      'It.a idempotency token: yes -> -',
    ],
  ])('%s breaks both', (_, old, now, line) => {
    expect(bothWays(old, now)).toEqual({ request: [`! ${line}`], answer: [`! ${line}`] });
  });

  it.each<readonly [string, ShapeFacts, ShapeFacts, string]>([
    ['a new optional member', structure({}), structure({ a: { target: 'It' } }), 'It.a member: - -> It, optional'],
    [
      'a default where there was none',
      structure({ a: { target: 'It' } }),
      structure({ a: { target: 'It', default: 'x' } }),
      'It.a default: - -> x',
    ],
    ['a sensitive string', { type: 'string' }, { type: 'string', sensitive: true }, 'It sensitive: - -> yes'],
  ])('%s breaks neither', (_, old, now, line) => {
    expect(bothWays(old, now)).toEqual({ request: [line], answer: [line] });
  });

  it('a shape that both have is broken by either', () => {
    const shared = { operations: { Fire: { ...fire, output: 'In' } } };
    for (const [old, now] of [
      [string({ max: 9 }), string({ max: 8 })],
      [string({ max: 8 }), string({ max: 9 })],
    ] as const) {
      expect(changes(facts(old, shared), facts(now, shared))).toMatchObject([{ direction: 'both', breaking: true }]);
    }
  });
});

describe('operations and errors', () => {
  const text: ShapeFacts = { type: 'string' };
  const old = facts(text);
  const withOperation = (change: Partial<OperationFacts>): Facts =>
    facts(text, { operations: { Fire: { ...fire, ...change } } });

  it('break when they go, not when they come', () => {
    const more = facts(text, {
      operations: { Fire: fire, Cool: { method: 'GET', uri: '/cool', status: 200, errors: [] } },
      errors: { Cold: { status: 409, fault: 'client', members: [] } },
    });
    expect(lines(old, more)).toEqual(['Cool operation: - -> GET /cool', 'Cold error: - -> 409, client']);
    expect(lines(more, old)).toEqual(['! Cool operation: GET /cool -> -', '! Cold error: 409, client -> -']);
  });

  it('break when their request line, status, or pagination is another', () => {
    const pagination = { inputToken: 'next', outputToken: 'next' };
    expect(lines(old, withOperation({ method: 'POST', uri: '/kiln', status: 202 }))).toEqual([
      '! Fire method: PUT -> POST',
      '! Fire URI: /kilns/{id} -> /kiln',
      '! Fire status: 200 -> 202',
    ]);
    expect(lines(old, withOperation({ pagination, idempotent: true })).map((it) => it.startsWith('!'))).toEqual([
      false,
      false,
    ]);
    expect(lines(withOperation({ pagination, idempotent: true }), old)).toEqual([
      '! Fire idempotent: yes -> -',
      '! Fire pagination: {"inputToken":"next","outputToken":"next"} -> -',
    ]);
  });

  it('break when an operation may fail in one more way', () => {
    expect(lines(old, withOperation({ errors: ['Cold'] }))).toEqual(['! Fire error: - -> Cold']);
    expect(lines(withOperation({ errors: ['Cold'] }), old)).toEqual(['Fire error: Cold -> -']);
  });

  it('break when an error has another status', () => {
    const cold = (status: number): Facts => facts(text, { errors: { Cold: { status, fault: 'client', members: [] } } });
    expect(lines(cold(404), cold(409))).toEqual(['! Cold status: 404 -> 409']);
  });

  it('break when an operation without input gets one with a required member', () => {
    const { input: _input, ...none } = fire;
    const before = facts(text, { operations: { Fire: none }, shapes: {} });
    const after = (member: MemberFacts): Facts => facts(text, { shapes: { In: structure({ a: member }) } });
    expect(lines(before, after({ target: 'It', required: true }))).toContain('! In.a member: - -> It, required');
    expect(changes(before, after({ target: 'It' })).filter((it) => it.breaking)).toEqual([]);
  });
});

describe('facts', () => {
  it('that only come from another file show no change', () => {
    const moved = facts({ type: 'string' }, { source: { file: 'other.json', sha256: 'ff', date: '2031-01-02' } });
    expect(changes(facts({ type: 'string' }), moved)).toEqual([]);
    expect(renderDiff(diffFacts(committed, committed))).toBe('Nothing changed in what the schemas are made of.\n');
  });

  it('of the committed model show any one change of a shape: nothing is compared in vain', () => {
    const shapes = Object.entries(committed.services).flatMap(([service, { shapes }]) =>
      Object.entries(shapes).map(([name, shape]) => ({ service, name, shape })),
    );
    fc.assert(
      fc.property(fc.constantFrom(...shapes), ({ service, name, shape }) => {
        for (const other of oneFactAway(shape)) {
          const now = structuredClone(committed) as {
            services: Record<string, { shapes: Record<string, ShapeFacts> }>;
          };
          (now.services[service] as { shapes: Record<string, ShapeFacts> }).shapes[name] = other;
          const found = changes(committed, now as Facts);
          expect(found.length, `${name}: ${JSON.stringify(other)}`).toBeGreaterThan(0);
          for (const { path } of found) expect(path.split('.')[0]).toBe(name);
        }
      }),
    );
  });
});

/** The shape with each of its facts left out or changed, and with each member's. */
function oneFactAway(shape: ShapeFacts): readonly ShapeFacts[] {
  const changed = Object.entries(shape).flatMap(([key, value]): object[] => {
    if (key === 'type') return [{ ...shape, type: value === 'long' ? 'double' : 'long' }];
    if (key === 'members' && shape.type === 'structure') {
      return Object.entries(shape.members).flatMap(([name, member]) => [
        { ...shape, members: { ...shape.members, [name]: { ...member, target: `${member.target}2` } } },
        { ...shape, members: { ...shape.members, [`${name}2`]: member } },
        ...Object.entries(member).map(([fact, was]) => ({
          ...shape,
          members: { ...shape.members, [name]: { ...member, [fact]: was === true ? undefined : 'another' } },
        })),
      ]);
    }
    if (key === 'values') return [{ ...shape, values: [...(value as string[]), 'ANOTHER'] }];
    if (key === 'length' || key === 'range') return [{ ...shape, [key]: { min: -1 } }];
    return [{ ...shape, [key]: value === true ? undefined : 'another' }];
  });
  return changed as ShapeFacts[]; // Each is the shape with one fact of the same form.
}

describe('operations that are not selected', () => {
  const text: ShapeFacts = { type: 'string' };
  const having = (...otherOperations: readonly string[]): Facts => facts(text, { otherOperations });

  it('are told by name when the model gains or loses them, though nothing changed in the schemas', () => {
    const diffs = diffFacts(having('Cool', 'Vent'), having('Cool', 'Weigh', 'Stack'));
    expect(diffs.map(isChanged)).toEqual([true]);
    expect(renderDiff(diffs)).toBe(
      [
        'Nothing changed in what the schemas are made of.',
        '## `kiln`',
        '### Operations that are not selected',
        'New: `Weigh`, `Stack`.',
        'Gone: `Vent`.\n',
      ].join('\n\n'),
    );
  });

  it('are not told when they were only selected or left out, or when the older facts do not name them', () => {
    const cool: OperationFacts = { method: 'GET', uri: '/cool', status: 200, errors: [] };
    const selected = facts(text, { operations: { Fire: fire, Cool: cool }, otherOperations: [] });
    for (const [old, now] of [
      [having('Cool'), selected],
      [selected, having('Cool')],
      [facts(text), having('Cool')],
    ] as const) {
      expect(renderDiff(diffFacts(old, now))).not.toContain('not selected');
    }
  });
});

it('is told in Markdown, what breaks first', () => {
  const old = facts({ type: 'string', pattern: '^(a|`b)$' });
  const now = facts({ type: 'string', pattern: '^a$' }, { operations: { Fire: { ...fire, idempotent: true } } });
  expect(renderDiff(diffFacts(old, now))).toMatchInlineSnapshot(`
    "2 changes in the model, 1 breaking.

    ## \`kiln\`

    ### Breaking

    | where | what | was | is now | concerns |
    | --- | --- | --- | --- | --- |
    | \`It\` | pattern | \`\` ^(a\\|\`b)$ \`\` | \`^a$\` | requests |

    ### Not breaking

    | where | what | was | is now | concerns |
    | --- | --- | --- | --- | --- |
    | \`Fire\` | idempotent | – | \`yes\` | requests and answers |

    Breaking: a request that was accepted may be refused, an answer may hold what it could not hold before, or a name, a type or a place on the wire is another.
    "
  `);
});
