import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { FLIGHTS, openSqlGateway } from './suite.js';

const gateway = openSqlGateway();

async function withClient<T>(use: (client: pg.Client) => Promise<T>): Promise<T> {
  const { host, port, database, user, password } = gateway();
  const client = new pg.Client({ host, port, database, user, password });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

describe('pg of Node', () => {
  test('simple and extended queries', () =>
    withClient(async (client) => {
      const all = await client.query('SELECT flight_id, date, delay FROM gold.flights');
      expect(all.rowCount).toBe(FLIGHTS);
      expect(all.fields.map(({ dataTypeID }) => dataTypeID)).toEqual([20, 1114, 23]);
      const some = await client.query(
        'SELECT count(*)::int AS n FROM gold.airports WHERE state = $1 OR iata = ANY($2)',
        ['NV', ['LAX', 'SFO']],
      );
      expect(some.rows).toEqual([{ n: 34 }]);
    }));

  test('named statements, arrays of rows, several statements at once', () =>
    withClient(async (client) => {
      const named = {
        name: 'by-state',
        text: 'SELECT count(*)::int FROM gold.airports WHERE state = $1',
        rowMode: 'array' as const,
      };
      for (const [state, count] of [
        ['CA', 205],
        ['NV', 32],
        ['CA', 205],
      ] as const) {
        expect((await client.query({ ...named, values: [state] })).rows).toEqual([[count]]);
      }
      const several: unknown = await client.query('SELECT 1 AS a; SELECT 2 AS b');
      expect(several).toMatchObject([{ rows: [{ a: 1 }] }, { rows: [{ b: 2 }] }]);
    }));

  test('errors leave the connection usable', () =>
    withClient(async (client) => {
      await expect(client.query('SELECT 1 FROM gold.nowhere')).rejects.toMatchObject({ code: '42P01' });
      await expect(client.query('SELECT 1 / $1::int', [0])).rejects.toMatchObject({ code: '22012' });
      await client.query('BEGIN');
      await expect(client.query('SELECT nothing FROM gold.flights')).rejects.toMatchObject({
        code: '42703',
        position: '8',
      });
      await expect(client.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' });
      await client.query('ROLLBACK');
      expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    }));

  test('a wrong password is refused', async () => {
    const { host, port, database, user } = gateway();
    const client = new pg.Client({ host, port, database, user, password: 'wrong' });
    client.on('error', () => undefined);
    await expect(client.connect()).rejects.toMatchObject({ code: '28P01' });
  });
});
