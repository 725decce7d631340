import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postJson } from '../http/support/exchange.js';
import { type CallerName, type DemoGateway, startDemo } from '../support/demo-gateway.js';

let demo: DemoGateway;

beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

/** Statements that `work` costs the source. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const before = demo.statements();
  await work();
  return demo.statements() - before;
}

/** Starts a request and drops the connection after `afterMs`. */
function abandon(token: string, body: string, afterMs: number): Promise<void> {
  return new Promise((resolve) => {
    const sent = request(new URL('/graphql', demo.url), {
      method: 'POST',
      agent: false,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    sent.on('error', () => resolve());
    sent.on('response', (reply) => reply.resume().on('close', () => resolve()));
    sent.end(body);
    setTimeout(() => sent.destroy(), afterMs);
  });
}

describe('Cache', () => {
  test('same query, several callers, in every order: each their own answer, warm and cold alike', async () => {
    const query =
      '{ flights(first: 2, orderBy: [{ delay: DESC }]) { totalCount nodes { id origin { iata latitude } } } airports(first: 1, filter: { iata: { eq: "LAX" } }) { nodes { latitude departures { totalCount } } } }';
    const callers: readonly CallerName[] = ['ops', 'west', 'bay'];
    const cold = await startDemo({ cache: false });
    try {
      const alone = new Map<CallerName, string>();
      for (const caller of callers) alone.set(caller, (await cold.ask(caller, query)).text);
      expect(new Set(alone.values()).size).toBe(3);
      for (const caller of [...callers, ...[...callers].reverse(), ...callers]) {
        expect((await demo.ask(caller, query)).text).toBe(alone.get(caller));
      }
      expect((await demo.ask('west', query)).headers.get('x-cache')).toBe('hit');
      await Promise.all(
        Array.from({ length: 30 }, async (_, index) => {
          const caller = callers[index % 3] ?? 'ops';
          expect((await demo.ask(caller, query)).text).toBe(alone.get(caller));
        }),
      );
      const none = await demo.ask('none', query);
      expect(none.body.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    } finally {
      await cold.close();
    }
  });

  test('callers share an entry exactly when policy gives them the same plan', async () => {
    const query = '{ flights(first: 1, orderBy: [{ distance: DESC }]) { totalCount nodes { id } } }';
    const tokenOf = (user: string, groups: readonly string[]) => demo.issuer.issueDevToken({ user, groups });
    const ask = async (token: string) => (await postJson(demo.url, token, { query })).headers['x-cache'];
    expect(await ask(await tokenOf('one@flights.demo', ['ops']))).toBe('miss');
    expect(await ask(await tokenOf('two@flights.demo', ['ops']))).toBe('hit');
    expect(await ask(await tokenOf('two@flights.demo', ['ops', 'west']))).toBe('hit');
    expect(await ask(await tokenOf('two@flights.demo', ['west']))).toBe('miss');
    expect(await ask(await tokenOf('bay.partner@flights.demo', []))).toBe('miss');
    // Same grants through a group, but the mapping table knows only the partner.
    expect(await ask(await tokenOf('bay.partner@flights.demo', ['west']))).toBe('hit');
  });

  test('a variable, an argument, an alias or a selection changed is another answer', async () => {
    const query =
      'query ($n: Int, $d: OrderDirection = ASC, $skip: Boolean = false) { a: flights(first: $n, orderBy: [{ id: $d }]) { nodes { id delay @skip(if: $skip) } } }'.replace(
        'OrderDirection',
        'OrderDirection!',
      );
    const seen = new Set<string>();
    for (const variables of [{ n: 1 }, { n: 2 }, { n: 1, d: 'DESC' }, { n: 1, skip: true }, { n: 2, skip: true }]) {
      const first = await demo.ask('ops', query, variables);
      expect(first.body.errors).toBeUndefined();
      expect((await demo.ask('ops', query, variables)).text).toBe(first.text);
      seen.add(first.text);
    }
    seen.add((await demo.ask('ops', query.replace('a: flights', 'b: flights'), { n: 1 })).text);
    expect(seen.size).toBe(6);
  });

  test('delimiters and look-alikes in values do not collide', async () => {
    const query =
      'query ($a: [String!], $b: String) { airports(first: 3, filter: { or: [{ iata: { in: $a } }, { name: { eq: $b } }] }) { totalCount nodes { iata } } }';
    const cases: readonly (readonly [readonly string[], string])[] = [
      [['SFO', 'LAX'], ''],
      [['SFO,LAX'], ''],
      [['SFO","LAX'], ''],
      [['SFO\nLAX'], ''],
      [['SFO'], 'LAX'],
      [['SFO\u0000'.slice(0, 3)], 'x'],
      [["SFO','LAX"], ''],
      [[], 'SFO'],
      [['SFO '], ''],
      [['sfo'], ''],
      [['SFO'], ''],
    ];
    const expected = [2, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1];
    for (const _round of [1, 2]) {
      const totals = [];
      for (const [a, b] of cases) totals.push((await demo.ask('ops', query, { a, b })).body.data.airports.totalCount);
      expect(totals).toEqual(expected);
    }
    const swapped =
      'query ($a: Int, $b: Int) { flights(first: 1, filter: { delay: { gt: $a, lt: $b } }) { totalCount } }';
    const counts = [
      [1, 12],
      [11, 2],
      [1, 2],
      [11, 12],
      [112, 0],
    ].map(async ([a, b]) => (await demo.ask('ops', swapped, { a, b })).body.data.flights.totalCount);
    const [wide, empty, one, eleven, none] = await Promise.all(counts);
    expect([wide > 0, empty, one, eleven, none]).toEqual([true, 0, 0, 0, 0]);
    const integers = await demo.ask('ops', 'query ($a: ID!) { flight(id: $a) { id } }', { a: '1' });
    expect((await demo.ask('ops', 'query ($a: ID!) { flight(id: $a) { id } }', { a: 1 })).text).toBe(integers.text);
  });

  test('single flight: equal requests at the same time are one statement, others are not', async () => {
    const query = (limit: number) =>
      `{ flightGroups(filter: { delay: { gt: ${limit} } }) { key { origin { state } } count } }`;
    const users = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        demo.issuer.issueDevToken({ user: `u${index}@flights.demo`, groups: ['ops'] }),
      ),
    );
    const texts = new Set<string>();
    const same = await statementsOf(() =>
      Promise.all(users.map(async (token) => texts.add((await postJson(demo.url, token, { query: query(7) })).text))),
    );
    expect([same, texts.size]).toEqual([1, 1]);
    const west = await demo.token('west');
    const two = await statementsOf(() =>
      Promise.all([...users.slice(0, 5), west, west].map((token) => postJson(demo.url, token, { query: query(8) }))),
    );
    expect(two).toBe(2);
    expect(await statementsOf(() => Promise.all([9, 10, 11].map((limit) => demo.ask('ops', query(limit)))))).toBe(3);
  });

  test('one who leaves a shared flight does not take the others along', async () => {
    const query =
      '{ flightGroups(filter: { delay: { gt: -777 } }) { key { origin { iata } day: date(bucket: DAY) } count } }';
    const body = JSON.stringify({
      query: query.replace('flightGroups(', 'flightGroups(first: 50, orderBy: [{ count: DESC }], '),
    });
    const ops = await demo.token('ops');
    const leaving = Array.from({ length: 5 }, (_, index) => abandon(ops, body, 5 + index * 15));
    const staying = await Promise.all(Array.from({ length: 5 }, () => postJson(demo.url, ops, body)));
    await Promise.all(leaving);
    for (const reply of staying) expect(JSON.parse(reply.text).data.flightGroups).toHaveLength(50);
    expect(new Set(staying.map(({ text }) => text)).size).toBe(1);
  });

  test('errors are never cached: each asks the source again', async () => {
    const short = await startDemo({ cache: true });
    try {
      const refused = '{ flights(first: 1) { nodes { id } } airports(first: 10001) { totalCount } }';
      for (const _round of [1, 2]) {
        const reply = await short.ask('ops', refused);
        expect([reply.body.errors[0].extensions.code, reply.headers.get('x-cache')]).toEqual([
          'BAD_USER_INPUT',
          'miss',
        ]);
      }
      const token = await short.token('ops');
      const slow = '{ flightGroups(first: 5) { key { id } percentile(p: 0.5) { delay } } }';
      await Promise.race([
        postJson(short.url, token, { query: slow }).catch(() => undefined),
        new Promise((resolve) => setTimeout(resolve, 10)),
      ]);
      expect((await short.ask('ops', '{ flights(first: 1) { nodes { id } } }')).body).toEqual({
        data: { flights: { nodes: [{ id: '1' }] } },
      });
    } finally {
      await short.close();
    }
  });

  test('200 random cancels under load, each reply its own', async () => {
    const tokens = await Promise.all((['ops', 'west', 'bay'] as const).map((caller) => demo.token(caller)));
    const query =
      'query ($id: ID!, $n: Int!) { flights(first: 3, filter: { id: { gte: $id }, delay: { gte: $n } }, orderBy: [{ id: ASC }]) { totalCount nodes { id delay originIata } } }';
    let seed = 20_010_131;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      return seed % below;
    };
    const cancels: Promise<void>[] = [];
    const replies: Promise<void>[] = [];
    for (let index = 0; index < 200; index += 1) {
      const token = tokens[index % 3] ?? '';
      const abandoned = { id: String(random(3_000_000)), n: random(40) - 10 };
      cancels.push(abandon(token, JSON.stringify({ query, variables: abandoned }), random(60)));
      if (index % 2 === 1) continue;
      const kept = { id: String(random(3_000_000)), n: random(40) - 10 };
      replies.push(
        postJson(demo.url, token, { query, variables: kept }).then(({ status, text }) => {
          const { data, errors } = JSON.parse(text) as {
            readonly data?: {
              readonly flights: {
                readonly nodes: readonly { readonly id: string; readonly delay: number; readonly originIata: string }[];
              };
            };
            readonly errors?: unknown;
          };
          expect([status, errors]).toEqual([200, undefined]);
          for (const { id, delay, originIata } of data?.flights.nodes ?? []) {
            expect([Number(id) >= Number(kept.id), delay >= kept.n]).toEqual([true, true]);
            if (index % 3 === 2) expect(['SFO', 'OAK', 'SJC']).toContain(originIata);
          }
        }),
      );
      if (index % 20 === 0) await new Promise((resolve) => setTimeout(resolve, random(30)));
    }
    await Promise.all([...cancels, ...replies]);
    const after = await demo.ask('west', query, { id: '1', n: 100 });
    const cold = await startDemo({ cache: false });
    try {
      expect(after.text).toBe((await cold.ask('west', query, { id: '1', n: 100 })).text);
    } finally {
      await cold.close();
    }
  });
});
