import { describe, expect, it } from 'vitest';
import { type Stage, Tally, Violation } from '../properties.js';
import { FIXED_SEED, runProperty } from '../run-property.js';
import { BROKEN_DOORS, type BrokenDoor, UNBROKEN_DOOR } from './broken-doors.js';
import { checkSessions } from './door-properties.js';
import { checkStatements } from './sql-properties.js';

const STATEMENTS_PER_WORLD = 120;
const MOST_WORLDS = 20;

/** Names and kept statements first, then generated statements. */
function checks({ engine, statements }: BrokenDoor) {
  const [sessions, generated] = [checkSessions(engine, statements), checkStatements(statements)];
  return async (stage: Stage, tally: Tally): Promise<void> => {
    await sessions(stage, tally);
    await generated(stage, tally);
  };
}

function check(door: BrokenDoor, tally: Tally, worlds: number): Promise<void> {
  return runProperty(checks(door), {
    seed: FIXED_SEED + 4,
    worlds,
    requestsPerWorld: STATEMENTS_PER_WORLD,
    tally,
    make: door.engine,
    shrink: door === UNBROKEN_DOOR,
  });
}

describe('the properties find out a SQL door', () => {
  it.each([...BROKEN_DOORS])(
    'in which %s',
    async (name, door) => {
      const tally = new Tally();
      const found = await check(door, tally, MOST_WORLDS).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(found, `nothing found in ${tally}`).toBeInstanceOf(Violation);
      if (process.env.MEDALLION_PROPERTY_VERBOSE !== undefined) {
        const [, what = ''] = String((found as Violation).message).split('\n');
        console.log(`${name}: ${tally.of('statements')} statements; ${what.slice(0, 200)}`);
      }
    },
    300_000,
  );

  it('and hold for the same classes without a fault', async () => {
    await check(UNBROKEN_DOOR, new Tally(), 1);
  }, 300_000);
});
