import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Corpus, openCorpus } from '../../doors/sql/corpus/open-corpus.js';
import { goldenCases } from '../../support/golden-case.js';
import { GoldenClient } from '../../support/golden-client.js';
import { differences, withoutSignatures } from '../../support/golden-json.js';
import { type MariadbServer, startMariadb } from '../../support/services/mariadb-server.js';
import { loadTables } from './load-tables.js';
import { openSource, type WatchedSource } from './open-mariadb.js';

const NO_PAGE = Object.freeze({});

let corpus: Corpus;
let server: MariadbServer;
let source: WatchedSource;
let onMariadb: GoldenClient;
let onDuckdb: GoldenClient;

beforeAll(async () => {
  corpus = await openCorpus();
  server = await startMariadb();
  await loadTables(server, corpus.tables, corpus.files);
  source = openSource(server);
  const { schemaDir } = corpus;
  const env = { MEDALLION_DATA_DIR: corpus.dataDir, MEDALLION_SQL_PORT: '0' };
  onMariadb = await GoldenClient.start({ schemaDir, env, sources: new Map([[source.name, source]]) });
  onDuckdb = await GoldenClient.start({ schemaDir, env });
});

afterAll(async () => {
  await onMariadb?.close();
  await onDuckdb?.close();
  await server?.stop();
  await corpus?.close();
});

/**
 * Over a hundredth of the demo's flights. Where the page that a case continues has no rows among them, so that there is
 * no cursor, that page itself is the case. What a failure says of the server may be of the case beside it.
 */
test.concurrent.each(goldenCases('allowed').map((golden) => ({ name: golden.name, golden })))(
  '$name',
  async ({ golden }) => {
    const variables = await onDuckdb.variables(golden).catch((error: unknown) => {
      if (error instanceof Error && error.message.includes('gave no cursor')) return NO_PAGE;
      throw error;
    });
    const replyOf = async (client: GoldenClient) => {
      const reply = variables === NO_PAGE ? await client.page(golden) : await client.ask(golden, variables);
      return reply ?? expect.fail('a case without a page');
    };
    const expected = await replyOf(onDuckdb);
    const reply = await replyOf(onMariadb);
    expect(reply.status, `${reply.text}\n${source.lastFailure}\n${source.lastText}`).toBe(expected.status);
    const [found, wanted] = [reply.text, expected.text].map((text) => withoutSignatures(JSON.parse(text)));
    expect(differences(found, wanted), source.lastText).toEqual([]);
  },
);
