import { Client, type QueryResult } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLERS, type DemoGateway, startDemo } from '../../support/demo-gateway.js';

/** The west group sees flights from five states, and rounded coordinates. */
const CALLER = CALLERS.west;

let demo: DemoGateway;
let client: Client;

beforeAll(async () => {
  demo = await startDemo();
  const { hostname, port } = new URL(demo.sqlUrl);
  client = new Client({
    host: hostname,
    port: Number(port),
    database: 'lakehouse',
    user: CALLER.user,
    password: await demo.token('west'),
  });
  await client.connect();
  await client.query('SELECT 1');
}, 60_000);

afterAll(async () => {
  await client.end();
  await demo.close();
});

async function outcome(text: string): Promise<string | QueryResult> {
  try {
    return await client.query(text);
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}

/** A flight that this caller may not see: it leaves from JFK. */
const HIDDEN = "origin_iata = 'JFK'";

describe('probes for what policy hides', () => {
  it.each([
    [
      'a division that only a hidden row fails',
      `SELECT count(*) FROM flights WHERE 1 / (CASE WHEN ${HIDDEN} THEN 0 ELSE 1 END) = 1`,
    ],
    [
      'a cast that only a hidden row fails',
      `SELECT count(*) FROM flights WHERE (CASE WHEN ${HIDDEN} THEN 'x' ELSE '1' END)::int = 1`,
    ],
    [
      'a root that only a hidden row fails',
      `SELECT count(*) FROM flights WHERE sqrt(CASE WHEN ${HIDDEN} THEN -1 ELSE 1 END) = 1`,
    ],
    [
      'the same in a join',
      `SELECT count(*) FROM flights f JOIN airports a ON a.iata = f.origin_iata AND 1 / (CASE WHEN f.${HIDDEN} THEN 0 ELSE 1 END) = 1`,
    ],
    [
      'the same in HAVING',
      `SELECT origin_iata FROM flights GROUP BY 1 HAVING min(1 / (CASE WHEN ${HIDDEN} THEN 0 ELSE 1 END)) < 0`,
    ],
    ['the same in a window', `SELECT sum(1 / (CASE WHEN ${HIDDEN} THEN 0 ELSE 1 END)) OVER () FROM flights LIMIT 1`],
  ])('%s raises nothing', async (_name, text) => {
    expect(await outcome(text)).toMatchObject({ command: 'SELECT' });
  });

  it.each([
    ['plain', `SELECT * FROM flights WHERE ${HIDDEN} LIMIT 1`],
    ['negated', `SELECT * FROM flights WHERE NOT (origin_iata <> 'JFK') LIMIT 1`],
    [
      'through a CTE that bears the name of a policy table',
      `WITH airports AS (SELECT 'JFK' AS iata, 'CA' AS state), airport_access AS (SELECT 'JFK' AS iata) SELECT * FROM flights WHERE ${HIDDEN} LIMIT 1`,
    ],
    ['through OR', `SELECT * FROM flights WHERE (${HIDDEN} OR false) LIMIT 1`],
    [
      'through a union',
      `SELECT flight_id FROM flights WHERE ${HIDDEN} UNION SELECT flight_id FROM flights WHERE ${HIDDEN}`,
    ],
    ['through EXISTS', `SELECT 1 AS one FROM airports WHERE EXISTS (SELECT 1 FROM flights WHERE ${HIDDEN}) LIMIT 1`],
    ['quoted', `SELECT * FROM "gold"."flights" WHERE "origin_iata" = 'JFK' LIMIT 1`],
    ['by Unicode escapes', `SELECT * FROM U&"fl\\0069ghts" WHERE ${HIDDEN} LIMIT 1`],
    ['by another case', `SELECT * FROM FLIGHTS WHERE ORIGIN_IATA = 'JFK' LIMIT 1`],
    ['with the database named', `SELECT * FROM lakehouse.gold.flights WHERE ${HIDDEN} LIMIT 1`],
  ])('hidden rows stay hidden: %s', async (_name, text) => {
    expect(await outcome(text)).toMatchObject({ rowCount: 0 });
  });

  it('masked columns are masked wherever they stand', async () => {
    const rows = async (text: string) => (await client.query({ text, rowMode: 'array' })).rows;
    expect(await rows('SELECT count(*) FROM airports WHERE latitude <> round(latitude)')).toEqual([['0']]);
    expect(await rows('SELECT count(*) FROM airports GROUP BY latitude HAVING latitude <> round(latitude)')).toEqual(
      [],
    );
    expect(await rows('SELECT max(abs(latitude - round(latitude))) FROM airports')).toEqual([[0]]);
    expect(await rows('SELECT latitude FROM airports ORDER BY latitude DESC LIMIT 1')).toEqual(
      await rows('SELECT max(latitude) FROM airports'),
    );
  });

  it.each([
    ['a governance table', 'SELECT * FROM governance.airport_access', '42P01'],
    ['a table of the data directory', 'SELECT * FROM bronze.flights', '42P01'],
    ['another database', 'SELECT * FROM other.gold.flights', '0A000'],
    ['a column that is not exposed', 'SELECT secret FROM flights', '42703'],
    ['ctid', 'SELECT ctid FROM flights', '0A000'],
    ['xmin', 'SELECT xmin FROM flights', '0A000'],
    ['a whole row', 'SELECT flights FROM flights', '0A000'],
    ['row_to_json', 'SELECT row_to_json(flights) FROM flights', '0A000'],
    ['TABLESAMPLE', 'SELECT * FROM flights TABLESAMPLE SYSTEM (1)', '0A000'],
    ['ONLY', 'SELECT * FROM ONLY flights', '0A000'],
    ['FROM first', 'FROM flights', '42601'],
    ['SUMMARIZE', 'SUMMARIZE flights', '42601'],
    ['PIVOT', 'PIVOT flights ON origin_iata', '42601'],
    ['a function of the engine', "SELECT * FROM read_text('/etc/passwd')", '42883'],
    ['glob', "SELECT * FROM glob('/*')", '42883'],
    ['a file as a table', "SELECT * FROM '/etc/passwd'", '42601'],
    ['query()', "SELECT * FROM query('SELECT 1')", '42883'],
    ['query_table', "SELECT * FROM query_table('flights')", '42883'],
    ['stats', 'SELECT stats(delay) FROM flights', '42883'],
    ['error()', "SELECT error('x') FROM flights", '42883'],
    ['ATTACH', "ATTACH 'x'", '42601'],
    ['INSTALL', 'INSTALL httpfs', '42601'],
    ['LOAD', "LOAD 'x'", '0A000'],
    ['EXPORT', "EXPORT DATABASE 'x'", '42601'],
    ['CREATE MACRO', 'CREATE MACRO m() AS 1', '42601'],
    ['CREATE TEMP TABLE', 'CREATE TEMP TABLE airports (iata text)', '0A000'],
    ['pg_read_file', "SELECT pg_read_file('/etc/passwd')", '42501'],
    ['lo_import', "SELECT lo_import('/etc/passwd')", '42501'],
    ['query_to_xml', "SELECT query_to_xml('SELECT 1', true, true, '')", '42501'],
    ['pg_sleep', 'SELECT pg_sleep(1)', '42501'],
    ['pg_sleep over governed rows', 'SELECT pg_sleep(1) FROM flights', '0A000'],
    ['advisory locks', 'SELECT pg_advisory_lock(1)', '42501'],
    ['nextval', "SELECT nextval('s')", '42P01'],
    ['set_config', "SELECT set_config('search_path', 'x', false)", '42501'],
    ['SET ROLE', 'SET ROLE medallion', '42501'],
    ['SET SESSION AUTHORIZATION', 'SET SESSION AUTHORIZATION medallion', '42501'],
    ['DO', "DO 'BEGIN END'", '0A000'],
    ['COPY PROGRAM', "COPY (SELECT 1) TO PROGRAM 'id'", '42501'],
    ['a writing CTE', 'WITH d AS (DELETE FROM flights RETURNING 1) SELECT * FROM d', '0A000'],
    ['SELECT INTO', 'SELECT * INTO x FROM flights', '0A000'],
    ['FOR UPDATE', 'SELECT * FROM flights FOR UPDATE', '0A000'],
    ['two statements, one of them a write', 'SELECT 1; DELETE FROM flights', '0A000'],
    ['a MySQL comment', 'SELECT 1 /*! UNION SELECT 2 */ FROM nothing', '42P01'],
    ['EXPLAIN', 'EXPLAIN SELECT * FROM flights', '0A000'],
    ['time travel', 'SELECT * FROM flights TIMESTAMP AS OF now()', '42601'],
    ['dblink', "SELECT * FROM dblink('x', 'y') AS t(a int)", '0A000'],
  ])('%s', async (_name, text, state) => {
    expect(await outcome(text)).toBe(state);
  });

  it('a minus before a negative parameter is no comment', async () => {
    const { rows } = await client.query({
      text: 'SELECT -$1::int - 1 FROM airports LIMIT 1',
      values: [-1],
      rowMode: 'array',
    });
    expect(rows).toEqual([[0]]);
  });

  it('the catalog tells of no other caller and no statistics', async () => {
    const users = await client.query("SELECT rolname FROM pg_roles WHERE rolname NOT LIKE 'pg\\_%' ORDER BY 1");
    expect(users.rows.map(({ rolname }) => rolname)).toEqual(['medallion', CALLER.user]);
    expect(await outcome("SELECT * FROM pg_stats WHERE schemaname = 'gold'")).toMatchObject({ rowCount: 0 });
    expect(await outcome('SELECT rolpassword FROM pg_authid')).toBe('42501');
  });
});
