import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../http/support/sandbox.js';
import { CALLERS, type CallerName, type DemoGateway, startDemo } from '../support/demo-gateway.js';

let sandbox: Sandbox;
let demo: DemoGateway;
const clients: Client[] = [];

async function connect(caller: CallerName): Promise<Client> {
  const { hostname, port } = new URL(demo.sqlUrl);
  const client = new Client({
    host: hostname,
    port: Number(port),
    database: 'lakehouse',
    user: CALLERS[caller].user,
    password: await demo.token(caller),
  });
  client.on('error', () => undefined);
  await client.connect();
  clients.push(client);
  return client;
}

async function cell(client: Client, text: string): Promise<unknown> {
  return (await client.query({ text, rowMode: 'array' })).rows[0]?.[0];
}

async function codeOf(client: Client, text: string): Promise<string> {
  return client.query(text).then(
    () => 'done',
    (error: { readonly code: string }) => error.code,
  );
}

/** Asks again until the answer is the one that is waited for. */
async function until<T>(ask: () => Promise<T>, isReached: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (isReached(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

beforeAll(async () => {
  sandbox = createSandbox({ lakehouse: false });
  sandbox.set('refreshSeconds', 1);
  demo = await startDemo({ schemaDir: sandbox.schemaDir });
}, 60_000);

afterAll(async () => {
  for (const client of clients) await client.end();
  await demo.close();
  sandbox.remove();
});

describe('what belongs to one session is nothing to another', () => {
  it('prepared statements and cursors, of another caller and of the same one', async () => {
    const [owner, other, same] = [await connect('ops'), await connect('west'), await connect('ops')];
    await owner.query('PREPARE mine AS SELECT count(*) FROM flights');
    await owner.query('BEGIN; DECLARE mine CURSOR WITH HOLD FOR SELECT flight_id FROM flights; COMMIT');
    for (const client of [other, same]) {
      expect(await codeOf(client, 'EXECUTE mine')).toBe('26000');
      expect(await codeOf(client, 'FETCH 1 FROM mine')).toBe('34000');
      expect(await codeOf(client, 'CLOSE mine')).toBe('34000');
      expect(await cell(client, 'SELECT count(*) FROM pg_prepared_statements')).toBe('0');
    }
    expect(await codeOf(owner, 'FETCH 1 FROM mine')).toBe('done');
  });

  it('results: the same text, one after the other and at once, gives each caller their own', async () => {
    const text = 'SELECT count(*) FROM flights';
    const callers = ['ops', 'west', 'bay', 'west', 'ops'] as const;
    const open = await Promise.all(callers.map((caller) => connect(caller)));
    const alone = new Map<CallerName, unknown>();
    for (const [index, client] of open.entries()) {
      const caller = callers[index] ?? 'none';
      const count = await cell(client, text);
      expect(alone.get(caller) ?? count).toBe(count);
      alone.set(caller, count);
    }
    expect(new Set(alone.values()).size).toBe(3);
    expect(await Promise.all(open.map((client) => cell(client, text)))).toEqual(callers.map((one) => alone.get(one)));
  });
});

describe('policy changed in mid-session', () => {
  it('holds for prepared statements, ends half-read cursors, and revoked tables are gone', async () => {
    const client = await connect('west');
    await client.query('PREPARE counted AS SELECT count(*) FROM flights');
    const before = Number(await cell(client, 'EXECUTE counted'));
    await client.query('BEGIN; DECLARE held CURSOR WITH HOLD FOR SELECT flight_id, origin_iata FROM flights; COMMIT');
    expect((await client.query('FETCH 10 FROM held')).rows).toHaveLength(10);

    sandbox.edit(
      'unity/functions/lakehouse.governance.flights_by_origin.json',
      "('AZ', 'CA', 'NV', 'OR', 'WA')",
      "('CA')",
    );
    const after = await until(
      async () => Number(await cell(client, 'EXECUTE counted')),
      (count) => count !== before,
    );
    expect(after).toBeLessThan(before);
    // What was read ahead of the change is at most one batch.
    expect(
      await until(
        () => codeOf(client, 'FETCH 5000 FROM held'),
        (code) => code !== 'done',
      ),
    ).toBe('40001');

    const grants = 'unity/permissions/table/lakehouse.gold.flights.json';
    sandbox.edit(grants, '"principal": "west"', '"principal": "east"');
    expect(
      await until(
        () => codeOf(client, 'EXECUTE counted'),
        (code) => code !== 'done',
      ),
    ).toBe('42501');
    expect(await codeOf(client, 'SELECT count(*) FROM flights')).toBe('42P01');
    expect(await codeOf(client, 'EXPLAIN SELECT count(*) FROM flights')).toBe('42P01');
    expect(await codeOf(client, 'COPY flights TO STDOUT')).toBe('42P01');
  }, 60_000);
});
