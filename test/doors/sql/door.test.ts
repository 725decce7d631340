import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLERS, type CallerName, type DemoGateway, startDemo } from '../../support/demo-gateway.js';

let demo: DemoGateway;
const clients = new Map<CallerName, Client>();

async function connect(caller: CallerName): Promise<Client> {
  const { hostname, port } = new URL(demo.sqlUrl);
  const client = new Client({
    host: hostname,
    port: Number(port),
    database: 'lakehouse',
    user: CALLERS[caller].user,
    password: await demo.token(caller),
  });
  await client.connect();
  return client;
}

/** Rows of a statement as arrays of text. */
async function ask(caller: CallerName, text: string, values: readonly unknown[] = []): Promise<readonly unknown[][]> {
  const client = clients.get(caller) ?? (await connect(caller));
  clients.set(caller, client);
  const { rows } = await client.query({ text, values: [...values], rowMode: 'array' });
  return rows;
}

async function graphqlCount(caller: CallerName): Promise<number> {
  const { body } = await demo.ask(caller, '{ flights(first: 1) { totalCount } }');
  return body.data.flights.totalCount;
}

beforeAll(async () => {
  demo = await startDemo();
}, 60_000);

afterAll(async () => {
  for (const client of clients.values()) await client.end();
  await demo.close();
});

describe('one policy through both doors', () => {
  it.each(['ops', 'west', 'bay'] as const)('%s counts the same flights', async (caller) => {
    expect(Number((await ask(caller, 'SELECT count(*) FROM gold.flights'))[0]?.[0])).toBe(await graphqlCount(caller));
  });

  it('a hidden table does not exist', async () => {
    await expect(ask('none', 'SELECT count(*) FROM gold.flights')).rejects.toMatchObject({ code: '42P01' });
  });

  it('masks stand in projections, filters and groups', async () => {
    const [row] = await ask('west', "SELECT latitude, longitude FROM gold.airports WHERE iata = 'SFO'");
    const { body } = await demo.ask('west', '{ airport(iata: "SFO") { latitude longitude } }');
    expect(row).toEqual([body.data.airport.latitude, body.data.airport.longitude]);
  });
});

describe('statements', () => {
  it.each([
    ['WITH f AS (SELECT * FROM gold.flights) SELECT 1', 1],
    ['WITH f AS (SELECT * FROM gold.flights), g AS (SELECT * FROM f CROSS JOIN f AS h) SELECT 1', 1],
    ["WITH f AS (SELECT * FROM gold.flights) SELECT count(*)::int FROM pg_class WHERE relname = 'flights'", 1],
    ["WITH c AS (SELECT * FROM pg_class) SELECT count(*)::int FROM gold.airports WHERE iata = 'SFO'", 1],
    ['WITH f AS (SELECT 2 AS n) SELECT n FROM (WITH f AS (SELECT * FROM gold.flights) SELECT 1) AS s, f', 2],
  ])('a WITH query that nothing reads is not run: %s', async (text, expected) => {
    expect(await ask('west', text)).toEqual([[expected]]);
  });

  it('joins, groups, sorts, windows', async () => {
    const rows = await ask(
      'ops',
      `WITH by_state AS (
         SELECT a.state, count(*) AS flights, avg(f.delay)::float8 AS delay
         FROM gold.flights f JOIN gold.airports a ON a.iata = f.origin_iata
         WHERE f.delay BETWEEN -10 AND 600 GROUP BY a.state HAVING count(*) > 1000)
       SELECT state, flights, rank() OVER (ORDER BY flights DESC) FROM by_state ORDER BY 3, 1 LIMIT 3`,
    );
    expect(rows).toHaveLength(3);
    expect(rows.map((row) => Number(row[2]))).toEqual([1, 2, 3]);
  });

  it('takes parameters of several types', async () => {
    const rows = await ask(
      'ops',
      'SELECT flight_id, date FROM gold.flights WHERE flight_id = ANY($1::bigint[]) AND date < $2 ORDER BY 1 LIMIT $3',
      [['1', '2', '3'], new Date('2002-01-01T00:00:00Z'), 2],
    );
    expect(rows.map(([id]) => id)).toEqual(['1', '2']);
  });

  it.each([
    ["SELECT '😀é'; SELECT '😀', nope FROM gold.flights", '42703', 'nope'],
    ["SELECT '😀é'; SELECT '😀', xmin FROM gold.flights", '0A000', 'xmin'],
    ["SELECT '😀'; /* ( 𝄞 */ COPY (SELECT '😀', nope FROM gold.flights) TO STDOUT", '42703', 'nope'],
    ["EXPLAIN (VERBOSE) SELECT '😀', nope FROM gold.flights", '42703', 'nope'],
    ["BEGIN; DECLARE c CURSOR FOR SELECT '😀', nope FROM gold.flights", '42703', 'nope'],
    ["SELECT '😀' FORM gold.flights", '42601', 'gold'],
    ["SELECT '😀'; DELETE FROM gold.flights", '0A000', 'DELETE'],
  ])('points at characters: %s', async (text, code, word) => {
    const client = await connect('ops');
    const error: unknown = await client.query(text).catch((thrown: unknown) => thrown);
    await client.end();
    expect(error).toMatchObject({ code, position: String([...text.slice(0, text.indexOf(word))].length + 1) });
  });

  it('points nowhere in EXECUTE for what PREPARE said', async () => {
    const client = await connect('ops');
    await client.query('PREPARE p AS SELECT xmin FROM gold.flights');
    await expect(client.query('EXECUTE p')).rejects.toMatchObject({ code: '0A000', position: undefined });
    await client.end();
  });

  it('copies a table as a query of its columns', async () => {
    const [plan] = await ask('ops', 'EXPLAIN SELECT iata FROM gold.airports WHERE iata = $1', ['SFO']);
    expect(String(plan?.[0])).toMatch(/^Project/u);
    await expect(ask('ops', 'COPY gold.airports (nope) TO STDOUT')).rejects.toMatchObject({ code: '42703' });
    await expect(ask('ops', 'COPY gold.airports (iata, iata) TO STDOUT')).rejects.toMatchObject({ code: '42701' });
  });

  it('refuses writes', async () => {
    await expect(ask('ops', 'DELETE FROM gold.flights')).rejects.toMatchObject({ code: '0A000' });
    await expect(ask('ops', 'SELECT 1; DROP TABLE gold.flights')).rejects.toMatchObject({ code: '0A000' });
  });

  it('names what it does not support, with its place', async () => {
    await expect(ask('ops', 'SELECT 1 FROM gold.flights TABLESAMPLE SYSTEM (1)')).rejects.toMatchObject({
      code: '0A000',
    });
  });
});

describe('callers who see the same', () => {
  it('each go by their own name, in turn and side by side', async () => {
    const { hostname, port } = new URL(demo.sqlUrl);
    const users = [CALLERS.ops.user, 'one@flights.demo', 'two@flights.demo'];
    const opened = await Promise.all(
      users.map(async (user) => {
        const password = await demo.issuer.issueDevToken({ user, groups: ['ops'] });
        const client = new Client({ host: hostname, port: Number(port), database: 'lakehouse', user, password });
        await client.connect();
        return client;
      }),
    );
    const named = () =>
      Promise.all(
        opened.map(async (client) => {
          const { rows } = await client.query('SELECT current_user AS me, count(*)::int AS n FROM gold.airports');
          const found = await client.query('SELECT rolname AS me FROM pg_roles WHERE rolname = current_user');
          return [rows[0].me, rows[0].n, found.rows[0].me];
        }),
      );
    const expected = users.map((user) => [user, 3376, user]);
    expect(await named()).toEqual(expected);
    await opened[0]?.query('SET default_transaction_read_only = off');
    expect(await named()).toEqual(expected);
    for (const client of opened) await client.end();
  });
});

describe('catalog', () => {
  it('shows the tables that the caller may see, and no others', async () => {
    const tables = (caller: CallerName) =>
      ask(caller, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'gold' ORDER BY 1");
    expect((await tables('ops')).flat()).toContain('flights');
    expect((await tables('none')).flat()).not.toContain('flights');
  });

  it('answers what tools ask at first', async () => {
    expect((await ask('ops', 'SELECT current_user'))[0]).toEqual([CALLERS.ops.user]);
    expect((await ask('ops', 'SELECT current_database()'))[0]).toEqual(['lakehouse']);
    expect(String((await ask('ops', 'SELECT version()'))[0]?.[0])).toMatch(/^PostgreSQL 18\.6/u);
    expect((await ask('ops', 'SHOW server_version'))[0]).toEqual(['18.6']);
  });
});
