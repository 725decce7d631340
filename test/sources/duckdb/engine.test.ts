import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, openEngine } from '../../../src/sources/duckdb/engine.js';
import { quoteText } from '../../../src/sources/duckdb/quote-text.js';
import { singleValue } from './engine-fixture.js';
import { ParquetFolder } from './source-fixture.js';

let folder: ParquetFolder;
let engine: Engine;
let connection: DuckDBConnection;

beforeAll(async () => {
  folder = await ParquetFolder.create();
  await folder.write('one', 'SELECT 1 AS n');
  await folder.write('other', 'SELECT 2 AS n');
  await writeFile(join(folder.dir, 'secret.txt'), 'secret');
  engine = await openEngine({
    threads: 1,
    memoryLimitMb: 64,
    temporaryLimitMb: 256,
    dataDir: folder.dir,
    tables: new Map([['lake"house.gold.one', folder.path('one')]]),
  });
  connection = await engine.instance.connect();
});

afterAll(async () => {
  connection.disconnectSync();
  engine.close();
  await folder.remove();
});

/** The guard of the source itself, which takes nothing but a SELECT, is left out here on purpose. */
describe('a raw connection of the engine', () => {
  it('reads the table, and its file by name', async () => {
    expect(await singleValue(connection, 'SELECT n FROM "lake""house".gold.one')).toBe(1);
    expect(await singleValue(connection, "SELECT current_setting('TimeZone')")).toBe('UTC');
    expect(await singleValue(connection, "SELECT current_setting('threads')")).toBe(1n);
  });

  const refused = (sql: () => string) =>
    expect(connection.run(sql())).rejects.toThrow(/disabled|locked|does not exist/i);

  it('reads no other file, not even beside the table or by a way round', async () => {
    const files = [
      '/etc/passwd',
      join(folder.dir, 'secret.txt'),
      join(folder.dir, 'duckdb-temporary', '..', 'secret.txt'),
      `${folder.dir}/duckdb-temporary/../secret.txt`,
      `${folder.path('one')}/../secret.txt`,
    ];
    for (const file of files) await refused(() => `SELECT * FROM read_text(${quoteText(file)})`);
    await refused(() => `SELECT * FROM read_parquet(${quoteText(folder.path('other'))})`);
    await refused(() => `SELECT * FROM glob(${quoteText(`${folder.dir}/*`)})`);
    await refused(() => "SELECT * FROM read_csv('http://127.0.0.1:1/x.csv')");
    await refused(() => "SELECT * FROM 's3://bucket/x.parquet'");
  });

  it('writes nothing', async () => {
    await refused(() => `COPY (SELECT 1) TO ${quoteText(join(folder.dir, 'out.csv'))}`);
    await refused(() => `COPY (SELECT 1) TO ${quoteText(folder.path('one'))} (FORMAT parquet)`);
    await refused(() => `ATTACH ${quoteText(join(folder.dir, 'new.db'))} AS other`);
    await refused(() => `EXPORT DATABASE ${quoteText(join(folder.dir, 'export'))}`);
    expect((await readdir(folder.dir)).sort()).toEqual([
      'duckdb-temporary',
      'one.parquet',
      'other.parquet',
      'secret.txt',
    ]);
  });

  it('loads no extension and changes no setting', async () => {
    for (const sql of ['INSTALL httpfs', 'LOAD httpfs', "LOAD '/tmp/x.duckdb_extension'"]) await refused(() => sql);
    for (const sql of [
      'SET threads = 8',
      'SET enable_external_access = true',
      'RESET lock_configuration',
      "SET memory_limit = '8GB'",
      "SET TimeZone = 'Asia/Tokyo'",
      "SET allowed_paths = ['/etc/passwd']",
    ]) {
      await refused(() => sql);
    }
  });

  it('spills to the data folder and cleans up', async () => {
    const temporary = join(folder.dir, 'duckdb-temporary');
    const spilled = async () => (await readdir(temporary, { recursive: true })).filter((name) => name.includes('/'));
    let done = false;
    const running = singleValue(
      connection,
      'SELECT min(s) FROM (SELECT i, repeat(i::VARCHAR, 20) AS s FROM range(1000000) t(i) ORDER BY s OFFSET 1)',
    ).finally(() => {
      done = true;
    });
    let mostFiles = 0;
    while (!done) {
      mostFiles = Math.max(mostFiles, (await spilled()).length);
      await sleep(2);
    }
    expect(await running).toBe('100000'.repeat(20));
    expect(mostFiles).toBeGreaterThan(0);
    expect(await spilled()).toEqual([]);
  });
});
