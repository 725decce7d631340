import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { STRING } from '../../../src/query/types.js';
import { StreamedBatch } from '../../../src/sources/duckdb/streamed-batch.js';

/** Lengths around 12 bytes, where the engine stops to store a text in place, and marks that a decoder may eat. */
const TEXTS = [
  null,
  '',
  'a',
  'twelve bytes',
  'thirteen byte',
  '\u{feff}mark',
  'é'.repeat(6),
  'é'.repeat(7),
  '漢字'.repeat(400),
];

async function readBack(values: readonly (string | null)[], tail: string): Promise<readonly unknown[]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const rows = values.map((value, index) => `(${index}, ${value === null ? 'NULL' : `'${value}'`})`);
  const result = await connection.stream(`SELECT v FROM (VALUES ${rows.join(', ')}) AS t(i, v) ${tail}`);
  const read: unknown[] = [];
  for await (const chunk of result) read.push(...(new StreamedBatch(chunk, [STRING]).columns[0] ?? []));
  connection.disconnectSync();
  instance.closeSync();
  return read;
}

test.each([
  ['one of each', TEXTS],
  ['in every neighbourhood', TEXTS.flatMap((one) => TEXTS.flatMap((other) => [one, other, other]))],
  ['more than a chunk', Array.from({ length: 5_000 }, (_, row) => TEXTS[(row * row) % TEXTS.length] ?? null)],
  ['no long one', Array.from({ length: 100 }, (_, row) => String(row))],
  ['nothing but NULL', [null, null, null]],
])('reads texts as they were written: %s', async (_title, values) => {
  expect(await readBack(values, 'ORDER BY i')).toEqual(values);
});

test('strings that lie in memory in another order than in the result', async () => {
  const values = Array.from({ length: 3_000 }, (_, row) => `a text of its own, number ${row}`);
  const expected = [...values].reverse();
  expect(await readBack(values, 'ORDER BY i DESC')).toEqual(expected);
});
