import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resolvers } from '../../../resolvers/airports.js';
import { loadConfig } from '../../../src/config/load-config.js';
import { createGateway, type Gateway } from '../../../src/gateway.js';
import { openDevIssuer } from '../../../src/identity/dev-issuer.js';
import { judgeCorpus } from '../../doors/sql/corpus/judge-corpus.js';
import { type Corpus, openCorpus } from '../../doors/sql/corpus/open-corpus.js';
import { readStatements } from '../../doors/sql/corpus/read-statements.js';
import { CALLERS, type CallerName } from '../../support/demo-gateway.js';
import { findMariadb, type MariadbServer, startMariadb } from '../../support/services/mariadb-server.js';
import { isAbsent } from '../../support/services/service-needed.js';
import { SqlAsker } from '../../support/sql-asker.js';
import { type CorpusGateway, startCorpusGateway } from '../sql-clients/start-gateway.js';
import { loadTables } from './load-tables.js';
import { openSource, type WatchedSource } from './open-mariadb.js';

/** Comma-separated callers and a regular expression of the statements' names, to look at less than all. */
const CALLER_NAMES = (process.env.MEDALLION_MARIADB_CALLERS ?? 'ops,west,bay').split(',') as readonly CallerName[];
const PART = new RegExp(process.env.MEDALLION_MARIADB_STATEMENTS ?? '');
/** Of the answers. What the dialect lacks (`refusals.ts`: arrays, intervals, regular expressions) the gateway's own engine does. */
const MAX_REFUSED_SHARE = 0.02;

let corpus: Corpus;
let server: MariadbServer;
let source: WatchedSource;
let gateway: Gateway;
let onDuckdb: CorpusGateway;
let expected: SqlAsker;
let asker: SqlAsker;

describe.skipIf(isAbsent('MariaDB', findMariadb()))('the corpus of SQL on MariaDB', () => {
  beforeAll(async () => {
    corpus = await openCorpus();
    server = await startMariadb();
    await loadTables(server, corpus.tables, corpus.files);
    source = openSource(server);
    onDuckdb = await startCorpusGateway(corpus);
    expected = new SqlAsker(onDuckdb);
    const env = { MEDALLION_HTTP_PORT: '0', MEDALLION_SQL_PORT: '0', MEDALLION_DATA_DIR: corpus.dataDir };
    const config = loadConfig({ schemaDir: corpus.schemaDir, env });
    gateway = await createGateway({ config, resolvers, sources: new Map([[source.name, source]]) });
    const { hostname: host, port } = new URL((await gateway.listen()).sql ?? '');
    const issuer = await openDevIssuer({ settings: config.identity.devIssuer, dataDir: config.dataDir });
    const token = (caller: CallerName) => issuer.issueDevToken(CALLERS[caller]);
    asker = new SqlAsker({ host, port: Number(port), token });
  });

  afterAll(async () => {
    await asker?.close();
    await expected?.close();
    await gateway?.close();
    await onDuckdb?.close();
    await source?.close();
    await server?.stop();
    await corpus?.close();
  });

  test('what is answered is what DuckDB answers', async () => {
    const ask: typeof asker.ask = async (caller, sql) => {
      source.lastFailure = '';
      const answer = await asker.ask(caller, sql);
      if (answer.kind !== 'error' || source.lastFailure === '') return answer;
      return { ...answer, message: `${answer.message} ${source.lastFailure.slice(0, 200)} in ${source.lastText}` };
    };
    const statements = readStatements().filter(({ id }) => PART.test(id));
    const verdicts = await judgeCorpus({ run: expected.ask.bind(expected) }, ask, statements, CALLER_NAMES);
    const of = (kind: string) => verdicts.filter((verdict) => verdict.kind === kind);
    const told = of('refused').map(({ detail }) => detail.replace(/^0A000 /u, ''));
    const reasons = [...new Set(told)].map(
      (reason) => `  ${told.filter((other) => other === reason).length} ${reason}`,
    );
    console.log(
      `${verdicts.length} answers, ${of('same').length} same, ${of('refused').length} refused, ${of('wrong').length} wrong\n` +
        reasons.sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10)).join('\n'),
    );
    expect(
      of('wrong').map(({ id, caller, detail }) => `${id} (${caller}): ${detail}`),
      source.lastText,
    ).toEqual([]);
    expect(of('refused').length / verdicts.length).toBeLessThanOrEqual(MAX_REFUSED_SHARE);
  });
});
