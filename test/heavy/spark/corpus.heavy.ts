import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolvers } from '../../../resolvers/airports.js';
import { loadConfig } from '../../../src/config/load-config.js';
import { createGateway, type Gateway } from '../../../src/gateway.js';
import { openDevIssuer } from '../../../src/identity/dev-issuer.js';
import { judgeCorpus, type Verdict } from '../../doors/sql/corpus/judge-corpus.js';
import { type Corpus, openCorpus } from '../../doors/sql/corpus/open-corpus.js';
import { readStatements } from '../../doors/sql/corpus/read-statements.js';
import { CALLERS, type CallerName } from '../../support/demo-gateway.js';
import { type OracleAnswer, openPostgresOracle, type PostgresOracle } from '../../support/postgres-oracle.js';
import { openSpark } from './open-spark.js';
import { concerned, described, REFUSED_STATEMENTS } from './refusals.js';
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
  oracle = await openPostgresOracle(corpus);
  ({ oracle: spark, source } = await openSpark(corpus.tables, corpus.files));
  const env = { MEDALLION_HTTP_PORT: '0', MEDALLION_SQL_PORT: '0', MEDALLION_DATA_DIR: corpus.dataDir };
  const config = loadConfig({ schemaDir: corpus.schemaDir, env });
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
  source.lastFailure = '';
  try {
    const { fields, rows } = await client.query<(string | null)[]>({ text: sql, rowMode: 'array' });
    return { kind: 'rows', fields: fields.map(({ name, dataTypeID }) => ({ name, typeOid: dataTypeID })), rows };
  } catch (thrown) {
    if (!(thrown instanceof pg.DatabaseError)) throw thrown;
    const said = source.lastFailure === '' ? '' : ` Spark: ${source.lastFailure.slice(0, 300)} in ${source.lastText}`;
    return { kind: 'error', sqlState: thrown.code ?? '', message: `${thrown.message}${said}` };
  }
}

/** What Databricks has no exact form of is refused; what is answered is Postgres's answer under the same policies. */
test('the gateway on Spark gives the rows that Postgres gives', async () => {
  const statements = readStatements().filter(({ id }) => new RegExp(PART).test(id));
  const verdicts: Verdict[] = [];
  for (const statement of statements) {
    const found = await judgeCorpus(oracle, ask, [statement], CALLER_NAMES);
    for (const { id, caller, kind, detail } of found) console.log(`${kind} ${id} (${caller}) ${detail}`);
    verdicts.push(...found);
  }
  const of = (kind: Verdict['kind']) => verdicts.filter((verdict) => verdict.kind === kind);
  const figures = (['same', 'refused', 'wrong'] as const).map((kind) => `${of(kind).length} ${kind}`).join(', ');
  console.log(`${verdicts.length} answers: ${figures}`);
  expect(of('wrong')).toEqual([]);
  const refused = [...new Set(of('refused').map(({ id }) => id))].sort();
  const known = concerned(REFUSED_STATEMENTS).filter((id) => new RegExp(PART).test(id));
  console.log(`refused:\n${described(REFUSED_STATEMENTS)}`);
  expect(refused).toEqual(known);
  const asked = verdicts.filter(({ caller }) => caller !== 'none');
  if (PART === '') expect(of('refused').length / asked.length).toBeLessThanOrEqual(0.05);
}, 3_000_000);
