import { afterAll, beforeAll, expect, it } from 'vitest';
import { GatewayError } from '../../../src/errors.js';
import type { Fault } from '../../standins/warehouse/warehouse-standin.js';
import { principal, rows, until, Warehouse } from './warehouse-fixture.js';

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await Warehouse.start({ numbers: 'SELECT range AS id FROM range(20000)' });
});
afterAll(() => warehouse.close());

/** A fixed sequence that looks like chance, so that a failure can be repeated. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}

const FAULTS: readonly Fault[] = [
  { kind: 'reset' },
  { kind: 'cut' },
  { kind: 'late' },
  { kind: 'http', status: 503 },
  { kind: 'http', status: 401 },
];

it('of callers who leave, and of calls that fail, gives whole results or errors, and leaves nothing behind', async () => {
  const next = chance(42);
  const source = warehouse.open({ identity: 'caller', maxSessions: 6, chunkRows: 2000, startWaitMs: 3000 });
  warehouse.standin.knobs.fault = ({ method }) =>
    method !== 'CloseSession' && next() < 0.04 ? FAULTS[Math.floor(next() * FAULTS.length)] : undefined;
  const outcomes = { whole: 0, failed: 0 };
  const one = async (index: number) => {
    const count = Math.floor(next() * 12_000);
    const leave = new AbortController();
    const timer = next() < 0.3 ? setTimeout(() => leave.abort(), next() * 300) : undefined;
    const text = `SELECT id FROM \`lakehouse\`.\`gold\`.\`numbers\` ORDER BY id LIMIT ${count}`;
    try {
      const found = await rows(source, text, { principal: principal(`user${index % 8}`), signal: leave.signal });
      expect(found.map(([id]) => Number(id))).toEqual(Array.from({ length: count }, (_, id) => id));
      outcomes.whole += 1;
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      expect(['CANCELLED', 'SOURCE_UNAVAILABLE', 'WAREHOUSE_STARTING', 'UNAUTHENTICATED']).toContain(error.code);
      outcomes.failed += 1;
    } finally {
      clearTimeout(timer);
    }
  };
  await Promise.all(Array.from({ length: 120 }, (_, index) => one(index)));
  warehouse.standin.knobs.fault = undefined;
  expect(outcomes.whole).toBeGreaterThan(20);
  expect(outcomes.failed).toBeGreaterThan(5);
  await until(() => source.load.busy === 0 && source.load.waiting === 0);
  const seen = warehouse.standin.statements;
  expect(seen.every(({ token, user }) => token === `token-of-${user}`)).toBe(true);
  await source.close();
  await until(() => warehouse.standin.operations === 0);
});
