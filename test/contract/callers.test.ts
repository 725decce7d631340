import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withoutSignatures } from '../support/golden-json.js';
import { ContractClient } from './contract-client.js';
import type { SeeingCaller } from './raw-lakehouse.js';

let client: ContractClient;

beforeAll(async () => {
  client = await ContractClient.start();
});

afterAll(() => client.close());

const CALLERS: readonly SeeingCaller[] = ['ops', 'west', 'bay'];

interface SharedQuery {
  readonly name: string;
  readonly query: string;
  /** What each caller should get, from their own raw tables. */
  readonly sql: string;
}

/** One query each for the ways in which a row can show; every caller asks the same. */
const ROWS: readonly SharedQuery[] = [
  {
    name: 'rows',
    query: '{ flights(filter: { delay: { gte: 900 } }, first: 500) { nodes { id originIata } } }',
    sql: `SELECT {nodes: coalesce(list({id: id::VARCHAR, originIata: origin} ORDER BY id), [])} AS flights FROM flights WHERE delay >= 900`,
  },
  {
    name: 'counts',
    query: '{ flights { totalCount } late: flights(filter: { delay: { gt: 60 } }) { totalCount } }',
    sql: 'SELECT {totalCount: count(*)} AS flights, {totalCount: count(*) FILTER (delay > 60)} AS late FROM flights',
  },
  {
    name: 'whether there are more',
    query: `{ flights(filter: { originIata: { in: ["SJC", "SEA", "BOS"] }, delay: { gt: 600 } }, first: 1) { nodes { id } pageInfo { hasNextPage hasPreviousPage } } }`,
    sql: `SELECT {nodes: list({id: id::VARCHAR} ORDER BY id)[1:1], pageInfo: {hasNextPage: count(*) > 1, hasPreviousPage: false}} AS flights
          FROM flights WHERE origin IN ('SJC', 'SEA', 'BOS') AND delay > 600`,
  },
  {
    name: 'groups',
    query: `{ flightGroups(filter: { delay: { gt: 200 } }, first: 1000) { key { originIata } count sum { distance } avg { delay } max { delay } } }`,
    sql: `SELECT list({key: {originIata: origin}, "count": n, "sum": {distance: s::VARCHAR}, "avg": {delay: a}, "max": {delay: m}} ORDER BY origin) AS "flightGroups"
          FROM (SELECT origin, count(*) AS n, sum(distance) AS s, avg(delay) AS a, max(delay) AS m FROM flights WHERE delay > 200 GROUP BY origin)`,
  },
  {
    name: 'one group of all',
    query:
      '{ flightGroups { count countDistinct { originIata destination } percentile(p: 0.99) { delay } stddev { distance } measures { onTimeRate delayedFlights } } }',
    sql: `SELECT [{"count": count(*), countDistinct: {originIata: count(DISTINCT origin), destination: count(DISTINCT destination)}, percentile: {delay: quantile_cont(delay, 0.99)},
                   stddev: {distance: stddev_samp(distance)}, measures: {onTimeRate: count(*) FILTER (delay <= 15) / count(*), delayedFlights: (count(*) FILTER (delay > 15))::VARCHAR}}] AS "flightGroups" FROM flights`,
  },
  {
    name: 'groups chosen by having',
    query:
      '{ flightGroups(having: { countDistinct: { originIata: { gte: 3 } } }, orderBy: [{ count: DESC }], first: 5) { key { destinationIata } count countDistinct { originIata } } }',
    sql: `SELECT list({key: {destinationIata: destination}, "count": n, countDistinct: {originIata: d}} ORDER BY n DESC, destination) AS "flightGroups"
          FROM (SELECT destination, count(*) AS n, count(DISTINCT origin) AS d FROM flights GROUP BY ALL HAVING d >= 3 ORDER BY n DESC, destination LIMIT 5)`,
  },
  {
    name: 'some',
    query:
      '{ airports(filter: { departures: { some: { delay: { gt: 500 } } } }, first: 1000) { totalCount nodes { iata } } }',
    sql: `SELECT {totalCount: count(*), nodes: coalesce(list({iata: iata} ORDER BY iata), [])} AS airports FROM airports WHERE iata IN (SELECT origin FROM flights WHERE delay > 500)`,
  },
  {
    name: 'none',
    query:
      '{ airports(filter: { departures: { none: { delay: { gt: 500 } } }, state: { in: ["CA", "MA", "OR"] } }, first: 1000) { totalCount nodes { iata } } }',
    sql: `SELECT {totalCount: count(*), nodes: list({iata: iata} ORDER BY iata)} AS airports
          FROM airports WHERE iata NOT IN (SELECT origin FROM flights WHERE delay > 500) AND state IN ('CA', 'MA', 'OR')`,
  },
  {
    name: 'every, which is true of an airport without visible flights',
    query:
      '{ airports(filter: { departures: { every: { delay: { lt: 500 } } }, iata: { in: ["SFO", "SJC", "SEA", "JFK", "BOS", "ACY", "00M"] } }) { nodes { iata } } }',
    sql: `SELECT {nodes: list({iata: iata} ORDER BY iata)} AS airports
          FROM airports WHERE iata NOT IN (SELECT origin FROM flights WHERE delay >= 500) AND iata IN ('SFO', 'SJC', 'SEA', 'JFK', 'BOS', 'ACY', '00M')`,
  },
  {
    name: 'a filter through two relations',
    query:
      '{ airports(filter: { arrivals: { some: { delay: { gt: 700 }, origin: { departures: { some: { delay: { gt: 1000 } } } } } } }, first: 1000) { nodes { iata } } }',
    sql: `SELECT {nodes: coalesce(list({iata: iata} ORDER BY iata), [])} AS airports FROM airports
          WHERE iata IN (SELECT destination FROM flights WHERE delay > 700 AND origin IN (SELECT origin FROM flights WHERE delay > 1000))`,
  },
  {
    name: 'nested lists',
    query: `{ airports(filter: { iata: { in: ["SFO", "SEA", "JFK", "BOS"] } }) { nodes { iata
      departures(filter: { delay: { gt: 300 } }, orderBy: [{ delay: DESC }], first: 2) { totalCount pageInfo { hasNextPage } nodes { id } }
      departureGroups(orderBy: [{ count: DESC }], first: 1) { key { destinationIata } count } } } }`,
    sql: `SELECT {nodes: list({iata: a.iata, departures: {totalCount: coalesce(n, 0), pageInfo: {hasNextPage: coalesce(n, 0) > 2}, nodes: coalesce(nodes, [])},
                               departureGroups: coalesce(items, [])} ORDER BY a.iata)} AS airports
          FROM airports AS a
          LEFT JOIN (SELECT origin, count(*) AS n, list({id: id::VARCHAR} ORDER BY delay DESC, id)[1:2] AS nodes FROM flights WHERE delay > 300 GROUP BY origin) AS l ON l.origin = a.iata
          LEFT JOIN (SELECT origin, list({key: {destinationIata: destination}, "count": c} ORDER BY c DESC, destination)[1:1] AS items
                     FROM (SELECT origin, destination, count(*) AS c FROM flights GROUP BY ALL) GROUP BY origin) AS g ON g.origin = a.iata
          WHERE a.iata IN ('SFO', 'SEA', 'JFK', 'BOS')`,
  },
  {
    name: 'back relations',
    query: `{ flights(filter: { originIata: { eq: "SFO" }, delay: { gt: 500 } }, orderBy: [{ delay: DESC }], first: 2) { nodes { id
      destination { iata departures { totalCount } arrivals(filter: { delay: { gt: 250 } }) { totalCount nodes { id originIata } } } } } }`,
    sql: `SELECT {nodes: list({id: f.id::VARCHAR, destination: {iata: f.destination, departures: {totalCount: coalesce(d.n, 0)}, arrivals: {totalCount: a.n, nodes: a.nodes}}} ORDER BY f.delay DESC, f.id)} AS flights
          FROM (FROM flights WHERE origin = 'SFO' AND delay > 500 ORDER BY delay DESC, id LIMIT 2) AS f
          LEFT JOIN (SELECT origin, count(*) AS n FROM flights GROUP BY origin) AS d ON d.origin = f.destination
          JOIN (SELECT destination, count(*) AS n, list({id: id::VARCHAR, originIata: origin} ORDER BY id)[1:100] AS nodes FROM flights WHERE delay > 250 GROUP BY destination) AS a ON a.destination = f.destination`,
  },
];

/**
 * Masked columns, each way of looking at one: the answer must be that of the masked values, and must not be that of
 * the exact ones.
 */
const MASKED: readonly SharedQuery[] = [
  {
    name: 'selection',
    query: '{ airports(filter: { iata: { in: ["SFO", "HNL", "JFK"] } }) { nodes { iata latitude longitude } } }',
    sql: `SELECT {nodes: list({iata: iata, latitude: latitude, longitude: longitude} ORDER BY iata)} AS airports FROM airports WHERE iata IN ('SFO', 'HNL', 'JFK')`,
  },
  {
    name: 'filter',
    query:
      '{ below: airports(filter: { latitude: { gt: 37.55, lt: 37.65 } }) { totalCount } exact: airports(filter: { latitude: { eq: 37.61900194 } }) { nodes { iata } } whole: airports(filter: { latitude: { in: [37, 38] } }) { totalCount } }',
    sql: `SELECT {totalCount: count(*) FILTER (latitude > 37.55 AND latitude < 37.65)} AS below,
                 {nodes: coalesce(list({iata: iata} ORDER BY iata) FILTER (latitude = 37.61900194), [])} AS exact,
                 {totalCount: count(*) FILTER (latitude IN (37, 38))} AS whole FROM airports`,
  },
  {
    name: 'filter through relations',
    query: `{ flights(filter: { destination: { longitude: { lt: -155.5 } }, delay: { gt: 100 } }) { totalCount }
      airports(filter: { arrivals: { some: { origin: { latitude: { gt: 37.4, lt: 37.9 } }, delay: { gt: 300 } } } }) { totalCount } }`,
    sql: `SELECT (SELECT {totalCount: count(*)} FROM flights AS f JOIN airports AS d ON d.iata = f.destination WHERE d.longitude < -155.5 AND f.delay > 100) AS flights,
                 (SELECT {totalCount: count(DISTINCT f.destination)} FROM flights AS f JOIN airports AS o ON o.iata = f.origin WHERE o.latitude > 37.4 AND o.latitude < 37.9 AND f.delay > 300) AS airports`,
  },
  {
    name: 'sort',
    query: '{ airports(filter: { state: { eq: "CA" } }, orderBy: [{ latitude: DESC }], first: 12) { nodes { iata } } }',
    sql: `SELECT {nodes: list({iata: iata} ORDER BY latitude DESC, iata)} AS airports FROM (FROM airports WHERE state = 'CA' ORDER BY latitude DESC, iata LIMIT 12)`,
  },
  {
    name: 'sort through a relation',
    query:
      '{ flights(filter: { originIata: { eq: "SFO" }, date: { gte: "2001-06-30T20:00:00Z" } }, orderBy: [{ destination: { longitude: ASC } }], first: 30) { nodes { id } } }',
    sql: `SELECT {nodes: list({id: id::VARCHAR} ORDER BY longitude, id)} AS flights FROM
          (SELECT f.id, d.longitude FROM flights AS f JOIN airports AS d ON d.iata = f.destination WHERE f.origin = 'SFO' AND f.date >= '2001-06-30 20:00:00' ORDER BY d.longitude, f.id LIMIT 30)`,
  },
  {
    name: 'group',
    query:
      '{ airportGroups(filter: { state: { eq: "HI" } }) { key { latitude } count } bins: airportGroups(filter: { state: { eq: "HI" } }) { key { longitude(bin: 0.25) } count } }',
    sql: `SELECT (SELECT list({key: {latitude: k}, "count": n} ORDER BY k) FROM (SELECT latitude AS k, count(*) AS n FROM airports WHERE state = 'HI' GROUP BY ALL)) AS "airportGroups",
                 (SELECT list({key: {longitude: k}, "count": n} ORDER BY k) FROM (SELECT floor(longitude / 0.25) * 0.25 AS k, count(*) AS n FROM airports WHERE state = 'HI' GROUP BY ALL)) AS bins`,
  },
  {
    name: 'group through a relation',
    query:
      '{ flightGroups(filter: { originIata: { eq: "SJC" }, delay: { gt: 200 } }, orderBy: [{ key: { destination: { latitude: ASC } } }], first: 8) { key { destination { latitude } } count } }',
    sql: `SELECT list({key: {destination: {latitude: k}}, "count": n} ORDER BY k) AS "flightGroups" FROM
          (SELECT d.latitude AS k, count(*) AS n FROM flights AS f JOIN airports AS d ON d.iata = f.destination WHERE f.origin = 'SJC' AND f.delay > 200 GROUP BY ALL ORDER BY k LIMIT 8)`,
  },
  ...(['min', 'max', 'avg', 'sum', 'stddev'] as const).map((aggregate) => ({
    name: aggregate,
    query: `{ airportGroups(filter: { state: { eq: "HI" } }) { ${aggregate} { latitude longitude } } }`,
    sql: `SELECT [{'${aggregate}': {latitude: ${aggregate === 'stddev' ? 'stddev_samp' : aggregate}(latitude), longitude: ${aggregate === 'stddev' ? 'stddev_samp' : aggregate}(longitude)}}] AS "airportGroups" FROM airports WHERE state = 'HI'`,
  })),
  {
    name: 'percentile',
    query: '{ airportGroups(filter: { state: { eq: "HI" } }) { percentile(p: 0.3) { latitude longitude } } }',
    sql: `SELECT [{percentile: {latitude: quantile_cont(latitude, 0.3), longitude: quantile_cont(longitude, 0.3)}}] AS "airportGroups" FROM airports WHERE state = 'HI'`,
  },
  {
    name: 'countDistinct',
    query: '{ airportGroups { countDistinct { latitude longitude } } }',
    sql: 'SELECT [{countDistinct: {latitude: count(DISTINCT latitude), longitude: count(DISTINCT longitude)}}] AS "airportGroups" FROM airports',
  },
  {
    name: 'having',
    query:
      '{ airportGroups(having: { max: { latitude: { gt: 42.1 } }, min: { longitude: { lt: -75.2 } } }) { key { state } } }',
    sql: `SELECT list({key: {state: state}} ORDER BY state) AS "airportGroups" FROM (SELECT state FROM airports GROUP BY ALL HAVING max(latitude) > 42.1 AND min(longitude) < -75.2)`,
  },
  {
    name: 'order of groups',
    query: '{ airportGroups(orderBy: [{ min: { latitude: ASC } }], first: 12) { key { state } } }',
    sql: `SELECT list({key: {state: state}} ORDER BY m, state) AS "airportGroups" FROM (SELECT state, min(latitude) AS m FROM airports GROUP BY ALL ORDER BY m, state LIMIT 12)`,
  },
];

/** The same for a column whose mask reads another one; bay may not see its table at all. */
const MASKED_BY_ANOTHER: readonly SharedQuery[] = [
  {
    name: 'selection',
    query:
      '{ routeDays(filter: { originIata: { eq: "MFR" }, date: { eq: "2001-01-01" } }) { nodes { flights p95Delay } } }',
    sql: `SELECT {nodes: list({flights: flights::VARCHAR, p95Delay: p95_delay} ORDER BY destination)} AS "routeDays" FROM route_days WHERE origin = 'MFR' AND date = '2001-01-01'`,
  },
  {
    name: 'filter',
    query:
      '{ above: routeDays(filter: { p95Delay: { gt: 300 } }) { totalCount } missing: routeDays(filter: { p95Delay: { isNull: true } }) { totalCount } small: routeDays(filter: { flights: { lt: "5" }, p95Delay: { lte: 0 } }) { totalCount } }',
    sql: `SELECT {totalCount: count(*) FILTER (p95_delay > 300)} AS above, {totalCount: count(*) FILTER (p95_delay IS NULL)} AS missing,
                 {totalCount: count(*) FILTER (flights < 5 AND p95_delay <= 0)} AS small FROM route_days`,
  },
  {
    name: 'sort',
    query: '{ routeDays(orderBy: [{ p95Delay: DESC }], first: 5) { nodes { originIata destinationIata date } } }',
    sql: `SELECT {nodes: list({originIata: origin, destinationIata: destination, date: date::VARCHAR} ORDER BY p95_delay DESC NULLS LAST, origin, destination, date)} AS "routeDays"
          FROM (FROM route_days ORDER BY p95_delay DESC NULLS LAST, origin, destination, date LIMIT 5)`,
  },
  {
    name: 'aggregates',
    query:
      '{ routeDayGroups(filter: { originIata: { eq: "MFR" } }) { min { p95Delay } max { p95Delay } avg { p95Delay } sum { p95Delay } stddev { p95Delay } percentile(p: 0.5) { p95Delay } countDistinct { p95Delay } } }',
    sql: `SELECT [{"min": {p95Delay: min(p95_delay)}, "max": {p95Delay: max(p95_delay)}, "avg": {p95Delay: avg(p95_delay)}, "sum": {p95Delay: sum(p95_delay)}, stddev: {p95Delay: stddev_samp(p95_delay)},
                   percentile: {p95Delay: quantile_cont(p95_delay, 0.5)}, countDistinct: {p95Delay: count(DISTINCT p95_delay)}}] AS "routeDayGroups" FROM route_days WHERE origin = 'MFR'`,
  },
  {
    name: 'group and having',
    query: `{ routeDayGroups(filter: { originIata: { eq: "MFR" }, date: { lt: "2001-02-01" } }, first: 20) { key { p95Delay(bin: 25) } count }
      having: routeDayGroups(having: { max: { p95Delay: { gt: 900 } } }) { key { originIata } } }`,
    sql: `SELECT (SELECT list({key: {p95Delay: k}, "count": n} ORDER BY k NULLS LAST) FROM (SELECT floor(p95_delay / 25) * 25 AS k, count(*) AS n FROM route_days WHERE origin = 'MFR' AND date < '2001-02-01' GROUP BY ALL ORDER BY k NULLS LAST LIMIT 20)) AS "routeDayGroups",
                 (SELECT coalesce(list({key: {originIata: origin}} ORDER BY origin), []) FROM (SELECT origin FROM route_days GROUP BY ALL HAVING max(p95_delay) > 900)) AS having`,
  },
];

describe('the same query, each caller exactly their rows', () => {
  const cases = ROWS.flatMap((shared) => CALLERS.map((caller) => [shared.name, caller, shared] as const));

  test.each(cases)('%s, as %s', async (_name, caller, { query, sql }) => {
    expect(await client.disagreements(caller, query, sql)).toEqual([]);
  });

  test.each(ROWS.map((shared) => [shared.name, shared] as const))(
    '%s: no two callers get the same',
    async (_name, { query }) => {
      const answers = await Promise.all(CALLERS.map((caller) => client.data(caller, query)));
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(CALLERS.length);
    },
  );
});

describe('masked columns are masked', () => {
  const cases = MASKED.flatMap((shared) => CALLERS.map((caller) => [shared.name, caller, shared] as const));

  test.each(cases)('in %s, as %s', async (_name, caller, { query, sql }) => {
    expect(await client.disagreements(caller, query, sql)).toEqual([]);
  });

  test.each(MASKED.map((shared) => [shared.name, shared] as const))(
    'in %s: exact values would show',
    async (_name, { query, sql }) => {
      // Otherwise the case above could not tell a mask from none.
      for (const caller of ['west', 'bay'] as const) {
        const exact = sql.replaceAll(/(FROM|JOIN) airports\b/gu, '$1 ops.airports');
        expect(await client.disagreements(caller, query, exact)).not.toEqual([]);
      }
    },
  );

  const another = MASKED_BY_ANOTHER.flatMap((shared) =>
    (['ops', 'west'] as const).map((caller) => [shared.name, caller, shared] as const),
  );

  test.each(another)('by another column in %s, as %s', async (_name, caller, { query, sql }) => {
    expect(await client.disagreements(caller, query, sql)).toEqual([]);
  });

  test.each(MASKED_BY_ANOTHER.map((shared) => [shared.name, shared] as const))(
    'by another column in %s: exact values would show',
    async (_name, { query, sql }) => {
      const exact = sql.replaceAll(/FROM route_days\b/gu, 'FROM ops.route_days');
      expect(await client.disagreements('west', query, exact)).not.toEqual([]);
    },
  );

  test('in the position that a cursor holds', async () => {
    const query = `{ airports(filter: { iata: { eq: "SFO" } }, orderBy: [{ latitude: ASC }, { longitude: ASC }]) { edges { cursor } pageInfo { startCursor endCursor } } }`;
    const positions: Record<string, unknown> = {};
    for (const caller of CALLERS) {
      const { airports } = withoutSignatures(await client.data(caller, query)) as {
        airports: { edges: { cursor: string }[]; pageInfo: { startCursor: string; endCursor: string } };
      };
      const all = [airports.edges[0]?.cursor, airports.pageInfo.startCursor, airports.pageInfo.endCursor];
      expect(new Set(all).size).toBe(1);
      positions[caller] = all[0];
    }
    expect(positions.ops).toBe('cursor ["37.61900194","-122.3748433","SFO"]');
    expect(positions.west).toBe('cursor ["38.0","-122.0","SFO"]');
    expect(positions.bay).toBe(positions.west);
  });

  test('in the position that a cursor holds, through a relation and by another column', async () => {
    const flights =
      '{ flights(filter: { originIata: { eq: "SFO" } }, orderBy: [{ destination: { longitude: ASC } }], first: 1) { pageInfo { endCursor } } }';
    const days =
      '{ routeDays(filter: { originIata: { eq: "MFR" }, destinationIata: { eq: "SFO" }, date: { eq: "2001-01-01" } }, orderBy: [{ p95Delay: ASC }]) { pageInfo { endCursor } } }';
    const cursorOf = async (caller: SeeingCaller, query: string) =>
      JSON.stringify(withoutSignatures(await client.data(caller, query)));
    const [exact] = await client.raw.rows(
      'ops',
      "SELECT min(d.longitude) AS longitude FROM flights AS f JOIN airports AS d ON d.iata = f.destination WHERE f.origin = 'SFO'",
    );
    expect(await cursorOf('ops', flights)).toContain(String(exact?.longitude));
    expect(await cursorOf('west', flights)).toContain(`[\\"${Math.round(Number(exact?.longitude))}.0\\",`);
    expect(await cursorOf('west', flights)).not.toContain(String(exact?.longitude));
    expect(await cursorOf('ops', days)).toContain('-6.1');
    expect(await cursorOf('west', days)).toContain('[null,');
  });

  test('in what a hand-written field makes of them', async () => {
    const query = '{ airport(iata: "SFO") { nearby(first: 3) { distanceKm airport { iata } } } }';
    const [ops, west] = await Promise.all([client.data('ops', query), client.data('west', query)]);
    expect(ops.airport.nearby[0].distanceKm).toBeGreaterThan(0);
    // Whole degrees: the nearest airports fall on the same point.
    expect(west.airport.nearby.map((near: { distanceKm: number }) => near.distanceKm)).toEqual([0, 0, 0]);
  });
});

describe('cursors belong to who they were made for', () => {
  const page =
    'query Page($after: String) { flights(orderBy: [{ delay: DESC }], first: 3, after: $after) { nodes { id } pageInfo { endCursor } } }';

  test.each(CALLERS.flatMap((from) => CALLERS.filter((to) => to !== from).map((to) => [from, to] as const)))(
    "%s's cursor is refused to %s",
    async (from, to) => {
      const { flights } = await client.data(from, page);
      const reply = await client.demo.ask(to, page, { after: flights.pageInfo.endCursor });
      expect(reply.body.data).toBeUndefined();
      expect(reply.body.errors).toHaveLength(1);
      expect(reply.body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
    },
  );

  test('a cursor over rows that two callers see alike serves both', async () => {
    const airports =
      'query Page($after: String) { airports(orderBy: [{ latitude: ASC }], first: 3, after: $after) { nodes { iata } pageInfo { endCursor } } }';
    const first = await client.data('west', airports);
    const after = { after: first.airports.pageInfo.endCursor };
    expect(await client.data('bay', airports, after)).toEqual(await client.data('west', airports, after));
    expect((await client.demo.ask('ops', airports, after)).body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('a caller without grants', () => {
  const queries = [...ROWS, ...MASKED, ...MASKED_BY_ANOTHER].map((shared) => [shared.name, shared.query] as const);

  test.each(queries)('gets nothing of %s', async (_name, query) => {
    const before = client.demo.statements();
    const reply = await client.demo.ask('none', query);
    expect(reply.body.data).toBeUndefined();
    for (const error of reply.body.errors) {
      expect(error.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
      expect(error.message).toMatch(/^Cannot query field "\w+" on type "Query"\.$/u);
    }
    expect(client.demo.statements()).toBe(before);
  });
});

describe('a table without a grant', () => {
  test.each([
    ['bay', '{ FIELD { totalCount } }', 'routeDays'],
    ['bay', '{ FIELD { count } }', 'routeDayGroups'],
    ['bay', '{ FIELD { totalCount } }', 'airportMonths'],
    ['west', '{ FIELD { totalCount } }', 'airportMonths'],
    ['west', '{ airport(iata: "SFO") { FIELD { totalCount } } }', 'months'],
    ['west', '{ airports(filter: { FIELD: { some: {} } }) { totalCount } }', 'months'],
    ['bay', '{ __type(name: "FIELD") { name } }', 'RouteDay'],
    ['bay', '{ __type(name: "FIELD") { name } }', 'AirportMonthFilter'],
  ] as const)('for %s: %s answers for %s as for a name that nobody has', async (caller, template, hidden) => {
    const absent = 'q'.repeat(hidden.length);
    const [one, other] = await Promise.all(
      [hidden, absent].map((name) => client.demo.ask(caller, template.replace('FIELD', name))),
    );
    expect(one?.status).toBe(other?.status);
    const withoutHints = (text: string | undefined) => text?.replace(/ Did you mean [^?]*\?/u, '');
    expect(withoutHints(one?.text)).toBe(withoutHints(other?.text.replaceAll(absent, hidden)));
    for (const [hint] of one?.text.matchAll(/Did you mean [^?]*\?/gu) ?? [])
      expect(hint).not.toMatch(/month|routeDay/iu);
  });
});
