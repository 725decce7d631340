import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Source } from '../../../../src/sources/source.js';
import { answerWith } from '../../../standins/models/model-server.js';
import { CALLERS, type CallerName } from '../../../support/demo-gateway.js';
import { type ModelsGateway, startModelsGateway } from '../../graphql/models/models-gateway.js';

let gateway: ModelsGateway;
const clients = new Map<CallerName, Client>();

async function clientOf(caller: CallerName): Promise<Client> {
  const known = clients.get(caller);
  if (known !== undefined) return known;
  const { hostname, port } = new URL(gateway.sqlUrl);
  const client = new Client({
    host: hostname,
    port: Number(port),
    database: 'lakehouse',
    user: CALLERS[caller].user,
    password: await gateway.token(caller),
  });
  await client.connect();
  clients.set(caller, client);
  return client;
}

async function ask(caller: CallerName, text: string, values: readonly unknown[] = []): Promise<readonly unknown[][]> {
  const { rows } = await (await clientOf(caller)).query({ text, values: [...values], rowMode: 'array' });
  return rows;
}

/** The source as one that takes in no rows of others. */
function withoutHost(source: Source): Source {
  return {
    name: source.name,
    dialect: source.dialect,
    traits: source.traits,
    runsAs: source.runsAs,
    execute: (statement, options) => source.execute(statement, options),
    versions: (tables, signal) => source.versions(tables, signal),
    health: (signal) => source.health(signal),
    close: async () => undefined,
  };
}

beforeAll(async () => {
  gateway = await startModelsGateway('batchRows: 64\n    maxRows: 5000', { timeoutMs: 3000 });
}, 120_000);
beforeEach(() => gateway.server.reset());
afterAll(async () => {
  for (const client of clients.values()) await client.end();
  await gateway.close();
});

const calls = () => gateway.server.calls;
const rowsSent = () => calls().flatMap((call) => call.rows);

const reach = () => 'reach(latitude, longitude, 0)';

/** With what the stand-in computes in place of calls. */
const inPlainSql = (text: string) =>
  text
    .replace(/\bF\b/gu, '(latitude * 1000 + longitude)')
    .replace(/reach\((.*?\)), (.*?\)?), 0\)/gu, '($1 * 1000 + $2)');

describe('a call gives what the same formula gives', () => {
  test.each([
    ['in the select list', 'SELECT iata, F FROM gold.airports ORDER BY iata'],
    ['with the order of the rows', 'SELECT F FROM gold.airports ORDER BY iata DESC LIMIT 9'],
    ['in the order', 'SELECT iata, F FROM gold.airports ORDER BY F DESC, iata LIMIT 5'],
    ['in the order alone', 'SELECT iata FROM gold.airports ORDER BY F, iata LIMIT 5 OFFSET 3'],
    ['in WHERE', "SELECT iata FROM gold.airports WHERE state = 'CA' AND F > 35000 ORDER BY iata"],
    ['in WHERE beside OR', "SELECT iata FROM gold.airports WHERE state = 'CA' OR F > 45000 ORDER BY iata"],
    ['in WHERE and above', 'SELECT iata, F + 1 FROM gold.airports WHERE F > 45000 ORDER BY iata'],
    ['within a call', 'SELECT iata, reach(F, 1, 0) FROM gold.airports ORDER BY iata LIMIT 20'],
    ['in groups', 'SELECT F > 40000, count(*) FROM gold.airports GROUP BY 1 ORDER BY 1'],
    ['in aggregates', 'SELECT state, max(F), count(DISTINCT F) FROM gold.airports GROUP BY state ORDER BY state'],
    ['in HAVING', 'SELECT state FROM gold.airports GROUP BY state HAVING max(F) > 45000 ORDER BY state'],
    [
      'over aggregates',
      'SELECT state, reach(max(latitude), min(longitude), 0) FROM gold.airports GROUP BY 1 ORDER BY 1',
    ],
    ['in a window', 'SELECT iata, rank() OVER (PARTITION BY state ORDER BY F, iata) FROM gold.airports ORDER BY iata'],
    [
      'in a derived table',
      'SELECT x.f FROM (SELECT iata, F AS f FROM gold.airports) x WHERE x.f > 45000 ORDER BY x.iata',
    ],
    [
      'in a CTE read twice',
      'WITH x AS (SELECT iata, F AS f FROM gold.airports) SELECT a.f, b.f FROM x a JOIN x b USING (iata) ORDER BY iata',
    ],
    [
      'in a sub-query of its own',
      'SELECT count(*) FROM gold.airports WHERE latitude * 1000 > (SELECT avg(F) FROM gold.airports)',
    ],
    [
      'in IN',
      'SELECT iata FROM gold.airports WHERE iata IN (SELECT iata FROM gold.airports WHERE F > 45000) ORDER BY iata',
    ],
    ['in a set operation', 'SELECT F FROM gold.airports UNION SELECT latitude FROM gold.airports ORDER BY 1'],
    ['with DISTINCT', 'SELECT DISTINCT F > 40000 FROM gold.airports ORDER BY 1'],
    ['with DISTINCT ON', 'SELECT DISTINCT ON (state) state, iata, F FROM gold.airports ORDER BY state, F DESC, iata'],
    [
      'in a join',
      'SELECT a.iata, b.iata FROM gold.airports a JOIN (SELECT iata, F AS f FROM gold.airports) b ON a.latitude * 1000 < b.f AND a.state = $$CA$$ AND b.f > 45000 ORDER BY 1, 2',
    ],
    [
      'in the condition of a left join',
      'SELECT count(*), count(m.iata) FROM gold.airports LEFT JOIN (SELECT iata, state FROM gold.airports) m ON m.state = airports.state AND F > 45000',
    ],
    ['in CASE', "SELECT iata, CASE WHEN state = 'CA' THEN F END FROM gold.airports ORDER BY iata"],
    ['with FILTER', 'SELECT count(*) FILTER (WHERE F > 40000) FROM gold.airports'],
    [
      'beside a correlated sub-query',
      'SELECT iata, F, (SELECT count(*) FROM (SELECT state AS s FROM gold.airports) o WHERE o.s = airports.state) FROM gold.airports ORDER BY iata',
    ],
  ])('%s', async (_, text) => {
    const got = await ask('ops', text.replace(/\bF\b/gu, reach()));
    const want = await ask('ops', inPlainSql(text));
    expect(got).toEqual(want);
    expect(got.length).toBeGreaterThan(0);
  });

  test('without a table, with named arguments and with parameters', async () => {
    expect(await ask('ops', 'SELECT reach(1, 2, 3)')).toEqual([[1005]]);
    expect(await ask('ops', 'SELECT models.reach(hour => 3, lon => 2, lat => 1)')).toEqual([[1005]]);
    expect(await ask('ops', 'SELECT reach($1, $2, $3)', [1, 2, 3])).toEqual([[1005]]);
    expect(await ask('ops', 'SELECT sure_label(1, 2, code => $1), sure_reach(1, 2, $1)', ['x'])).toEqual([
      ['x!', 1002],
    ]);
    expect(calls().map((call) => call.rows.length)).toEqual([1, 1, 1, 1]);
  });

  test('NULL as the model has it', async () => {
    expect(await ask('ops', 'SELECT reach(1, 2, NULL), sure_label(1, 2, NULL)')).toEqual([[1002, null]]);
    expect(rowsSent()).toHaveLength(1);
  });
});

describe('what is sent', () => {
  test('each different input once, in as few calls as batches allow', async () => {
    const [[different]] = (await ask('ops', 'SELECT count(DISTINCT origin_iata) FROM gold.flights')) as [[string]];
    const [[count]] = (await ask(
      'ops',
      'SELECT count(risk(length(origin_iata), origin_iata)) FROM gold.flights WHERE distance > 200',
    )) as [[string]];
    expect(Number(count)).toBeGreaterThan(Number(different));
    const sent = rowsSent().map((row) => JSON.stringify(row));
    expect(new Set(sent).size).toBe(sent.length);
    expect(calls()).toHaveLength(Math.ceil(sent.length / 256));
    gateway.server.reset();
    const [[airports]] = (await ask(
      'ops',
      'SELECT count(*) FROM (SELECT DISTINCT latitude, longitude FROM gold.airports) x',
    )) as [[string]];
    await ask('ops', `SELECT ${reach()}, ${reach()} + 1 FROM gold.airports WHERE ${reach()} > 0 ORDER BY ${reach()}`);
    expect(rowsSent()).toHaveLength(Number(airports));
    expect(calls()).toHaveLength(Math.ceil(Number(airports) / 64));
  });

  test('nothing of rows that a filter beside it or policy keeps back, and masked values masked', async () => {
    await ask('ops', `SELECT iata FROM gold.airports WHERE ${reach()} > 0 AND state = 'CA'`);
    const wanted = await ask('ops', "SELECT DISTINCT latitude, longitude FROM gold.airports WHERE state = 'CA'");
    expect(new Set(rowsSent().map((row) => row.slice(0, 2).join()))).toEqual(new Set(wanted.map((row) => row.join())));
    gateway.server.reset();
    const seen = await ask('west', 'SELECT DISTINCT latitude, longitude, iata FROM gold.airports');
    const label = await ask('west', 'SELECT iata, sure_label(latitude, longitude, iata) FROM gold.airports');
    expect(label).toHaveLength(seen.length);
    for (const [iata, text] of label) expect(text).toBe(`${iata}!`);
    expect(new Set(rowsSent().map((row) => row.join()))).toEqual(new Set(seen.map((row) => row.join())));
    const everything = await ask('ops', 'SELECT DISTINCT latitude, longitude, iata FROM gold.airports');
    expect(new Set(everything.map((row) => row.join()))).not.toEqual(new Set(seen.map((row) => row.join())));
  });
});

/** A linear congruential generator: the same rows in each run. */
function draw(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

test.each([1, 2, 3, 4, 5, 6])(
  'rows drawn at random, with NULLs and repetitions, give what the formula gives: %i',
  async (seed) => {
    const next = draw(seed);
    const cell = () => (next(6) === 0 ? 'NULL' : String(next(4)));
    const rows = Array.from({ length: 1 + next(60) }, () => `(${next(4)}::float8, ${next(4)}::float8, ${cell()}::int)`);
    const table = `(VALUES ${rows.join(', ')}) t(a, b, c)`;
    for (const text of [
      `SELECT a, b, c, F FROM ${table} ORDER BY 1, 2, 3`,
      `SELECT F, count(*), sum(F + a) FROM ${table} WHERE c IS NULL OR F > 1001 GROUP BY 1 ORDER BY 1`,
      `SELECT x.a, y.F FROM ${table.replace(' t(', ' x(')} LEFT JOIN (SELECT *, F AS f FROM ${table}) y ON x.a = y.a AND y.f > 1000 ORDER BY 1, 2`,
      `SELECT sum(F) OVER (ORDER BY F, a) FROM ${table} ORDER BY F DESC, 1 LIMIT 7`,
    ]) {
      const as = (call: string) => text.replaceAll('y.F', 'y.f').replace(/\bF\b/gu, call);
      gateway.server.reset();
      const got = await ask('ops', as('reach(a, b, c)'));
      const sent = rowsSent().map((row) => row.join());
      expect(got).toEqual(await ask('ops', as('(a * 1000 + b + coalesce(c, 0))')));
      expect(new Set(sent).size).toBe(sent.length);
    }
  },
);

test('a call reads the rows of a source that hosts no joins', async () => {
  const lakehouse = gateway.gateway.sources.get('lakehouse');
  if (lakehouse === undefined) throw new Error('The demo has no source.');
  expect(lakehouse.openHost).toBeDefined();
  const sources = new Map([['lakehouse', withoutHost(lakehouse)]]);
  const other = await startModelsGateway('', { sources, timeoutMs: 3000 });
  try {
    const { hostname, port } = new URL(other.sqlUrl);
    const client = new Client({
      host: hostname,
      port: Number(port),
      database: 'lakehouse',
      user: CALLERS.west.user,
      password: await other.token('west'),
    });
    await client.connect();
    const text = `SELECT iata, ${reach()} AS f FROM gold.airports WHERE state = 'CA' ORDER BY f DESC, iata`;
    const { rows } = await client.query({ text, rowMode: 'array' });
    await client.end();
    expect(rows).toEqual(await ask('west', text));
    expect(rows.length).toBeGreaterThan(0);
  } finally {
    await other.close();
  }
});

describe('who sees which', () => {
  const listed = async (caller: CallerName) =>
    (
      await ask(
        caller,
        "SELECT routine_name FROM information_schema.routines WHERE routine_schema = 'models' ORDER BY 1",
      )
    ).flat();

  test('each caller the models of their own', async () => {
    expect(await listed('ops')).toEqual(['reach', 'risk', 'sure_label', 'sure_reach']);
    expect(await listed('west')).toEqual(['reach', 'sure_label', 'sure_reach']);
    expect(await listed('none')).toEqual(['reach']);
    const [row] = await ask(
      'ops',
      "SELECT pg_get_function_arguments(oid), pg_get_function_result(oid) FROM pg_proc WHERE proname = 'reach'",
    );
    expect(row).toEqual(['lat double precision, lon double precision, hour integer', 'double precision']);
  });

  test('one without the grant has no such function', async () => {
    await expect(ask('west', 'SELECT risk(distance, origin_iata) FROM gold.flights')).rejects.toMatchObject({
      code: '42883',
    });
    expect(calls()).toHaveLength(0);
  });
});

describe('what goes wrong', () => {
  test('more rows than a model may be asked for', async () => {
    await expect(ask('ops', 'SELECT reach(g, 0, 0) FROM generate_series(1, 5001) g')).rejects.toMatchObject({
      code: '54000',
      message: expect.stringContaining('reach'),
    });
    expect(calls()).toHaveLength(0);
    expect(await ask('ops', 'SELECT sum(reach(g, 0, 0)) FROM generate_series(1, 5000) g')).toEqual([[12_502_500_000]]);
    expect(calls()).toHaveLength(Math.ceil(5000 / 64));
  });

  test('what cannot be had is refused', async () => {
    await expect(
      ask(
        'ops',
        'SELECT iata FROM gold.airports a WHERE EXISTS (SELECT 1 FROM (SELECT state AS s, latitude AS l FROM gold.airports) b WHERE b.s = a.state AND reach(b.l, 0, 0) > 1)',
      ),
    ).rejects.toMatchObject({ code: '0A000', message: expect.stringContaining('reach') });
    await expect(ask('ops', 'SELECT reach(1, 2, 3), relname FROM pg_class')).rejects.toMatchObject({ code: '0A000' });
    await expect(ask('ops', 'VALUES (reach(1, 2, 3))')).rejects.toMatchObject({ code: '0A000' });
    expect(calls()).toHaveLength(0);
  });

  test('EXPLAIN tells of the calls and makes none', async () => {
    const lines = (await ask('ops', `EXPLAIN SELECT ${reach()} FROM gold.airports`)).flat().join('\n');
    expect(lines).toContain('model reach.1(');
    expect(lines).toMatch(/Model reach: each different input once, at most \d+ rows in batches of 64/u);
    expect(calls()).toHaveLength(0);
  });

  // Last: the endpoint is given up for a while after these.
  test.each([
    ['refuses the rows', answerWith(400, '{"error_code":"BAD_REQUEST","message":"row 12"}'), 'XX000'],
    ['answers too few', answerWith(200, '{"predictions":[]}'), 'XX000'],
    ['does not answer', () => 'handled' as const, '57014'],
    ['is not there', answerWith(503, '{}'), '08006'],
  ])('an endpoint that %s fails the statement', async (_, answer, code) => {
    // The first batch is answered: no part of the rows goes out for that.
    gateway.server.behave((_call, reply, index) => (index === 0 ? 'answer' : answer(reply)));
    const text = 'SELECT reach(g, 0, 0) FROM generate_series(1, 200) g';
    await expect(ask('ops', text)).rejects.toMatchObject({ code, message: expect.not.stringContaining('row 12') });
    gateway.server.reset();
  });
});
