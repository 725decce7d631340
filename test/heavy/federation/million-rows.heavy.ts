import { DuckDBInstance } from '@duckdb/node-api';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ChildGateway, runCommand, startChildGateway } from '../../http/support/child-gateway.js';
import { postJson } from '../../http/support/exchange.js';
import { DEMO_DATA_DIR } from '../../support/demo.js';
import { type PostgresServer, startPostgres } from '../../support/services/postgres-server.js';
import { loadTickets, writeForeignCatalog } from './foreign-catalog.js';

const ROWS = 1_000_000;
const LIMIT_MB = 600;
const CALLERS = {
  ops: ['ops.admin@flights.demo', ['ops']],
  west: ['west.analyst@flights.demo', ['west']],
} as const;

/** Tickets by state, joined to the airports of the lakehouse. */
const BY_STATE = `SELECT a.state, count(*), sum(t.price) FROM crm.public.tickets t JOIN gold.airports a ON a.iata = t.airport GROUP BY 1 ORDER BY 1`;
/** Every ticket beside its flight, of 40,000: more keys than are sent, so that all tickets are fetched. */
const BY_FLIGHT = `SELECT f.origin_iata = t.airport, count(*), sum(t.price), sum(f.delay) FROM gold.flights f JOIN crm.public.tickets t ON t.flight_id = f.flight_id WHERE f.flight_id <= 40000 GROUP BY 1 ORDER BY 1`;

let server: PostgresServer;
let schema: ReturnType<typeof writeForeignCatalog>;
let gateway: ChildGateway;
let tokens: Readonly<Record<keyof typeof CALLERS, string>>;
/** The same data in one database, by hand. */
let whole: Awaited<ReturnType<typeof openWhole>>;

async function openWhole(url: pg.ClientConfig) {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '2GB' });
  const connection = await instance.connect();
  const lake = `${DEMO_DATA_DIR}/lakehouse/gold`;
  await connection.run(`CREATE VIEW airports AS SELECT * FROM '${lake}/airports/*.parquet'`);
  await connection.run(`CREATE VIEW flights AS SELECT * FROM '${lake}/flights/*.parquet'`);
  await connection.run('CREATE TABLE tickets (id BIGINT, airport VARCHAR, flight_id BIGINT, price DECIMAL(8,2))');
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<string[]>({
    text: 'SELECT id, airport, flight_id, price FROM public.tickets',
    rowMode: 'array',
  });
  await client.end();
  const appender = await connection.createAppender('tickets');
  for (const [id = '', airport = '', flight = '', price = ''] of rows) {
    appender.appendBigInt(BigInt(id));
    appender.appendVarchar(airport);
    appender.appendBigInt(BigInt(flight));
    appender.appendVarchar(price);
    appender.endRow();
  }
  appender.closeSync();
  return {
    async ask(sql: string): Promise<readonly (readonly (string | null)[])[]> {
      const text = sql.replaceAll('crm.public.', '').replaceAll('gold.', '');
      const reader = await connection.runAndReadAll(text);
      return reader.getRows().map((row) => row.map((value) => (value === null ? null : String(value))));
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

beforeAll(async () => {
  server = await startPostgres();
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(
    `SELECT iata FROM '${DEMO_DATA_DIR}/lakehouse/gold/airports/*.parquet' ORDER BY iata LIMIT 1000`,
  );
  const airports = reader.getRows().map(([iata]) => String(iata));
  connection.closeSync();
  instance.closeSync();
  await loadTickets(server, airports, ROWS);
  schema = writeForeignCatalog(server);
  const { host, port, user } = server;
  whole = await openWhole({ host, port, user, database: 'postgres', password: '' });
  const env = {
    MEDALLION_DATA_DIR: DEMO_DATA_DIR,
    MEDALLION_SCHEMA_DIR: schema.folder,
    MEDALLION_LOG_LEVEL: 'error',
  };
  const token = async ([user, groups]: (typeof CALLERS)[keyof typeof CALLERS]) =>
    (await runCommand(['token', '--as', user, '--groups', ...groups], env)).stdout.trim();
  tokens = { ops: await token(CALLERS.ops), west: await token(CALLERS.west) };
  gateway = await startChildGateway(env);
});

afterAll(async () => {
  await gateway?.stop();
  whole?.close();
  schema?.remove();
  await server?.stop();
});

async function askSql(caller: keyof typeof CALLERS, sql: string) {
  const ready = gateway.stdout().match(/"sql":"postgres:\/\/([^:]+):(\d+)"/u);
  const client = new pg.Client({
    host: ready?.[1],
    port: Number(ready?.[2]),
    database: 'lakehouse',
    user: CALLERS[caller][0],
    password: tokens[caller],
    types: { getTypeParser: () => (value: string) => value },
  });
  await client.connect();
  try {
    const { rows } = await client.query<(string | null)[]>({ text: sql, rowMode: 'array' });
    return rows.map((row) => row.map((value) => (value === 't' ? 'true' : value === 'f' ? 'false' : value)));
  } finally {
    await client.end();
  }
}

const WEST = "SELECT iata FROM airports WHERE state IN ('AZ', 'CA', 'NV', 'OR', 'WA')";

describe('a million rows of PostgreSQL joined with the lakehouse', () => {
  test('SQL, by keys and without: what one database answers, within the memory promised', async () => {
    for (const sql of [BY_STATE, BY_FLIGHT]) expect(await askSql('ops', sql)).toEqual(await whole.ask(sql));
    const peak = Math.round(gateway.memoryMb('VmHWM') ?? 0);
    console.log(`1,000,000 × 3,376 and 1,000,000 × 40,000 rows: high-water mark ${peak} MiB`);
    expect(peak).toBeLessThan(LIMIT_MB);
  });

  test("a filter of the lakehouse's governs the other database's rows, on every way", async () => {
    const visible = `FROM (SELECT * FROM tickets WHERE airport IN (${WEST})) t`;
    const [[tickets, sum] = []] = await whole.ask(`SELECT count(*), sum(price) ${visible}`);
    expect(Number(tickets)).toBeGreaterThan(1000);
    expect(await askSql('west', 'SELECT count(*), sum(price) FROM crm.public.tickets')).toEqual([[tickets, sum]]);
    expect(await askSql('west', 'SELECT count(*), sum(price) FROM crm_public.tickets WHERE id > 0')).toEqual([
      [tickets, sum],
    ]);
    const query = `{ tickets(first: 3, orderBy: [{ price: DESC }, { id: ASC }]) { nodes { id price airport { state } } totalCount }
      ticketGroups(orderBy: [{ count: DESC }], first: 2) { key { airport { state } } count } }`;
    const { status, text } = await postJson(gateway.url, tokens.west, { query });
    expect([status, text.includes('errors')], text).toEqual([200, false]);
    const { data } = JSON.parse(text) as {
      readonly data: {
        readonly tickets: {
          readonly nodes: readonly { readonly id: string; readonly airport: { readonly state: string } }[];
          readonly totalCount: number;
        };
        readonly ticketGroups: readonly {
          readonly key: { readonly airport: { readonly state: string } };
          readonly count: number;
        }[];
      };
    };
    expect(data.tickets.totalCount).toBe(Number(tickets));
    const top = await whole.ask(
      `SELECT t.id, a.state ${visible} JOIN airports a ON a.iata = t.airport ORDER BY t.price DESC, t.id LIMIT 3`,
    );
    expect(data.tickets.nodes.map(({ id, airport }) => [id, airport.state])).toEqual(top);
    const groups = await whole.ask(
      `SELECT a.state, count(*) ${visible} JOIN airports a ON a.iata = t.airport GROUP BY 1 ORDER BY 2 DESC LIMIT 2`,
    );
    expect(data.ticketGroups.map(({ key, count }) => [key.airport.state, String(count)])).toEqual(groups);
  });

  test('explain says what is fetched, by which keys', async () => {
    const env = { MEDALLION_DATA_DIR: DEMO_DATA_DIR, MEDALLION_SCHEMA_DIR: schema.folder };
    const { code, stdout, stderr } = await runCommand(
      ['explain', '--as', CALLERS.west[0], '--groups', 'west', BY_STATE],
      env,
    );
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('fetch f1 from crm to lakehouse');
    expect(stdout).toContain('row filter lakehouse.governance.flights_by_origin');
  });
});
