import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors.js';
import { aggregateCall, call } from '../../../src/functions/registry.js';
import { aggregate, column, filter, literal, project } from '../../../src/query/build.js';
import type { AggregateCallExpression, Expression, SortKey } from '../../../src/query/expression.js';
import type { Relation, ScanRelation } from '../../../src/query/relation.js';
import {
  BOOLEAN,
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  JSON_TYPE,
  printType,
  STRING,
  TIMESTAMP,
  TIMESTAMP_NTZ,
} from '../../../src/query/types.js';
import type { Source } from '../../../src/sources/source.js';
import { printStatement } from '../../../src/sql/print-statement.js';
import { openSource as openDuckdb, ParquetFolder } from '../../sources/duckdb/source-fixture.js';
import { findMariadb, type MariadbServer, startMariadb } from '../../support/services/mariadb-server.js';
import { isAbsent } from '../../support/services/service-needed.js';
import { loadTables } from './load-tables.js';
import { openSource } from './open-mariadb.js';

const NAME = 'lakehouse.gold.t';
const ROWS = `SELECT * FROM (VALUES
  (1, true, 5, 9223372036854775807, CAST('1.50' AS DECIMAL(10,2)), 1.5, 'true', DATE '2001-02-03', TIMESTAMP '2001-02-03 04:05:06.5', TIMESTAMPTZ '2001-02-03 04:05:06.5+00', '{"a":1}'),
  (2, false, -2147483648, -9223372036854775808, CAST('-99999999.99' AS DECIMAL(10,2)), -2.5, ' -42 ', DATE '0001-01-01', TIMESTAMP '1969-12-31 23:59:59.999999', TIMESTAMPTZ '1969-12-31 23:59:59.999999+00', '[]'),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (4, true, 300, 4294967296, CAST('0.99' AS DECIMAL(10,2)), 1e6, '1.5', DATE '9999-12-31', TIMESTAMP '9999-12-31 00:00:00', TIMESTAMPTZ '9999-12-31 00:00:00+00', '"é"'),
  (5, false, 0, 0, CAST('0.00' AS DECIMAL(10,2)), 0, '', DATE '2000-02-29', TIMESTAMP '2000-02-29 00:00:00', TIMESTAMPTZ '2000-02-29 00:00:00+00', 'null'),
  (6, true, 5, 70000, CAST('2.50' AS DECIMAL(10,2)), 1e30, '2001-02-03', DATE '2001-02-03', TIMESTAMP '2001-02-03 00:00:00', TIMESTAMPTZ '2001-02-03 00:00:00+00', '1'),
  (7, false, 127, 1, CAST('-0.50' AS DECIMAL(10,2)), 0.1, '2001-02-03 04:05:06.25', DATE '1582-10-10', TIMESTAMP '1582-10-10 12:00:00', TIMESTAMPTZ '1582-10-10 12:00:00+00', '2'),
  (8, true, 128, 255, CAST('1.49' AS DECIMAL(10,2)), -0.5, 'é', DATE '1970-01-01', TIMESTAMP '1970-01-01 00:00:00', TIMESTAMPTZ '1970-01-01 00:00:00+00', '3'),
  (9, true, 1, 2, CAST('3.00' AS DECIMAL(10,2)), 2, '99999999999999999999', DATE '1970-01-02', TIMESTAMP '1970-01-02 00:00:00', TIMESTAMPTZ '1970-01-02 00:00:00+00', '4'),
  (10, true, 2, 3, CAST('4.00' AS DECIMAL(10,2)), 3, '1e3', DATE '1970-01-03', TIMESTAMP '1970-01-03 00:00:00', TIMESTAMPTZ '1970-01-03 00:00:00+00', '5'),
  (11, true, 2, 3, CAST('4.00' AS DECIMAL(10,2)), 3, '2001-02-30', DATE '1970-01-03', TIMESTAMP '1970-01-03 00:00:00', TIMESTAMPTZ '1970-01-03 00:00:00+00', '6'),
  (12, true, 2, 3, CAST('4.00' AS DECIMAL(10,2)), 3, 'NO', DATE '1970-01-03', TIMESTAMP '1970-01-03 00:00:00', TIMESTAMPTZ '1970-01-03 00:00:00+00', '7')
) AS t(id, b, i, l, d, x, s, g, m, z, j)`;

const COLUMNS: Readonly<Record<string, readonly [type: DataType, sql: string]>> = {
  id: [INT32, 'INT'],
  b: [BOOLEAN, 'BOOLEAN'],
  i: [INT32, 'INT'],
  l: [INT64, 'BIGINT'],
  d: [decimalType(10, 2), 'DECIMAL(10,2)'],
  x: [FLOAT64, 'DOUBLE'],
  s: [STRING, 'STRING'],
  g: [DATE, 'DATE'],
  m: [TIMESTAMP_NTZ, 'TIMESTAMP_NTZ'],
  z: [TIMESTAMP, 'TIMESTAMP'],
  j: [JSON_TYPE, 'STRING'],
};
const SCAN: ScanRelation = {
  kind: 'scan',
  table: { source: 'both', name: NAME },
  alias: 't',
  fields: Object.entries(COLUMNS).map(([name, [type]]) => ({ name, type, nullable: true })),
};
const col = (name: string) => column('t', name, COLUMNS[name]?.[0] ?? expect.fail(name));

let server: MariadbServer;
let folder: ParquetFolder;
let mariadb: Source;
let duckdb: Source;

/** The values of a statement of one column; `refused`, or `raised`. */
async function answer(source: Source, relation: Relation, type: DataType): Promise<unknown> {
  try {
    const options = { signal: AbortSignal.timeout(20_000), timeoutMs: 20_000, singleRow: true };
    const { batches } = await source.execute(printStatement(relation, source.dialect), options);
    const values: unknown[] = [];
    for await (const { columns } of batches) values.push(...(columns[0] ?? []));
    return values.map((value) => (type.kind === 'float' && value !== null ? Number(value).toPrecision(12) : value));
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    if (error.code === 'NOT_SUPPORTED' || error.sqlState === '0A000') return 'refused';
    return error.sqlState === undefined ? `${error.code} ${error.operatorDetail}` : 'raised';
  }
}

const shown = (answered: unknown) => (Array.isArray(answered) ? answered.map(String).join('|') : String(answered));

const out = (input: Relation, expression: Expression) => project(input, 'out', [{ name: 'v', expression }]);

const TARGETS: readonly DataType[] = [
  BOOLEAN,
  { kind: 'integer', bits: 8 },
  { kind: 'integer', bits: 16 },
  INT32,
  INT64,
  decimalType(5, 1),
  decimalType(38, 10),
  FLOAT64,
  STRING,
  DATE,
  TIMESTAMP_NTZ,
  TIMESTAMP,
];

const down = (expression: Expression): SortKey => ({ expression, direction: 'desc', nulls: 'last' });
const up = (expression: Expression): SortKey => ({ expression, direction: 'asc', nulls: 'last' });
const share = (value: number) => literal(value, FLOAT64);
const few = { filter: call('gt', [col('id'), literal(3n, INT32)]) };
const separator = literal(', ', STRING);

const AGGREGATES: readonly AggregateCallExpression[] = [
  aggregateCall('count', []),
  aggregateCall('count', [], few),
  aggregateCall('count', [col('g')], { distinct: true }),
  aggregateCall('sum', [col('i')]),
  aggregateCall('sum', [col('d')], few),
  aggregateCall('sum', [col('x')]),
  aggregateCall('sum', [col('l')]),
  aggregateCall('avg', [col('d')]),
  aggregateCall('avg', [col('x')], few),
  aggregateCall('min', [col('s')]),
  aggregateCall('max', [col('s')]),
  aggregateCall('max', [col('m')]),
  aggregateCall('min', [col('b')]),
  aggregateCall('stddev', [col('i')]),
  aggregateCall('variance', [col('d')], few),
  ...[0, 0.25, 0.5, 0.9, 1].map((at) => aggregateCall('percentile', [col('d'), share(at)])),
  aggregateCall('percentile', [col('x'), share(0.3)], few),
  aggregateCall('count_if', [col('b')], few),
  aggregateCall('bool_and', [col('b')]),
  aggregateCall('bool_or', [col('b')], few),
  ...['s', 'd', 'x', 'l', 'g', 'm', 'b'].flatMap((name) =>
    (['max_by', 'min_by'] as const).map((id) => aggregateCall(id, [col(name), col('id')], few)),
  ),
  aggregateCall('max_by', [col('s'), col('x')]),
  aggregateCall('json_array_agg', [col('j')], { orderBy: [down(col('id'))], filter: few.filter }),
  aggregateCall('pg_string_agg', [col('s'), separator], { orderBy: [up(col('s'))] }),
  aggregateCall('pg_sum_numeric', [col('l')]),
  aggregateCall('pg_avg', [col('i')]),
  aggregateCall('pg_avg', [col('d')], few),
  aggregateCall('pg_percentile_cont', [col('x'), share(0.4)], { orderBy: [up(col('x'))] }),
  aggregateCall('pg_percentile_cont', [col('x'), share(0.4)], { orderBy: [down(col('x'))] }),
  ...[0, 0.2, 0.5, 1].flatMap((at) =>
    ['s', 'd', 'x', 'g'].map((name) =>
      aggregateCall('pg_percentile_disc', [col(name), share(at)], { orderBy: [up(col(name))] }),
    ),
  ),
  aggregateCall('pg_percentile_disc', [col('d'), share(0.2)], { orderBy: [down(col('d'))] }),
  aggregateCall('pg_stddev_samp', [col('x')]),
  aggregateCall('pg_bit_and_agg', [col('i')], few),
  aggregateCall('pg_bit_or_agg', [col('l')]),
];

describe.skipIf(isAbsent('MariaDB', findMariadb()))('MariaDB beside DuckDB, over the same rows', () => {
  beforeAll(async () => {
    folder = await ParquetFolder.create();
    const file = await folder.write('t', ROWS);
    server = await startMariadb();
    const columns = Object.entries(COLUMNS).map(([name, [, type]]) => ({ name, type }));
    await loadTables(server, [{ name: NAME, columns, key: ['id'] }], new Map([[NAME, file]]));
    mariadb = openSource(server, 'both');
    duckdb = await openDuckdb(folder, ['t']);
  });
  afterAll(async () => {
    await mariadb?.close();
    await duckdb?.close();
    await server?.stop();
    await folder?.remove();
  });

  test.each(Object.keys(COLUMNS).filter((name) => name !== 'id'))('casts of the column %s', async (name) => {
    const differences: string[] = [];
    let same = 0;
    let refused = 0;
    for (const type of TARGETS) {
      for (const tryCast of [false, true]) {
        const value: Expression = { kind: 'cast', operand: col(name), type, tryCast };
        for (let id = 1; id <= 12; id += 1) {
          const relation = out(filter(SCAN, call('eq', [col('id'), literal(BigInt(id), INT32)])), value);
          const [found, expected] = [await answer(mariadb, relation, type), await answer(duckdb, relation, type)];
          if (found === 'refused' || expected === 'refused') refused += 1;
          else if (shown(found) === shown(expected)) same += 1;
          else
            differences.push(
              `row ${id} ${tryCast ? 'tried ' : ''}as ${printType(type)}: ${String(found)}, expected ${String(expected)}`,
            );
        }
      }
    }
    console.log(`${name}: ${same} same, ${refused} refused`);
    expect(differences).toEqual([]);
  });

  test('aggregates of many rows, of groups, and of none', async () => {
    const differences: string[] = [];
    const none = filter(SCAN, literal(false, BOOLEAN));
    for (const expression of AGGREGATES) {
      const of = [{ name: 'a', expression }];
      const grouped = aggregate(SCAN, 'g', [{ name: 'k', expression: col('b') }], of);
      const sorted: Relation = { kind: 'sort', input: grouped, keys: [up(column('g', 'k', BOOLEAN))] };
      for (const input of [aggregate(SCAN, 'g', [], of), aggregate(none, 'g', [], of), sorted]) {
        const relation = out(input, column('g', 'a', expression.type));
        const found = await answer(mariadb, relation, expression.type);
        const expected = await answer(duckdb, relation, expression.type);
        if (shown(found) === shown(expected)) continue;
        const { text } = printStatement(relation, mariadb.dialect);
        differences.push(`${expression.function}: ${String(found)}, expected ${String(expected)} of ${text}`);
      }
    }
    expect(differences).toEqual([]);
  });
});
