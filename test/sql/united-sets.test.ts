import { expect, test } from 'vitest';
import { aggregateCall } from '../../src/functions/registry.js';
import { column, project } from '../../src/query/build.js';
import type { AggregateRelation, ScanRelation } from '../../src/query/relation.js';
import { INT32 } from '../../src/query/types.js';
import { duckdbDialect } from '../../src/sources/duckdb/dialect.js';
import { mysqlDialect } from '../../src/sources/mysql/dialect.js';
import { printStatement } from '../../src/sql/print-statement.js';

const scan: ScanRelation = {
  kind: 'scan',
  table: { source: 'shop', name: 'shop.s.t' },
  alias: 't',
  fields: ['a', 'b'].map((name) => ({ name, type: INT32, nullable: true })),
};
const [a, b] = [column('t', 'a', INT32), column('t', 'b', INT32)];
const grouped = (aggregates: AggregateRelation['aggregates']): AggregateRelation => ({
  kind: 'aggregate',
  input: scan,
  alias: 'g',
  groups: [
    { name: 'a', expression: a },
    { name: 'b', expression: b },
  ],
  groupingSets: [[0], []],
  aggregates,
});
const textOf = (relation: AggregateRelation, names: readonly string[], dialect = mysqlDialect) =>
  printStatement(
    project(
      relation,
      'out',
      names.map((name) => ({ name, expression: column('g', name, INT32) })),
    ),
    dialect,
  ).text;

test('each set is a SELECT of its own, with what it leaves out as NULL', () => {
  const count = { name: 'n', expression: aggregateCall('count', []) };
  const left = { name: 'o', expression: aggregateCall('grouping', [b, a]) };
  expect(textOf(grouped([count, left]), ['a', 'b', 'n', 'o'])).toBe(
    'SELECT `g`.`a`, `g`.`b`, `g`.`n`, `g`.`o` FROM (' +
      'SELECT `t`.`a`, CAST(NULL AS SIGNED) AS `b`, COUNT(*) AS `n`, 2 AS `o` FROM `s`.`t` AS `t` GROUP BY `t`.`a` UNION ALL ' +
      'SELECT CAST(NULL AS SIGNED) AS `a`, CAST(NULL AS SIGNED) AS `b`, COUNT(*) AS `n`, 3 AS `o` FROM `s`.`t` AS `t`) AS `g`',
  );
});

test('a set of nothing, of which nothing is asked, is one row', () => {
  expect(textOf(grouped([]), ['a'])).toContain(
    'UNION ALL SELECT CAST(NULL AS SIGNED) AS `a`, CAST(NULL AS SIGNED) AS `b`) AS `g`',
  );
});

test('engines that have GROUPING SETS get them', () => {
  expect(textOf(grouped([]), ['a'], duckdbDialect)).toContain('GROUP BY GROUPING SETS ((');
});
