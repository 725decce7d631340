import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TableHistory } from '../../standins/warehouse/duckdb-executor.js';
import { principal, refusal, Warehouse } from './warehouse-fixture.js';

const histories = new Map<string, TableHistory>();
const TABLES = ['lakehouse.gold.flights', 'lakehouse.gold.airports', 'lakehouse.gold.a_view'];
const signal = new AbortController().signal;
let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await Warehouse.start({}, undefined, (table) => histories.get(table));
  histories.set('lakehouse.gold.flights', { version: 7, timestamp: '2024-05-01 10:00:00.123Z' });
  histories.set('lakehouse.gold.airports', { version: 0, timestamp: '2024-01-01 00:00:00Z' });
});
afterAll(() => warehouse.close());

it('gives a token a table in one statement, and another one when the table changes', async () => {
  const source = warehouse.open();
  const before = warehouse.standin.statements.length;
  const first = await source.versions(TABLES.slice(0, 2), signal);
  expect([...first]).toEqual([
    ['lakehouse.gold.flights', '7@2024-05-01T10:00:00.123Z'],
    ['lakehouse.gold.airports', '0@2024-01-01T00:00:00Z'],
  ]);
  expect(warehouse.standin.statements.length - before).toBe(1);
  histories.set('lakehouse.gold.airports', { version: 0, timestamp: '2024-06-01 00:00:00Z' });
  const second = await source.versions(TABLES.slice(0, 2), signal);
  expect(second.get('lakehouse.gold.flights')).toBe(first.get('lakehouse.gold.flights'));
  expect(second.get('lakehouse.gold.airports')).not.toBe(first.get('lakehouse.gold.airports'));
});

it('leaves out what keeps no history, and does not ask for it again and again', async () => {
  const source = warehouse.open();
  const versions = await source.versions(TABLES, signal);
  expect([...versions.keys()].sort()).toEqual(['lakehouse.gold.airports', 'lakehouse.gold.flights']);
  const before = warehouse.standin.statements.length;
  expect((await source.versions(TABLES, signal)).size).toBe(2);
  expect(warehouse.standin.statements.length - before).toBe(1);
});

it("asks with the gateway's own rights, also where callers run as themselves", async () => {
  const source = warehouse.open({ identity: 'caller' });
  await source.versions(TABLES.slice(0, 1), signal);
  expect(warehouse.standin.statements.at(-1)?.user).toBe('gateway');
  expect(principal('ann').key).not.toBe('');
});

it('fails as a whole where the warehouse cannot be reached', async () => {
  const source = warehouse.open();
  warehouse.standin.knobs.fault = ({ method }) => (method === 'rest' ? undefined : { kind: 'reset' });
  const error = await refusal(source.versions(TABLES, signal));
  warehouse.standin.knobs.fault = undefined;
  expect(error.code).toBe('SOURCE_UNAVAILABLE');
});
