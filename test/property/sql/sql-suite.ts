import { afterAll, expect, it } from 'vitest';
import { Tally } from '../properties.js';
import { runProperty } from '../run-property.js';
import { checkSessions, checkWire } from './door-properties.js';
import { checkGraphqlBesideSql } from './graphql-property.js';
import { runShare } from './run-share.js';
import { checkStatements } from './sql-properties.js';

/** So many, and the shares below are no accident of a few worlds. */
const ENOUGH = 300;
const TIMEOUT_MS = 600_000;

/** The properties of the SQL door with one seed. @param part of the cases of a whole run */
export function sqlSuite(seed: number, part: number): void {
  const tally = new Tally();

  it(
    'answers as Postgres over the caller’s slice, and tells nothing of what is hidden, in rows or errors',
    async () => {
      await runShare(checkStatements(), 'statements', seed, part, tally);
      expect(tally.share('refused', 'statements'), String(tally)).toBeLessThan(0.03);
      if (tally.of('statements') < ENOUGH) return;
      expect(tally.share('engine faults', 'statements'), String(tally)).toBeLessThan(0.003);
      expect(tally.share('with rows', 'statements'), String(tally)).toBeGreaterThan(0.25);
      expect(tally.share('hidden data changed', 'statements'), String(tally)).toBeGreaterThan(0.5);
      expect(tally.share('could raise', 'statements'), String(tally)).toBeGreaterThan(0.05);
      expect(tally.share('raised', 'statements') + tally.share('raises in Postgres alone', 'statements')).toBeLessThan(
        0.2,
      );
    },
    TIMEOUT_MS,
  );

  it(
    'says in SQL what GraphQL says',
    async () => {
      await runShare(checkGraphqlBesideSql, 'graphql', seed, part, tally);
      if (tally.of('GraphQL beside SQL') < ENOUGH / 4) return;
      expect(tally.share('both with rows', 'GraphQL beside SQL'), String(tally)).toBeGreaterThan(0.3);
    },
    TIMEOUT_MS,
  );

  it(
    'gives a client the same over a socket, by the simple and the extended protocol',
    async () => {
      await runShare(checkWire, 'wire', seed, part, tally);
    },
    TIMEOUT_MS,
  );

  it(
    'shows the names that are the caller’s, and decides anew at each execution',
    async () => {
      await runProperty(checkSessions(), { seed, worlds: 2, requestsPerWorld: 1, tally });
    },
    TIMEOUT_MS,
  );

  afterAll(() => {
    console.log(`MEDALLION_PROPERTY_SEED=${seed}: ${tally}`);
  });
}
