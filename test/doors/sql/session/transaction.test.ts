import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { query } from './support/frames.js';
import { startTestServer, type TestServer } from './support/test-server.js';
import { WireClient } from './support/wire-client.js';

let server: TestServer;
let client: WireClient;

beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  client = await WireClient.start(server.port, 'ann');
});
afterEach(() => client.close());
afterAll(() => server.close());

const ask = (text: string): Promise<string[]> => client.ask(query(text));

/** What SHOW gives. */
async function shown(name: string): Promise<string | undefined> {
  return (await ask(`show ${name}`)).find((reply) => reply.startsWith('D:'))?.slice(2);
}

describe('a block', () => {
  test('goes through its states', async () => {
    expect(await ask('begin')).toEqual(['C:BEGIN', 'Z:T']);
    expect(await ask('gen 0')).toEqual(['T', 'C:SELECT 0', 'Z:T']);
    expect(await ask('gen nowhere')).toEqual(['E:42P01', 'Z:E']);
    expect(await ask('gen 0')).toEqual(['E:25P02', 'Z:E']);
    expect(await ask('')).toEqual(['I', 'Z:E']);
    expect(await ask('commit')).toEqual(['C:ROLLBACK', 'Z:I']);
  });

  test('warns where there is none, or one already', async () => {
    expect(await ask('commit')).toEqual(['N:25P01', 'C:COMMIT', 'Z:I']);
    expect(await ask('rollback')).toEqual(['N:25P01', 'C:ROLLBACK', 'Z:I']);
    expect(await ask('begin; begin')).toEqual(['C:BEGIN', 'N:25001', 'C:BEGIN', 'Z:T']);
  });

  test('warns not where the client wants errors only', async () => {
    expect(await ask('set client_min_messages = error')).toEqual(['C:SET', 'Z:I']);
    expect(await ask('commit')).toEqual(['C:COMMIT', 'Z:I']);
  });

  test('takes its settings back on a rollback', async () => {
    await ask('set timezone = Europe/Berlin');
    await ask('begin');
    await ask('set timezone = Asia/Tokyo');
    expect(await shown('timezone')).toBe('Asia/Tokyo');
    expect(await ask('rollback')).toEqual(['C:ROLLBACK', 'S', 'Z:I']);
    expect(await shown('timezone')).toBe('Europe/Berlin');
  });

  test('keeps what was set, but not what was set LOCAL, on a commit', async () => {
    await ask('begin; set statement_timeout = 5000; set local my.name = here');
    expect(await shown('my.name')).toBe('here');
    await ask('commit');
    expect(await shown('statement_timeout')).toBe('5s');
    expect(await ask('show my.name')).toEqual(['E:42704', 'Z:I']);
  });

  test('takes settings back to a savepoint, out of a failure too', async () => {
    await ask('begin; set my.name = one; savepoint s; set my.name = two');
    expect(await ask('gen nowhere')).toEqual(['E:42P01', 'Z:E']);
    expect(await ask('rollback to s')).toEqual(['C:ROLLBACK', 'Z:T']);
    expect(await shown('my.name')).toBe('one');
    expect(await ask('release s')).toEqual(['C:RELEASE', 'Z:T']);
    expect(await ask('rollback to s')).toEqual(['E:3B001', 'Z:E']);
    expect(await ask('rollback to s; rollback')).toEqual(['E:3B001', 'Z:E']);
    await ask('rollback');
    expect(await ask('show my.name')).toEqual(['E:42704', 'Z:I']);
  });

  test('is needed for savepoints', async () => {
    expect(await ask('savepoint s')).toEqual(['E:25P01', 'Z:I']);
    expect(await ask('rollback to s')).toEqual(['E:25P01', 'Z:I']);
    expect(await ask('gen 0; release s')).toEqual(['T', 'C:SELECT 0', 'E:25P01', 'Z:I']);
  });
});

describe('the statements of one query string', () => {
  test('are one transaction: an error takes back what was set', async () => {
    expect(await ask('set my.name = one; gen nowhere')).toEqual(['C:SET', 'E:42P01', 'Z:I']);
    expect(await ask('show my.name')).toEqual(['E:42704', 'Z:I']);
    expect(await ask('set my.name = one; commit; set my.name = two; gen nowhere')).toEqual([
      ...['C:SET', 'N:25P01', 'C:COMMIT', 'C:SET', 'E:42P01', 'Z:I'],
    ]);
    expect(await shown('my.name')).toBe('one');
  });

  test('may begin a block that outlives them', async () => {
    expect(await ask('set my.name = one; begin; set my.name = two')).toEqual(['C:SET', 'C:BEGIN', 'C:SET', 'Z:T']);
    expect(await ask('rollback')).toEqual(['C:ROLLBACK', 'Z:I']);
    expect(await ask('show my.name')).toEqual(['E:42704', 'Z:I']);
  });
});

test('SET LOCAL alone warns and does nothing', async () => {
  expect(await ask('set local timezone = Asia/Tokyo')).toEqual(['N:25P01', 'C:SET', 'Z:I']);
  expect(await shown('timezone')).toBe('UTC');
});

test('DISCARD ALL stands alone and forgets all', async () => {
  await ask('prepare p as gen 1; set my.name = one');
  expect(await ask('begin; discard all')).toEqual(['C:BEGIN', 'E:25001', 'Z:E']);
  await ask('rollback');
  expect(await ask('discard all')).toEqual(['C:DISCARD ALL', 'Z:I']);
  expect(await ask('execute p')).toEqual(['E:26000', 'Z:I']);
  expect(await ask('show my.name')).toEqual(['E:42704', 'Z:I']);
});

describe('a cursor', () => {
  test('is read forward in steps, and closed', async () => {
    expect(await ask('declare c cursor for gen 5 batch=2')).toEqual(['E:25P01', 'Z:I']);
    expect(await ask('begin; declare c cursor for gen 5 batch=2')).toEqual(['C:BEGIN', 'C:DECLARE CURSOR', 'Z:T']);
    expect(await ask('fetch 1 from c')).toEqual(['T', 'D:0,-', 'C:FETCH 1', 'Z:T']);
    expect(await ask('move 2 in c')).toEqual(['C:MOVE 2', 'Z:T']);
    expect(await ask('fetch all from c')).toEqual(['T', 'D:3,-', 'D:4,-', 'C:FETCH 2', 'Z:T']);
    expect(await ask('fetch 1 from c')).toEqual(['T', 'C:FETCH 0', 'Z:T']);
    expect(await ask('close c; fetch 1 from c')).toEqual(['C:CLOSE CURSOR', 'E:34000', 'Z:E']);
  });

  test('moves forward only', async () => {
    await ask('begin; declare c cursor for gen 5');
    expect(await ask('fetch -1 from c')).toEqual(['E:0A000', 'Z:E']);
  });

  test('has a name of its own, and one that a savepoint takes back', async () => {
    await ask('begin; declare c cursor for gen 5; savepoint s; declare d cursor for gen 5; fetch 1 from c');
    expect(await ask('declare c cursor for gen 1')).toEqual(['E:42P03', 'Z:E']);
    await ask('rollback to s');
    expect(await ask('fetch 1 from c')).toEqual(['T', 'D:1,-', 'C:FETCH 1', 'Z:T']);
    expect(await ask('fetch 1 from d')).toEqual(['E:34000', 'Z:E']);
  });

  test('ends with its transaction, at the source too', async () => {
    await ask('begin; declare c cursor for gen 500 batch=2; fetch 1 from c');
    expect(server.statements.counters.open).toBe(1);
    await ask('commit');
    expect(server.statements.counters.open).toBe(0);
    expect(await ask('fetch 1 from c')).toEqual(['E:34000', 'Z:I']);
  });

  test('WITH HOLD runs on after COMMIT, without being read ahead', async () => {
    const before = server.statements.counters.batches;
    await ask('begin; declare c cursor with hold for gen 500 batch=2; fetch 1 from c');
    expect(await ask('commit')).toEqual(['C:COMMIT', 'Z:I']);
    expect(server.statements.counters.batches - before).toBe(1);
    expect(await ask('fetch 2 from c')).toEqual(['T', 'D:1,-', 'D:2,-', 'C:FETCH 2', 'Z:I']);
    expect(await ask('close all')).toEqual(['C:CLOSE CURSOR ALL', 'Z:I']);
    expect(server.statements.counters.open).toBe(0);
  });

  test('WITH HOLD is taken back with the transaction that made it', async () => {
    await ask('begin; declare c cursor with hold for gen 5; rollback');
    expect(await ask('fetch 2 from c')).toEqual(['E:34000', 'Z:I']);
  });

  test('BINARY gives binary', async () => {
    await ask('begin; declare c binary cursor for gen 1');
    expect(await ask('fetch 1 from c')).toEqual(['T', 'D:\0\0\0\0,-', 'C:FETCH 1', 'Z:T']);
  });

  test('that failed cannot be read on', async () => {
    await ask('begin; declare c cursor for gen 9 batch=1 fail=2; savepoint s');
    expect(await ask('fetch 9 from c')).toEqual(['T', 'D:0,-', 'D:1,-', 'E:22012', 'Z:E']);
    await ask('rollback to s');
    expect(await ask('fetch 9 from c')).toEqual(['E:55000', 'Z:E']);
  });
});
