import { expect } from 'vitest';
import { aggregateCall, call } from '../../../src/functions/registry.js';
import { aggregate, column, exists, filter, inList, join, literal, project } from '../../../src/query/build.js';
import type { Expression } from '../../../src/query/expression.js';
import type { Relation, ScanRelation } from '../../../src/query/relation.js';
import { BOOLEAN, type DataType, FLOAT64, INT32, INT64, STRING } from '../../../src/query/types.js';
import { databricksDialect } from '../../../src/sources/databricks/dialect.js';
import { printStatement } from '../../../src/sql/print-statement.js';

/**
 * 1,000 rows, of which every fifth is hidden. Of those the divisor is 0 and the text no number, so that a caller's
 * expression raises if it is evaluated on one of them.
 */
export const ROWS = `SELECT id, CAST(id % 5 AS INT) AS divisor, CASE WHEN id % 5 = 0 THEN 'hidden' ELSE CAST(id AS STRING) END AS number FROM range(1000)`;
export const VISIBLE = 800n;

/** Where the tables are; whoever makes them says so before they are asked. */
export const place = { schema: 'lakehouse.barrier', prefix: '' };

const table = (name: string, alias: string, fields: Readonly<Record<string, DataType>>): ScanRelation => ({
  kind: 'scan',
  table: { source: 'lakehouse', name: `${place.schema}.${place.prefix}${name}` },
  alias,
  fields: Object.entries(fields).map(([field, type]) => ({ name: field, type, nullable: true })),
});
const facts = (alias: string) => table('facts', alias, { id: INT64, divisor: INT32, number: STRING });
const access = (alias: string) => table('access', alias, { divisor: INT32 });
const divisor = (alias: string) => column(alias, 'divisor', INT32);
const id = (alias: string) => column(alias, 'id', INT64);
const int = (value: number) => literal(BigInt(value), INT32);

/** Row filters as policies write them. */
export const POLICIES: Readonly<Record<string, (alias: string) => Expression>> = {
  comparison: (alias) => call('neq', [divisor(alias), int(0)]),
  list: (alias) => inList(divisor(alias), [1, 2, 3, 4].map(int)),
  'mapping table, EXISTS': (alias) => exists(filter(access('m'), call('eq', [divisor('m'), divisor(alias)]))),
  'mapping table, IN': (alias) => ({
    kind: 'in-subquery',
    operands: [divisor(alias)],
    relation: project(access('m'), 'p', [{ name: 'divisor', expression: divisor('m') }]),
    type: BOOLEAN,
  }),
  'mapping table or a constant': (alias) =>
    call('or', [
      call('gt', [id(alias), literal(5000n, INT64)]),
      exists(filter(access('m'), call('eq', [divisor('m'), divisor(alias)]))),
    ]),
  'scalar sub-query': (alias) => ({
    ...call('gt', [
      divisor(alias),
      {
        kind: 'scalar-subquery',
        relation: aggregate(
          filter(facts('o'), call('eq', [id('o'), literal(0n, INT64)])),
          'g',
          [],
          [{ name: 'least', expression: aggregateCall('min', [divisor('o')]) }],
        ),
        type: INT32,
      },
    ]),
  }),
};

const positive = (expression: Expression) => call('gt', [expression, literal(0, FLOAT64)]);
const quotient = (alias: string) => positive(call('divide', [int(1), divisor(alias)]));
const number = (alias: string): Expression =>
  positive({ kind: 'cast', operand: column(alias, 'number', STRING), type: FLOAT64, tryCast: false });
const count = (input: Relation, by?: Expression): Relation =>
  aggregate(input, 'n', [], [{ name: 'rows', expression: aggregateCall('count', [], { filter: by }) }]);

/** What callers ask of the governed table; each counts the visible rows. */
const PROBES: Readonly<Record<string, (governed: Relation) => Relation>> = {
  'a division in WHERE': (governed) => count(filter(governed, quotient('t'))),
  'a cast in WHERE': (governed) => count(filter(governed, number('t'))),
  'both beside a condition that prunes': (governed) =>
    count(filter(governed, call('and', [call('gte', [id('t'), literal(0n, INT64)]), quotient('t'), number('t')]))),
  'a join condition': (governed) =>
    count(join('inner', facts('o'), governed, call('and', [call('eq', [id('o'), id('t')]), number('t')]))),
  'below a projection': (governed) =>
    count(
      filter(
        project(governed, 'p', [{ name: 'q', expression: call('divide', [int(1), divisor('t')]) }]),
        positive(column('p', 'q', FLOAT64)),
      ),
    ),
  'a condition of an aggregate': (governed) => count(governed, quotient('t')),
  'a correlated EXISTS': (governed) =>
    count(filter(facts('o'), exists(filter(governed, call('and', [call('eq', [id('t'), id('o')]), number('t')]))))),
  'a semi-join with another table': (governed) =>
    count(
      filter(
        filter(governed, exists(filter(facts('o'), call('eq', [id('t'), id('o')])))),
        call('and', [quotient('t'), number('t')]),
      ),
    ),
};

/** Counts the rows that a caller sees through a probe. */
export const textOf = (relation: Relation) =>
  printStatement(
    project(relation, 'out', [{ name: 'rows', expression: column('n', 'rows', INT64) }]),
    databricksDialect,
  ).text;

export const pairs = Object.keys(POLICIES).flatMap((policy) => Object.keys(PROBES).map((probe) => ({ policy, probe })));
export const made = (
  { policy, probe }: { readonly policy: string; readonly probe: string },
  isHeld: boolean,
): Relation => {
  const visible = filter(facts('t'), POLICIES[policy]?.('t') ?? expect.fail());
  return PROBES[probe]?.(isHeld ? { kind: 'barrier', input: visible } : visible) ?? expect.fail();
};
