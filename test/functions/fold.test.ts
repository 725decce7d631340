import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldConstants } from '../../src/functions/fold.js';
import { call } from '../../src/functions/registry.js';
import { column, exists, FALSE, filter, inList, literal, parameter, TRUE } from '../../src/query/build.js';
import type { Expression, ScalarValue } from '../../src/query/expression.js';
import type { Relation } from '../../src/query/relation.js';
import { BOOLEAN, type DataType, INT32, INT64, NULL_TYPE, STRING } from '../../src/query/types.js';
import { type Duckdb, openDuckdb } from './duckdb.js';
import { printSelect } from './test-dialect.js';

const fields = [
  { name: 'b', type: BOOLEAN, nullable: true },
  { name: 'n', type: INT32, nullable: true },
  { name: 's', type: STRING, nullable: true },
];
const scan = (alias: string): Relation => ({ kind: 'scan', table: { source: 'x', name: 'a.b.t' }, alias, fields });
const b = column('t', 'b', BOOLEAN);
const n = column('t', 'n', INT32);
const s = column('t', 's', STRING);
const NULL = literal(null, BOOLEAN);
const text = (value: string | null) => literal(value, STRING);
const int = (value: number | null) => literal(value === null ? null : BigInt(value), INT32);
const raises = call('gt', [call('divide', [int(1), n]), literal(0, { kind: 'float', bits: 64 })]);

let engine: Duckdb;
beforeAll(async () => {
  engine = await openDuckdb();
  await engine.run('CREATE TABLE t(b BOOLEAN, n INTEGER, s VARCHAR)');
  await engine.run(
    `INSERT INTO t VALUES (true, 1, 'a'), (false, 0, ''), (NULL, NULL, NULL), (true, -1, NULL), (NULL, 2, 'A%'), (false, NULL, 'é')`,
  );
});
afterAll(() => engine.close());

describe('three-valued logic', () => {
  const cases: readonly (readonly [string, Expression, Expression])[] = [
    ['FALSE decides AND, even beside what might raise', call('and', [raises, FALSE]), FALSE],
    ['TRUE decides OR', call('or', [raises, TRUE]), TRUE],
    ['TRUE says nothing in AND', call('and', [TRUE, b, TRUE]), b],
    ['FALSE says nothing in OR', call('or', [FALSE, b]), b],
    ['NULL stays in AND beside an unknown', call('and', [NULL, b, NULL]), call('and', [b, NULL])],
    ['NULL AND FALSE is FALSE', call('and', [NULL, FALSE]), FALSE],
    ['NULL OR TRUE is TRUE', call('or', [NULL, TRUE]), TRUE],
    ['NULL AND TRUE is NULL', call('and', [NULL, TRUE]), NULL],
    ['nested connectives flatten', call('and', [call('and', [b, TRUE]), call('and', [b, b])]), call('and', [b, b, b])],
    ['NOT NULL is NULL', call('not', [NULL]), NULL],
    ['NOT NOT x is x', call('not', [call('not', [b])]), b],
    ['an empty disjunction is FALSE', call('or', [FALSE, FALSE]), FALSE],
  ];
  it.each(cases)('%s', (_, given, folded) => {
    expect(foldConstants(given)).toEqual(folded);
  });
});

describe('comparisons and functions of literals', () => {
  const cases: readonly (readonly [string, Expression, Expression])[] = [
    ['equal texts', call('eq', [text('é'), text('é')]), TRUE],
    ['texts differ by case', call('eq', [text('a'), text('A')]), FALSE],
    ['integers of two widths', call('eq', [int(5), literal(5n, INT64)]), TRUE],
    ['neq', call('neq', [int(5), int(5)]), FALSE],
    ['a comparison with NULL', call('eq', [s, text(null)]), NULL],
    ['IN with the value', inList(text('a'), [s, text('a')]), TRUE],
    ['IN without it', inList(text('a'), [text('b'), text('c')]), FALSE],
    ['IN with NULL left', inList(text('a'), [text('b'), text(null)]), NULL],
    ['NULL IN anything', inList(text(null), [text('b')]), NULL],
    ['IN keeps what it does not know', inList(text('a'), [text('b'), s]), inList(text('a'), [s])],
    ['LIKE', call('like', [text('x@flights.demo'), text('%@flights.demo')]), TRUE],
    ['LIKE with an escape', call('like', [text('a_b'), text('a\\_b')]), TRUE],
    ['LIKE counts code points', call('like', [text('🤦'), text('__')]), FALSE],
    ['lower of ASCII', call('lower', [text('ABC')]), text('abc')],
    ['lower of more stays', call('lower', [text('É')]), call('lower', [text('É')])],
    ['concat', call('concat', [text('a'), text('')]), text('a')],
    ['IS NULL', call('is_null', [text(null)]), TRUE],
    ['IS NOT NULL', call('is_not_null', [text('')]), TRUE],
    ['coalesce', call('coalesce', [text(null), text('a'), s]), text('a')],
    ['coalesce drops what follows a constant', call('coalesce', [s, text('a'), s]), call('coalesce', [s, text('a')])],
    ['coalesce keeps its type', call('coalesce', [literal(null, INT64), int(1)]), literal(1n, INT64)],
    ['nullif', call('nullif', [text('a'), text('a')]), text(null)],
    ['if', call('if', [NULL, text('a'), s]), s],
    ['null-safe equality', call('is_not_distinct_from', [text(null), text('a')]), FALSE],
  ];
  it.each(cases)('%s', (_, given, folded) => {
    expect(foldConstants(given)).toEqual(folded);
  });

  const unchanged: readonly (readonly [string, Expression])[] = [
    ['a parameter is not folded', call('eq', [parameter('a', STRING), parameter('a', STRING)])],
    [
      'floats are left to the engine',
      call('eq', [literal(1, { kind: 'float', bits: 64 }), literal(1, { kind: 'float', bits: 64 })]),
    ],
    ['a lone surrogate is not certain', call('eq', [text('\ud800'), text('\udfff')])],
    ['what might raise beside NULL stays', call('eq', [call('divide', [int(1), n]), literal(null, NULL_TYPE)])],
    ['AND with TRUE keeps what might raise', raises],
  ];
  it.each(unchanged)('%s', (_, given) => {
    expect(foldConstants(given)).toEqual(given);
  });
});

describe('CASE', () => {
  const when = (branches: readonly (readonly [Expression, Expression])[], otherwise?: Expression): Expression => ({
    kind: 'case',
    branches: branches.map(([condition, result]) => ({ when: condition, then: result })),
    otherwise,
    type: STRING,
  });
  it('takes the first TRUE branch and drops those that cannot be', () => {
    expect(
      foldConstants(
        when([
          [FALSE, text('a')],
          [NULL, text('b')],
          [TRUE, s],
          [b, text('c')],
        ]),
      ),
    ).toEqual(s);
    expect(
      foldConstants(
        when([
          [b, text('a')],
          [TRUE, s],
          [b, text('c')],
        ]),
      ),
    ).toEqual(when([[b, text('a')]], s));
    expect(foldConstants(when([[FALSE, text('a')]]))).toEqual(text(null));
  });
});

describe('sub-queries', () => {
  const inner = (predicate: Expression) => exists(filter(scan('u'), predicate));
  it('EXISTS over nothing is FALSE, also behind other operators', () => {
    expect(foldConstants(inner(call('eq', [text('a'), text('b')])))).toEqual(FALSE);
    expect(foldConstants(inner(NULL))).toEqual(FALSE);
    const sorted: Relation = { kind: 'sort', input: filter(scan('u'), FALSE), keys: [] };
    expect(foldConstants(call('not', [exists(sorted)]))).toEqual(TRUE);
  });
  it('a TRUE filter vanishes inside', () => {
    expect(foldConstants(inner(call('or', [TRUE, b])))).toEqual(exists(scan('u')));
  });
  it('a scalar sub-query over nothing is NULL; an ungrouped aggregate is not nothing', () => {
    const nothing = filter(scan('u'), FALSE);
    expect(foldConstants({ kind: 'scalar-subquery', relation: nothing, type: STRING })).toEqual(text(null));
    const counted: Relation = {
      kind: 'aggregate',
      input: nothing,
      alias: 'c',
      groups: [],
      groupingSets: undefined,
      aggregates: [],
    };
    expect(foldConstants(exists(counted))).toEqual(exists(counted));
  });
});

const pick = (values: readonly ScalarValue[], type: DataType) =>
  fc.constantFrom(...values).map((value) => literal(value, type));

/** Random boolean expressions over the table's columns and literals rich in NULL. */
const { condition } = fc.letrec<{ condition: Expression; text: Expression; number: Expression }>((tie) => {
  const conditions = fc.array(tie('condition'), { minLength: 1, maxLength: 3 });
  const texts = fc.array(tie('text'), { minLength: 1, maxLength: 3 });
  const pairOf = (node: fc.Arbitrary<Expression>) => fc.tuple(node, node);
  const equality = fc.constantFrom('eq', 'neq', 'is_not_distinct_from', 'lt');
  return {
    text: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      pick(['a', 'A%', '', 'é', null], STRING),
      fc.constant<Expression>(s),
      texts.map((args) => call('coalesce', args)),
      pairOf(tie('text')).map((args) => call('nullif', args)),
      pairOf(tie('text')).map((args) => call('concat', args)),
      tie('text').map((arg) => call('lower', [arg])),
      fc.tuple(tie('condition'), tie('text'), tie('text')).map((args) => call('if', args)),
      fc
        .tuple(tie('condition'), tie('text'), tie('condition'), tie('text'), fc.option(tie('text'), { nil: undefined }))
        .map(
          ([c1, t1, c2, t2, otherwise]): Expression => ({
            kind: 'case',
            branches: [
              { when: c1, then: t1 },
              { when: c2, then: t2 },
            ],
            otherwise,
            type: STRING,
          }),
        ),
    ),
    number: fc.oneof(pick([0n, 1n, -1n, null], INT32), fc.constant<Expression>(n), pick([1n, null], INT64)),
    condition: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      pick([true, false, null], BOOLEAN),
      fc.constant<Expression>(b),
      conditions.map((args) => call('and', args)),
      conditions.map((args) => call('or', args)),
      tie('condition').map((arg) => call('not', [arg])),
      fc.tuple(equality, pairOf(tie('text'))).map(([id, args]) => call(id, args)),
      fc.tuple(equality, pairOf(tie('number'))).map(([id, args]) => call(id, args)),
      fc.tuple(tie('text'), texts).map(([operand, values]) => inList(operand, values)),
      fc
        .tuple(tie('text'), fc.constantFrom('a%', '', '_', 'A\\%', '%'))
        .map(([arg, pattern]) => call('like', [arg, text(pattern)])),
      fc.tuple(fc.constantFrom('is_null', 'is_not_null'), tie('text')).map(([id, arg]) => call(id, [arg])),
      conditions.map((args) => call('coalesce', args)),
      tie('condition').map((predicate) => exists(filter(scan('u'), predicate))),
    ),
  };
});

it('keeps the meaning on rows with NULLs', async () => {
  let folded = 0;
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(condition, async (given) => {
      const result = foldConstants(given);
      runs += 1;
      if (JSON.stringify(result, bigints).length < JSON.stringify(given, bigints).length) folded += 1;
      const rows = await engine.rows(printSelect(scan('t'), [given, result]));
      for (const [before, after] of rows) expect(after).toBe(before);
      expect(result.type).toEqual(BOOLEAN);
      expect(foldConstants(result)).toEqual(result);
    }),
    { numRuns: 1500 },
  );
  // Hollow if nothing folded.
  expect(folded).toBeGreaterThan(runs / 4);
}, 120_000);

const bigints = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
