import { describe, expect, it } from 'vitest';
import { BROKEN_ENGINES, UNBROKEN } from './broken-engines.js';
import { checkRequests, Tally, Violation } from './properties.js';
import { FIXED_SEED, runProperty } from './run-property.js';

const REQUESTS_PER_WORLD = 12;
const MOST_WORLDS = 60;

function check(make: Parameters<typeof runProperty>[1]['make'], tally: Tally, worlds: number): Promise<void> {
  return runProperty(checkRequests, {
    seed: FIXED_SEED + 1,
    worlds,
    requestsPerWorld: REQUESTS_PER_WORLD,
    tally,
    make,
    shrink: make === UNBROKEN,
  });
}

describe('the properties find out an engine', () => {
  it.each([...BROKEN_ENGINES])(
    'in which %s',
    async (_name, make) => {
      const tally = new Tally();
      const found = await check(make, tally, MOST_WORLDS).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(found, `nothing found in ${tally}`).toBeInstanceOf(Violation);
      if (process.env.MEDALLION_PROPERTY_VERBOSE !== undefined) {
        console.log(
          `${_name}: ${tally.of('requests')} requests; ${String((found as Violation).message)
            .split('\n')[1]
            ?.slice(0, 200)}`,
        );
      }
    },
    120_000,
  );

  it('and hold for the same engine without a fault', async () => {
    await check(UNBROKEN, new Tally(), 5);
  }, 120_000);
});
