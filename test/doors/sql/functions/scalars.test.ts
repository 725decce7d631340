import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Duckdb, openDuckdb } from '../../../functions/duckdb.js';
import { type Call, compare } from './compare.js';
import { openPostgres, type Postgres } from './postgres-oracle.js';
import { groups } from './scalar-cases.js';

let postgres: Postgres;
let duckdb: Duckdb;
beforeAll(async () => {
  [postgres, duckdb] = await Promise.all([openPostgres(), openDuckdb()]);
}, 60_000);
afterAll(async () => {
  duckdb.close();
  await postgres.close();
});

/** All calls if asked for; otherwise every fifth, the first and last of each group among them. */
const isWhole = process.env.MEDALLION_FUNCTION_CASES === 'all';
const sampled = (calls: readonly Call[]) =>
  isWhole ? calls : calls.filter((_, index) => index % 5 === 0 || index === calls.length - 1);

describe('functions answer on DuckDB what they answer on Postgres, or are refused', () => {
  it.each(groups)(
    '$title',
    async ({ title, calls: all, digits, known }) => {
      const calls = sampled(all);
      const wrong: string[] = [];
      let same = 0;
      let refused = 0;
      const verdicts = await compare(postgres, duckdb, calls, digits);
      expect(verdicts).toHaveLength(calls.length);
      for (const verdict of verdicts) {
        if (verdict.kind === 'wrong' && known?.test(verdict.what) !== true) wrong.push(verdict.what);
        if (verdict.kind === 'same') same += 1;
        if (verdict.kind === 'refused') refused += 1;
      }
      if (process.env.MEDALLION_FUNCTION_REPORT !== undefined)
        process.stderr.write(`${title}: ${calls.length} same ${same} refused ${refused} wrong ${wrong.length}\n`);
      expect(wrong).toEqual([]);
      expect(same).toBeGreaterThan(0);
    },
    60_000,
  );
});
