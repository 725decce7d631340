import { beforeAll, describe, expect, test } from 'vitest';
import type { CallerName } from '../../support/demo-gateway.js';
import { axis, CHARTS, type ChartQuery } from './chart-queries.js';
import { rowsOfPostgres, rowsOfSuperset, sortedRows } from './plain-rows.js';
import { openSupersetSuite } from './suite.js';
import type { ApiReply } from './superset-api.js';

const suite = openSupersetSuite();

/** All-seeing, filtered by a group's policy, filtered by a mapping table. */
const CALLERS = ['ops', 'west', 'bay'] as const satisfies readonly CallerName[];

const databases = new Map<CallerName, number>();
const datasets = new Map<CallerName, number>();

function created(reply: ApiReply): number {
  if (reply.status !== 201) {
    throw new Error(`Superset gave ${reply.status}: ${JSON.stringify(reply.body)}\n${suite().log().slice(-5000)}`);
  }
  return reply.body.id;
}

beforeAll(async () => {
  const { api, uri } = suite();
  for (const caller of CALLERS) {
    const body = { database_name: caller, sqlalchemy_uri: await uri(caller), expose_in_sqllab: true };
    const database = created(await api.send('POST', 'database/', body));
    databases.set(caller, database);
    // Superset over SQLite takes a table's name once. So one dataset is the table, and the others are queries.
    const name =
      caller === 'west' ? { table_name: 'flights' } : { table_name: caller, sql: 'SELECT * FROM gold.flights' };
    const table = { database, schema: 'gold', ...name };
    datasets.set(caller, created(await api.send('POST', 'dataset/', table)));
  }
}, 600_000);

async function chart(caller: CallerName, query: ChartQuery): Promise<ApiReply> {
  return suite().api.send('POST', 'chart/data', {
    datasource: { id: datasets.get(caller), type: 'table' },
    force: true,
    queries: [{ granularity: 'date', ...query }],
    result_format: 'json',
    result_type: 'full',
  });
}

/** Asks for a chart and runs the SQL that Superset made of it on the oracle too. @returns the chart's rows */
async function agree(caller: CallerName, query: ChartQuery): Promise<readonly unknown[]> {
  const { status, body } = await chart(caller, query);
  expect(status, JSON.stringify(body)).toBe(200);
  const [{ query: sql, data, error }] = body.result;
  expect(error, sql).toBeNull();
  const expected = await suite().oracle.run(caller, sql);
  if (expected.kind === 'error') throw new Error(`${expected.message} in ${sql}`);
  const names = expected.fields.map(({ name }) => name);
  const [found, right] = [rowsOfSuperset(names, data), rowsOfPostgres(expected)];
  if (Array.isArray(query.orderby) && query.orderby.length > 0) expect(found, sql).toEqual(right);
  else expect(sortedRows(found), sql).toEqual(sortedRows(right));
  return found;
}

describe('connecting', () => {
  test('the connection test passes for a filtered caller, and names a bad password', async () => {
    const { api, uri } = suite();
    const test = (sqlalchemy_uri: string) => api.send('POST', 'database/test_connection/', { sqlalchemy_uri });
    expect(await test(await uri('west'))).toMatchObject({ status: 200, body: { message: 'OK' } });
    const bad = await test((await uri('west')).replace(/:[^:@]+@/, ':wrong@'));
    expect(bad.status).toBe(400);
    expect(JSON.stringify(bad.body)).toMatch(/password/);
  });

  test.each(CALLERS)('%s finds the tables and columns of its own', async (caller) => {
    const { api, oracle } = suite();
    const expected = await oracle.run(
      caller,
      `SELECT c.table_schema, c.table_name, c.column_name FROM information_schema.columns c
       WHERE c.table_schema IN ('gold', 'tpch') ORDER BY 1, 2, c.ordinal_position`,
    );
    if (expected.kind === 'error') throw new Error(expected.message);
    const path = `database/${databases.get(caller)}`;
    const schemas = await api.get(`${path}/schemas/?q=(force:!t)`);
    const found: string[][] = [];
    for (const schema of ['gold', 'tpch']) {
      if (!schemas.body.result.includes(schema)) continue;
      const { body } = await api.get(`${path}/tables/?q=(force:!t,schema_name:${schema})`);
      const tables: string[] = body.result.map(({ value }: { readonly value: string }) => value);
      for (const table of tables.sort()) {
        const metadata = await api.get(`${path}/table_metadata/?name=${table}&schema=${schema}`);
        for (const { name } of metadata.body.columns) found.push([schema, table, name]);
      }
    }
    expect(found).toEqual(expected.rows);
  });

  test('a dataset has the types, and keeps them when it is refreshed', async () => {
    const { api } = suite();
    const path = `dataset/${datasets.get('west')}`;
    expect((await api.send('PUT', `${path}/refresh`, {})).status).toBe(200);
    const { body } = await api.get(path);
    const columns = body.result.columns.map((column: { column_name: string; type: string; is_dttm: boolean }) => [
      column.column_name,
      column.type,
      column.is_dttm,
    ]);
    expect(columns).toEqual([
      ['flight_id', 'BIGINT', false],
      ['date', 'TIMESTAMP WITHOUT TIME ZONE', true],
      ['delay', 'INTEGER', false],
      ['distance', 'INTEGER', false],
      ['origin_iata', 'TEXT', false],
      ['destination_iata', 'TEXT', false],
    ]);
    expect(body.result.main_dttm_col).toBe('date');
  });

  test('a table that the caller may not see cannot become a dataset', async () => {
    const table = { database: databases.get('west'), schema: 'gold', table_name: 'airport_months' };
    const reply = await suite().api.send('POST', 'dataset/', table);
    expect(reply.status).toBe(422);
  });
});

describe('charts', () => {
  test.each(Object.entries(CHARTS))('%s', async (_name, query) => {
    const rows: (readonly unknown[])[] = [];
    for (const caller of CALLERS) rows.push(await agree(caller, query));
    expect(rows[0]?.length).toBeGreaterThan(0);
    expect(rows[1]?.length).toBeGreaterThan(0);
    expect(sortless(rows[0])).not.toEqual(sortless(rows[1]));
  });
});

const sortless = (rows: readonly unknown[] | undefined): string =>
  JSON.stringify(rows?.map((row) => JSON.stringify(row)).sort());

describe('time grains', () => {
  test('every grain that Superset offers gives the rows of Postgres', async () => {
    const { body } = await suite().api.get(`dataset/${datasets.get('west')}`);
    const grains: string[] = body.result.time_grain_sqla
      .map(([grain]: readonly [string | null]) => grain)
      .filter((grain: string | null) => grain !== null);
    expect(grains.length).toBeGreaterThan(10);
    const wrong: string[] = [];
    for (const grain of grains) {
      const metrics = [{ expressionType: 'SQL', sqlExpression: 'COUNT(*)', label: 'count' }];
      const query = { columns: [axis(grain)], metrics, row_limit: 50_000 };
      await agree('west', query).catch((thrown: unknown) => wrong.push(`${grain}: ${thrown}`));
    }
    expect(wrong).toEqual([]);
  });
});

describe('SQL Lab', () => {
  const execute = (caller: CallerName, sql: string) =>
    suite().api.send('POST', 'sqllab/execute/', {
      database_id: databases.get(caller),
      sql,
      runAsync: false,
      queryLimit: 1000,
      client_id: Math.random().toString(36).slice(2, 12),
    });

  test('a statement gives the rows of the caller', async () => {
    const sql =
      'SELECT state, count(*) AS n FROM gold.flights f JOIN gold.airports a ON a.iata = f.origin_iata GROUP BY 1 ORDER BY 1';
    for (const caller of CALLERS) {
      const { status, body } = await execute(caller, sql);
      expect(status, JSON.stringify(body)).toBe(200);
      const expected = await suite().oracle.run(caller, sql);
      if (expected.kind === 'error') throw new Error(expected.message);
      expect(rowsOfSuperset(['state', 'n'], body.data)).toEqual(rowsOfPostgres(expected));
    }
  });

  test.each([
    ['SELECT * FROM gold.flights TABLESAMPLE SYSTEM (1)', /TABLESAMPLE/],
    ['SELECT * FROM gold.airport_months', /relation "gold\.airport_months" does not exist/],
    ['SELECT nothing FROM gold.flights', /the column "nothing" at line/],
    ['SELECT 1 / (delay - delay) FROM gold.flights', /division by zero/],
    ["SELECT pg_read_file('/etc/passwd')", /pg_read_file/],
  ])('%s is refused with a message that says why', async (sql, message) => {
    const { status, body } = await execute('west', sql);
    expect(status).not.toBe(200);
    expect(body.errors.map((error: { readonly message: string }) => error.message).join()).toMatch(message);
  });
});
