import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { options, Warehouse } from '../sources/databricks/warehouse-fixture.js';

const run = promisify(execFile);
const VENV = resolve('node_modules/.cache/warehouse/venv');
const CLIENT = ['databricks-sql-connector==4.9.0', 'pyarrow==26.0.1'];
const ROWS = 1_000_000;
/** Over what the process holds before, engine and stand-in included. */
const GROWTH_MB = 400;

let warehouse: Warehouse;

beforeAll(async () => {
  if (!existsSync(join(VENV, 'bin/python'))) await run('python3', ['-m', 'venv', VENV]);
  await run(join(VENV, 'bin/pip'), ['install', '--quiet', '--only-binary', ':all:', ...CLIENT]);
  warehouse = await Warehouse.start({
    big: `SELECT range AS id, 'name of ' || range AS name, CAST(range / 100 AS DECIMAL(12,2)) AS price FROM range(${ROWS})`,
  });
}, 600_000);
afterAll(() => warehouse.close());

it('the stand-in is understood by a client that it was not written for', async () => {
  await mkdir(resolve(VENV, '..'), { recursive: true });
  const authority = resolve(VENV, '..', 'authority.pem');
  await writeFile(authority, warehouse.certificate.cert);
  const script = resolve('test/standins/warehouse/second_client.py');
  const { stdout } = await run(join(VENV, 'bin/python'), [script, warehouse.standin.host, authority]);
  expect(JSON.parse(stdout)).toEqual({
    types: ['decimal', 'timestamp', 'binary', 'string', 'bigint', 'date', 'boolean', 'string'],
    values: [
      '12345678901234567890.123456',
      '2024-02-29T23:59:59.123456+00:00',
      '00ff',
      null,
      '9007199254740993',
      '2024-02-29',
      true,
      'Grüße',
    ],
    parameters: ["it's", 7, '1.25', null],
    paged: [250_000, 31_249_875_000],
    error: '[CAST_INVALID_INPUT]',
    after: 2,
  });
  expect(warehouse.standin.statements.every(({ user }) => user === 'second')).toBe(true);
});

it('a million rows pass through without being held', async () => {
  const source = warehouse.open({ statementTimeoutMs: 300_000 });
  const before = process.memoryUsage.rss();
  const result = await source.execute(
    { text: 'SELECT id, name, price FROM `lakehouse`.`gold`.`big`', parameters: [] },
    options({ timeoutMs: 300_000 }),
  );
  let count = 0;
  let total = 0n;
  let most = 0;
  for await (const { rowCount, columns } of result.batches) {
    count += rowCount;
    for (const id of columns[0] ?? []) total += id as bigint;
    most = Math.max(most, process.memoryUsage.rss() - before);
  }
  expect([count, total]).toEqual([ROWS, (BigInt(ROWS) * BigInt(ROWS - 1)) / 2n]);
  expect(most / 2 ** 20).toBeLessThan(GROWTH_MB);
});
