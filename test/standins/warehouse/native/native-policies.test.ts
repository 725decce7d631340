import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureLakehouse } from '../../../../src/lakehouse/ensure.js';
import { DEMO_SCHEMA_DIR } from '../../../doors/sql/corpus/read-gold-tables.js';
import { DEMO_DATA_DIR } from '../../../support/demo.js';
import { CALLERS, type CallerName } from '../../../support/demo-gateway.js';
import { type DemoRow, demoRows } from '../../../support/demo-rows.js';
import { WorkspaceDriver } from '../../workspace/workspace-driver.js';
import { WorkspaceStandins } from '../../workspace/workspace-standins.js';

const NAMES = ['ops', 'west', 'bay', 'none'] as const;
const SEEING = ['ops', 'west', 'bay'] as const;
const WESTERN: ReadonlySet<unknown> = new Set(['AZ', 'CA', 'NV', 'OR', 'WA']);
const folder = mkdtempSync(join(tmpdir(), 'medallion-native-'));

let standins: WorkspaceStandins;
let airports: readonly DemoRow[];
/** Who is mapped to which airport. */
let access: readonly DemoRow[];
const drivers = new Map<CallerName, WorkspaceDriver>();

beforeAll(async () => {
  const { files } = await ensureLakehouse({ dataDir: DEMO_DATA_DIR, log: () => undefined });
  standins = await WorkspaceStandins.start({ schemaDir: DEMO_SCHEMA_DIR, files, folder, identity: 'caller' });
  airports = await demoRows('lakehouse.gold.airports');
  access = await demoRows('lakehouse.governance.airport_access');
  for (const name of NAMES) drivers.set(name, await WorkspaceDriver.open(standins, CALLERS[name]));
});
afterAll(async () => {
  for (const driver of drivers.values()) await driver.close();
  await standins?.close();
  rmSync(folder, { recursive: true, force: true });
});

function ask(name: CallerName, text: string): Promise<readonly DemoRow[]> {
  const driver = drivers.get(name);
  if (driver === undefined) throw new Error(`No driver of ${name}.`);
  return driver.rows(text);
}

/** What the demo's row filter of flights means. */
function seesFlightsFrom(name: CallerName, origin: unknown): boolean {
  if (name === 'ops') return true;
  if (name === 'west') return airports.some(({ iata, state }) => iata === origin && WESTERN.has(state));
  return access.some(({ member, iata }) => member === CALLERS[name].user && iata === origin);
}

const rounded = (degrees: unknown) => Math.sign(Number(degrees)) * Math.round(Math.abs(Number(degrees)));

describe('rows are those that the policies mean', () => {
  test.each(SEEING)('airports, as %s', async (name) => {
    const exact = name === 'ops';
    const expected = airports.map((row) => ({
      ...row,
      latitude: exact ? row.latitude : rounded(row.latitude),
      longitude: exact ? row.longitude : rounded(row.longitude),
    }));
    const found = await ask(name, 'SELECT * FROM lakehouse.gold.airports');
    const sorted = (rows: readonly DemoRow[]) => [...rows].sort((a, b) => (String(a.iata) < String(b.iata) ? -1 : 1));
    expect(sorted(found).map((row) => ({ ...row }))).toEqual(sorted(expected).map((row) => ({ ...row })));
  });

  test.each(SEEING)('flights of a day, and how many there are of each origin, as %s', async (name) => {
    const day = "WHERE date < TIMESTAMP_NTZ'2001-01-02 00:00:00' ORDER BY flight_id";
    const columns = 'CAST(flight_id AS STRING) AS id, origin_iata, destination_iata, delay, distance';
    const stored = await demoRows(
      'lakehouse.gold.flights',
      `SELECT flight_id::VARCHAR AS id, origin_iata, destination_iata, delay, distance FROM stored WHERE date < '2001-01-02' ORDER BY flight_id`,
    );
    const visible = stored.filter((row) => seesFlightsFrom(name, row.origin_iata));
    expect(visible.length).toBeGreaterThan(0);
    if (name !== 'ops') expect(visible.length).toBeLessThan(stored.length);
    expect(await ask(name, `SELECT ${columns} FROM lakehouse.gold.flights ${day}`)).toEqual(visible);

    const counts = 'SELECT origin_iata, CAST(count(*) AS STRING) AS n, CAST(sum(delay) AS STRING) AS late';
    const all = await demoRows('lakehouse.gold.flights', `${counts} FROM stored GROUP BY ALL ORDER BY 1`);
    expect(await ask(name, `${counts} FROM lakehouse.gold.flights GROUP BY 1 ORDER BY 1`)).toEqual(
      all.filter((row) => seesFlightsFrom(name, row.origin_iata)),
    );
  });

  test.each(['ops', 'west'] as const)('a week of route_days, as %s', async (name) => {
    const stored = await demoRows(
      'lakehouse.gold.route_days',
      `SELECT origin_iata, destination_iata, date::VARCHAR AS day, flights::INT AS flights, p95_delay FROM stored
       WHERE date < '2001-01-08' ORDER BY ALL`,
    );
    const expected = stored.map((row) => ({
      ...row,
      p95_delay: name === 'ops' || Number(row.flights) >= 5 ? row.p95_delay : null,
    }));
    expect(expected.some((row) => row.p95_delay === null)).toBe(name !== 'ops');
    const found = await ask(
      name,
      `SELECT origin_iata, destination_iata, CAST(date AS STRING) AS day, CAST(flights AS INT) AS flights, p95_delay
       FROM lakehouse.gold.route_days WHERE date < DATE'2001-01-08' ORDER BY 1, 2, 3`,
    );
    expect(found).toEqual(expected);
  });
});

const denied = (what: string, object: string) =>
  `[INSUFFICIENT_PERMISSIONS] Insufficient privileges: User does not have ${what} on ${object}. SQLSTATE: 42501`;

describe('grants', () => {
  test.each([
    ['bay', 'lakehouse.gold.route_days', denied('SELECT', "Table 'lakehouse.gold.route_days'")],
    ['west', 'lakehouse.gold.airport_months', denied('SELECT', "Table 'lakehouse.gold.airport_months'")],
    ['ops', 'lakehouse.governance.airport_access', denied('USE SCHEMA', "Schema 'lakehouse.governance'")],
    ['none', 'lakehouse.gold.airports', denied('USE CATALOG', "Catalog 'lakehouse'")],
  ] as const)('%s has none on %s', async (name, table, message) => {
    await expect(ask(name, `SELECT count(*) FROM ${table}`)).rejects.toThrow(message);
    await expect(
      ask(name, `SELECT version FROM (DESCRIBE HISTORY ${'`'}${table.replaceAll('.', '`.`')}${'`'})`),
    ).rejects.toThrow(message);
  });

  test('no table is reached by another way than its policies', async () => {
    const escapes = [
      'SELECT * FROM gold.flights',
      'SELECT * FROM flights',
      'SELECT * FROM "lakehouse"."gold"."flights"',
      "SELECT * FROM query_table('lakehouse.gold.flights')",
      "SELECT * FROM query('SELECT * FROM lakehouse.gold.flights')",
      'SELECT table_name FROM information_schema.tables',
      'SELECT * FROM system.information_schema.tables',
      'SELECT * FROM duckdb_tables()',
      'SELECT * FROM duckdb_databases',
      "SELECT * FROM read_parquet('x')",
      'SELECT * FROM parquet.`/x`',
      "SELECT * FROM read_files('/x')",
      'SHOW TABLES',
      'USE lakehouse',
      'PRAGMA database_list',
      'DESCRIBE lakehouse.gold.flights',
      'EXPLAIN SELECT * FROM lakehouse.gold.flights',
      'CREATE TABLE copied SHALLOW CLONE lakehouse.gold.flights',
      'SELECT * FROM lakehouse.gold.flights VERSION AS OF 0',
      "SELECT * FROM lakehouse.gold.flights TIMESTAMP AS OF '2024-01-01'",
      'SELECT * FROM lakehouse.gold.flights@v0',
      'SELECT lakehouse.governance.round_coordinate(1)',
    ];
    for (const text of escapes) {
      await expect(ask('west', text), text).rejects.toThrow();
    }
  });

  test('names in texts and in comments are none, names in any letters are', async () => {
    const all = airports.length;
    const count = async (text: string) => Number((await ask('bay', text))[0]?.n);
    expect(await count('SELECT count(*) AS n FROM `LAKEHOUSE`.Gold . `airports` -- lakehouse.gold.flights')).toBe(all);
    expect(await ask('bay', "SELECT '`lakehouse`.`gold`.`flights` current_user()' AS t")).toEqual([
      { t: '`lakehouse`.`gold`.`flights` current_user()' },
    ]);
    const own = await demoRows(
      'lakehouse.gold.flights',
      'SELECT origin_iata AS o, count(*) AS n FROM stored GROUP BY ALL',
    );
    const seen = own.filter(({ o }) => seesFlightsFrom('bay', o)).reduce((sum, { n }) => sum + Number(n), 0);
    const nested = `WITH airports AS (SELECT * FROM Lakehouse.GOLD.Flights /* all */)
      SELECT count(*) AS n FROM airports WHERE EXISTS (SELECT 1 FROM lakehouse.gold.airports WHERE airports.iata IS NOT NULL)`;
    expect(await count(nested)).toBe(seen);
  });
});

describe('who somebody is', () => {
  test('is told by the token alone', async () => {
    expect(
      await ask('bay', "SELECT current_user() AS a, session_user AS b, is_account_group_member('west') AS c"),
    ).toEqual([{ a: CALLERS.bay.user, b: CALLERS.bay.user, c: false }]);
    expect(await ask('west', "SELECT is_account_group_member('west') AS a, is_member('ops') AS b")).toEqual([
      { a: true, b: false },
    ]);
  });

  test('a service principal goes by its application id', async () => {
    const claims = { preferred_username: undefined, appid: 'aaaaaaaa-0000-0000-0000-000000000001' };
    const token = await standins.entra.issueUserToken('2ff814a6-3304-4ab8-85cb-cd0e6f879c1d', {
      name: 'any',
      groups: [],
      claims,
    });
    const driver = await WorkspaceDriver.signIn(standins, token);
    expect(await driver.rows('SELECT current_user() AS me')).toEqual([{ me: claims.appid }]);
    await driver.close();
  });

  test('a token that is none, or of nobody whom the workspace knows, opens no session', async () => {
    const open = standins.warehouse.sessions.length;
    await expect(WorkspaceDriver.signIn(standins, 'x')).rejects.toThrow();
    const stranger = await standins.entra.issueUserToken('2ff814a6-3304-4ab8-85cb-cd0e6f879c1d', {
      name: 'stranger@elsewhere.test',
      groups: ['ops'],
    });
    await expect(WorkspaceDriver.signIn(standins, stranger)).rejects.toThrow();
    const forTheGateway = await standins.token(CALLERS.ops);
    await expect(WorkspaceDriver.signIn(standins, forTheGateway)).rejects.toThrow();
    expect(standins.warehouse.sessions.length).toBe(open);
  });
});
