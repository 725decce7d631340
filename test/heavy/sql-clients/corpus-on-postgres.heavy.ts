import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeCorpus } from '../../doors/sql/corpus/judge-corpus.js';
import { type Corpus, openCorpus } from '../../doors/sql/corpus/open-corpus.js';
import { readStatements } from '../../doors/sql/corpus/read-statements.js';
import { openPostgresOracle, type PostgresOracle } from '../../support/postgres-oracle.js';
import { type PostgresServer, startPostgresServer } from './postgres-server.js';

let server: PostgresServer | undefined;
let corpus: Corpus;
let compiled: PostgresOracle;
let real: PostgresOracle;

beforeAll(async () => {
  server = await startPostgresServer();
  corpus = await openCorpus();
  compiled = await openPostgresOracle({ ...corpus, database: 'pglite' });
  real = await openPostgresOracle({ ...corpus, database: server.url, order: 'reversed' });
});

afterAll(async () => {
  await compiled?.close();
  await real?.close();
  await corpus?.close();
  server?.stop();
});

/** A real server with its rows the other way round: what differs hangs on a version, a build or the order on disk. */
describe('the oracle agrees with a real PostgreSQL', () => {
  test('on every statement, for every caller', async () => {
    const verdicts = await judgeCorpus(compiled, real.run, readStatements(), ['ops', 'west', 'bay', 'none']);
    expect(verdicts.filter(({ kind }) => kind !== 'same')).toEqual([]);
  });

  test('and would tell if an answer hung on the order of rows', async () => {
    const loose = {
      id: 'loose',
      sql: 'SELECT flight_id FROM gold.flights LIMIT 5',
      ordered: false,
      approximate: false,
    };
    const [verdict] = await judgeCorpus(compiled, real.run, [loose], ['ops']);
    expect(verdict?.kind).toBe('wrong');
  });
});
