import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { frame, query } from './support/frames.js';
import { startTestServer, type TestServer } from './support/test-server.js';
import { brief, fieldsOf, valuesOf, WireClient } from './support/wire-client.js';

let server: TestServer;
let client: WireClient;

beforeAll(async () => {
  server = await startTestServer();
  client = await WireClient.start(server.port, 'ann');
});

afterAll(async () => {
  client.close();
  await server.close();
});

describe('a query string', () => {
  test('gives rows, then its tag', async () => {
    expect(await client.ask(query('gen 2 mark=a'))).toEqual(['T', 'D:0,a', 'D:1,a', 'C:SELECT 2', 'Z:I']);
  });

  test('of several statements answers each in order', async () => {
    expect(await client.ask(query('gen 1; listen x; gen 0'))).toEqual([
      ...['T', 'D:0,-', 'C:SELECT 1'],
      'C:LISTEN',
      ...['T', 'C:SELECT 0', 'Z:I'],
    ]);
  });

  test('ends at its first error', async () => {
    expect(await client.ask(query('gen 1; gen 3 batch=1 fail=1; gen 1'))).toEqual([
      ...['T', 'D:0,-', 'C:SELECT 1'],
      ...['T', 'D:0,-', 'E:22012', 'Z:I'],
    ]);
  });

  test('runs nothing if any of it does not parse', async () => {
    const before = server.statements.counters.executed;
    expect(await client.ask(query('gen 1; sel'))).toEqual(['E:42601', 'Z:I']);
    expect(server.statements.counters.executed).toBe(before);
  });

  test('that is empty is answered as such', async () => {
    expect(await client.ask(query(' ; ;'))).toEqual(['I', 'Z:I']);
    expect(await client.ask(query('gen 1;'))).toEqual(['T', 'D:0,-', 'C:SELECT 1', 'Z:I']);
  });

  test('over the limit is refused and leaves the session whole', async () => {
    expect(await client.ask(query(`gen 1 mark=${'m'.repeat(100_000)}`))).toEqual(['E:54000', 'Z:I']);
    expect(await client.ask(query('gen 0'))).toEqual(['T', 'C:SELECT 0', 'Z:I']);
  });

  test('with parameters is refused', async () => {
    expect(await client.ask(query('gen $1'))).toEqual(['E:42P02', 'Z:I']);
  });

  test('that is no UTF-8, or has bytes behind its NUL, is refused', async () => {
    expect(await client.ask(frame('Q', Buffer.from([0xc3, 0x28, 0])))).toEqual(['E:22021', 'Z:I']);
    expect(await client.ask(frame('Q', Buffer.from('gen 1\0drop\0')))).toEqual(['E:08P01', 'Z:I']);
  });
});

test('COPY goes out as CopyData', async () => {
  expect(await client.ask(query('copy gen 2'))).toEqual(['H', 'd:0\t-', 'd:1\t-', 'c', 'C:COPY 2', 'Z:I']);
});

test('an error has its fields, and keeps from the client what is the operator’s', async () => {
  client.send(query('sel'));
  expect(fieldsOf((await client.until('Z'))[0] ?? { type: '', body: Buffer.alloc(0) })).toEqual({
    ...{ S: 'ERROR', V: 'ERROR', C: '42601', M: 'syntax error', P: '1' },
  });
  client.send(query('gen broken'));
  const [reply] = await client.until('Z');
  expect(reply === undefined ? {} : fieldsOf(reply)).toMatchObject({ C: 'XX000', M: 'Internal error.' });
  const last = server.events.at(-1);
  expect(last?.kind === 'error' && String(last.error.cause)).toContain('secret of the operator');
});

test('a function call is refused without losing the place', async () => {
  expect(await client.ask(frame('F', Buffer.from([0, 0, 0, 1])))).toEqual(['E:0A000', 'Z:I']);
});

test('copy-in messages out of place are passed over', async () => {
  expect(
    await client.ask(frame('d', Buffer.from('1')), frame('c'), frame('f', Buffer.from('no\0')), query('gen 0')),
  ).toEqual(['T', 'C:SELECT 0', 'Z:I']);
});

test('SHOW gives one text row, SHOW ALL all of them', async () => {
  expect(await client.ask(query('show timezone'))).toEqual(['T', 'D:UTC', 'C:SHOW', 'Z:I']);
  client.send(query('show all'));
  const rows = (await client.until('Z')).filter(({ type }) => type === 'D').map(valuesOf);
  expect(rows).toContainEqual(['max_identifier_length', '63', 'Longest name in bytes.']);
  expect(rows).toContainEqual(['server_version_num', '180006', 'server_version as a number.']);
});

test('SQL-level PREPARE, EXECUTE and DEALLOCATE', async () => {
  expect(await client.ask(query('prepare p (int4, text) as gen $1 mark=$2'))).toEqual(['C:PREPARE', 'Z:I']);
  expect(await client.ask(query('execute p(1, z)'))).toEqual(['T', 'D:0,z', 'C:SELECT 1', 'Z:I']);
  expect(await client.ask(query('execute p(1)'))).toEqual(['E:42601', 'Z:I']);
  expect(await client.ask(query('prepare p as gen 1'))).toEqual(['E:42P05', 'Z:I']);
  expect(await client.ask(query('prepare q (no_type) as gen 1'))).toEqual(['E:42704', 'Z:I']);
  expect(await client.ask(query('deallocate p; execute p(1, z)'))).toEqual(['C:DEALLOCATE', 'E:26000', 'Z:I']);
});

test('a reported setting is told again when it changes', async () => {
  client.send(query("set application_name to 'tool'"));
  const replies = await client.until('Z');
  expect(replies.map(brief)).toEqual(['C:SET', 'S', 'Z:I']);
  expect(replies[1]?.body.toString()).toBe('application_name\0tool\0');
  expect(await client.ask(query("set application_name to 'tool'"))).toEqual(['C:SET', 'Z:I']);
  expect(await client.ask(query('reset application_name'))).toEqual(['C:RESET', 'S', 'Z:I']);
});
