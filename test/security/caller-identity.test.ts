import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WorkspaceGateway } from '../standins/workspace/workspace-gateway.js';
import { CALLERS, type CallerName } from '../support/demo-gateway.js';

const SEEING = ['ops', 'west', 'bay'] as const;

/** Rows, groups, nested rows and sums: what a policy changes in each of them shows. */
const DOCUMENTS = {
  rows: '{ flights(first: 5, orderBy: [{ delay: DESC }, { id: ASC }]) { totalCount nodes { id delay origin { iata latitude } } } }',
  groups: '{ flightGroups(orderBy: [{ count: DESC }], first: 20) { key { originIata } count avg { delay } } }',
  masked: '{ airports(first: 40, orderBy: [{ latitude: DESC }, { iata: ASC }]) { nodes { iata latitude longitude } } }',
  nested:
    '{ airports(first: 5, filter: { iata: { in: ["LAX", "SFO", "JFK"] } }, orderBy: [{ iata: ASC }]) { nodes { iata departures(first: 2, orderBy: [{ id: ASC }]) { totalCount nodes { id } } } } }',
} as const;

const STATEMENTS = [
  'SELECT origin_iata, count(*), avg(delay) FROM gold.flights GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 30',
  'SELECT iata, latitude FROM gold.airports WHERE latitude > 60 ORDER BY latitude DESC, iata LIMIT 50',
  'SELECT a.latitude, count(*) FROM gold.flights f JOIN gold.airports a ON a.iata = f.origin_iata GROUP BY 1 ORDER BY 1',
] as const;

let caller: WorkspaceGateway;
let service: WorkspaceGateway;

beforeAll(async () => {
  caller = await WorkspaceGateway.open('caller', false);
  service = await WorkspaceGateway.open('service', false);
});
afterAll(async () => {
  await caller?.close();
  await service?.close();
});

describe('whoever enforces, the warehouse or the gateway, callers see the same', () => {
  test.each(Object.entries(DOCUMENTS))('by GraphQL: %s', async (_name, query) => {
    const seen = new Set<string>();
    for (const name of SEEING) {
      const here = await caller.graphql(CALLERS[name], query);
      expect(here.data).toBeDefined();
      expect(here).toEqual(await service.graphql(CALLERS[name], query));
      seen.add(JSON.stringify(here));
    }
    expect(seen.size).toBeGreaterThan(1);
  });

  test.each(STATEMENTS)('by SQL: %s', async (text) => {
    const seen = new Set<string>();
    for (const name of SEEING) {
      const here = await caller.sql(CALLERS[name], text);
      expect(here.error).toBeUndefined();
      expect(here.rows.length).toBeGreaterThan(0);
      expect(here).toEqual(await service.sql(CALLERS[name], text));
      seen.add(JSON.stringify(here));
    }
    expect(seen.size).toBeGreaterThan(1);
  });

  test('what is not granted is refused in the same words, and nothing is sent', async () => {
    const before = [caller.statements.length, service.statements.length];
    for (const [name, text] of [
      ['bay', 'SELECT count(*) FROM gold.route_days'],
      ['west', 'SELECT count(*) FROM gold.airport_months'],
      ['none', 'SELECT count(*) FROM gold.airports'],
      ['ops', 'SELECT count(*) FROM governance.airport_access'],
    ] as const) {
      const here = await caller.sql(CALLERS[name], text);
      expect(here.error).toBeDefined();
      expect(here).toEqual(await service.sql(CALLERS[name], text));
    }
    expect([caller.statements.length, service.statements.length]).toEqual(before);
  });
});

describe('what the warehouse is sent', () => {
  test('is each caller’s own token and no policy; the gateway’s token asks for the age of tables alone', async () => {
    for (const name of SEEING) {
      const from = caller.statements.length;
      await caller.graphql(CALLERS[name], DOCUMENTS.nested);
      await caller.sql(CALLERS[name], STATEMENTS[2]);
      const sent = caller.statements.slice(from);
      expect(sent.length).toBeGreaterThanOrEqual(2);
      for (const { token, text, user } of sent) {
        expect(user).toBe(CALLERS[name].user);
        expect(decodeJwt(token)).toMatchObject({
          oid: `oid-${CALLERS[name].user}`,
          aud: '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d',
        });
        expect(text).not.toMatch(
          /governance|airport_access|flights_by_origin|round_coordinate|'ops'|'NV'|@flights\.demo/u,
        );
      }
    }
    // The same documents where the gateway enforces: policy is in the text, or else the check above says nothing.
    const from = service.statements.length;
    await service.sql(CALLERS.west, STATEMENTS[2]);
    expect(
      service.statements
        .slice(from)
        .map(({ text }) => text)
        .join(),
    ).toMatch(/'NV'/u);
  });

  test('nothing, where Entra refuses the exchange: the caller is told, and no other identity is used', async () => {
    const { entra } = caller.standins;
    const from = caller.standins.warehouse.statements.length;
    entra.fault = (path, reply) => {
      if (!path.endsWith('/token')) return false;
      reply.writeHead(400, { 'content-type': 'application/json' });
      reply.end(JSON.stringify({ error: 'invalid_grant', error_description: 'AADSTS50076: a second factor' }));
      return true;
    };
    try {
      const stranger = { user: 'stranger@flights.demo', groups: ['ops'] };
      const document = await caller.graphql(stranger, DOCUMENTS.rows);
      expect(document).toEqual({ errors: [expect.objectContaining({ extensions: { code: 'UNAUTHENTICATED' } })] });
      const { rows, error } = await caller.sql(stranger, STATEMENTS[0]);
      expect(rows).toEqual([]);
      expect(error).toMatch(/^28P01 Your sign-in could not be passed on/u);
    } finally {
      entra.fault = undefined;
    }
    expect(caller.standins.warehouse.statements.slice(from)).toEqual([]);
  });
});

describe('with the cache on', () => {
  let cached: WorkspaceGateway;
  beforeAll(async () => {
    cached = await WorkspaceGateway.open('caller', true);
  });
  afterAll(() => cached?.close());

  test('callers who ask in turns and at once never get each other’s rows', async () => {
    const alone = new Map<CallerName, unknown>();
    for (const name of SEEING) alone.set(name, await service.graphql(CALLERS[name], DOCUMENTS.groups));
    const turns = ['ops', 'west', 'ops', 'bay', 'west', 'bay', 'ops'] as const;
    for (const name of turns) expect(await cached.graphql(CALLERS[name], DOCUMENTS.groups)).toEqual(alone.get(name));
    expect(cached.statements.length).toBe(3);
    const many = Array.from({ length: 30 }, (_, index) => SEEING[index % 3] ?? 'ops');
    await Promise.all(
      many.map(async (name) => {
        const rows = await service.graphql(CALLERS[name], DOCUMENTS.rows);
        expect(await cached.graphql(CALLERS[name], DOCUMENTS.rows)).toEqual(rows);
      }),
    );
    expect(new Set(cached.statements.map(({ user }) => user)).size).toBe(3);
  });

  test('who joins or leaves a group sees other rows with the next token', async () => {
    const user = 'mover@flights.demo';
    const total = async (groups: readonly string[]) =>
      (await cached.graphql({ user, groups }, '{ flights(first: 1) { totalCount } }')).data?.flights.totalCount;
    const asWest = await total(['west']);
    expect(asWest).toBeGreaterThan(0);
    expect(await total(['ops'])).toBe(3_000_000);
    expect(await total(['west'])).toBe(asWest);
    expect(await total([])).toBeUndefined();
  });
});
