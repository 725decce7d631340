import type { Tally } from '../properties.js';
import { type Property, runProperty } from '../run-property.js';

/** Statements and requests of a whole run, over all seeds. */
const CASES = Number(process.env.MEDALLION_PROPERTY_SQL_CASES ?? 6000);

/** Part of a run that one seed has: most of it is the same each time, so that a change is judged by itself. */
export const SEED_SHARES = { fixed: 0.43, random: 0.14 } as const;

/** Shares of the cases by property. */
const SHARES = { statements: 0.88, graphql: 0.1, wire: 0.02 } as const;

/** Worlds cost a Postgres for each visibility set, statements little. */
const STATEMENTS_PER_WORLD = 350;

/** Runs a share of one seed's cases; the worlds have as many requests as it takes. */
export async function runShare(
  property: Property,
  share: keyof typeof SHARES,
  seed: number,
  part: number,
  tally: Tally,
): Promise<void> {
  const cases = Math.max(1, Math.round(CASES * SHARES[share] * part));
  const worlds = Math.max(1, Math.ceil(cases / STATEMENTS_PER_WORLD));
  await runProperty(property, { seed, worlds, requestsPerWorld: Math.ceil(cases / worlds), tally });
}
