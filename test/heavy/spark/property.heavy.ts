import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAnswers, Tally } from '../../property/properties.js';
import { FIXED_SEED, runProperty } from '../../property/run-property.js';
import { SparkOracle } from './spark-oracle.js';
import { openWorldsOn } from './spark-worlds.js';

const REQUESTS = Number(process.env.MEDALLION_PROPERTY_CASES ?? 80);
const REQUESTS_PER_WORLD = 20;

let oracle: SparkOracle;
beforeAll(async () => {
  oracle = await SparkOracle.start();
});
afterAll(() => oracle?.close());

/** Generated tables, policies, callers and requests, as test/property has them for DuckDB. */
test('Spark answers as the evaluator does, and tells nothing of what is hidden', async () => {
  const tally = new Tally();
  try {
    await runProperty(checkAnswers, {
      seed: FIXED_SEED,
      worlds: Math.ceil(REQUESTS / REQUESTS_PER_WORLD),
      requestsPerWorld: REQUESTS_PER_WORLD,
      tally,
      openSource: openWorldsOn(oracle),
    });
  } finally {
    console.log(`on Spark: ${tally}`);
  }
  expect(tally.share('with rows', 'requests')).toBeGreaterThan(0.4);
  expect(tally.share('hidden data changed', 'requests')).toBeGreaterThan(0.5);
  expect(tally.share('unsure', 'requests')).toBeLessThan(0.05);
  expect(tally.share('raised', 'requests')).toBeLessThan(0.3);
});
