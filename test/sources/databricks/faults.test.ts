import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DatabricksSource } from '../../../src/sources/databricks/databricks-source.js';
import { makeCertificate } from '../../standins/certificate.js';
import type { Fault, WarehouseCall } from '../../standins/warehouse/warehouse-standin.js';
import { CONFIG, principal, refusal, rows, Warehouse } from './warehouse-fixture.js';

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await Warehouse.start({ numbers: 'SELECT range AS id FROM range(10000)' });
});
afterEach(() => {
  const { knobs } = warehouse.standin;
  Object.assign(knobs, {
    fault: undefined,
    isWarmingUp: false,
    polls: 0,
    directWaitMs: 50,
    protocol: 42248,
    state: 'RUNNING',
  });
});
afterAll(() => warehouse.close());

const ALL = 'SELECT id FROM `lakehouse`.`gold`.`numbers` ORDER BY id';

/** The fault for the first `times` calls of a method from now on. */
function failing(method: string, fault: Fault, times = Number.POSITIVE_INFINITY): void {
  let left = times;
  warehouse.standin.knobs.fault = (call: WarehouseCall) => {
    if (call.method !== method || left <= 0) return undefined;
    left -= 1;
    return fault;
  };
}

describe('a call that fails once', () => {
  const RECOVERED: readonly (readonly [string, Fault])[] = [
    ['OpenSession', { kind: 'http', status: 503 }],
    ['OpenSession', { kind: 'http', status: 429 }],
    ['OpenSession', { kind: 'reset' }],
    ['OpenSession', { kind: 'http', status: 401 }],
    ['ExecuteStatement', { kind: 'http', status: 503 }],
    ['ExecuteStatement', { kind: 'http', status: 429, headers: { 'retry-after': '0' } }],
    ['ExecuteStatement', { kind: 'http', status: 502 }],
    ['ExecuteStatement', { kind: 'late' }],
    ['ExecuteStatement', { kind: 'http', status: 401 }],
    ['GetOperationStatus', { kind: 'http', status: 503 }],
    ['GetOperationStatus', { kind: 'reset' }],
    ['GetResultSetMetadata', { kind: 'reset' }],
    ['FetchResults', { kind: 'reset' }],
    ['FetchResults', { kind: 'late' }],
    ['FetchResults', { kind: 'cut' }],
  ];
  for (const [method, fault] of RECOVERED) {
    const what = fault.kind === 'http' ? `${fault.status}` : fault.kind;
    it(`is repeated, and the result is whole: ${method}, ${what}`, async () => {
      warehouse.standin.knobs.polls = 1;
      warehouse.standin.knobs.directWaitMs = 0;
      failing(method, fault, 1);
      const found = await rows(warehouse.open({ chunkRows: 3000 }), ALL);
      expect(found.map(([id]) => Number(id))).toEqual(Array.from({ length: 10_000 }, (_, id) => id));
    });
  }

  it('is told of a token that was revoked before its end, of the gateway and of a caller', async () => {
    for (const name of ['gateway', 'ann'] as const) {
      const given: (string | undefined)[] = [];
      const token = (refused?: string) => {
        given.push(refused);
        return refused === undefined ? 'revoked' : `token-of-${name}`;
      };
      const source = warehouse.open({ identity: name === 'ann' ? 'caller' : 'service' }, token);
      const options = name === 'ann' ? { principal: principal(name, token) } : {};
      expect(await rows(source, 'SELECT 1 AS a', options)).toEqual([[1]]);
      expect(given).toContain('revoked');
      await source.close();
    }
  });

  it('is an error after the first row', async () => {
    for (const fault of [{ kind: 'reset' }, { kind: 'cut' }, { kind: 'http', status: 503 }] as const) {
      failing('FetchResults', fault);
      const error = await refusal(rows(warehouse.open({ chunkRows: 3000 }), ALL));
      expect(error.code).toBe('SOURCE_UNAVAILABLE');
    }
  });
});

describe('a warehouse that is starting', () => {
  it('is waited for', async () => {
    failing('OpenSession', { kind: 'http', status: 503 }, 3);
    expect(await rows(warehouse.open({ startWaitMs: 5000 }), 'SELECT 1 AS a')).toEqual([[1]]);
  });

  it('is waited for within the bound, then the caller is told when to come back', async () => {
    for (const fault of [
      { kind: 'http', status: 503, headers: { 'retry-after': '30' } },
      { kind: 'http', status: 503 },
    ] as const) {
      failing('OpenSession', fault);
      const startedAt = performance.now();
      const error = await refusal(rows(warehouse.open({ startWaitMs: 400 }), 'SELECT 1 AS a'));
      expect(error.code).toBe('WAREHOUSE_STARTING');
      expect(error.extensions.retryAfterMs).toBe('headers' in fault ? 30_000 : 5000);
      expect(performance.now() - startedAt).toBeLessThan(5000);
    }
  });

  it('may open sessions before it takes statements', async () => {
    warehouse.standin.knobs.isWarmingUp = true;
    setTimeout(() => Object.assign(warehouse.standin.knobs, { isWarmingUp: false }), 300);
    expect(await rows(warehouse.open({ startWaitMs: 5000 }), 'SELECT 1 AS a')).toEqual([[1]]);
  });

  it('is told by its state, which starts nothing', async () => {
    const source = warehouse.open();
    const before = warehouse.standin.countOf('OpenSession');
    const signal = new AbortController().signal;
    for (const [state, expected] of [
      ['RUNNING', 'ready'],
      ['STARTING', 'starting'],
      ['STOPPED', 'starting'],
      ['DELETED', 'down'],
    ] as const) {
      warehouse.standin.knobs.state = state;
      expect((await source.health(signal)).state).toBe(expected);
    }
    failing('rest', { kind: 'reset' });
    expect((await source.health(signal)).state).toBe('down');
    expect(warehouse.standin.countOf('OpenSession')).toBe(before);
  });
});

describe('a call that goes on failing', () => {
  it('of the connection: the breaker spares the callers after a while', async () => {
    failing('OpenSession', { kind: 'reset' });
    const source = warehouse.open();
    const before = warehouse.standin.countOf('OpenSession');
    for (let tries = 0; tries < 6; tries += 1) {
      expect((await refusal(rows(source, 'SELECT 1 AS a'))).code).toBe('SOURCE_UNAVAILABLE');
    }
    expect(warehouse.standin.countOf('OpenSession') - before).toBe(5);
  });

  it('of the credential: the gateway is at fault with its own, the caller with theirs', async () => {
    const own = warehouse.open({}, () => 'bad');
    expect((await refusal(rows(own, 'SELECT 1 AS a'))).code).toBe('SOURCE_UNAVAILABLE');
    const theirs = warehouse.open({ identity: 'caller' });
    const error = await refusal(rows(theirs, 'SELECT 1 AS a', { principal: principal('ann', () => 'bad') }));
    expect(error.code).toBe('UNAUTHENTICATED');
  });

  it('of rights: forbidden where the warehouse runs as the caller', async () => {
    failing('OpenSession', { kind: 'http', status: 403 });
    const theirs = warehouse.open({ identity: 'caller' });
    expect((await refusal(rows(theirs, 'SELECT 1 AS a', { principal: principal('ann') }))).code).toBe('FORBIDDEN');
    expect((await refusal(rows(warehouse.open(), 'SELECT 1 AS a'))).code).toBe('SOURCE_UNAVAILABLE');
  });

  it('of trust: a host that the configured authority has not signed is not spoken to', async () => {
    const before = warehouse.standin.calls.length;
    const services = { ownToken: async () => 'token-of-gateway', ca: makeCertificate().cert };
    const stranger = new DatabricksSource('warehouse', { ...CONFIG, host: warehouse.standin.host }, services);
    const error = await refusal(rows(stranger, 'SELECT 1 AS a'));
    expect([error.code, error.operatorDetail]).toEqual(['SOURCE_UNAVAILABLE', expect.stringContaining('self-signed')]);
    expect(warehouse.standin.calls.length).toBe(before);
    await stranger.close();
  });

  it('of too many requests: unavailable, with the time to come back', async () => {
    failing('ExecuteStatement', { kind: 'http', status: 429, headers: { 'retry-after': '7' } });
    const error = await refusal(rows(warehouse.open(), 'SELECT 1 AS a'));
    expect([error.code, error.extensions.retryAfterMs]).toEqual(['SOURCE_UNAVAILABLE', 7000]);
  });

  it('without any answer: the statement times out', async () => {
    for (const method of ['OpenSession', 'ExecuteStatement', 'FetchResults']) {
      failing(method, { kind: 'hang' });
      const error = await refusal(rows(warehouse.open({ chunkRows: 3000 }), ALL, { timeoutMs: 300 }));
      expect(error.code, method).toBe('SOURCE_TIMEOUT');
    }
  });
});

describe('a session', () => {
  it('that the warehouse has forgotten is replaced', async () => {
    const source = warehouse.open();
    expect(await rows(source, 'SELECT 1 AS a')).toEqual([[1]]);
    warehouse.standin.expireSessions();
    expect(await rows(source, 'SELECT 2 AS a')).toEqual([[2]]);
  });

  it('is set to UTC, strict arithmetic and the time that a statement may take', async () => {
    const source = warehouse.open({ statementTimeoutMs: 2500, maxSessions: 1 });
    await rows(source, 'SELECT 1 AS a');
    expect(warehouse.standin.sessions.at(-1)?.configuration).toMatchObject({
      STATEMENT_TIMEOUT: '3',
      TIMEZONE: 'UTC',
      ANSI_MODE: 'true',
    });
  });

  it('of a server that would drop parameters is refused', async () => {
    warehouse.standin.knobs.protocol = 42247;
    const error = await refusal(rows(warehouse.open(), 'SELECT 1 AS a'));
    expect(error.code).toBe('SOURCE_UNAVAILABLE');
    expect(error.operatorDetail).toBe('protocol 42247');
  });
});

describe('a statement that the warehouse fails', () => {
  it('tells the kind of a data error, and its message only to the operator', async () => {
    const source = warehouse.open();
    const error = await refusal(rows(source, "SELECT CAST('secret' AS INT) AS a"));
    expect([error.code, error.sqlState]).toEqual(['INTERNAL', '22P02']);
    expect(error.message + error.publicMessage).not.toContain('secret');
    expect(error.operatorDetail).toContain('CAST_INVALID_INPUT');
    expect(await rows(source, 'SELECT 1 AS a')).toEqual([[1]]);
    expect(source.load).toMatchObject({ busy: 0, idle: 1 });
  });

  it('is not sent again', async () => {
    const before = warehouse.standin.statements.length;
    await refusal(rows(warehouse.open(), 'SELECT nothing FROM nowhere'));
    expect(warehouse.standin.statements.length - before).toBe(1);
  });
});
