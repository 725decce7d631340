import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Corpus, openCorpus } from '../../doors/sql/corpus/open-corpus.js';
import { openCorpusDatabase } from '../../sources/postgres/open-corpus-source.js';
import type { Database } from '../../sources/postgres/open-database.js';
import { goldenCases } from '../../support/golden-case.js';
import { GoldenClient } from '../../support/golden-client.js';
import { differences, withoutSignatures } from '../../support/golden-json.js';
import { findPostgres } from '../../support/services/postgres-server.js';
import { isAbsent } from '../../support/services/service-needed.js';

const NO_PAGE = Object.freeze({});

/** The demo's contract over tables of a PostgreSQL server, beside the same rows on DuckDB. */
describe.skipIf(isAbsent('PostgreSQL', findPostgres()))('goldens on PostgreSQL', () => {
  let corpus: Corpus;
  let database: Database;
  let onPostgres: GoldenClient;
  let onDuckdb: GoldenClient;

  beforeAll(async () => {
    corpus = await openCorpus();
    database = await openCorpusDatabase(corpus.tables, corpus.files);
    const { schemaDir } = corpus;
    const env = { MEDALLION_DATA_DIR: corpus.dataDir, MEDALLION_SQL_PORT: '0' };
    onPostgres = await GoldenClient.start({
      schemaDir,
      env,
      sources: new Map([[database.source.name, database.source]]),
    });
    onDuckdb = await GoldenClient.start({ schemaDir, env });
  });

  afterAll(async () => {
    await onPostgres?.close();
    await onDuckdb?.close();
    await database?.close();
    await corpus?.close();
  });

  test.each(goldenCases('allowed').map((golden) => ({ name: golden.name, golden })))('$name', async ({ golden }) => {
    const variablesOn = (client: GoldenClient) =>
      client.variables(golden).catch((error: unknown) => {
        if (error instanceof Error && error.message.includes('gave no cursor')) return NO_PAGE;
        throw error;
      });
    const replyOf = async (client: GoldenClient) => {
      const variables = await variablesOn(client);
      const reply = variables === NO_PAGE ? await client.page(golden) : await client.ask(golden, variables);
      return reply ?? expect.fail('a case without a page');
    };
    const expected = await replyOf(onDuckdb);
    const reply = await replyOf(onPostgres);
    expect(reply.status, reply.text).toBe(expected.status);
    const [found, wanted] = [reply.text, expected.text].map((text) => withoutSignatures(JSON.parse(text)));
    expect(differences(found, wanted)).toEqual([]);
  });
});
