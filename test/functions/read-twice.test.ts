import { afterAll, beforeAll, expect, it } from 'vitest';
import { readTwice } from '../../src/functions/spell.js';
import { type Duckdb, openDuckdb } from './duckdb.js';

let engine: Duckdb;
beforeAll(async () => {
  engine = await openDuckdb();
});
afterAll(() => engine.close());

/** Too long to be written twice. */
const long = (value: number) => `(${value}${' + 0'.repeat(60)})`;

it('keeps two long values apart', async () => {
  const sql = readTwice(long(2), (x) => readTwice(long(10), (y) => `${x} * 1000 + ${y} * 100 + ${x} + ${y}`));
  expect(await engine.rows(`SELECT ${sql}`)).toEqual([['3012']]);
});

it('keeps a body within a value apart', async () => {
  const inner = readTwice(long(3), (x) => `${x} + ${x}`);
  expect(await engine.rows(`SELECT ${readTwice(inner, (x) => `${x} * ${x}`)}`)).toEqual([['36']]);
});
