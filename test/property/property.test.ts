import { afterAll, describe, expect, it } from 'vitest';
import { checkPaging, checkPartition, checkRequests, Tally } from './properties.js';
import { FIXED_SEED, type Property, randomSeed, runProperty } from './run-property.js';

/** Requests over all properties; each is checked in several ways. */
const CASES = Number(process.env.MEDALLION_PROPERTY_CASES ?? 600);
const REQUESTS_PER_WORLD = 12;
/** So many, and the shares below are no accident of a few worlds. */
const ENOUGH = 60;
const SEEDS = [
  ['a fixed seed', FIXED_SEED],
  ['a random seed', randomSeed()],
] as const;

describe.each(SEEDS)('with %s', (_name, seed) => {
  const tally = new Tally();
  const run = (property: Property, share: number) =>
    runProperty(property, {
      seed,
      worlds: Math.max(1, Math.round((CASES * share) / SEEDS.length / REQUESTS_PER_WORLD)),
      requestsPerWorld: REQUESTS_PER_WORLD,
      tally,
    });

  it('answers as the evaluator does, tells nothing of what is hidden, warm as cold, alone as beside others, in one statement', async () => {
    await run(checkRequests, 0.7);
    expect(tally.share('refused', 'requests')).toBeLessThan(0.05);
    if (tally.of('requests') < ENOUGH) return;
    expect(tally.share('with rows', 'requests')).toBeGreaterThan(0.4);
    expect(tally.share('hidden data changed', 'requests')).toBeGreaterThan(0.5);
    expect(tally.share('unsure', 'requests')).toBeLessThan(0.05);
    expect(tally.share('raised', 'requests')).toBeLessThan(0.3);
  }, 300_000);

  it('counts what holds, what does not, and what is unknown to the whole', async () => {
    await run(checkPartition, 0.15);
    if (tally.of('partitions') >= ENOUGH) expect(tally.share('partitions of rows', 'partitions')).toBeGreaterThan(0.5);
  }, 300_000);

  it('gives pages that are the whole list, forwards and backwards', async () => {
    await run(checkPaging, 0.15);
    if (tally.of('walks') >= ENOUGH) expect(tally.share('walks of several pages', 'walks')).toBeGreaterThan(0.2);
  }, 300_000);

  afterAll(() => {
    console.log(`MEDALLION_PROPERTY_SEED=${seed}: ${tally}`);
  });
});
