import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolvers } from '../../../resolvers/airports.js';
import { loadConfig } from '../../../src/config/load-config.js';
import { createGateway, type Gateway } from '../../../src/gateway.js';
import { openDevIssuer } from '../../../src/identity/dev-issuer.js';
import { judgeCorpus, type Verdict } from '../../doors/sql/corpus/judge-corpus.js';
import { type Corpus, openCorpus } from '../../doors/sql/corpus/open-corpus.js';
import { type CorpusStatement, readStatements } from '../../doors/sql/corpus/read-statements.js';
import { CALLERS, type CallerName } from '../../support/demo-gateway.js';
import { type OracleAnswer, openPostgresOracle, type PostgresOracle } from '../../support/postgres-oracle.js';
import { openSpark } from './open-spark.js';
import { concerned, described, HELPED_STATEMENTS } from './refusals.js';
import type { SparkOracle } from './spark-oracle.js';
import type { SparkSource } from './spark-source.js';

/** Comma-separated callers and a regular expression of the statements' names, to look at less than all. */
const CALLER_NAMES = (process.env.MEDALLION_SPARK_CALLERS ?? 'none,ops,west,bay').split(',') as readonly CallerName[];
const PART = process.env.MEDALLION_SPARK_STATEMENTS ?? '';

let corpus: Corpus;
let oracle: PostgresOracle;
let spark: SparkOracle;
let source: SparkSource;
let gateway: Gateway;
const clients = new Map<CallerName, pg.Client>();

beforeAll(async () => {
  corpus = await openCorpus();
  const [postgres, opened] = await Promise.all([openPostgresOracle(corpus), openSpark(corpus.tables, corpus.files)]);
  oracle = postgres;
  ({ oracle: spark, source } = opened);
  const env = { MEDALLION_HTTP_PORT: '0', MEDALLION_SQL_PORT: '0', MEDALLION_DATA_DIR: corpus.dataDir };
  const loaded = loadConfig({ schemaDir: corpus.schemaDir, env });
  // Exact divisions of all rows take seconds there, and a machine may be busy.
  const config = { ...loaded, limits: { ...loaded.limits, statementTimeoutMs: 300_000 } };
  gateway = await createGateway({ config, resolvers, sources: new Map([[source.name, source]]) });
  const { sql } = await gateway.listen();
  const issuer = await openDevIssuer({ settings: config.identity.devIssuer, dataDir: config.dataDir });
  for (const caller of CALLER_NAMES) {
    const { hostname: host, port } = new URL(sql ?? '');
    const client = new pg.Client({
      host,
      port: Number(port),
      database: 'lakehouse',
      user: CALLERS[caller].user,
      password: await issuer.issueDevToken(CALLERS[caller]),
      types: { getTypeParser: () => (value: string) => value },
    });
    await client.connect();
    await client.query("SET TimeZone = 'UTC'");
    clients.set(caller, client);
  }
});

afterAll(async () => {
  for (const client of clients.values()) await client.end();
  await gateway?.close();
  await spark?.close();
  await oracle?.close();
  await corpus?.close();
});

async function ask(caller: CallerName, sql: string): Promise<OracleAnswer> {
  const client = clients.get(caller);
  if (client === undefined) throw new Error(`${caller} is not connected.`);
  try {
    const { fields, rows } = await client.query<(string | null)[]>({ text: sql, rowMode: 'array' });
    return { kind: 'rows', fields: fields.map(({ name, dataTypeID }) => ({ name, typeOid: dataTypeID })), rows };
  } catch (thrown) {
    if (!(thrown instanceof pg.DatabaseError)) throw thrown;
    // Another caller's, now and then.
    const said =
      source.lastFailure === '' ? '' : ` Spark's last: ${source.lastFailure.slice(0, 300)} in ${source.lastText}`;
    source.lastFailure = '';
    return { kind: 'error', sqlState: thrown.code ?? '', message: `${thrown.message}${said}` };
  }
}

const byFile = new Map<string, CorpusStatement[]>();
for (const statement of readStatements().filter(({ id }) => new RegExp(PART).test(id))) {
  const [file = ''] = statement.id.split('/');
  byFile.set(file, [...(byFile.get(file) ?? []), statement]);
}
const verdicts: Verdict[] = [];
const countOf = (kind: Verdict['kind'], caller?: CallerName) =>
  verdicts.filter((verdict) => verdict.kind === kind && (caller ?? verdict.caller) === verdict.caller).length;
const idsOf = (found: readonly Verdict[], kind: Verdict['kind']) =>
  [...new Set(found.filter((verdict) => verdict.kind === kind).map(({ id }) => id))].sort();

/**
 * What Databricks has no exact form of, the gateway's own engine answers; each answer is Postgres's under the same policies. The
 * callers ask at once, each a statement after the other.
 */
test.each([...byFile])('the rows of Postgres: %s', async (file, statements) => {
  const judged = await Promise.all(CALLER_NAMES.map((caller) => judgeCorpus(oracle, ask, statements, [caller])));
  const found = judged.flat();
  verdicts.push(...found);
  for (const { id, caller, kind, detail } of found)
    if (kind !== 'same') console.log(`${kind} ${id} (${caller}) ${detail}`);
  expect(found.filter(({ kind }) => kind === 'wrong')).toEqual([]);
  expect(idsOf(found, 'refused'), file).toEqual([]);
});

test('what the dialect lacks stands in the corpus, and nothing is refused', () => {
  const known = new Set(readStatements().map(({ id }) => id));
  expect(concerned(HELPED_STATEMENTS).filter((id) => !known.has(id))).toEqual([]);
  const figures = (caller?: CallerName) =>
    (['same', 'refused', 'wrong'] as const).map((kind) => `${countOf(kind, caller)} ${kind}`).join(', ');
  console.log(`${verdicts.length} answers: ${figures()}\n${described(HELPED_STATEMENTS)}`);
  for (const caller of CALLER_NAMES.filter((name) => name !== 'none')) {
    console.log(`${caller}: ${figures(caller)}`);
    expect(countOf('refused', caller), caller).toBe(0);
  }
});
