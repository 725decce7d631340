import { describe, expect, it } from 'vitest';
import type { SessionContext } from '../../../../src/doors/sql/border.js';
import { toSqlError } from '../../../../src/doors/sql/sql-error.js';
import { SessionTurns } from '../../../../src/doors/sql/statement/session-turns.js';
import { CallerLimiter } from '../../../../src/execute/caller-limiter.js';
import { makeIdentity } from '../../../../src/identity/identity.js';

function session(user: string): SessionContext {
  const identity = makeIdentity({ issuer: 'test', id: user, user, groups: [], expiresAtMs: Number.MAX_SAFE_INTEGER });
  return { identity, database: 'lakehouse', settings: new Map() };
}

function turnsOf(maxConcurrent: number, maxQueued: number) {
  let waiting = 0;
  const onQueued = () => {
    waiting += 1;
    return () => {
      waiting -= 1;
    };
  };
  const turns = new SessionTurns(new CallerLimiter({ maxConcurrent, maxQueued, onQueued }));
  return { turns, waiting: () => waiting };
}

const { signal } = new AbortController();

describe('turns of sessions', () => {
  it('are one a session however much it has open, and pass on with the end of its last statement', async () => {
    const { turns, waiting } = turnsOf(1, 5);
    const [first, second] = [session('ann'), session('ann')];
    const leave = [await turns.enter(first, signal), await turns.enter(first, signal)];
    const waits = turns.enter(second, signal);
    await turns.enter(session('bob'), signal);
    expect(waiting()).toBe(1);
    leave[0]?.();
    leave[0]?.();
    expect(waiting()).toBe(1);
    leave[1]?.();
    (await waits)();
    expect(waiting()).toBe(0);
    expect(await turns.enter(first, signal)).toBeTypeOf('function');
  });

  it('are not waited for by those who left the queue', async () => {
    const { turns, waiting } = turnsOf(1, 1);
    const leave = await turns.enter(session('ann'), signal);
    const controller = new AbortController();
    const given = turns.enter(session('ann'), controller.signal).catch((error: unknown) => toSqlError(error).sqlState);
    const refused = turns.enter(session('ann'), signal).catch((error: unknown) => toSqlError(error).sqlState);
    expect(await refused).toBe('53300');
    controller.abort();
    expect(await given).toBe('57014');
    expect(waiting()).toBe(0);
    const next = turns.enter(session('ann'), signal);
    leave();
    expect(await next).toBeTypeOf('function');
  });

  it('bound what one session holds open, with no wait for itself', async () => {
    const { turns } = turnsOf(4, 0);
    const own = session('ann');
    const open: (() => void)[] = [];
    for (let count = 0; count < 8; count += 1) open.push(await turns.enter(own, signal));
    await expect(turns.enter(own, signal)).rejects.toMatchObject({ sqlState: '53400' });
    open[0]?.();
    expect(await turns.enter(own, signal)).toBeTypeOf('function');
  });
});
