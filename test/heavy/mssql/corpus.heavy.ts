import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolvers } from '../../../resolvers/airports.js';
import { loadConfig } from '../../../src/config/load-config.js';
import { createGateway, type Gateway } from '../../../src/gateway.js';
import { openDevIssuer } from '../../../src/identity/dev-issuer.js';
import { DuckdbSource } from '../../../src/sources/duckdb/duckdb-source.js';
import { mssqlDialect } from '../../../src/sources/mssql/dialect.js';
import { MSSQL_TRAITS } from '../../../src/sources/mssql/mssql-source.js';
import { type Corpus, openCorpus } from '../../doors/sql/corpus/open-corpus.js';
import { readStatements } from '../../doors/sql/corpus/read-statements.js';
import type { Printed } from '../../sources/mssql/mssql-questions.js';
import { CALLERS } from '../../support/demo-gateway.js';
import { expectParsed } from './expect-parsed.js';

/** All functions and forms of the SQL door, and the statements of TPC-H and of one BI tool. */
const FILES = /^(by-hand|tpch|power-bi)\//u;
const REFUSED = / is not supported on mssql\.$/u;
const MAX_REFUSED_SHARE = 0.05;
const CONFIG = { threads: 1, maxConnections: 1, maxStreams: 1, memoryLimitMb: 64, statementTimeoutMs: 30_000 };
/** What the catalog answers by itself, and a table that this caller may not read. */
const NOTHING_SENT = /^The statement reads no governed table|^relation "gold.airport_months" does not exist/u;

let corpus: Corpus;
let gateway: Gateway;
let token: string;

/** Nothing is run: the corpus' tables are planned and printed as those of a SQL Server that cannot join. */
beforeAll(async () => {
  corpus = await openCorpus();
  const { dataDir, files, schemaDir } = corpus;
  const env = { MEDALLION_HTTP_PORT: '0', MEDALLION_SQL_PORT: '0', MEDALLION_DATA_DIR: dataDir };
  const source = Object.create(await DuckdbSource.open({ name: 'lakehouse', tables: files, dataDir, config: CONFIG }), {
    dialect: { value: mssqlDialect },
    traits: { value: MSSQL_TRAITS },
    openHost: { value: undefined },
  }) as DuckdbSource;
  const config = loadConfig({ schemaDir, env });
  gateway = await createGateway({ config, resolvers, sources: new Map([['lakehouse', source]]) });
  const issuer = await openDevIssuer({ settings: config.identity.devIssuer, dataDir });
  token = await issuer.issueDevToken(CALLERS.west);
});
afterAll(async () => {
  await gateway?.close();
  await corpus?.close();
});

test('what is sent for statements of SQL parses, where the dialect has all of it and where it has a part', async () => {
  const identity = await gateway.verifier.verify(token, AbortSignal.timeout(10_000));
  const printed: Printed[] = [];
  const refused: string[] = [];
  let whole = 0;
  let parts = 0;
  for (const { id, sql } of readStatements().filter((statement) => FILES.test(statement.id))) {
    const explained = await gateway.explainSql(sql, identity).catch((error: Error) => {
      if (NOTHING_SENT.test(error.message)) return [];
      if (REFUSED.test(error.message)) {
        refused.push(`${id}: ${error.message}`);
        return [];
      }
      throw new Error(`${id}: ${error.message}`);
    });
    for (const { plan, statement, stageStatements } of explained) {
      if (plan.stages.length === 0) {
        whole += 1;
        printed.push({ title: id, text: statement.text });
      } else {
        parts += 1;
        for (const { stage, statement: part } of stageStatements)
          if (stage.kind === 'fetch') printed.push({ title: `${id}, ${stage.name}`, text: part.text });
      }
    }
  }
  console.log(`${whole} statements whole, ${parts} in parts, ${refused.length} refused\n${refused.join('\n')}`);
  expect(refused.length / (whole + parts + refused.length)).toBeLessThanOrEqual(MAX_REFUSED_SHARE);
  expect(whole).toBeGreaterThan(50);
  expect(parts).toBeGreaterThan(50);
  await expectParsed(printed);
});
