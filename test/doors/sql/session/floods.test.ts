import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bind, cancelRequest, execute, frame, parse, query, sync } from './support/frames.js';
import { startTestServer, type TestServer } from './support/test-server.js';
import { brief, WireClient } from './support/wire-client.js';

const FLOOD = 100_000;
const AT_ONCE = 1_000;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

/** Sends `FLOOD` groups of messages that each end in Sync; how often each answer came. */
async function flood(client: WireClient, group: (index: number) => readonly Buffer[]): Promise<Map<string, number>> {
  const answers = new Map<string, number>();
  for (let from = 0; from < FLOOD; from += AT_ONCE) {
    const indexes = Array.from({ length: AT_ONCE }, (_, offset) => from + offset);
    client.send(...indexes.flatMap((index) => [...group(index), sync()]));
    for (let synced = 0; synced < AT_ONCE; synced += 1) {
      for (const reply of await client.until('Z')) {
        const answer = brief(reply);
        answers.set(answer, (answers.get(answer) ?? 0) + 1);
      }
    }
  }
  return answers;
}

describe('a hundred thousand', () => {
  test('statements: a thousand are kept, the rest refused, the session goes on', async () => {
    const client = await WireClient.start(server.port, 'ann');
    const answers = await flood(client, (index) => [parse(`s${index}`, 'gen 1')]);
    expect(Object.fromEntries(answers)).toEqual({ '1': 1_000, 'E:54000': FLOOD - 1_000, 'Z:I': FLOOD });
    expect(await client.ask(query('gen 1'))).toContain('C:SELECT 1');
    client.close();
  }, 60_000);

  test('portals in one block: a hundred are kept, and the block fails at the next', async () => {
    const client = await WireClient.start(server.port, 'ann');
    await client.ask(query('begin'));
    await client.ask(parse('s', 'gen 1'), sync());
    const answers = await flood(client, (index) => [bind(`p${index}`, 's')]);
    expect(answers.get('2')).toBe(100);
    expect(answers.get('E:54000')).toBe(1);
    expect(answers.get('E:25P02')).toBe(FLOOD - 101);
    expect(await client.ask(query('rollback'))).toEqual(['C:ROLLBACK', 'Z:I']);
    client.close();
  }, 60_000);
});

describe('lengths within a message', () => {
  test.each([
    ['of a value beyond the message', 1_000],
    ['of a value of 2 GiB', 2 ** 31 - 1],
    ['of a value below NULL', -2],
    ['of a value of some 4 GiB, as 32 bits hold it', -(2 ** 31)],
  ])('%s', async (_name, length) => {
    const client = await WireClient.start(server.port, 'ann');
    await client.ask(parse('s', 'gen $1'), sync());
    const counts = Buffer.from([0, 0, 0, 1]);
    const size = Buffer.alloc(4);
    size.writeInt32BE(length);
    const body = Buffer.concat([Buffer.from('\0s\0'), counts, size, Buffer.from('12'), Buffer.from([0, 0])]);
    expect(await client.ask(frame('B', body), execute(''), sync())).toEqual(['E:08P01', 'Z:I']);
    expect(await client.ask(query('gen 1'))).toContain('C:SELECT 1');
    client.close();
  });

  test('a count of values that no message holds', async () => {
    const client = await WireClient.start(server.port, 'ann');
    await client.ask(parse('s', 'gen $1'), sync());
    const body = Buffer.concat([Buffer.from('\0s\0'), Buffer.from([0, 0, 0xff, 0xff])]);
    expect(await client.ask(frame('B', body), sync())).toEqual(['E:08P01', 'Z:I']);
    client.close();
  });
});

test('a thousand guessed cancel keys stop nothing', async () => {
  const client = await WireClient.start(server.port, 'ann');
  client.send(query('gen 10 hang=5 batch=5'));
  const key = client.replies.find(({ type }) => type === 'K')?.body ?? Buffer.alloc(8);
  const processId = key.readInt32BE(0);
  for (let from = 0; from < 1_000; from += 100) {
    const guesses = Array.from({ length: 100 }, async (_, index) => {
      const secret = Buffer.alloc(4);
      secret.writeUInt32BE((key.readUInt32BE(4) + 1 + from + index) >>> 0);
      const guess = await WireClient.open(server.port);
      guess.send(cancelRequest(processId, secret));
      await guess.closed();
      return guess.replies.length;
    });
    expect(await Promise.all(guesses)).toEqual(guesses.map(() => 0));
  }
  expect(server.statements.counters).toMatchObject({ open: 1, aborted: 0 });
  client.close();
}, 60_000);
