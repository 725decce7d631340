import type { Client, QueryArrayResult } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoGateway, startDemo } from '../../../support/demo-gateway.js';
import { connectAs } from './connect-as.js';
import { NPGSQL_RESET, npgsqlBatch } from './npgsql-statements.js';

let demo: DemoGateway;
let client: Client;

beforeAll(async () => {
  demo = await startDemo();
  client = await connectAs(demo, 'ops');
});

afterAll(async () => {
  await client?.end();
  await demo?.close();
});

/** Several statements in one message, as Npgsql sends them. @returns the results, cells as text */
async function batch(text: string): Promise<readonly QueryArrayResult<(string | null)[]>[]> {
  const types = { getTypeParser: () => (value: string) => value };
  const results: unknown = await client.query({ text, rowMode: 'array', types });
  return results as QueryArrayResult<(string | null)[]>[];
}

const GOVERNED = ['bool', 'int2', 'int4', 'int8', 'float4', 'float8', 'numeric', 'text', 'varchar', 'bytea'];
const TIMES = ['date', 'time', 'timestamp', 'timestamptz', 'interval'];

describe("Npgsql's statements at connect", () => {
  it('load every type that a governed table may have, and its array', async () => {
    const [version, types, fields, labels] = await batch(npgsqlBatch('free-standing'));
    expect(version?.rows).toEqual([[expect.stringMatching(/^PostgreSQL \d+\.\d+/u)]]);
    expect(types?.fields.map(({ name }) => name)).toEqual([
      ...['nspname', 'oid', 'typname', 'typtype', 'typnotnull', 'elemtypoid'],
    ]);
    const rows = types?.rows ?? [];
    for (const name of [...GOVERNED, ...TIMES, 'uuid', 'json', 'bpchar']) {
      const base = rows.find(([, , typname]) => typname === name);
      expect(base).toEqual(['pg_catalog', expect.stringMatching(/^\d+$/u), name, 'b', 'f', null]);
      const array = rows.find(([, , typname]) => typname === `_${name}`);
      expect(array).toEqual(['pg_catalog', expect.stringMatching(/^\d+$/u), `_${name}`, 'a', 'f', base?.[1]]);
    }
    expect(fields?.rows).toEqual([]);
    expect(labels?.rows).toEqual([]);
  });

  it('name the types that results then bear', async () => {
    const [, types] = await batch(npgsqlBatch('free-standing'));
    const oids = new Set(types?.rows.map(([, oid]) => Number(oid)));
    for (const table of ['gold.flights', 'gold.airports', 'gold.airport_months', 'gold.route_days']) {
      const { fields } = await client.query(`SELECT * FROM ${table} LIMIT 0`);
      expect(fields.filter(({ dataTypeID }) => !oids.has(dataTypeID))).toEqual([]);
    }
  });

  it('load an element before what is made of it, as Npgsql reads them in one pass', async () => {
    const [, types] = await batch(npgsqlBatch('of tables'));
    const seen = new Set<string | null | undefined>();
    const early: unknown[] = [];
    for (const row of types?.rows ?? []) {
      if (row[5] !== null && !seen.has(row[5])) early.push(row);
      seen.add(row[1]);
    }
    expect(seen.size).toBeGreaterThan(100);
    expect(early).toEqual([]);
  });

  it('load the row types of the tables that the caller may see', async () => {
    const [, types, fields] = await batch(npgsqlBatch('of tables'));
    const flights = types?.rows.find(
      ([schema, , name, kind]) => schema === 'gold' && name === 'flights' && kind === 'c',
    );
    const names = fields?.rows.filter(([oid]) => oid === flights?.[1]).map(([, name]) => name);
    expect(names).toEqual(['flight_id', 'date', 'delay', 'distance', 'origin_iata', 'destination_iata']);
    expect(types?.rows.filter(([schema]) => schema === 'governance')).toEqual([]);
  });
});

describe("Npgsql's pool", () => {
  it('cleans a connection', async () => {
    await client.query('SET my.setting = 1');
    expect((await client.query('DISCARD ALL')).command).toBe('DISCARD');
    await expect(client.query('SHOW my.setting')).rejects.toMatchObject({ code: '42704' });
  });

  it('cleans a connection and keeps its prepared statements', async () => {
    const prepared = { name: 'kept', text: 'SELECT count(*)::int AS n FROM gold.airports' };
    const before = (await client.query(prepared)).rows;
    await client.query('SET my.setting = 1');
    await client.query(NPGSQL_RESET.join(';'));
    await expect(client.query('SHOW my.setting')).rejects.toMatchObject({ code: '42704' });
    expect((await client.query(prepared)).rows).toEqual(before);
  });
});
