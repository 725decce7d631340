import { afterAll, describe, expect, it, test, vi } from 'vitest';
import { GatewayError } from '../../src/errors.js';
import type { CaseValue, FunctionDefinition } from '../../src/functions/definition.js';
import { aggregateCall, call } from '../../src/functions/registry.js';
import { column, filter, literal, parameter, project } from '../../src/query/build.js';
import type { Expression, ScalarValue } from '../../src/query/expression.js';
import type { Relation } from '../../src/query/relation.js';
import { type DataType, FLOAT64, INT32, INT64 } from '../../src/query/types.js';
import { mssqlDialect } from '../../src/sources/mssql/dialect.js';
import { MssqlSource } from '../../src/sources/mssql/mssql-source.js';
import { printStatement } from '../../src/sql/print-statement.js';
import { PARAMETERS } from '../sources/databricks/parameter-cases.js';
import { spelled } from '../sources/mssql/mssql-questions.js';
import { refusal, rowsOf, run, until } from '../sources/mssql/standin-fixture.js';
import { type LiveMssql, readLiveMssql } from './mssql-settings.js';

const settings = readLiveMssql(process.env);

if (settings === undefined) {
  console.warn('SKIPPED: the live suite of SQL Server; MEDALLION_LIVE is not mssql (test/live/README.md).');
  test.skip('the live suite of SQL Server: MEDALLION_LIVE is not mssql', () => undefined);
} else {
  vi.setConfig({ testTimeout: 120_000 });
  suite(settings);
}

const UNIT: Relation = { kind: 'values', alias: 'u', fields: [], rows: [[]] };

/** One row of these values, as columns. */
function rowOf(values: readonly CaseValue[]): Relation {
  const fields = values.map(({ type }, index) => ({ name: `c${index}`, type, nullable: true }));
  return { kind: 'values', alias: 't', fields, rows: [values.map(({ value, type }) => literal(value, type))] };
}

function comparable(value: unknown, type: DataType): unknown {
  if (value === null || value === undefined) return null;
  if (type.kind === 'float') return Number(Number(value).toPrecision(12));
  if (type.kind === 'integer') return BigInt(String(value));
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}

function suite({ config, ca }: LiveMssql): void {
  const source = new MssqlSource('live', config, { ca });
  afterAll(() => source.close());
  const read = async (relation: Relation) => rowsOf(await run(source, printStatement(relation, mssqlDialect)));

  test('the server is there', async () => {
    expect((await source.health(new AbortController().signal)).state).toBe('ready');
  });

  test('parameters arrive with their types and come back exactly', async () => {
    const taken = PARAMETERS.filter(({ value }) => !isSpecial(value));
    const items = taken.map(({ value, type }, index) => ({ name: `p${index}`, expression: parameter(value, type) }));
    const [row = []] = await read(project(UNIT, 'o', items));
    expect(row.map((value, index) => comparable(value, taken[index]?.type ?? INT32))).toEqual(
      taken.map(({ value, type }) => comparable(value, type)),
    );
  });

  function callOf(definition: FunctionDefinition, args: readonly Expression[]): Expression {
    return definition.kind === 'aggregate' ? aggregateCall(definition.id, args) : call(definition.id, args);
  }

  function statementOf(definition: FunctionDefinition, values: readonly CaseValue[], asColumns: boolean): Relation {
    const args = values.map(({ value, type }, index) => {
      if (!asColumns) return literal(value, type);
      const tried = values.map((other, at) =>
        at === index ? column('t', `c${index}`, type) : literal(other.value, other.type),
      );
      try {
        callOf(definition, tried);
        return column('t', `c${index}`, type);
      } catch {
        // A constant is required here.
        return literal(value, type);
      }
    });
    const expression = callOf(definition, args);
    const input = asColumns && values.length > 0 ? rowOf(values) : UNIT;
    const items = [{ name: 'a', expression }];
    return definition.kind === 'aggregate'
      ? { kind: 'aggregate', input, alias: 'g', groups: [], groupingSets: undefined, aggregates: items }
      : project(input, 'o', items);
  }

  describe('functions', () => {
    const asked = spelled.filter(({ kind, deterministic }) => kind !== 'window' && deterministic);
    it.each(asked.map((definition) => [definition.id, definition] as const))('%s', async (_id, definition) => {
      for (const { arguments: values, expected } of definition.cases)
        for (const asColumns of [false, true]) {
          let relation: Relation;
          try {
            relation = statementOf(definition, values, asColumns);
            printStatement(relation, mssqlDialect);
          } catch (error) {
            if (error instanceof GatewayError && error.code === 'NOT_SUPPORTED') continue;
            throw error;
          }
          const type = callOf(
            definition,
            values.map(({ value, type: of }) => literal(value, of)),
          ).type;
          const [[answer] = []] = await read(relation);
          expect(comparable(answer, type), printStatement(relation, mssqlDialect).text).toEqual(
            comparable(expected, type),
          );
        }
    });
  });

  test('a barrier holds what is above it from hidden rows', async () => {
    const n = column('t', 'n', INT32);
    const rows: Relation = {
      kind: 'values',
      alias: 't',
      fields: [{ name: 'n', type: INT32, nullable: true }],
      rows: [[literal(0n, INT32)], [literal(4n, INT32)]],
    };
    const barred: Relation = { kind: 'barrier', input: filter(rows, call('gt', [n, literal(1n, INT32)])) };
    const probe = call('gt', [call('divide', [literal(1n, INT32), n]), literal(0, FLOAT64)]);
    expect(await read(project(filter(barred, probe), 'o', [{ name: 'n', expression: n }]))).toEqual([[4]]);
  });

  test('an error of the data tells its kind, and its message to the operator alone', async () => {
    const failed = await refusal(run(source, { text: "SELECT CAST(N'secret' AS int) AS a" }).then(rowsOf));
    expect([failed.code, failed.sqlState]).toEqual(['INTERNAL', '22P02']);
    expect(failed.publicMessage).not.toContain('secret');
  });

  const NUMBERS =
    'SELECT TOP (200000) ROW_NUMBER() OVER (ORDER BY (SELECT NULL)) AS n FROM sys.all_columns AS a CROSS JOIN sys.all_columns AS b';

  test('a long result comes whole', async () => {
    const rows = await rowsOf(await run(source, { text: NUMBERS, resultTypes: [INT64] }));
    expect(rows.length).toBe(200_000);
  });

  test('a statement whose caller leaves is ended', async () => {
    const leave = new AbortController();
    const text =
      'SELECT COUNT_BIG(*) AS n FROM sys.all_columns AS a, sys.all_columns AS b, sys.all_columns AS c, sys.all_columns AS d';
    const asked = run(source, { text }, { signal: leave.signal, timeoutMs: 60_000 });
    setTimeout(() => leave.abort(), 1000);
    expect((await refusal(asked)).code).toBe('CANCELLED');
    await until(() => source.load.streams.idleConnections > 0);
  });
}

function isSpecial(value: ScalarValue): boolean {
  return typeof value === 'number' && !Number.isFinite(value);
}
