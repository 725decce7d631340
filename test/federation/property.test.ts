import { afterAll, describe, expect, it } from 'vitest';
import { DuckdbSource } from '../../src/sources/duckdb/duckdb-source.js';
import { checkPaging, checkPartition, checkRequests, Tally } from '../property/properties.js';
import { FIXED_SEED, randomSeed, runProperty } from '../property/run-property.js';
import type { OpenSource } from '../property/world/open-world.js';

/** Requests over all properties, half for each seed and each way of joining. */
const CASES = Number(process.env.MEDALLION_PROPERTY_CASES ?? 480);
const REQUESTS_PER_WORLD = 8;
const NAMES = ['lake', 'crm', 'erp'];
const CONFIG = { threads: 1, maxConnections: 2, maxStreams: 2, memoryLimitMb: 256, statementTimeoutMs: 20_000 };

const open: OpenSource = (_world, tables, dataDir, name) =>
  DuckdbSource.open({ name, config: CONFIG, tables, dataDir });

/** None of the sources takes in the others' rows: the gateway's own engine joins. */
const openWithoutHost: OpenSource = async (...args) => {
  const source = await open(...args);
  return Object.assign(source, { openHost: undefined });
};

describe.each([
  ['one of them joins, a fixed seed', FIXED_SEED, open],
  ['none of them joins, a random seed', randomSeed(), openWithoutHost],
] as const)("a world's tables in three sources: %s", (_name, seed, openSource) => {
  const tally = new Tally();
  const run = (property: typeof checkRequests, share: number) =>
    runProperty(property, {
      seed,
      worlds: Math.max(1, Math.round((CASES * share) / 2 / REQUESTS_PER_WORLD)),
      requestsPerWorld: REQUESTS_PER_WORLD,
      tally,
      openSource,
      sources: NAMES,
    });

  it('answers as the evaluator does, and tells nothing of what is hidden on either side', async () => {
    await run(checkRequests, 0.8);
    expect(tally.share('refused', 'requests')).toBeLessThan(0.05);
  }, 300_000);

  it('counts what holds, what does not, and what is unknown to the whole', () => run(checkPartition, 0.1), 300_000);
  it('gives pages that are the whole list, forwards and backwards', () => run(checkPaging, 0.1), 300_000);

  afterAll(() => console.log(`MEDALLION_PROPERTY_SEED=${seed}: ${tally}`));
});
