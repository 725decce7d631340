import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resolvers } from '../../../../resolvers/airports.js';
import { loadConfig } from '../../../../src/config/load-config.js';
import { flattenResolvers, readCatalog } from '../../../../src/gateway.js';
import { openPostgresOracle, type PostgresOracle } from '../../../support/postgres-oracle.js';
import { judgeCorpus } from './judge-corpus.js';
import { type Corpus, openCorpus } from './open-corpus.js';
import { readStatements } from './read-statements.js';

let corpus: Corpus;
let oracle: PostgresOracle;

beforeAll(async () => {
  corpus = await openCorpus();
  oracle = await openPostgresOracle(corpus);
});

afterAll(async () => {
  await oracle?.close();
  await corpus?.close();
});

async function rows(caller: Parameters<PostgresOracle['run']>[0], sql: string) {
  const answer = await oracle.run(caller, sql);
  return answer.kind === 'rows' ? answer.rows : answer.sqlState;
}

describe('native policies', () => {
  test('each caller sees their own flights', async () => {
    const count = 'SELECT count(*) FROM gold.flights';
    expect(await rows('ops', count)).toEqual([['30000']]);
    const states = 'SELECT DISTINCT a.state FROM flights f JOIN airports a ON a.iata = f.origin_iata ORDER BY 1';
    expect(await rows('west', states)).toEqual([['AZ'], ['CA'], ['NV'], ['OR'], ['WA']]);
    const origins = 'SELECT DISTINCT origin_iata FROM lakehouse.gold.flights ORDER BY 1';
    expect(await rows('bay', origins)).toEqual([['OAK'], ['SFO'], ['SJC']]);
    expect(await rows('none', count)).toBe('42P01');
  });

  test('masks hold for those they are for', async () => {
    const exact = 'SELECT count(*) FROM airports WHERE latitude <> round(latitude)';
    expect(await rows('ops', exact)).not.toEqual([['0']]);
    expect(await rows('west', exact)).toEqual([['0']]);
    const small = 'SELECT count(p95_delay) > 0 FROM route_days WHERE flights < 5';
    expect(await rows('ops', small)).toEqual([['t']]);
    expect(await rows('west', small)).toEqual([['f']]);
    const debt = 'SELECT count(*) FROM tpch.customer WHERE c_acctbal < 0';
    expect(await rows('ops', debt)).not.toEqual([['0']]);
    expect(await rows('west', debt)).toEqual([['0']]);
  });

  test('what is not granted is not there, nor are the tables below the views', async () => {
    expect(await rows('west', 'SELECT 1 FROM gold.airport_months')).toBe('42P01');
    expect(await rows('bay', 'SELECT 1 FROM route_days')).toBe('42P01');
    expect(await rows('bay', 'SELECT 1 FROM tpch.orders')).toBe('42P01');
    expect(await rows('ops', 'SELECT 1 FROM lake.gold_flights')).toBe('42P01');
  });

  test('a statement writes nothing', async () => {
    expect(await rows('ops', 'DELETE FROM gold.flights WHERE flight_id = 7')).toBe('42P01');
  });
});

describe('the corpus', () => {
  const statements = readStatements();

  test('holds at least 420 statements and the 22 of TPC-H, each with a name of its own', () => {
    expect(statements.length).toBeGreaterThanOrEqual(442);
    expect(statements.filter(({ id }) => id.startsWith('tpch/'))).toHaveLength(22);
    expect(new Set(statements.map(({ id }) => id)).size).toBe(statements.length);
  });

  test('runs for who sees all, and four in five statements have rows', async () => {
    const failed: string[] = [];
    let withRows = 0;
    for (const { id, sql } of statements) {
      const answer = await oracle.run('ops', sql);
      if (answer.kind === 'error') failed.push(`${id}: ${answer.message}`);
      else withRows += answer.rows.length > 0 ? 1 : 0;
    }
    expect(failed).toEqual([]);
    expect(withRows / statements.length).toBeGreaterThan(0.8);
  });

  /** Statements that answer everyone alike would prove nothing of policies. */
  test('shows the policies at work', async () => {
    const some = statements.filter((_, index) => index % 5 === 0);
    const verdicts = await judgeCorpus(oracle, (_, sql) => oracle.run('ops', sql), some, ['west']);
    expect(verdicts.filter(({ kind }) => kind !== 'same').length).toBeGreaterThan(some.length / 2);
  });
});

test('the gateway reads the same contract and governance', async () => {
  const config = loadConfig({ schemaDir: corpus.schemaDir, env: { MEDALLION_DATA_DIR: corpus.dataDir } });
  const catalog = await readCatalog(config, flattenResolvers(resolvers), new AbortController().signal);
  const unmapped = [...catalog.functions.values()].filter((one) => one.unmapped !== undefined);
  expect(unmapped.map(({ name, unmapped: why }) => `${name}: ${why}`)).toEqual([]);
});
