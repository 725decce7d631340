import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureLakehouse } from '../../../src/lakehouse/ensure.js';
import { DuckdbSource } from '../../../src/sources/duckdb/duckdb-source.js';
import { MSSQL_TRAITS } from '../../../src/sources/mssql/mssql-source.js';
import { tableRows, tableVersions } from '../../../src/sources/mssql/table-facts.js';
import type { ResultBatch, StatementResult } from '../../../src/sources/source.js';
import type { SqlStatement } from '../../../src/sql/statement.js';
import { type Outcome, type Printed, print, questionsOf, spelled } from '../../sources/mssql/mssql-questions.js';
import { DEMO_DATA_DIR } from '../../support/demo.js';
import { goldenCases } from '../../support/golden-case.js';
import { GoldenClient } from '../../support/golden-client.js';
import { expectParsed } from './expect-parsed.js';
import { antlrFaults } from './grammars.js';

/** What no grammar of T-SQL may take. Predicates as values are missing: no grammar here tells them. */
const NOT_TSQL: readonly string[] = [
  'SELECT [a] FROM [dbo].[t] LIMIT 5',
  'SELECT [a]::int FROM [dbo].[t]',
  'SELECT COUNT(*) FILTER (WHERE [a] = 1) FROM [dbo].[t]',
  'SELECT [a] FROM [dbo].[t] ORDER BY [a] NULLS LAST',
  'SELECT [a] FROM [dbo].[t] JOIN LATERAL (SELECT 1 AS [b]) AS [u] ON 1 = 1',
  'SELECT [a] || [b] FROM [dbo].[t]',
  'SELECT 1 FROM [dbo].[t] WHERE [a]',
  'WITH [x] AS MATERIALIZED (SELECT 1 AS [a]) SELECT [a] FROM [x]',
  'SELECT (1 AS [a]',
];

let client: GoldenClient;
let duckdb: DuckdbSource;

/** DuckDB answers, and statements are planned as they are for SQL Server. */
beforeAll(async () => {
  const { files } = await ensureLakehouse({ dataDir: DEMO_DATA_DIR, log: () => undefined });
  const config = { threads: 1, maxConnections: 3, maxStreams: 4, memoryLimitMb: 160, statementTimeoutMs: 30_000 };
  duckdb = await DuckdbSource.open({ name: 'lakehouse', tables: files, dataDir: DEMO_DATA_DIR, config });
  const planned = Object.create(duckdb, { traits: { value: MSSQL_TRAITS } }) as DuckdbSource;
  client = await GoldenClient.start({ sources: new Map([['lakehouse', planned]]) });
});
afterAll(() => client?.close());

async function goldenOutcomes(): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const golden of goldenCases('allowed')) {
    const variables = await client.variables(golden);
    await client.ask(golden, variables);
    for (const { plan } of await client.explain(golden, variables)) outcomes.push(print(golden.name, plan.relation));
  }
  return outcomes;
}

const printedOf = (outcomes: readonly Outcome[]): readonly Printed[] =>
  outcomes.flatMap((outcome) => (outcome.kind === 'printed' ? [outcome.printed] : []));

test('the grammar tells T-SQL from other dialects', async () => {
  const faults = await antlrFaults(NOT_TSQL);
  expect(NOT_TSQL.filter((_text, index) => !faults.has(index))).toEqual([]);
});

test("every golden's statement parses, or is refused for a reason that is known", async () => {
  const outcomes = await goldenOutcomes();
  const refusals = new Set(outcomes.flatMap((outcome) => (outcome.kind === 'refused' ? [outcome.why] : [])));
  expect([...refusals]).toEqual(['Function "percentile" is not supported on mssql.']);
  expect(outcomes.filter(({ kind }) => kind === 'refused').length).toBeLessThanOrEqual(15);
  await expectParsed(printedOf(outcomes));
});

test('what the source itself asks of tables parses', async () => {
  const asked: Printed[] = [];
  const note = async ({ text }: SqlStatement): Promise<StatementResult> => {
    asked.push({ title: 'facts of tables', text });
    return { fields: [], batches: (async function* (): AsyncGenerator<ResultBatch> {})() };
  };
  const tables = ['erp.dbo.orders', "erp.dbo.odd ]'name"];
  await tableVersions(tables, note);
  await tableRows(tables, note);
  expect(asked.length).toBe(2);
  await expectParsed(asked);
});

test("every function's statements parse", async () => {
  await expectParsed(printedOf(spelled.flatMap(questionsOf)));
});
