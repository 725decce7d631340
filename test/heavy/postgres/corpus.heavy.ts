import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resolvers } from '../../../resolvers/airports.js';
import { loadConfig } from '../../../src/config/load-config.js';
import { createGateway } from '../../../src/gateway.js';
import { openDevIssuer } from '../../../src/identity/dev-issuer.js';
import { judgeCorpus } from '../../doors/sql/corpus/judge-corpus.js';
import { type Corpus, openCorpus } from '../../doors/sql/corpus/open-corpus.js';
import { readStatements } from '../../doors/sql/corpus/read-statements.js';
import { openCorpusDatabase } from '../../sources/postgres/open-corpus-source.js';
import type { Database } from '../../sources/postgres/open-database.js';
import { CALLERS } from '../../support/demo-gateway.js';
import { openPostgresOracle, type PostgresOracle } from '../../support/postgres-oracle.js';
import { findPostgres } from '../../support/services/postgres-server.js';
import { isAbsent } from '../../support/services/service-needed.js';
import { SqlAsker } from '../../support/sql-asker.js';
import { type CorpusGateway, startCorpusGateway } from '../sql-clients/start-gateway.js';

const REFUSED_SHARE = 0.05;

/** A gateway whose tables are in PostgreSQL. */
async function startOver(corpus: Corpus, database: Database): Promise<CorpusGateway> {
  const env = { MEDALLION_HTTP_PORT: '0', MEDALLION_SQL_PORT: '0', MEDALLION_DATA_DIR: corpus.dataDir };
  const config = loadConfig({ schemaDir: corpus.schemaDir, env });
  const gateway = await createGateway({
    config,
    resolvers,
    sources: new Map([[database.source.name, database.source]]),
  });
  const { sql = '' } = await gateway.listen();
  const issuer = await openDevIssuer({ settings: config.identity.devIssuer, dataDir: config.dataDir });
  const { hostname, port } = new URL(sql);
  return {
    host: hostname,
    port: Number(port),
    token: (caller) => issuer.issueDevToken(CALLERS[caller]),
    close: () => gateway.close(),
  };
}

describe.skipIf(isAbsent('PostgreSQL', findPostgres()))('the SQL corpus on PostgreSQL', () => {
  let corpus: Corpus;
  let database: Database;
  const gateways: CorpusGateway[] = [];
  let expected: SqlAsker;
  let asker: SqlAsker;

  beforeAll(async () => {
    corpus = await openCorpus();
    database = await openCorpusDatabase(corpus.tables, corpus.files);
    const onDuckdb = await startCorpusGateway(corpus);
    const onPostgres = await startOver(corpus, database);
    gateways.push(onDuckdb, onPostgres);
    expected = new SqlAsker(onDuckdb);
    asker = new SqlAsker(onPostgres);
  });

  afterAll(async () => {
    await expected?.close();
    await asker?.close();
    for (const gateway of gateways) await gateway.close();
    await database?.close();
    await corpus?.close();
  });

  const judged = async (oracle: Pick<PostgresOracle, 'run'>) => {
    const verdicts = await judgeCorpus(oracle, asker.ask.bind(asker), readStatements(), ['ops', 'west', 'bay']);
    const of = (kind: string) => verdicts.filter((verdict) => verdict.kind === kind);
    const told = (kind: string) => of(kind).map(({ id, caller, detail }) => `${id} (${caller}): ${detail}`);
    console.log(
      `${verdicts.length} answers, ${of('same').length} same, ${of('refused').length} refused, ` +
        `${of('wrong').length} wrong\n${told('refused').join('\n')}`,
    );
    expect(told('wrong')).toEqual([]);
    expect(of('refused').length / verdicts.length).toBeLessThanOrEqual(REFUSED_SHARE);
  };

  test('what is answered is what DuckDB answers', () => judged({ run: expected.ask.bind(expected) }));

  test('what is answered is what PostgreSQL answers under row-level security and views of its own', async () => {
    const { host, port, user } = database.server;
    const url = `postgres://${user}@${host}:${port}/postgres`;
    const oracle = await openPostgresOracle({ tables: corpus.tables, files: corpus.files, database: url });
    try {
      await judged(oracle);
    } finally {
      await oracle.close();
    }
  });
});
