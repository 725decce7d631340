import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  bind,
  closePortal,
  closeStatement,
  describePortal,
  describeStatement,
  execute,
  flush,
  frame,
  parse,
  query,
  sync,
} from './support/frames.js';
import { startTestServer, type TestServer } from './support/test-server.js';
import { brief, WireClient } from './support/wire-client.js';

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

test('Parse, Bind, Describe, Execute, Sync', async () => {
  const bound = bind('', '', { values: ['2', 'm'] });
  expect(
    await client.ask(
      parse('', 'gen $1 mark=$2'),
      describeStatement(''),
      bound,
      describePortal(''),
      execute(''),
      sync(),
    ),
  ).toEqual(['1', 't', 'T', '2', 'T', 'D:0,m', 'D:1,m', 'C:SELECT 2', 'Z:I']);
});

test('Flush brings what is there', async () => {
  client.send(parse('', 'gen 1'), flush());
  expect((await client.until('1')).map(brief)).toEqual(['1']);
});

test('binary parameters and results', async () => {
  const bound = bind('', '', { values: ['\0\0\0\u0001'], formats: [1], resultFormats: [1, 0] });
  client.send(parse('', 'gen $1'), bound, describePortal(''), execute(''), sync());
  const replies = await client.until('Z');
  expect(replies.map(brief)).toEqual(['1', '2', 'T', 'D:\0\0\0\0,-', 'C:SELECT 1', 'Z:I']);
  expect(replies[2]?.body.readInt16BE(2 + 'n\0'.length + 16)).toBe(1);
});

describe('a portal', () => {
  test('is suspended at maxRows, pulls no further, and goes on', async () => {
    const before = server.statements.counters.batches;
    await client.ask(query('begin'));
    expect(await client.ask(parse('', 'gen 5 batch=2'), bind('p', ''), execute('p', 2), sync())).toEqual([
      ...['1', '2', 'D:0,-', 'D:1,-', 's', 'Z:T'],
    ]);
    expect(server.statements.counters.batches - before).toBe(1);
    expect(await client.ask(execute('p', 2), execute('p', 2), execute('p', 2), sync())).toEqual([
      ...['D:2,-', 'D:3,-', 's'],
      ...['D:4,-', 'C:SELECT 1'],
      ...['C:SELECT 0', 'Z:T'],
    ]);
  });

  test('ends with its transaction: at Sync outside a block, at COMMIT in one', async () => {
    await client.ask(parse('s', 'gen 500 batch=2'), bind('p', 's'), execute('p', 1), sync());
    expect(server.statements.counters.open).toBe(0);
    expect(await client.ask(execute('p'), sync())).toEqual(['E:34000', 'Z:I']);
    await client.ask(query('begin'));
    await client.ask(bind('p', 's'), execute('p', 1), sync());
    expect(server.statements.counters.open).toBe(1);
    await client.ask(query('commit'));
    expect(server.statements.counters.open).toBe(0);
  });

  test('has a name of its own; the unnamed one is replaced', async () => {
    const twice = [parse('', 'gen 1'), bind('p', ''), bind('p', ''), sync()];
    expect(await client.ask(...twice)).toEqual(['1', '2', 'E:42P03', 'Z:I']);
    expect(await client.ask(parse('', 'gen 1'), bind('', ''), bind('', ''), sync())).toEqual(['1', '2', '2', 'Z:I']);
  });

  test('is closed on demand, and closing none is no error', async () => {
    const messages = [parse('', 'gen 1'), bind('p', ''), closePortal('p'), closePortal('p'), execute('p'), sync()];
    expect(await client.ask(...messages)).toEqual(['1', '2', '3', '3', 'E:34000', 'Z:I']);
  });

  test('of a command runs once', async () => {
    const messages = [parse('', 'set my.name = x'), bind('p', ''), execute('p'), execute('p'), sync()];
    expect(await client.ask(...messages)).toEqual(['1', '2', 'C:SET', 'E:55000', 'Z:I']);
    expect(await client.ask(query('show my.name'))).toEqual(['E:42704', 'Z:I']);
  });

  test('is read by FETCH too', async () => {
    await client.ask(query('begin'));
    await client.ask(parse('', 'gen 3'), bind('p', ''), execute('p', 1), sync());
    expect(await client.ask(query('fetch all in p'))).toEqual(['T', 'D:1,-', 'D:2,-', 'C:FETCH 2', 'Z:T']);
  });

  test('there are no more than a hundred', async () => {
    const binds = Array.from({ length: 101 }, (_, index) => bind(`p${index}`, ''));
    const replies = await client.ask(parse('', 'gen 1'), ...binds, sync());
    expect(replies.filter((reply) => reply === '2')).toHaveLength(100);
    expect(replies.slice(-2)).toEqual(['E:54000', 'Z:I']);
  });
});

describe('a statement', () => {
  test('has a name of its own, is known by it, and can be closed', async () => {
    expect(await client.ask(parse('s', 'gen 1'), parse('s', 'gen 1'), sync())).toEqual(['1', 'E:42P05', 'Z:I']);
    expect(await client.ask(closeStatement('s'), bind('', 's'), sync())).toEqual(['3', 'E:26000', 'Z:I']);
    expect(await client.ask(bind('', ''), sync())).toEqual(['E:26000', 'Z:I']);
  });

  test('is one', async () => {
    expect(await client.ask(parse('', 'gen 1; gen 2'), sync())).toEqual(['E:42601', 'Z:I']);
  });

  test('may be empty', async () => {
    const messages = [parse('', ''), bind('', ''), describePortal(''), execute(''), sync()];
    expect(await client.ask(...messages)).toEqual(['1', '2', 'n', 'I', 'Z:I']);
  });

  test('without rows has no description; SHOW has', async () => {
    expect(await client.ask(parse('', 'begin'), describeStatement(''), sync())).toEqual(['1', 't', 'n', 'Z:I']);
    expect(await client.ask(parse('', 'show timezone'), describeStatement(''), sync())).toEqual(['1', 't', 'T', 'Z:I']);
  });

  test('COPY goes out whole whatever maxRows says', async () => {
    const messages = [parse('', 'copy gen 2'), bind('', ''), describePortal(''), execute('', 1), sync()];
    expect(await client.ask(...messages)).toEqual(['1', '2', 'n', 'H', 'd:0\t-', 'd:1\t-', 'c', 'C:COPY 2', 'Z:I']);
  });

  test('there are no more than a thousand', async () => {
    const parses = Array.from({ length: 1_001 }, (_, index) => parse(`s${index}`, 'gen 1'));
    const replies = await client.ask(...parses, sync());
    expect(replies.filter((reply) => reply === '1')).toHaveLength(1_000);
    expect(replies.slice(-2)).toEqual(['E:54000', 'Z:I']);
  });

  test('DECLARE takes parameters', async () => {
    await client.ask(query('begin'));
    const messages = [parse('', 'declare c cursor for gen $1'), describeStatement(''), bind('', '', { values: ['1'] })];
    expect(await client.ask(...messages, execute(''), sync())).toEqual(['1', 't', 'n', '2', 'C:DECLARE CURSOR', 'Z:T']);
    const fetch = [parse('', 'fetch 2 from c'), bind('', '', { resultFormats: [1] }), execute(''), sync()];
    expect(await client.ask(...fetch)).toEqual(['1', '2', 'D:\0\0\0\0,-', 'C:FETCH 1', 'Z:T']);
    expect(await client.ask(query('fetch 1 from c'))).toEqual(['E:0A000', 'Z:E']);
  });
});

describe('an error', () => {
  test('passes over everything up to Sync', async () => {
    const messages = [parse('', 'gen nowhere'), bind('', ''), execute(''), query('gen 1'), sync(), query('gen 0')];
    expect(await client.ask(...messages)).toEqual(['E:42P01', 'Z:I']);
    expect((await client.until('Z')).map(brief)).toEqual(['T', 'C:SELECT 0', 'Z:I']);
  });

  test('in mid-rows too', async () => {
    const messages = [parse('', 'gen 3 batch=1 fail=1'), bind('', ''), execute(''), parse('', 'gen 1'), sync()];
    expect(await client.ask(...messages)).toEqual(['1', '2', 'D:0,-', 'E:22012', 'Z:I']);
  });

  test('takes back what was set since the last Sync', async () => {
    const set = [parse('', 'set my.name = x'), bind('', ''), execute('')];
    expect(await client.ask(...set, parse('', 'sel'), sync())).toEqual(['1', '2', 'C:SET', 'E:42601', 'Z:I']);
    expect(await client.ask(query('show my.name'))).toEqual(['E:42704', 'Z:I']);
    await client.ask(...set, sync());
    expect(await client.ask(query('show my.name'))).toEqual(['T', 'D:x', 'C:SHOW', 'Z:I']);
  });

  test('of a failed block is met at Parse, Bind and Execute', async () => {
    await client.ask(parse('s', 'gen 1'), sync());
    await client.ask(query('begin'));
    await client.ask(query('gen nowhere'));
    expect(await client.ask(parse('', 'gen 1'), sync())).toEqual(['E:25P02', 'Z:E']);
    expect(await client.ask(bind('', 's'), sync())).toEqual(['E:25P02', 'Z:E']);
    expect(await client.ask(parse('', 'rollback'), bind('', ''), execute(''), sync())).toEqual([
      ...['1', '2', 'C:ROLLBACK', 'Z:I'],
    ]);
  });

  test.each([
    ['too few values', bind('', 's', { values: ['1'] }), '08P01'],
    ['formats that do not match the values', bind('', 's', { values: ['1', 'x'], formats: [0, 0, 0] }), '08P01'],
    ['formats that do not match the columns', bind('', 's', { values: ['1', 'x'], resultFormats: [0, 0, 0] }), '08P01'],
    ['an unknown format', bind('', 's', { values: ['1', 'x'], formats: [2] }), '22023'],
    ['a value longer than the message', frame('B', Buffer.from('\0s\0\0\0\0\x02\x7f\xff\xff\xff', 'latin1')), '08P01'],
    ['a negative length', frame('B', Buffer.from('\0s\0\0\0\0\x02\xff\xff\xff\xfe', 'latin1')), '08P01'],
    ['a name without an end', frame('D', Buffer.from('Sabc')), '08P01'],
    ['a subtype that does not exist', frame('D', Buffer.from('Zabc\0')), '08P01'],
    ['bytes behind its end', frame('E', Buffer.from('\0\0\0\0\0\0')), '08P01'],
  ])('of a message with %s', async (_what, message, sqlState) => {
    await client.ask(parse('s', 'gen $1 mark=$2'), sync());
    expect(await client.ask(message, sync())).toEqual([`E:${sqlState}`, 'Z:I']);
  });
});
