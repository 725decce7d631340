import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ContractClient } from './contract-client.js';
import type { SeeingCaller } from './raw-lakehouse.js';
import { type WalkedList, walkPages } from './walk-pages.js';

let client: ContractClient;

beforeAll(async () => {
  client = await ContractClient.start();
});

afterAll(() => client.close());

interface Walk extends WalkedList {
  readonly name: string;
  readonly callers: readonly SeeingCaller[];
  readonly size: number;
  /** The same rows in the same order, from the raw files. */
  readonly sql: string;
}

const FLIGHT = 'id::VARCHAR AS id, distance, origin AS "originIata"';
const NULLS = "route_days WHERE origin IN ('MFR', 'SBP') AND date < '2001-01-12'";
const P95 = 'origin AS "originIata", destination AS "destinationIata", date::VARCHAR AS date, p95_delay AS "p95Delay"';

function byP95(direction: string, order: string): Walk {
  return {
    name: `rows without a value, ${direction}`,
    callers: ['ops', 'west'],
    size: 4,
    root: 'routeDays',
    args: `filter: { originIata: { in: ["MFR", "SBP"] }, date: { lt: "2001-01-12" } }, orderBy: [{ p95Delay: ${direction} }]`,
    fields: 'originIata destinationIata date p95Delay',
    sql: `SELECT ${P95} FROM ${NULLS} ORDER BY p95_delay ${order}, origin, destination, date`,
  };
}

const WALKS: readonly Walk[] = [
  {
    name: 'rows that tie in every key asked for',
    callers: ['ops', 'west', 'bay'],
    size: 9,
    root: 'flights',
    args: 'filter: { originIata: { in: ["OAK", "JFK"] }, delay: { gt: 250 } }, orderBy: [{ distance: DESC }, { originIata: ASC }]',
    fields: 'id distance originIata',
    sql: `SELECT ${FLIGHT} FROM flights WHERE origin IN ('OAK', 'JFK') AND delay > 250 ORDER BY distance DESC, origin, id`,
  },
  {
    name: 'rows in the order of a to-one relation',
    callers: ['ops', 'west', 'bay'],
    size: 7,
    root: 'flights',
    args: 'filter: { originIata: { in: ["SFO", "BOS"] }, delay: { gt: 350 } }, orderBy: [{ destination: { city: DESC } }, { date: ASC }]',
    fields: 'id destination { city }',
    sql: `SELECT f.id::VARCHAR AS id, {city: d.city} AS destination FROM flights AS f JOIN airports AS d ON d.iata = f.destination
          WHERE f.origin IN ('SFO', 'BOS') AND f.delay > 350 ORDER BY d.city DESC, f.date, f.id`,
  },
  {
    name: 'rows in the order of a computed field',
    callers: ['ops', 'west'],
    size: 5,
    root: 'flights',
    args: 'filter: { originIata: { in: ["GST", "SBP"] }, date: { gte: "2001-02-12T00:00:00Z", lt: "2001-02-17T00:00:00Z" } }, orderBy: [{ delayed: ASC }]',
    fields: 'id delayed',
    sql: `SELECT id::VARCHAR AS id, delay > 15 AS delayed FROM flights
          WHERE origin IN ('GST', 'SBP') AND date >= '2001-02-12' AND date < '2001-02-17' ORDER BY delay > 15, id`,
  },
  {
    name: 'rows in the order of masked columns',
    callers: ['ops', 'west', 'bay'],
    size: 11,
    root: 'airports',
    args: 'filter: { state: { in: ["HI", "NV"] } }, orderBy: [{ latitude: ASC }, { longitude: DESC }]',
    fields: 'iata latitude longitude',
    sql: `SELECT iata, latitude, longitude FROM airports WHERE state IN ('HI', 'NV') ORDER BY latitude, longitude DESC, iata`,
  },
  {
    name: 'rows by their key of several columns',
    callers: ['ops', 'west'],
    size: 6,
    root: 'routeDays',
    args: 'filter: { originIata: { eq: "MRY" }, date: { lt: "2001-01-20" } }',
    fields: 'originIata destinationIata date flights',
    sql: `SELECT origin AS "originIata", destination AS "destinationIata", date::VARCHAR AS date, flights::VARCHAR AS flights
          FROM route_days WHERE origin = 'MRY' AND date < '2001-01-20' ORDER BY origin, destination, date`,
  },
  byP95('ASC', 'ASC NULLS LAST'),
  byP95('DESC', 'DESC NULLS LAST'),
  byP95('ASC_NULLS_FIRST', 'ASC NULLS FIRST'),
  byP95('DESC_NULLS_FIRST', 'DESC NULLS FIRST'),
];

const CASES = WALKS.flatMap((walk) => walk.callers.map((caller) => [walk.name, caller, walk] as const));

describe('pages by cursor are the whole list', () => {
  test.each(CASES)('%s, as %s', async (_name, caller, walk) => {
    const expected = await client.raw.rows(caller, walk.sql);
    expect(expected.length, 'the list takes several pages').toBeGreaterThan(2 * walk.size);
    expect(await walkPages(client, caller, walk, walk.size, 'forwards')).toEqual(expected);
    expect(await walkPages(client, caller, walk, walk.size, 'backwards')).toEqual(expected);
  });

  test('one row at a time, both ways, over the border between values and nulls', async () => {
    const walk = byP95('DESC_NULLS_FIRST', 'DESC NULLS FIRST');
    const narrow = { ...walk, args: walk.args.replace('2001-01-12', '2001-01-04') };
    const expected = await client.raw.rows('west', walk.sql.replace('2001-01-12', '2001-01-04'));
    expect(expected.filter((row) => row.p95Delay === null).length).toBeGreaterThan(1);
    expect(expected.filter((row) => row.p95Delay !== null).length).toBeGreaterThan(1);
    expect(await walkPages(client, 'west', narrow, 1, 'forwards')).toEqual(expected);
    expect(await walkPages(client, 'west', narrow, 1, 'backwards')).toEqual(expected);
  });

  test("an edge's cursor stands for its row, forwards and backwards", async () => {
    const list = 'flights(filter: { originIata: { eq: "SFO" }, delay: { gt: 300 } }, orderBy: [{ distance: ASC }]';
    const { all } = await client.data('bay', `{ all: ${list}) { edges { cursor node { id } } } }`);
    const ids = all.edges.map((edge: { node: { id: string } }) => edge.node.id);
    expect(ids.length).toBeGreaterThan(20);
    for (const index of [0, 7, ids.length - 1]) {
      const { rest, start } = await client.data(
        'bay',
        `query Around($cursor: String) { rest: ${list}, after: $cursor) { nodes { id } } start: ${list}, before: $cursor) { nodes { id } } }`,
        { cursor: all.edges[index].cursor },
      );
      expect(rest.nodes.map((node: { id: string }) => node.id)).toEqual(ids.slice(index + 1));
      expect(start.nodes.map((node: { id: string }) => node.id)).toEqual(ids.slice(0, index));
    }
  });

  test('after and before together are the rows between', async () => {
    const list = 'flights(filter: { originIata: { eq: "OAK" }, delay: { gt: 300 } }, orderBy: [{ delay: DESC }]';
    const { all } = await client.data('west', `{ all: ${list}) { edges { cursor node { id } } } }`);
    const query = `query Between($after: String, $before: String) { list: ${list}, after: $after, before: $before) { nodes { id } } }`;
    const between = await client.data('west', query, { after: all.edges[2].cursor, before: all.edges[6].cursor });
    expect(between.list.nodes).toEqual(all.edges.slice(3, 6).map((edge: { node: unknown }) => edge.node));
    const none = await client.data('west', query, { after: all.edges[6].cursor, before: all.edges[2].cursor });
    expect(none.list.nodes).toEqual([]);
  });

  test('pages by offset are the whole list', async () => {
    const list =
      'flights(filter: { originIata: { in: ["SJC", "JFK"] }, delay: { gt: 400 } }, orderBy: [{ distance: ASC }]';
    const sql = `SELECT id::VARCHAR AS id FROM flights WHERE origin IN ('SJC', 'JFK') AND delay > 400 ORDER BY distance, id`;
    const expected = await client.raw.rows('ops', sql);
    const rows: unknown[] = [];
    for (let offset = 0; offset < expected.length + 6; offset += 6) {
      const data = await client.data('ops', `{ list: ${list}, first: 6, offset: ${offset}) { nodes { id } } }`);
      rows.push(...data.list.nodes);
    }
    expect(rows).toEqual(expected);
  });

  test('a nested list is walked by the cursors of its parent', async () => {
    const query = `query Nested($after: String) { airport(iata: "OAK") {
      departures(filter: { delay: { gt: 250 } }, orderBy: [{ delay: DESC }], first: 6, after: $after) {
        nodes { id } pageInfo { hasNextPage endCursor }
      }
    } }`;
    const rows: unknown[] = [];
    let after: string | null = null;
    for (let more = true; more; ) {
      // biome-ignore lint/suspicious/noExplicitAny: the reply has the shape of the query.
      const { departures }: any = (await client.data('bay', query, { after })).airport;
      rows.push(...departures.nodes);
      more = departures.pageInfo.hasNextPage;
      after = departures.pageInfo.endCursor;
    }
    const sql = `SELECT id::VARCHAR AS id FROM flights WHERE origin = 'OAK' AND delay > 250 ORDER BY delay DESC, id`;
    expect(rows).toEqual(await client.raw.rows('bay', sql));
  });
});
