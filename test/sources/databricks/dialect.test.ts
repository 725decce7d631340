import { describe, expect, test } from 'vitest';
import { aggregateCall, call } from '../../../src/functions/registry.js';
import { aggregate, column, exists, filter, literal, parameter, project, sort } from '../../../src/query/build.js';
import type { Expression } from '../../../src/query/expression.js';
import type { Relation } from '../../../src/query/relation.js';
import {
  arrayType,
  BINARY,
  BOOLEAN,
  DATE,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  INTERVAL,
  JSON_TYPE,
  STRING,
  TIME,
  TIMESTAMP,
  TIMESTAMP_NTZ,
  UUID,
} from '../../../src/query/types.js';
import { databricksDialect } from '../../../src/sources/databricks/dialect.js';
import { databricksError } from '../../../src/sources/databricks/errors.js';
import { printStatement } from '../../../src/sql/print-statement.js';

const spell = databricksDialect.literal;
/** What would be replaced before the statement is parsed. */
const VARIABLE = ['$', '{spark.app.name}'].join('');
const scan: Relation = {
  kind: 'scan',
  table: { source: 'lakehouse', name: 'lakehouse.gold.flights' },
  alias: 't',
  fields: [
    { name: 'id', type: INT64, nullable: false },
    { name: 'delay', type: INT32, nullable: true },
  ],
};
const id = column('t', 'id', INT64);
const delay = column('t', 'delay', INT32);
const show = (input: Relation, expression: Expression) =>
  printStatement(project(input, 'out', [{ name: 'v', expression }]), databricksDialect).text;

describe('constants', () => {
  test.each([
    [5n, INT32, '5'],
    [-5n, INT64, '(-5L)'],
    [-9223372036854775808n, INT64, '(-9223372036854775808L)'],
    ['1.5', decimalType(5, 2), `CAST('1.50' AS DECIMAL(5,2))`],
    [1.5, FLOAT64, '1.5D'],
    [-0, FLOAT64, `CAST('-0.0' AS DOUBLE)`],
    [Number.NaN, FLOAT64, `CAST('NaN' AS DOUBLE)`],
    [null, DATE, 'CAST(NULL AS DATE)'],
    ['2001-02-03', DATE, `DATE'2001-02-03'`],
    ['2001-02-03T04:05:06.5Z', TIMESTAMP, `TIMESTAMP'2001-02-03 04:05:06.5Z'`],
    ['2001-02-03T04:05:06', TIMESTAMP_NTZ, `TIMESTAMP_NTZ'2001-02-03 04:05:06'`],
    [new Uint8Array([1, 255]), BINARY, `X'01ff'`],
    ['0 6 0', INTERVAL, `INTERVAL '6' DAY`],
    ['-3 0 0', INTERVAL, `INTERVAL '-3' MONTH`],
    ['0 0 1500000', INTERVAL, `INTERVAL '1.500000' SECOND`],
    ['1 2 0', INTERVAL, 'make_interval(0, 1, 0, 2, 0, 0, 0.000000)'],
    [true, BOOLEAN, 'TRUE'],
  ] as const)('%s of %o', (value, type, expected) => {
    expect(spell(value, type)).toBe(expected);
  });

  test('of text hold no quote, whatever the text: backslashes, quotes, control characters, variables', () => {
    expect(spell("it's", STRING)).toBe(`'it\\u0027s'`);
    expect(spell('a\\b', STRING)).toBe(`'a\\\\b'`);
    expect(spell('\u0001N\n', STRING)).toBe(`'\\u0001N\\u000a'`);
    expect(spell(`${VARIABLE} $1`, STRING)).toBe(`'\\u0024{spark.app.name} $1'`);
    expect(databricksDialect.text('\u0002s:[')).toBe(`'\\u0002s:['`);
  });

  test('of types that are not stored are refused', () => {
    expect(() => spell('10:00:00', TIME)).toThrow('TIME');
    expect(() => databricksDialect.typeName(INTERVAL)).toThrow('INTERVAL');
  });
});

test('names are in backticks, and none is a variable', () => {
  expect(databricksDialect.quoteIdentifier('a`b')).toBe('`a``b`');
  expect(() => databricksDialect.quoteIdentifier(VARIABLE)).toThrow();
  expect(databricksDialect.typeName(arrayType(UUID))).toBe('ARRAY<STRING>');
});

test('a value of the caller is a named marker at its type, and is sent once', () => {
  const value = parameter(7n, INT64);
  const statement = printStatement(
    project(filter(scan, call('or', [call('eq', [id, value]), call('gt', [id, value])])), 'out', [
      { name: 'v', expression: id },
    ]),
    databricksDialect,
  );
  expect(statement.text).toContain('((`t`.`id` = CAST(:p1 AS BIGINT)) OR (`t`.`id` > CAST(:p1 AS BIGINT)))');
  expect(statement.parameters).toHaveLength(1);
});

test('a barrier adds a value that cannot be foreseen to its rows and asks for it above them', () => {
  const governed: Relation = { kind: 'barrier', input: filter(scan, call('gt', [delay, literal(0n, INT32)])) };
  expect(show(filter(governed, call('eq', [id, literal(1n, INT64)])), id)).toBe(
    'SELECT `t`.`id` AS `v` FROM (SELECT `t`.`id`, `t`.`delay` FROM (SELECT `t`.`id`, `t`.`delay`, ' +
      'spark_partition_id() AS `d1` FROM `lakehouse`.`gold`.`flights` AS `t` WHERE `t`.`delay` > 0) AS `t` ' +
      'WHERE `d1` >= 0) AS `t` WHERE `t`.`id` = 1L',
  );
});

describe('windows', () => {
  const windowOf = (node: Partial<Extract<Expression, { kind: 'window-call' }>>, input: Relation = scan) =>
    show(
      {
        kind: 'window',
        input,
        alias: 'w',
        items: [
          {
            name: 'v',
            expression: {
              kind: 'window-call',
              function: 'row_number',
              arguments: [],
              partitionBy: [],
              orderBy: [],
              type: INT64,
              ...node,
            },
          },
        ],
      },
      column('w', 'v', INT64),
    );

  test('count in BIGINT, and are ordered by something', () => {
    expect(windowOf({})).toContain('CAST(row_number() OVER (ORDER BY NULL) AS BIGINT)');
  });

  test('guard the argument where FILTER was asked for', () => {
    const positive = call('gt', [delay, literal(0n, INT32)]);
    expect(windowOf({ function: 'count', filter: positive })).toContain(
      'count(CASE WHEN `t`.`delay` > 0 THEN 1 END) OVER ()',
    );
    expect(() => windowOf({ function: 'max_by', arguments: [id, delay], filter: positive })).toThrow('FILTER');
  });

  test('have no frames of GROUPS and exclude nothing', () => {
    const bound = { kind: 'unbounded-preceding' } as const;
    const frame = { unit: 'rows', start: bound, end: { kind: 'current-row' }, exclude: 'none' } as const;
    expect(windowOf({ function: 'count', frame })).toContain('OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)');
    expect(() => windowOf({ function: 'count', frame: { ...frame, unit: 'groups' } })).toThrow('GROUPS');
    expect(() => windowOf({ function: 'count', frame: { ...frame, exclude: 'ties' } })).toThrow('EXCLUDE');
  });

  test('stand in a SELECT of their own above groups', () => {
    const grouped = aggregate(scan, 'g', [{ name: 'd', expression: delay }], []);
    expect(windowOf({}, grouped)).toMatch(/FROM \(SELECT `t`.`delay` AS `d` FROM .* GROUP BY `t`.`delay`\) AS `g`$/);
  });
});

describe('sub-queries', () => {
  const values = project(filter(scan, exists(scan)), 's', [{ name: 'v', expression: id }]);
  const compare = (function_: string, quantifier: 'any' | 'all') =>
    show(scan, { kind: 'quantified', function: function_, quantifier, operand: id, relation: values, type: BOOLEAN });

  test('= ANY is IN, <> ALL is NOT IN, the others compare with the least and the greatest', () => {
    expect(compare('eq', 'any')).toContain('(`t`.`id` IN (SELECT');
    expect(compare('neq', 'all')).toContain('(`t`.`id` NOT IN (SELECT');
    const bare = (text: string) => text.replaceAll(/ FROM \(SELECT `t`.*?\) AS s\(v\)/g, '');
    expect(bare(compare('lt', 'any'))).toContain(
      'WHEN `t`.`id` < (SELECT max(v)) THEN TRUE WHEN (SELECT count(v)) < (SELECT count(*)) THEN NULL ELSE FALSE',
    );
    expect(bare(compare('gte', 'all'))).toContain(
      'WHEN NOT (`t`.`id` >= (SELECT max(v))) THEN FALSE WHEN (SELECT count(v)) < (SELECT count(*)) THEN NULL ELSE TRUE',
    );
  });
});

test('a JSON list is one listagg in its order', () => {
  const list = aggregate(
    scan,
    'g',
    [],
    [
      {
        name: 'v',
        expression: aggregateCall('json_array_agg', [{ kind: 'json-text', text: '1', type: JSON_TYPE }], {
          orderBy: [{ expression: id, direction: 'desc', nulls: 'last' }],
        }),
      },
    ],
  );
  expect(show(list, column('g', 'v', JSON_TYPE))).toContain(
    "concat('[', coalesce(listagg('1', ',') WITHIN GROUP (ORDER BY `t`.`id` DESC NULLS LAST), ''), ']')",
  );
});

test('limits are INT: one beyond bounds nothing, an offset beyond is refused', () => {
  expect(databricksDialect.limit(10, 5)).toBe('LIMIT 10 OFFSET 5');
  expect(databricksDialect.limit(3_000_000_000, 0)).toBe('');
  expect(() => databricksDialect.limit(1, 3_000_000_000)).toThrow('offset');
  expect(show(sort(scan, [{ expression: id, direction: 'asc', nulls: 'first' }]), id)).toContain(
    'ORDER BY `t`.`id` ASC NULLS FIRST',
  );
});

describe('what has no exact form', () => {
  const raised = (message: string) =>
    databricksError({
      condition: 'USER_RAISED_EXCEPTION',
      sqlState: 'P0001',
      message: `[USER_RAISED_EXCEPTION] ${message}`,
    });

  test('a series by months raises after a 28th, others do not', () => {
    const { series } = databricksDialect;
    expect(series('a', 'b', "INTERVAL '1' MONTH", TIMESTAMP_NTZ)).toContain('CASE WHEN day(a) > 28 THEN raise_error(');
    expect(series('a', 'b', "INTERVAL '1' DAY", TIMESTAMP_NTZ)).not.toContain('raise_error');
    expect(() => series('a', 'b', 'make_interval(0, 1, 0, 1, 0, 0, 0.000000)', TIMESTAMP_NTZ)).toThrow('not supported');
  });

  test('a spelling that raises for a value it does not know is 0A000, another message is not', () => {
    expect(raised('to_number of this text is not supported SQLSTATE: P0001').sqlState).toBe('0A000');
    expect(raised('value out of range SQLSTATE: P0001').sqlState).not.toBe('0A000');
  });
});
