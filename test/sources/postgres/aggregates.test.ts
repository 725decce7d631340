import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayError } from '../../../src/errors.js';
import type { FunctionDefinition } from '../../../src/functions/definition.js';
import { type AggregateOptions, aggregateCall, call } from '../../../src/functions/registry.js';
import { aggregate, column, literal, project } from '../../../src/query/build.js';
import type { AggregateCallExpression, Expression, ScalarValue } from '../../../src/query/expression.js';
import type { Relation } from '../../../src/query/relation.js';
import {
  BOOLEAN,
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  JSON_TYPE,
  STRING,
  TIMESTAMP_NTZ,
} from '../../../src/query/types.js';
import { duckdbDialect } from '../../../src/sources/duckdb/dialect.js';
import { postgresDialect } from '../../../src/sources/postgres/dialect.js';
import { printStatement } from '../../../src/sql/print-statement.js';
import { findPostgres } from '../../support/services/postgres-server.js';
import { isAbsent } from '../../support/services/service-needed.js';
import { type Database, openDatabase } from './open-database.js';
import { spelled } from './questions.js';

const ROWS = 60;
const WORDS = ['b', 'B', 'a', 'é', '', 'Z', '10', '9'];

/** Each column's type and its value in a row; NULL now and then. */
const COLUMNS: Readonly<Record<string, readonly [DataType, (row: number) => ScalarValue]>> = {
  id: [INT32, (row) => BigInt(row)],
  n: [INT32, (row) => (row % 7 === 3 ? null : BigInt((row * 37) % 11) - 4n)],
  l: [INT64, (row) => BigInt(row) * 1_000_000_007n],
  m: [decimalType(7, 2), (row) => (row % 9 === 0 ? null : `${((row * 53) % 17) - 8}.25`)],
  x: [FLOAT64, (row) => (row % 5 === 4 ? null : (row % 13) / 4)],
  y: [FLOAT64, (row) => ((row * 7) % 61) / 8],
  s: [STRING, (row) => (row % 11 === 10 ? null : (WORDS[row % 8] ?? ''))],
  b: [BOOLEAN, (row) => (row % 4 === 0 ? null : row % 3 === 0)],
  d: [DATE, (row) => `2001-0${(row % 9) + 1}-1${row % 7}`],
  t: [TIMESTAMP_NTZ, (row) => `2001-01-1${row % 5}T0${row % 10}:00:00`],
  j: [JSON_TYPE, (row) => (row % 6 === 0 ? 'null' : `"${row % 5}"`)],
};

const rows: Relation = {
  kind: 'values',
  alias: 't',
  fields: Object.entries(COLUMNS).map(([name, [type]]) => ({ name, type, nullable: true })),
  rows: Array.from({ length: ROWS }, (_, row) =>
    Object.values(COLUMNS).map(([type, ofRow]) => literal(ofRow(row), type)),
  ),
};
const at = (name: string) => column('t', name, COLUMNS[name]?.[0] ?? STRING);
const half = literal(0.25, FLOAT64);
const three = literal(3n, INT64);

/** Lists of arguments that some aggregate takes. */
const ARGUMENTS: readonly (readonly Expression[])[] = [
  [],
  ...Object.keys(COLUMNS).map((name) => [at(name)]),
  ...['n', 'm', 'x'].map((name) => [at(name), half]),
  ...['n', 's', 'x', 'd'].map((name) => [at(name), three]),
  ...['n', 's', 'x'].map((name) => [at(name), at('id')]),
  [at('s'), literal(',', STRING)],
  [at('x'), at('y')],
];

const up = (expression: Expression) => ({ expression, direction: 'asc', nulls: 'last' }) as const;
const isLow = call('lt', [at('id'), literal(20n, INT32)]);

/** How a call may be put; an order is total where nothing is left out of it. */
const optionsOf = (args: readonly Expression[]): readonly AggregateOptions[] => {
  const [first] = args;
  const plain = { orderBy: [up(at('id'))] };
  const forms: AggregateOptions[] = [plain, { ...plain, filter: isLow }];
  return first === undefined ? forms : [...forms, { distinct: true, orderBy: [up(first)] }];
};

const TAKES_ORDER = new Set(['json_array_agg', 'pg_string_agg', 'pg_array_agg', 'pg_json_agg']);
const WITHIN = new Set(['pg_percentile_cont', 'pg_percentile_disc', 'pg_mode']);
/** Any row's value; sets of groups; several fractions, which have tests elsewhere. */
const APART = new Set(['any_value', 'grouping', 'pg_percentile_cont_array', 'pg_percentile_disc_array']);

function calls(definition: FunctionDefinition): readonly AggregateCallExpression[] {
  return ARGUMENTS.flatMap((args) =>
    optionsOf(args).flatMap((options) => {
      const [first, key] = args;
      // Rows with one key alike are each as good.
      if (definition.id.endsWith('_by') && key?.kind === 'literal') return [];
      const order = TAKES_ORDER.has(definition.id) ? options.orderBy : [];
      const own = WITHIN.has(definition.id) && first !== undefined ? [up(first)] : order;
      if (WITHIN.has(definition.id) && options.distinct === true) return [];
      try {
        return [aggregateCall(definition.id, args, { ...options, orderBy: own ?? [] })];
      } catch {
        return [];
      }
    }),
  );
}

const STATISTIC = /^pg_(stddev|var)_.*_numeric$/u;

/** As text; arrays as they are. */
function statementOf(calls: readonly AggregateCallExpression[], dialect: typeof duckdbDialect) {
  const items = calls.map((expression, index) => ({ name: `a${index}`, expression }));
  const outputs = items.map(({ name, expression: { type } }) => {
    const value = column('g', name, type);
    const isText = type.kind === 'array' || type.kind === 'json' || type.kind === 'string';
    return {
      name,
      expression: isText ? value : ({ kind: 'cast', operand: value, type: STRING, tryCast: false } as const),
    };
  });
  return printStatement(project(aggregate(rows, 'g', [], items), 'o', outputs), dialect);
}

function comparable(value: unknown, type: DataType, id: string): unknown {
  if (value === null) return null;
  // DuckDB computes these as DOUBLEs.
  if (type.kind === 'float' || (type.kind === 'decimal' && STATISTIC.test(id)))
    return Number(Number(value).toPrecision(10));
  if (type.kind !== 'array') return value;
  const texts = value as readonly unknown[];
  return texts.map((item) => (item === null ? null : String(item).replace(' ', 'T')));
}

describe.skipIf(isAbsent('PostgreSQL', findPostgres()))('aggregates on PostgreSQL', () => {
  let database: Database;
  let duckdb: DuckDBConnection;
  let compared = 0;
  const refused: string[] = [];

  beforeAll(async () => {
    database = await openDatabase();
    duckdb = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  });
  afterAll(async () => {
    duckdb?.closeSync();
    await database?.close();
  });

  const aggregates = spelled.filter(({ kind, id }) => kind === 'aggregate' && !APART.has(id));

  it.each(aggregates.map((definition) => [definition.id, definition] as const))(
    '%s gives what it gives on DuckDB',
    async (id, definition) => {
      const made = calls(definition);
      expect(made.length).toBeGreaterThan(0);
      for (const one of made) {
        const where = `${id}(${one.arguments.map((arg) => (arg.kind === 'column' ? arg.name : '…'))}) ${one.distinct} ${one.filter !== undefined}`;
        let expected: unknown;
        try {
          const { text } = statementOf([one], duckdbDialect);
          expected = (await duckdb.runAndReadAll(text)).getRowsJson()[0]?.[0];
        } catch {
          // DuckDB has not all forms either.
          continue;
        }
        try {
          const { rows: found } = await database.ask(statementOf([one], postgresDialect));
          expect(comparable(found[0]?.[0], one.type, id), where).toEqual(comparable(expected, one.type, id));
          compared += 1;
        } catch (error) {
          if (error instanceof GatewayError && error.code !== 'NOT_SUPPORTED') {
            expect.fail(`${where}: ${error.operatorDetail}`);
          }
          if (!(error instanceof GatewayError)) throw error;
          refused.push(where);
        }
      }
    },
  );

  it('are compared in nearly all of their forms', () => {
    console.log(`${compared} compared, refused: ${refused.join('; ')}`);
    expect(compared).toBeGreaterThan(300);
    expect(refused.length / compared).toBeLessThan(0.05);
  });
});
