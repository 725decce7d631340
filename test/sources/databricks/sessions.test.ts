import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayError } from '../../../src/errors.js';
import type { DatabricksSource } from '../../../src/sources/databricks/databricks-source.js';
import type { Principal } from '../../../src/sources/source.js';
import { StatementFailure } from '../../standins/warehouse/executor.js';
import { options, principal, refusal, rows, until, Warehouse } from './warehouse-fixture.js';

let warehouse: Warehouse;
/** Statements of the text `SELECT 'wait'…` run until this is called, or they are cancelled. */
let cancelled = 0;

const WAIT = "SELECT 'wait' AS a";

beforeAll(async () => {
  warehouse = await Warehouse.start(
    { numbers: 'SELECT range AS id FROM range(300000)' },
    (run) => async (statement) => {
      if (statement.text.includes("'wait'")) {
        await new Promise<void>((_, reject) => {
          statement.signal.addEventListener('abort', () => {
            cancelled += 1;
            reject(new Error('cancelled'));
          });
        });
      }
      if (statement.text.includes('closed_table'))
        throw new StatementFailure('INSUFFICIENT_PERMISSIONS', '42501', 'User does not have SELECT on closed_table.');
      return run(statement);
    },
  );
});
afterAll(() => warehouse.close());

describe('callers', () => {
  it('have each their own token and sessions', async () => {
    const source = warehouse.open({ identity: 'caller', maxSessions: 8 });
    const from = warehouse.standin.statements.length;
    const names = ['ann', 'bob', 'ann', 'cid', 'bob', 'ann', 'bob', 'cid'];
    await Promise.all(names.map((name, index) => rows(source, `SELECT ${index} AS a`, { principal: principal(name) })));
    const seen = warehouse.standin.statements.slice(from);
    expect(seen.map(({ text, token }) => `${text} ${token}`).sort()).toEqual(
      names.map((name, index) => `SELECT ${index} AS a token-of-${name}`),
    );
    const usersOf = new Map<string, Set<string>>();
    for (const { session, user } of seen) usersOf.set(session, (usersOf.get(session) ?? new Set()).add(user));
    expect([...usersOf.values()].every((users) => users.size === 1)).toBe(true);
  });

  it('without a principal are refused, as is an exchange that fails', async () => {
    const source = warehouse.open({ identity: 'caller' });
    const from = warehouse.standin.calls.length;
    expect((await refusal(rows(source, 'SELECT 1 AS a'))).code).toBe('INTERNAL');
    const refused: Principal = {
      key: 'user:eve',
      token: () => Promise.reject(new GatewayError('UNAUTHENTICATED', 'The exchange was refused.')),
    };
    expect((await refusal(rows(source, 'SELECT 1 AS a', { principal: refused }))).code).toBe('UNAUTHENTICATED');
    expect(warehouse.standin.calls.length).toBe(from);
  });

  it('are told that a table is closed to them; of the gateway itself that is a fault', async () => {
    const text = 'SELECT 1 FROM closed_table';
    const theirs = await refusal(rows(warehouse.open({ identity: 'caller' }), text, { principal: principal('ann') }));
    expect([theirs.code, theirs.publicMessage]).toEqual(['FORBIDDEN', 'This is not allowed for this caller.']);
    expect((await refusal(rows(warehouse.open(), text))).code).toBe('INTERNAL');
  });

  it('use the token that is good now', async () => {
    const source = warehouse.open({ identity: 'caller' });
    let serial = 0;
    const renewing = principal('ann', () => `token-of-ann-${serial}`);
    await rows(source, 'SELECT 1 AS a', { principal: renewing });
    serial = 1;
    await rows(source, 'SELECT 2 AS a', { principal: renewing });
    expect(warehouse.standin.statements.slice(-2).map(({ token }) => token)).toEqual([
      'token-of-ann-0',
      'token-of-ann-1',
    ]);
  });

  it('wait in turn, and the one who has many does not hold up another', async () => {
    const source = warehouse.open({ identity: 'caller', maxSessions: 3, maxSessionsPerCaller: 2 });
    const leave = new AbortController();
    const waiting = [1, 2, 3, 4].map(() =>
      refusal(rows(source, WAIT, { principal: principal('ann'), signal: leave.signal })),
    );
    await until(() => source.load.busy === 2 && source.load.waiting === 2);
    expect(await rows(source, 'SELECT 1 AS a', { principal: principal('bob') })).toEqual([[1]]);
    leave.abort();
    expect((await Promise.all(waiting)).map(({ code }) => code)).toEqual(Array(4).fill('CANCELLED'));
    await until(() => source.load.busy === 0);
    expect(source.load.waiting).toBe(0);
  });

  it('together have no more sessions than the bound', async () => {
    const before = warehouse.standin.sessions.length;
    const source = warehouse.open({ identity: 'caller', maxSessions: 2 });
    for (const name of ['ann', 'bob', 'cid', 'dan', 'eve'])
      await rows(source, 'SELECT 1 AS a', { principal: principal(name) });
    await until(() => warehouse.standin.sessions.length - before <= 2);
    expect(source.load.idle).toBe(2);
  });
});

describe('a session that is being opened when its caller leaves', () => {
  /** @returns sessions that were opened and closed by then */
  const leaveWhileOpening = async (source: DatabricksSource): Promise<() => readonly [number, number]> => {
    const { calls, knobs } = warehouse.standin;
    const from = calls.length;
    const leave = new AbortController();
    knobs.fault = ({ method }) => {
      if (method === 'OpenSession') leave.abort();
      return undefined;
    };
    expect((await refusal(rows(source, 'SELECT 1 AS a', { signal: leave.signal }))).code).toBe('CANCELLED');
    knobs.fault = undefined;
    const count = (method: string) => calls.slice(from).filter((call) => call.method === method).length;
    return () => [count('OpenSession'), count('CloseSession')];
  };

  it('serves the next one', async () => {
    const source = warehouse.open();
    const seen = await leaveWhileOpening(source);
    await until(() => source.load.idle === 1);
    expect(await rows(source, 'SELECT 2 AS a')).toEqual([[2]]);
    expect(seen()).toEqual([1, 0]);
  });

  it('is closed where the source is', async () => {
    const source = warehouse.open();
    const seen = await leaveWhileOpening(source);
    const closing = source.close();
    await until(() => seen()[1] === 1);
    await closing;
    expect(source.load).toEqual({ busy: 0, idle: 0, waiting: 0 });
  });
});

describe('a statement is cancelled', () => {
  it('at once for the caller, and in the warehouse soon after, while it is polled or opened', async () => {
    for (const directWaitMs of [0, 10_000]) {
      warehouse.standin.knobs.directWaitMs = directWaitMs;
      const source = warehouse.open();
      const leave = new AbortController();
      const from = cancelled;
      const before = warehouse.standin.statements.length;
      const running = refusal(rows(source, WAIT, { signal: leave.signal }));
      await until(() => warehouse.standin.statements.length > before);
      leave.abort();
      expect((await running).code).toBe('CANCELLED');
      await until(() => cancelled > from && warehouse.standin.operations === 0);
      await until(() => source.load.busy === 0);
    }
    warehouse.standin.knobs.directWaitMs = 50;
  });

  it('at its time limit', async () => {
    const from = cancelled;
    const error = await refusal(rows(warehouse.open(), WAIT, { timeoutMs: 200 }));
    expect([error.code, error.message]).toEqual([
      'SOURCE_TIMEOUT',
      'The statement took longer than its limit of 200 ms.',
    ]);
    await until(() => cancelled > from);
  });

  it('by the warehouse, at the limit of the session', async () => {
    warehouse.standin.knobs.statementTimeoutMs = 200;
    const error = await refusal(rows(warehouse.open(), WAIT));
    warehouse.standin.knobs.statementTimeoutMs = undefined;
    expect(error.code).toBe('SOURCE_TIMEOUT');
  });

  it('when its reader leaves early, before or after the first row', async () => {
    for (const reads of [0, 1]) {
      const source = warehouse.open({ chunkRows: 1000 });
      const result = await source.execute(
        { text: 'SELECT id FROM `lakehouse`.`gold`.`numbers`', parameters: [] },
        options(),
      );
      const iterator = result.batches[Symbol.asyncIterator]();
      for (let read = 0; read < reads; read += 1) expect((await iterator.next()).done).toBe(false);
      await iterator.return?.();
      await until(() => source.load.busy === 0 && warehouse.standin.operations === 0);
      expect(source.load.idle).toBe(1);
      expect(await rows(source, 'SELECT 1 AS a')).toEqual([[1]]);
    }
  });
});

describe('a slow reader', () => {
  it('has at most one chunk fetched ahead, and its pauses do not count as time of the statement', async () => {
    const source = warehouse.open({ chunkRows: 1000 });
    const result = await source.execute(
      { text: 'SELECT id FROM `lakehouse`.`gold`.`numbers`', parameters: [] },
      options({ timeoutMs: 1000 }),
    );
    const iterator = result.batches[Symbol.asyncIterator]();
    await iterator.next();
    const before = warehouse.standin.countOf('FetchResults');
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(warehouse.standin.countOf('FetchResults') - before).toBeLessThanOrEqual(1);
    expect((await iterator.next()).done).toBe(false);
    await iterator.return?.();
  });
});

describe('what the warehouse is told', () => {
  it('is who asks, in which request, and no value', async () => {
    const tags = { requestId: 'r-1', caller: 'ann,:\\@example.com' };
    await rows(warehouse.open(), 'SELECT CAST(:p1 AS STRING)', { tags }, [
      { value: 'top secret', type: { kind: 'string' } },
    ]);
    const [record] = warehouse.standin.statements.slice(-1);
    expect(record?.tags).toBe('application:medallion,caller:ann___@example.com,request:r-1');
    expect(record?.text).toBe('SELECT CAST(:p1 AS STRING)');
  });
});

it('a source that is closed leaves nothing behind in the warehouse, and takes no statement', async () => {
  warehouse.standin.expireSessions();
  const source = warehouse.open({ identity: 'caller' });
  for (const name of ['ann', 'bob']) await rows(source, 'SELECT 1 AS a', { principal: principal(name) });
  expect(warehouse.standin.sessions.length).toBe(2);
  await source.close();
  expect(warehouse.standin.sessions).toEqual([]);
  expect((await refusal(rows(source, 'SELECT 1 AS a', { principal: principal('ann') }))).code).toBe(
    'SOURCE_UNAVAILABLE',
  );
});

it('the driver calls nothing but the warehouse: no telemetry', () => {
  const called = new Set(warehouse.standin.calls.map(({ method }) => method));
  const known = ['OpenSession', 'CloseSession', 'ExecuteStatement', 'GetOperationStatus', 'GetResultSetMetadata'];
  for (const method of [...known, 'FetchResults', 'CancelOperation', 'CloseOperation']) called.delete(method);
  expect([...called]).toEqual([]);
});
