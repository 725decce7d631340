import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPaging, checkRequests, Tally } from '../../property/properties.js';
import { FIXED_SEED, randomSeed, runProperty } from '../../property/run-property.js';
import type { OpenSource } from '../../property/world/open-world.js';
import { openWorldsOn } from '../../sources/postgres/open-worlds.js';
import { findPostgres, type PostgresServer, startPostgres } from '../../support/services/postgres-server.js';
import { isAbsent } from '../../support/services/service-needed.js';

/** Requests over all properties and both seeds. */
const CASES = Number(process.env.MEDALLION_PROPERTY_CASES ?? 240);
const REQUESTS_PER_WORLD = 20;

describe.skipIf(isAbsent('PostgreSQL', findPostgres()))('generated worlds on PostgreSQL', () => {
  let server: PostgresServer;
  let openSource: OpenSource;
  beforeAll(async () => {
    server = await startPostgres();
    openSource = openWorldsOn(server);
  });
  afterAll(() => server?.stop());

  describe.each([
    ['a fixed seed', FIXED_SEED],
    ['a random seed', randomSeed()],
  ] as const)('with %s', (_name, seed) => {
    const tally = new Tally();
    const run = (property: typeof checkRequests, share: number) =>
      runProperty(property, {
        seed,
        worlds: Math.max(1, Math.round((CASES * share) / 2 / REQUESTS_PER_WORLD)),
        requestsPerWorld: REQUESTS_PER_WORLD,
        tally,
        openSource,
      });

    it('answers as the evaluator does, and tells nothing of what is hidden', async () => {
      await run(checkRequests, 0.85);
      expect(tally.share('refused', 'requests')).toBeLessThan(0.05);
    });

    it('gives pages that are the whole list, forwards and backwards', () => run(checkPaging, 0.15));

    afterAll(() => console.log(`MEDALLION_PROPERTY_SEED=${seed}: ${tally}`));
  });
});
