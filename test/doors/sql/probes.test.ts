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
    [
      'an overflow on a hidden row',
      `SELECT count(*) FROM flights WHERE 2147483647 + (CASE WHEN ${HIDDEN} THEN 1 ELSE 0 END) > 0`,
    ],
    [
      'JSON that only a hidden row has broken',
      `SELECT count(*) FROM flights WHERE (CASE WHEN ${HIDDEN} THEN '{' ELSE '1' END)::json IS NOT NULL`,
    ],
    [
      'a date that only a hidden row has broken',
      `SELECT count(*) FROM flights WHERE (CASE WHEN ${HIDDEN} THEN 'x' ELSE '2001-01-01' END)::date IS NOT NULL`,
    ],
    ['a division under EXISTS of hidden rows', `SELECT 1 / 0 WHERE EXISTS (SELECT 1 FROM flights WHERE ${HIDDEN})`],
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
    [
      'under an alias that is a policy table',
      `SELECT * FROM flights AS airport_access WHERE airport_access.${HIDDEN} LIMIT 1`,
    ],
    ['behind nested comments and dollar quotes', `SELECT $a$'$a$ /* /* ' */ ' */ FROM flights WHERE ${HIDDEN}`],
    ['by IS NULL of what the filter compares', 'SELECT 1 AS one FROM flights WHERE origin_iata IS NULL'],
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
    expect(
      await rows("SELECT string_agg(latitude::text, ',') FROM airports WHERE latitude <> round(latitude)"),
    ).toEqual([[null]]);
    expect(
      await rows(
        'SELECT count(*) FROM (SELECT max(latitude) OVER (PARTITION BY state) AS top FROM airports) t WHERE top <> round(top)',
      ),
    ).toEqual([['0']]);
    expect(await rows('SELECT count(*) FROM airports a JOIN airports b ON a.latitude = b.latitude + 0.5')).toEqual([
      ['0'],
    ]);
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
    ['EXPLAIN ANALYZE', 'EXPLAIN ANALYZE SELECT * FROM flights', '0A000'],
    ['EXPLAIN of a hidden table', 'EXPLAIN SELECT * FROM governance.airport_access', '42P01'],
    ['COPY of a hidden table', 'COPY governance.airport_access TO STDOUT', '42P01'],
    ['COPY to a file', "COPY flights TO '/tmp/x'", '42501'],
    ['COPY from the client', 'COPY flights FROM STDIN', '42501'],
    [
      'an array cast of every row',
      "SELECT count(*) FROM flights WHERE ('{' || origin_iata)::int[] IS NOT NULL",
      '0A000',
    ],
    ['strptime', "SELECT strptime(origin_iata, '%Y') FROM flights", '42883'],
    ['rowid', 'SELECT rowid FROM flights', '42703'],
    ['_metadata', 'SELECT _metadata FROM flights', '42703'],
    ['POSITIONAL JOIN', 'SELECT * FROM flights POSITIONAL JOIN airports', '42601'],
    ['serialized SQL', "SELECT * FROM json_execute_serialized_sql('{}')", '42883'],
    ['pragma_storage_info', "SELECT * FROM pragma_storage_info('flights')", '42883'],
    ['read_csv', "SELECT * FROM read_csv('/etc/passwd')", '42883'],
    ['a URL as a table', 'SELECT * FROM "https://127.0.0.1/x.parquet"', '42P01'],
    ['a path as a table', 'SELECT * FROM "/etc/passwd"', '42P01'],
    ['PREPARE of a write', 'PREPARE p AS DELETE FROM flights', '0A000'],
    ['EXECUTE of what was not prepared', 'EXECUTE p', '26000'],
    ['USE', 'USE governance', '42601'],
    ['a Delta path', 'SELECT * FROM delta.`/x`', '42601'],
    ['read_files', "SELECT * FROM read_files('/x')", '42883'],
    ['table_changes', "SELECT * FROM table_changes('flights', 1)", '42883'],
    ['TRANSFORM', "SELECT TRANSFORM (origin_iata) USING 'sh' FROM flights", '42601'],
    ['OPENROWSET', "SELECT * FROM OPENROWSET('x')", '42883'],
    ['xp_cmdshell', "EXEC xp_cmdshell 'id'", '42601'],
    ['LOAD_FILE', "SELECT LOAD_FILE('/etc/passwd')", '42883'],
    ['INTO OUTFILE', "SELECT 1 INTO OUTFILE '/tmp/x'", '42601'],
    ['pg_cancel_backend', 'SELECT pg_cancel_backend(1)', '42501'],
    ['pg_terminate_backend', 'SELECT pg_terminate_backend(1)', '42501'],
    ['pg_ls_dir', "SELECT pg_ls_dir('.')", '42501'],
    ['data_directory', "SELECT current_setting('data_directory')", '42501'],
    ['a hidden table as a regclass', "SELECT 'governance.airport_access'::regclass", '42P01'],
    ['time travel', 'SELECT * FROM flights TIMESTAMP AS OF now()', '42601'],
    ['dblink', "SELECT * FROM dblink('x', 'y') AS t(a int)", '0A000'],
  ])('%s', async (_name, text, state) => {
    expect(await outcome(text)).toBe(state);
  });

  it('a search_path that names hidden schemas finds nothing', async () => {
    await client.query('SET search_path = governance, bronze');
    expect(await outcome('SELECT * FROM airport_access')).toBe('42P01');
    await client.query('RESET search_path');
    expect(await outcome('SELECT * FROM airports LIMIT 1')).toMatchObject({ rowCount: 1 });
  });

  it('a hidden table and one that does not exist are told in the same words', async () => {
    const told = async (name: string) => {
      const error: unknown = await client.query(`SELECT * FROM ${name}`).catch((thrown: unknown) => thrown);
      const { message, hint, detail, code } = error as Record<'message' | 'hint' | 'detail' | 'code', string>;
      return { code, hint, detail, message: message.replace(name, '…') };
    };
    expect(await told('governance.airport_access')).toEqual(await told('governance.airport_excess'));
    expect(await told('gold.flihgts')).toMatchObject({
      hint: 'Perhaps you meant to reference the table "gold.flights".',
    });
  });

  it('EXPLAIN tells what was asked, and nothing of policy', async () => {
    const plan = async (text: string) =>
      (await client.query({ text: `EXPLAIN ${text}`, rowMode: 'array' })).rows.flat().join('\n');
    const told = await plan('SELECT latitude FROM airports JOIN flights ON origin_iata = iata WHERE delay > 5');
    expect(told).toContain('Scan lakehouse.gold.flights');
    expect(told).not.toMatch(/access|governance|group|member|round|mask|filter_|parquet|west|CA\b/iu);
    expect(await plan('SELECT 1 FROM pg_class')).toBe('system catalog');
  });

  it('a value with NUL or broken UTF-8 is refused, and the session goes on', async () => {
    const text = 'SELECT count(*) FROM airports WHERE iata = $1';
    for (const value of [Buffer.from([0x53, 0]), Buffer.from([0xc3, 0x28]), Buffer.from([0xed, 0xa0, 0x80])]) {
      await expect(client.query(text, [value])).rejects.toMatchObject({ code: '22021' });
    }
    expect(await outcome("SELECT 'a\0b' FROM airports")).toMatch(/^(?:22021|08P01)$/u);
    expect(await outcome('SELECT 1')).toMatchObject({ rowCount: 1 });
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
    expect(await outcome("SELECT definition FROM pg_views WHERE schemaname = 'gold'")).toMatchObject({ rowCount: 0 });
    expect((await client.query('SELECT query FROM pg_stat_activity')).rows.map(({ query }) => query)).toEqual([
      '<insufficient privilege>',
    ]);
    const users = await client.query("SELECT rolname FROM pg_roles WHERE rolname NOT LIKE 'pg\\_%' ORDER BY 1");
    expect(users.rows.map(({ rolname }) => rolname)).toEqual(['medallion', CALLER.user]);
    expect(await outcome("SELECT * FROM pg_stats WHERE schemaname = 'gold'")).toMatchObject({ rowCount: 0 });
    expect(await outcome('SELECT rolpassword FROM pg_authid')).toBe('42501');
  });
});
