import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postJson } from '../http/support/exchange.js';
import { createSandbox, type Sandbox } from '../http/support/sandbox.js';
import { type CallerName, type DemoGateway, startDemo } from '../support/demo-gateway.js';

const UNITY = resolve(import.meta.dirname, '../../schema/unity');
const WESTERN = ['AZ', 'CA', 'NV', 'OR', 'WA'];
const BAY = ['SFO', 'OAK', 'SJC'];

let demo: DemoGateway;
/** The same gateway, but for a contract that never had `airport_months`, which the west group may not see. */
let without: DemoGateway;
let sandbox: Sandbox;

beforeAll(async () => {
  demo = await startDemo();
  sandbox = createSandbox({ lakehouse: false });
  rmSync(join(sandbox.schemaDir, 'airport-months.graphql'));
  sandbox.edit(
    'airports.graphql',
    '  "The months in which flights started here."\n  months: [AirportMonth!]! @join(on: [{ from: "iata", to: "iata" }])\n',
    '',
  );
  without = await startDemo({ schemaDir: sandbox.schemaDir });
});
afterAll(async () => {
  await demo.close();
  await without.close();
  sandbox.remove();
});

async function data(caller: CallerName, query: string, variables?: Readonly<Record<string, unknown>>) {
  const { body } = await demo.ask(caller, query, variables);
  expect(body.errors).toBeUndefined();
  return body.data;
}

async function refusal(caller: CallerName, query: string, variables?: Readonly<Record<string, unknown>>) {
  const { body } = await demo.ask(caller, query, variables);
  expect(body.data ?? null).toBeNull();
  expect(body.errors.length).toBeGreaterThan(0);
  return body.errors as readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

/** Id of some flight from this airport, as one who sees all finds it. */
async function flightFrom(iata: string): Promise<string> {
  const { flights } = await data(
    'ops',
    `{ flights(first: 1, filter: { originIata: { eq: "${iata}" } }) { nodes { id } } }`,
  );
  return flights.nodes[0].id;
}

describe('GraphQL: rows that policy hides', () => {
  test('hidden row by key = absent: status, headers and bytes are equal', async () => {
    const hidden = await flightFrom('JFK');
    const ask = async (id: string) => {
      const { status, headers, text } = await demo.ask(
        'bay',
        'query ($id: ID!) { flight(id: $id) { id delay origin { iata } } }',
        { id },
      );
      const kept = [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
      return { status, text, headers: kept };
    };
    const absent = await ask('999999999');
    expect(absent.text).toBe('{"data":{"flight":null}}');
    expect(await ask(hidden)).toEqual(absent);
    expect((await data('ops', 'query ($id: ID!) { flight(id: $id) { id } }', { id: hidden })).flight).toEqual({
      id: hidden,
    });
  });

  test('back relations and nested lists lead to visible rows only', async () => {
    const reply = await data(
      'bay',
      `{ jfk: airport(iata: "JFK") {
           departures { totalCount nodes { id } } departureGroups { count }
           arrivals(first: 10000) { totalCount nodes { origin { iata departures(first: 3) { totalCount } } } }
           viaFilter: departures(filter: { destination: { departures: { some: { delay: { gt: -10000 } } } } }) { totalCount }
         } }`,
    );
    expect(reply.jfk.departures).toEqual({ totalCount: 0, nodes: [] });
    expect(reply.jfk.departureGroups.every((group: { readonly count: number }) => group.count === 0)).toBe(true);
    expect(reply.jfk.viaFilter.totalCount).toBe(0);
    const arrivals = reply.jfk.arrivals.nodes as readonly { readonly origin: { readonly iata: string } }[];
    expect(arrivals.length).toBeGreaterThan(100);
    expect(reply.jfk.arrivals.totalCount).toBe(arrivals.length);
    expect([...new Set(arrivals.map(({ origin }) => origin.iata))].filter((iata) => !BAY.includes(iata))).toEqual([]);
  });

  test('a relation filter sees visible rows only: some, none and every', async () => {
    const counts = (caller: CallerName) =>
      data(
        caller,
        `{ some: airports(filter: { departures: { some: { delay: { gt: -10000 } } } }) { totalCount nodes { iata state } }
           none: airports(filter: { departures: { none: { delay: { gt: -10000 } } } }) { totalCount }
           every: airports(filter: { departures: { every: { delay: { lt: -10000 } } } }) { totalCount }
           all: airports { totalCount } }`,
      );
    const bay = await counts('bay');
    expect(bay.some.nodes.map((node: { readonly iata: string }) => node.iata).sort()).toEqual([...BAY].sort());
    expect([bay.none.totalCount, bay.every.totalCount]).toEqual([bay.all.totalCount - 3, bay.all.totalCount - 3]);
    const west = await counts('west');
    expect(west.some.nodes.every((node: { readonly state: string }) => WESTERN.includes(node.state))).toBe(true);
    expect(west.some.totalCount + west.none.totalCount).toBe(west.all.totalCount);
    expect((await counts('ops')).some.totalCount).toBeGreaterThan(west.some.totalCount);
  });

  test('alias and fragment change nothing of what is seen', async () => {
    const plain = await data('bay', '{ airport(iata: "LAX") { latitude departures { totalCount } } }');
    const dressed = await data(
      'bay',
      `query { a: airport(iata: "LAX") { ...A ... on Airport { d: departures { ...C } } } }
       fragment A on Airport { x: latitude } fragment C on FlightConnection { n: totalCount }`,
    );
    expect(dressed).toEqual({ a: { x: plain.airport.latitude, d: { n: 0 } } });
    expect(plain.airport.departures.totalCount).toBe(0);
  });

  test('hasNextPage and totalCount count visible rows only', async () => {
    const visible = await flightFrom('SFO');
    const hidden = [await flightFrom('JFK'), await flightFrom('ATL'), await flightFrom('LAX')];
    const query = `query ($ids: [ID!]) { flights(first: 1, filter: { id: { in: $ids } }) {
      totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage } } }`;
    const { flights } = await data('bay', query, { ids: [visible, ...hidden] });
    expect(flights).toEqual({
      totalCount: 1,
      nodes: [{ id: visible }],
      pageInfo: { hasNextPage: false, hasPreviousPage: false },
    });
    expect((await data('ops', query, { ids: [visible, ...hidden] })).flights).toMatchObject({
      totalCount: 4,
      pageInfo: { hasNextPage: true },
    });
  });
});

describe('GraphQL: cursors', () => {
  const page =
    'query ($after: String) { flights(first: 2, orderBy: [{ delay: DESC }], after: $after) { edges { cursor node { id } } pageInfo { endCursor } } }';
  const CURSOR_REFUSED = /^The cursor does not belong to this list/u;

  async function cursorOf(caller: CallerName): Promise<string> {
    return (await data(caller, page)).flights.pageInfo.endCursor;
  }

  test("another's cursor is refused, in both directions", async () => {
    for (const [from, to] of [
      ['ops', 'west'],
      ['west', 'ops'],
      ['ops', 'bay'],
      ['west', 'bay'],
      ['bay', 'west'],
    ] as const) {
      const [error] = await refusal(to, page, { after: await cursorOf(from) });
      expect([error?.extensions.code, error?.message]).toEqual([
        'BAD_USER_INPUT',
        expect.stringMatching(CURSOR_REFUSED),
      ]);
    }
  });

  test('forged cursors are refused alike: every flipped byte, cut, lengthened, re-encoded, another order', async () => {
    const good = await cursorOf('west');
    const bytes = Buffer.from(good, 'base64url');
    const flipped = [...bytes.keys()].map((index) => {
      const copy = Buffer.from(bytes);
      copy[index] = (copy[index] ?? 0) ^ 1;
      return copy.toString('base64url');
    });
    const others = [
      bytes.subarray(0, -1).toString('base64url'),
      bytes.subarray(0, 16).toString('base64url'),
      Buffer.concat([bytes, Buffer.from(' ')]).toString('base64url'),
      Buffer.from('[999999,"1"]').toString('base64url'),
      Buffer.from(JSON.stringify({ delay: 5 })).toString('base64'),
      '',
      'null',
      'AAAA',
      '\u0000',
      '😀'.repeat(100),
      "' OR 1=1 --",
      'A'.repeat(100_000),
    ];
    for (const forged of [...flipped, ...others]) {
      const [error] = await refusal('west', page, { after: forged });
      expect([error?.extensions.code, error?.message]).toEqual([
        'BAD_USER_INPUT',
        expect.stringMatching(CURSOR_REFUSED),
      ]);
    }
    const [otherOrder] = await refusal('west', page.replace('delay: DESC', 'delay: ASC'), { after: good });
    expect(otherOrder?.message).toMatch(CURSOR_REFUSED);
    expect((await data('west', page, { after: good })).flights.edges).toHaveLength(2);
  });

  test('a cursor of a masked order holds the mask, not the value', async () => {
    const { airports } = await data(
      'west',
      '{ airports(first: 1, filter: { iata: { eq: "SFO" } }, orderBy: [{ latitude: ASC }]) { edges { cursor } } }',
    );
    const payload = Buffer.from(airports.edges[0].cursor, 'base64url').subarray(16).toString();
    expect(payload).toContain('38');
    expect(payload).not.toContain('37.6');
  });
});

describe('GraphQL: names that policy hides', () => {
  const HIDDEN: Readonly<Record<'west' | 'bay' | 'none', RegExp>> = {
    west: /airport_?month/iu,
    bay: /airport_?month|route_?day/iu,
    none: /airport|flight|route|month|lakehouse/iu,
  };
  const NEVER = /airport_access|flights_by_origin|round_coordinate|suppress_small_cells|governance|part-0|parquet/iu;

  /** Every text of the catalog's objects about a table: comments of it and of its columns. */
  function commentsOf(table: string): readonly string[] {
    const text = readFileSync(resolve(UNITY, 'tables', `lakehouse.gold.${table}.json`), 'utf8');
    const object = JSON.parse(text) as { comment: string; columns: readonly { comment?: string }[] };
    return [object.comment, ...object.columns.flatMap(({ comment }) => (comment === undefined ? [] : [comment]))];
  }

  test('introspection per caller: types, fields, descriptions, input types, enums and directives name nothing hidden', async () => {
    const query = getIntrospectionQuery({
      descriptions: true,
      inputValueDeprecation: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      oneOf: true,
    });
    const ops = (await demo.ask('ops', query)).text;
    expect(ops).toMatch(/airportMonthGroups/u);
    expect(ops).toMatch(/RouteDayFilter/u);
    expect(ops).not.toMatch(NEVER);
    for (const caller of ['west', 'bay', 'none'] as const) {
      const reply = await demo.ask(caller, query);
      expect(reply.body.errors).toBeUndefined();
      expect(reply.text).not.toMatch(HIDDEN[caller]);
      expect(reply.text).not.toMatch(NEVER);
    }
    const seen = { west: ['flights', 'airports', 'route_days'], bay: ['flights', 'airports'], none: [] } as const;
    for (const caller of ['west', 'bay', 'none'] as const) {
      const { text } = await demo.ask(caller, query);
      const shown = new Set<string>(seen[caller].flatMap(commentsOf));
      const hidden = ['flights', 'airports', 'route_days', 'airport_months']
        .flatMap(commentsOf)
        .filter((comment) => !shown.has(comment));
      expect(hidden.length).toBeGreaterThan(0);
      for (const comment of hidden) expect(text).not.toContain(JSON.stringify(comment).slice(1, -1));
    }
  });

  test('one who is granted nothing sees no field, and no type of the contract', async () => {
    const { __schema: schema } = await data(
      'none',
      '{ __schema { queryType { fields { name } } mutationType { name } subscriptionType { name } types { name } directives { name } } }',
    );
    expect(schema.queryType.fields).toEqual([]);
    expect([schema.mutationType, schema.subscriptionType]).toEqual([null, null]);
    expect(
      schema.types
        .map(({ name }: { readonly name: string }) => name)
        .filter((name: string) => !name.startsWith('__'))
        .sort(),
    ).toEqual(['Boolean', 'Query', 'String']);
    expect(await data('none', '{ __typename }')).toEqual({ __typename: 'Query' });
  });

  test('__type(name:) of a hidden type answers as for a type that never was', async () => {
    for (const hidden of [
      'AirportMonth',
      'AirportMonthFilter',
      'AirportMonthConnection',
      'AirportMonthGroup',
      'AirportMonthOrderBy',
      'AirportMonthListFilter',
    ]) {
      const ask = async (name: string) =>
        (await demo.ask('west', 'query ($name: String!) { __type(name: $name) { name kind description } }', { name }))
          .text;
      expect(await ask(hidden)).toBe(await ask('NeverWas'));
    }
  });

  /** Documents that use what is hidden from the west group. */
  const USES: readonly (readonly [where: string, document: string, variables?: Readonly<Record<string, unknown>>])[] = [
    ['root field', '{ airportMonths { nodes { iata } } }'],
    ['root field, a letter off', '{ airportMonth { nodes { iata } } }'],
    ['root group field', '{ airportMonthGroups { count } }'],
    ['field of a type', '{ airports { nodes { months { totalCount } } } }'],
    ['group field of a type', '{ airports { nodes { monthGroups { count } } } }'],
    ['inline fragment', '{ airports { nodes { ... on AirportMonth { iata } } } }'],
    ['fragment', 'query { airports { nodes { ...F } } } fragment F on AirportMonth { iata }'],
    ['variable', 'query ($f: AirportMonthFilter) { __typename }'],
    ['filter', '{ airports(filter: { months: { some: { departures: { gt: "1" } } } }) { totalCount } }'],
    ['order', '{ airports(orderBy: [{ months: ASC }]) { totalCount } }'],
    ['countDistinct', '{ airportGroups { countDistinct { months } } }'],
    ['key', '{ airportGroups { key { months } count } }'],
    ['measure', '{ airportGroups { measures { delayedRate } } }'],
    [
      'input of a variable',
      'query ($f: AirportFilter) { airports(filter: $f) { totalCount } }',
      { f: { months: { some: {} } } },
    ],
    ['__type', '{ __type(name: "AirportMonth") { name fields { name } } }'],
    ['introspection', getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, oneOf: true })],
    [
      'what is visible',
      '{ airport(iata: "SFO") { name latitude departures(first: 2) { totalCount nodes { id delay } pageInfo { endCursor } } } }',
    ],
  ];

  for (const [where, document, variables] of USES) {
    test(`non-interference: as if the hidden type had never been declared: ${where}`, async () => {
      for (const accept of ['application/json', 'application/graphql-response+json']) {
        const [here, there] = await Promise.all(
          [demo, without].map((gateway) => gateway.ask('west', document, variables, { accept })),
        );
        expect([here?.status, here?.text]).toEqual([there?.status, there?.text]);
      }
    });
  }

  test('typo gives no hint of hidden names', async () => {
    const typos = [
      '{ airportMonth { nodes { iata } } }',
      '{ airportsMonths { totalCount } }',
      '{ AirportMonths { totalCount } }',
      '{ airportMonthGroup { count } }',
      '{ airports { nodes { month } } }',
      '{ airports { nodes { monthss { totalCount } } } }',
      '{ airports { nodes { ... on AirportMonths { iata } } } }',
      'query ($f: AirportMonthFilters) { __typename }',
      '{ airports(filter: { month: {} }) { totalCount } }',
      '{ routeDay { totalCount } }',
      '{ routeDaysGroups { count } }',
      '{ flight }',
      '{ airpotr(iata: "SFO") { iata } }',
    ];
    for (const caller of ['west', 'bay', 'none'] as const) {
      for (const typo of typos) {
        const words = typo.match(/\w+/gu) ?? [];
        const errors = await refusal(caller, typo);
        for (const { message } of errors) {
          const told = words.reduce((text, word) => text.replaceAll(`"${word}"`, ''), message);
          expect(told).not.toMatch(HIDDEN[caller]);
          expect(told).not.toMatch(/"months?"|"monthGroups"/u);
        }
      }
    }
  });
});

describe('GraphQL: masked fields', () => {
  const whole = (value: number) => Number.isInteger(value);

  test('filter: no predicate finds the value behind the mask', async () => {
    const { airport } = await data('ops', '{ airport(iata: "SFO") { latitude longitude } }');
    expect(whole(airport.latitude)).toBe(false);
    const count = async (caller: CallerName, filter: string) =>
      (await data(caller, `{ airports(filter: { iata: { eq: "SFO" }, latitude: ${filter} }) { totalCount } }`)).airports
        .totalCount;
    for (const filter of [
      `{ eq: ${airport.latitude} }`,
      `{ in: [${airport.latitude}] }`,
      '{ gt: 37.6, lt: 37.7 }',
      '{ lte: 37.7 }',
    ]) {
      expect(await count('ops', filter)).toBe(1);
      expect(await count('west', filter)).toBe(0);
    }
    expect(await count('west', '{ eq: 38 }')).toBe(1);
    expect(await count('ops', '{ eq: 38 }')).toBe(0);
    const viaRelation = await data(
      'west',
      `{ flights(first: 1, filter: { origin: { latitude: { eq: ${airport.latitude} } } }) { totalCount } }`,
    );
    expect(viaRelation.flights.totalCount).toBe(0);
  });

  test('sort: rows that the mask makes equal come in the order of the key', async () => {
    const query = '{ airports(first: 10000, orderBy: [{ latitude: ASC }]) { nodes { iata latitude } } }';
    const { airports } = await data('west', query);
    const rows = airports.nodes as readonly { readonly iata: string; readonly latitude: number }[];
    const expected = [...rows].sort((a, b) => a.latitude - b.latitude || (a.iata < b.iata ? -1 : 1));
    expect(rows.map(({ iata }) => iata)).toEqual(expected.map(({ iata }) => iata));
    expect(rows.every(({ latitude }) => whole(latitude))).toBe(true);
    const exact = (await data('ops', query)).airports.nodes.map(({ iata }: { readonly iata: string }) => iata);
    expect(exact).not.toEqual(rows.map(({ iata }) => iata));
  });

  test('group, bin, aggregate, percentile, countDistinct and having see the mask', async () => {
    const keys = (await data('west', '{ airportGroups { key { latitude } count } }')).airportGroups as readonly {
      readonly key: { readonly latitude: number };
    }[];
    expect(keys.length).toBeGreaterThan(10);
    expect(keys.every(({ key }) => whole(key.latitude))).toBe(true);
    const fine = (await data('west', '{ airportGroups { key { latitude(bin: 0.01) } } }')).airportGroups as readonly {
      readonly key: { readonly latitude: number };
    }[];
    expect(fine.every(({ key }) => Math.abs(key.latitude - Math.round(key.latitude)) < 0.011)).toBe(true);
    expect(fine.length).toBe(keys.length);
    const figures = `{ airportGroups { sum { latitude } min { latitude longitude } max { latitude } countDistinct { latitude }
      p1: percentile(p: 0) { latitude } p2: percentile(p: 1) { latitude } } }`;
    const [west] = (await data('west', figures)).airportGroups;
    for (const value of [
      west.sum.latitude,
      west.min.latitude,
      west.min.longitude,
      west.max.latitude,
      west.p1.latitude,
      west.p2.latitude,
    ])
      expect(whole(value)).toBe(true);
    expect(west.countDistinct.latitude).toBe(keys.length);
    const [ops] = (await data('ops', figures)).airportGroups;
    expect([whole(ops.sum.latitude), whole(ops.max.latitude), ops.countDistinct.latitude > 1000]).toEqual([
      false,
      false,
      true,
    ]);
    const having = (caller: CallerName) =>
      data(caller, '{ airportGroups(having: { max: { latitude: { gt: 37.6, lt: 37.7 } } }) { key { iata } } }').then(
        (reply) => reply.airportGroups.length,
      );
    expect(await having('west')).toBe(0);
    expect(await having('ops')).toBeGreaterThan(0);
    const ordered = (
      await data(
        'west',
        '{ airportGroups(first: 3, orderBy: [{ max: { latitude: DESC } }]) { key { state } max { latitude } } }',
      )
    ).airportGroups;
    expect(ordered.every(({ max }: { readonly max: { readonly latitude: number } }) => whole(max.latitude))).toBe(true);
  });
});

describe('GraphQL: DataLoader', () => {
  test('is never shared between requests: interleaved callers each get distances of their own coordinates', async () => {
    const query = '{ airport(iata: "SFO") { nearby(first: 5) { distanceKm airport { iata latitude } } } }';
    const alone = { ops: (await demo.ask('ops', query)).text, west: (await demo.ask('west', query)).text };
    expect(alone.ops).not.toBe(alone.west);
    const callers = Array.from({ length: 24 }, (_, index) => (index % 2 === 0 ? 'ops' : 'west') as 'ops' | 'west');
    const replies = await Promise.all(
      callers.map(async (caller) => postJson(demo.url, await demo.token(caller), { query })),
    );
    replies.forEach((reply, index) => {
      expect(reply.text).toBe(alone[callers[index] ?? 'ops']);
    });
  });

  test('batches within a request: one statement however many airports ask', async () => {
    const { close, ask, statements } = await startDemo({ cache: false });
    try {
      const cost = async (first: number) => {
        const before = statements();
        const { body } = await ask(
          'west',
          `{ airports(first: ${first}, filter: { state: { eq: "CA" } }) { nodes { nearby(first: 1) { airport { name } } } } }`,
        );
        expect(body.data.airports.nodes).toHaveLength(first);
        return statements() - before;
      };
      expect(await cost(25)).toBe(await cost(1));
    } finally {
      await close();
    }
  });
});
