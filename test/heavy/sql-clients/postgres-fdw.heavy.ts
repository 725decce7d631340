import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PostgresServer, startPostgresServer } from './postgres-server.js';
import { FLIGHTS, GOLD_TABLES, openSqlGateway } from './suite.js';

const gateway = openSqlGateway();
let server: PostgresServer | undefined;
let client: pg.Client | undefined;

beforeAll(async () => {
  server = await startPostgresServer();
  client = new pg.Client({ connectionString: server.url });
  await client.connect();
});

afterAll(async () => {
  await client?.end();
  server?.stop();
});

const quoted = (text: string): string => pg.escapeLiteral(text);

test('postgres_fdw of a real PostgreSQL imports the schema, pushes down, and reads by cursor', async () => {
  const { host, port, database, user, password } = gateway();
  if (client === undefined) throw new Error('No PostgreSQL.');
  await client.query(`
    CREATE EXTENSION postgres_fdw;
    CREATE SERVER medallion FOREIGN DATA WRAPPER postgres_fdw
      OPTIONS (host ${quoted(host)}, port '${port}', dbname ${quoted(database)}, fetch_size '1000');
    CREATE USER MAPPING FOR postgres SERVER medallion OPTIONS (user ${quoted(user)}, password ${quoted(password)});
    CREATE SCHEMA gold;
    IMPORT FOREIGN SCHEMA gold FROM SERVER medallion INTO gold;
  `);
  const tables = await client.query('SELECT foreign_table_name AS t FROM information_schema.foreign_tables ORDER BY 1');
  expect(tables.rows.map(({ t }) => t)).toEqual(GOLD_TABLES);
  const sum = await client.query(
    'SELECT count(*)::int AS n, count(DISTINCT origin_iata)::int > 10 AS many FROM gold.flights',
  );
  expect(sum.rows).toEqual([{ n: FLIGHTS, many: true }]);
  const rows = await client.query('SELECT * FROM gold.flights WHERE delay + 0 > -10000');
  expect(rows.rowCount).toBe(FLIGHTS);
  const joined = await client.query(
    "SELECT count(*)::int AS n FROM gold.flights f JOIN gold.airports a ON a.iata = f.origin_iata WHERE a.state = 'CA'",
  );
  expect(joined.rows[0].n).toBeGreaterThan(1000);
  const plan = await client.query("EXPLAIN (VERBOSE) SELECT iata FROM gold.airports WHERE state = 'NV'");
  expect(JSON.stringify(plan.rows)).toMatch(/Remote SQL: SELECT iata FROM gold\.airports WHERE \(\(state = 'NV'/);
});
