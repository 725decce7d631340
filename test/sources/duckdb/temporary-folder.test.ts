import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeTemporaryFolder } from '../../../src/sources/duckdb/temporary-folder.js';

test('two engines over one data directory spill to folders of their own', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'medallion-spill-'));
  const [first, second] = await Promise.all([makeTemporaryFolder(dataDir), makeTemporaryFolder(dataDir)]);
  expect(first).not.toBe(second);
  expect(existsSync(first)).toBe(true);
  expect(existsSync(second)).toBe(true);
});

test('what a process that is gone has left is swept, and what a living one uses is not', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'medallion-spill-'));
  const parent = join(dataDir, 'duckdb-temporary');
  const gone = join(parent, '999999999-abcdef');
  const living = join(parent, `${process.ppid}-abcdef`);
  for (const folder of [gone, living]) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'duckdb_temp_storage_DEFAULT-0.tmp'), 'spilled');
  }
  await makeTemporaryFolder(dataDir);
  expect(readdirSync(parent)).not.toContain('999999999-abcdef');
  expect(existsSync(living)).toBe(true);
});
