import { describe, expect, test } from 'vitest';
import { aggregateCall, call } from '../../../src/functions/registry.js';
import {
  aggregate,
  column,
  exists,
  filter,
  inList,
  join,
  literal,
  parameter,
  project,
  sort,
  TRUE,
} from '../../../src/query/build.js';
import type { Expression } from '../../../src/query/expression.js';
import type { Relation, ScanRelation } from '../../../src/query/relation.js';
import {
  BOOLEAN,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  STRING,
  TIMESTAMP,
  UUID,
} from '../../../src/query/types.js';
import { mssqlDialect } from '../../../src/sources/mssql/dialect.js';
import { quoteText } from '../../../src/sources/mssql/quote-text.js';
import { printStatement } from '../../../src/sql/print-statement.js';
import { questionsOf, spelled } from './mssql-questions.js';
import { restrictionFaults } from './restrictions.js';

const scan = (
  alias = 't',
  columns: Readonly<Record<string, DataType>> = { s: STRING, n: INT32, b: BOOLEAN },
): ScanRelation => ({
  kind: 'scan',
  table: { source: 'erp', name: 'erp.dbo.t' },
  alias,
  fields: Object.entries(columns).map(([name, type]) => ({ name, type, nullable: true })),
});
const s = column('t', 's', STRING);
const n = column('t', 'n', INT32);
const b = column('t', 'b', BOOLEAN);
const C = 'COLLATE Latin1_General_100_BIN2_UTF8';
const S = `CAST([t].[s] AS nvarchar(max)) ${C}`;

const text = (relation: Relation) => printStatement(relation, mssqlDialect).text;
const select = (...expressions: readonly Expression[]) =>
  text(
    project(
      scan(),
      'p',
      expressions.map((expression, index) => ({ name: `c${index}`, expression })),
    ),
  );
const where = (predicate: Expression) =>
  text(project(filter(scan(), predicate), 'p', [{ name: 'a', expression: n }])).replace(/^.* WHERE /u, '');

describe('names and texts', () => {
  test('are quoted', () => {
    expect(mssqlDialect.quoteIdentifier('a]b"c')).toBe('[a]]b"c]');
    expect(() => mssqlDialect.quoteIdentifier('a'.repeat(129))).toThrow('too long');
    expect(mssqlDialect.table({ source: 'erp', name: 'erp.dbo.o]x' })).toBe('[dbo].[o]]x]');
  });

  test.each([
    ['', "N''"],
    ["it's", "N'it''s'"],
    ['a\\', "N'a\\'"],
    ['a\\\nb', "(N'a\\' + NCHAR(10) + N'b')"],
    ['\u0001N', "(NCHAR(1) + N'N')"],
    ["'; DROP TABLE t; --", "N'''; DROP TABLE t; --'"],
  ])('%j', (value, quoted) => expect(quoteText(value)).toBe(quoted));
});

describe('constants', () => {
  test.each([
    [5n, INT32, '5'],
    [-5n, INT32, '(-5)'],
    [-2147483648n, INT32, 'CAST(-2147483648 AS int)'],
    [5n, INT64, 'CAST(5 AS bigint)'],
    ['1.50', decimalType(5, 2), "CAST('1.50' AS decimal(5,2))"],
    [0.1, FLOAT64, 'CAST(0.1e0 AS float)'],
    [1e21, FLOAT64, 'CAST(1.0e+21 AS float)'],
    [-0, FLOAT64, 'CAST(-0.0e0 AS float)'],
    [true, BOOLEAN, 'CAST(1 AS bit)'],
    [null, STRING, `CAST(NULL AS nvarchar(max)) ${C}`],
    ['2001-01-01T00:00:00Z', TIMESTAMP, "CONVERT(datetimeoffset(6), '2001-01-01T00:00:00Z', 127)"],
  ] as const)('%s', (value, type, expected) => expect(mssqlDialect.literal(value, type)).toBe(expected));

  test('that the server has not are refused', () => {
    expect(() => mssqlDialect.literal(Number.NaN, FLOAT64)).toThrow('not supported on mssql');
  });
});

describe('truth', () => {
  const isMore = call('gt', [n, literal(1n, INT32)]);

  test('a predicate as a value, of three truths', () => {
    expect(select(isMore)).toBe(
      'SELECT CASE WHEN ([t].[n] > 1) THEN CAST(1 AS bit) WHEN NOT ([t].[n] > 1) THEN CAST(0 AS bit) END AS [c0] FROM [dbo].[t] AS [t]',
    );
    expect(select(call('is_null', [n]))).toContain('ELSE CAST(0 AS bit) END');
  });

  test('a value as a predicate', () => {
    expect(where(b)).toBe('[t].[b] = 1');
    expect(where(TRUE)).toBe('1 = 1');
    expect(where(call('or', [b, isMore]))).toBe('([t].[b] = 1) OR ([t].[n] > 1)'.replace(/^/u, '(').concat(')'));
    expect(where(call('not', [call('coalesce', [b, literal(false, BOOLEAN)])]))).toBe(
      'NOT (COALESCE([t].[b], CAST(0 AS bit)) = 1)',
    );
  });

  test('within CASE and functions each stands as it must', () => {
    const chosen: Expression = {
      kind: 'case',
      branches: [{ when: b, then: isMore }],
      otherwise: undefined,
      type: BOOLEAN,
    };
    expect(where(chosen)).toBe(
      'CASE WHEN [t].[b] = 1 THEN CASE WHEN ([t].[n] > 1) THEN CAST(1 AS bit) WHEN NOT ([t].[n] > 1) THEN CAST(0 AS bit) END END = 1',
    );
    expect(select(call('if', [b, n, n]))).toContain('CASE WHEN ([t].[b] = 1) THEN [t].[n] ELSE [t].[n] END');
  });
});

describe('text is compared by its code points', () => {
  test('and a space at its end counts; an index serves a comparison with a constant', () => {
    expect(where(call('eq', [s, parameter('x', STRING)]))).toBe(
      `[t].[s] = @p1 AND (${S} + NCHAR(0)) = (CAST(@p1 AS nvarchar(max)) ${C} + NCHAR(0))`,
    );
    expect(where(call('lt', [s, s]))).toBe(`(${S} + NCHAR(0)) < (${S} + NCHAR(0))`);
    expect(where(inList(s, [literal('a', STRING), literal("b'", STRING)]))).toBe(
      `[t].[s] IN (N'a', N'b''') AND (${S} + NCHAR(0)) IN ((N'a' ${C} + NCHAR(0)), (N'b''' ${C} + NCHAR(0)))`,
    );
  });

  test('as a group, in order, and as the least', () => {
    const groups = [{ name: 'g', expression: s }];
    const least = [{ name: 'm', expression: aggregateCall('min', [s]) }];
    const grouped = aggregate(scan(), 'a', groups, least);
    const output = sort(
      project(grouped, 'p', [
        { name: 'g', expression: column('a', 'g', STRING) },
        { name: 'm', expression: column('a', 'm', STRING) },
      ]),
      [{ expression: column('p', 'g', STRING), direction: 'asc', nulls: 'last' }],
    );
    const key = `(${S} + NCHAR(0))`;
    expect(text(output)).toBe(
      `SELECT REPLACE(${key}, NCHAR(0), N'') AS [g], REPLACE(MIN(${key}), NCHAR(0), N'') AS [m] FROM [dbo].[t] AS [t] ` +
        `GROUP BY ${key} ORDER BY CASE WHEN REPLACE(${key}, NCHAR(0), N'') IS NULL THEN 1 ELSE 0 END, ${key} ASC`,
    );
  });

  test('UUIDs by theirs', () => {
    const id = column('t', 'id', UUID);
    const found = text(filter(scan('t', { id: UUID }), call('lt', [id, id])));
    expect(found).toContain(`CONVERT(char(36), [t].[id]) ${C} < CONVERT(char(36), [t].[id]) ${C}`);
  });
});

describe('rows', () => {
  const items = (input: Relation) => project(input, 'p', [{ name: 'n', expression: n }]);
  const keys = [{ expression: column('p', 'n', INT32), direction: 'asc', nulls: 'last' } as const];
  const limited = (count: number | undefined, offset: number, ordered = true): string =>
    text({ kind: 'limit', input: ordered ? sort(items(scan()), keys) : items(scan()), count, offset, per: undefined });
  const order = 'ORDER BY CASE WHEN [t].[n] IS NULL THEN 1 ELSE 0 END, [t].[n] ASC';

  test.each([
    [5, 0, `SELECT TOP (5) [t].[n] FROM [dbo].[t] AS [t] ${order}`],
    [0, 3, `SELECT TOP (0) [t].[n] FROM [dbo].[t] AS [t] ${order}`],
    [5, 10, `SELECT [t].[n] FROM [dbo].[t] AS [t] ${order} OFFSET 10 ROWS FETCH NEXT 5 ROWS ONLY`],
    [undefined, 10, `SELECT [t].[n] FROM [dbo].[t] AS [t] ${order} OFFSET 10 ROWS`],
  ])('%s from %d', (count, offset, expected) => expect(limited(count, offset)).toBe(expected));

  test('without an order', () => {
    expect(limited(5, 10, false)).toContain('ORDER BY (SELECT NULL) OFFSET 10 ROWS FETCH NEXT 5 ROWS ONLY');
  });

  test('an order that no limit needs is not nested', () => {
    const nested = aggregate(
      sort(items(scan()), keys),
      'a',
      [],
      [{ name: 'c', expression: aggregateCall('count', []) }],
    );
    expect(text(nested)).toBe('SELECT COUNT_BIG(*) AS [c] FROM (SELECT [t].[n] FROM [dbo].[t] AS [t]) AS [p]');
  });

  test('NULL stands where it is wanted', () => {
    const found = (direction: 'asc' | 'desc', nulls: 'first' | 'last') =>
      text(sort(items(scan()), [{ expression: column('p', 'n', INT32), direction, nulls }])).replace(
        /^.* ORDER BY /u,
        '',
      );
    expect(found('asc', 'first')).toBe('[t].[n] ASC');
    expect(found('desc', 'last')).toBe('CASE WHEN [t].[n] IS NULL THEN 1 ELSE 0 END, [t].[n] DESC'.slice(-12));
    expect(found('desc', 'first')).toBe('CASE WHEN [t].[n] IS NULL THEN 0 ELSE 1 END, [t].[n] DESC');
  });
});

describe('shapes', () => {
  test('a barrier is a TOP of all rows', () => {
    const barred: Relation = { kind: 'barrier', input: filter(scan(), call('gt', [n, literal(0n, INT32)])) };
    const probe = call('eq', [call('divide', [literal(1n, INT32), n]), literal(1, FLOAT64)]);
    expect(text(filter(barred, probe))).toMatch(
      /FROM \(SELECT TOP \(9223372036854775807\) .* WHERE \[t\]\.\[n\] > 0\) AS \[t\] WHERE .* \/ /u,
    );
  });

  test('bindings stand in front of the whole, however deep they are', () => {
    const bound: Relation = {
      kind: 'with',
      bindings: [{ name: 'q', relation: project(scan(), 'p', [{ name: 'n', expression: n }]) }],
      body: { kind: 'reference', name: 'q', alias: 'q', fields: [{ name: 'n', type: INT32, nullable: true }] },
    };
    const counted = aggregate(bound, 'a', [], [{ name: 'c', expression: aggregateCall('count', []) }]);
    expect(text(project(counted, 'o', [{ name: 'c', expression: column('a', 'c', INT64) }]))).toMatch(
      /^WITH \[q\] AS \(SELECT/u,
    );
    expect(text(filter(scan(), exists(bound)))).toMatch(/^WITH \[q\] AS .*EXISTS \(SELECT 1 FROM \[q\]\)$/u);
  });

  test('LATERAL is APPLY', () => {
    const right = filter(scan('u'), call('eq', [column('u', 'n', INT32), n]));
    const lateral = (type: 'inner' | 'left'): string => text({ ...join(type, scan(), right, TRUE), lateral: true });
    expect(lateral('inner')).toContain('[t] CROSS APPLY (SELECT');
    expect(lateral('left')).toContain('[t] OUTER APPLY (SELECT');
  });

  test('no sub-query stands within an aggregate', () => {
    const masked: Expression = {
      kind: 'case',
      branches: [{ when: exists(filter(scan('m'), call('eq', [column('m', 'n', INT32), n]))), then: n }],
      otherwise: undefined,
      type: INT32,
    };
    const found = text(
      aggregate(
        scan(),
        'a',
        [{ name: 'g', expression: masked }],
        [{ name: 'v', expression: aggregateCall('sum', [masked]) }],
      ),
    );
    expect(found).toMatch(
      /^SELECT \[d1\]\.\[c1\] AS \[g\], SUM\(CAST\(\[d1\]\.\[c2\] AS bigint\)\) AS \[v\] FROM \(SELECT /u,
    );
    expect(found).toMatch(/ GROUP BY \[d1\]\.\[c1\]$/u);
  });

  test('FILTER is a guard of the argument', () => {
    const counted = aggregateCall('count', [], { filter: b });
    expect(text(aggregate(scan(), 'a', [], [{ name: 'c', expression: counted }]))).toContain(
      'COUNT_BIG(CASE WHEN [t].[b] = 1 THEN 1 END)',
    );
    const last = aggregateCall('max_by', [s, n], { filter: b });
    expect(text(aggregate(scan(), 'a', [], [{ name: 'c', expression: last }]))).toContain(
      'CASE WHEN CASE WHEN [t].[b] = 1 THEN [t].[n] END IS NOT NULL THEN',
    );
  });

  test.each(['intersect', 'except'] as const)('%s ALL is refused', (operation) => {
    const side = project(scan(), 'p', [{ name: 'n', expression: n }]);
    const both: Relation = {
      kind: 'set-operation',
      operation,
      all: true,
      left: side,
      right: side,
      alias: 'x',
      fields: [{ name: 'n', type: INT32, nullable: true }],
    };
    expect(() => text(both)).toThrow('ALL is not supported on mssql');
  });

  test('columns of the result are written so that the driver reads them exactly', () => {
    const fields = { d: decimalType(38, 10), i: TIMESTAMP, s: STRING };
    const statement = printStatement(scan('t', fields), mssqlDialect);
    expect(statement.resultTypes).toEqual(Object.values(fields));
    expect(statement.text).toContain('CONVERT(varchar(41), [t].[d]) AS [d]');
    expect(statement.text).toContain(
      "SWITCHOFFSET(CAST([t].[i] AS datetimeoffset(6)), '+00:00') AS datetime2(6)) AS [i]",
    );
  });
});

describe('functions', () => {
  test('are spelled or refused, and never in words of another dialect', () => {
    let printed = 0;
    for (const definition of spelled)
      for (const outcome of questionsOf(definition)) {
        if (outcome.kind === 'refused') continue;
        printed += 1;
        expect(restrictionFaults(outcome.printed.text), outcome.printed.title).toEqual([]);
        expect(outcome.printed.text.replaceAll(/N'(?:[^']|'')*'/gu, "N''"), outcome.printed.title).not.toMatch(
          /\|\||::|\bLIMIT\b|\bNULLS (FIRST|LAST)\b|FILTER \(|\bTRUE\b|\bFALSE\b|\bILIKE\b|MATERIALIZED|"/u,
        );
      }
    expect(spelled.length).toBeGreaterThan(80);
    expect(printed).toBeGreaterThan(800);
  });

  test('whose answers could not be, or that could raise where they must not, are refused', () => {
    for (const id of ['sqrt', 'exp', 'power', 'percentile', 'split_part'])
      expect(
        spelled.some((definition) => definition.id === id),
        id,
      ).toBe(false);
    const d = column('t', 'd', FLOAT64);
    const quotient = call('try_divide', [d, d]);
    expect(() => text(project(scan('t', { d: FLOAT64 }), 'p', [{ name: 'a', expression: quotient }]))).toThrow(
      'TRY_DIVIDE',
    );
    const wide = decimalType(38, 0);
    const product = call('add', [column('t', 'd', wide), column('t', 'd', wide)]);
    expect(() => text(project(scan('t', { d: wide }), 'p', [{ name: 'a', expression: product }]))).toThrow(
      'so many digits',
    );
  });

  test('a pattern has no classes of characters', () => {
    const matched = where(call('like', [s, literal('[a]%', STRING)]));
    expect(matched).toBe(`${S} LIKE REPLACE(N'[a]%' ${C}, N'[', N'\\' + N'[') ESCAPE N'\\'`);
  });
});

describe('what the server refuses beyond its grammar is found', () => {
  test.each([
    ['130', 'SELECT SUM(CASE WHEN EXISTS (SELECT 1 FROM [t]) THEN 1 END) AS [a] FROM [t]'],
    ['130', "SELECT STRING_AGG([a], N',') WITHIN GROUP (ORDER BY (SELECT 1)) AS [a] FROM [t]"],
    ['130', 'SELECT SUM(MAX([a])) AS [a] FROM [t]'],
    [
      '144',
      'SELECT [a] FROM (SELECT 1 AS [a] FROM [t] GROUP BY CASE WHEN EXISTS (SELECT 1 FROM [u]) THEN 1 END) AS [x]',
    ],
    ['156', 'SELECT [a] FROM (WITH [x] AS (SELECT 1 AS [a]) SELECT [a] FROM [x]) AS [y]'],
    ['1033', 'SELECT [a] FROM (SELECT [a] FROM [t] ORDER BY [a] ASC) AS [x]'],
  ])('%s', (number, sql) => {
    expect(restrictionFaults(sql).map((fault) => fault.split(':')[0])).toContain(number);
  });

  test('and nothing else', () => {
    const sql =
      "SELECT SUM([a]) AS [a(SELECT], N'(WITH ' AS [b] FROM (SELECT TOP (5) [a], ROW_NUMBER() OVER (ORDER BY [a] ASC) AS [r] FROM [t] ORDER BY [a] ASC) AS [x] GROUP BY ([b] + 1) HAVING MAX([c]) > (SELECT 1)";
    expect(restrictionFaults(sql)).toEqual([]);
  });
});
