import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ContractClient } from './contract-client.js';
import { FIGURES } from './figures.js';

let client: ContractClient;

beforeAll(async () => {
  client = await ContractClient.start();
});

afterAll(() => client.close());

/** The query of contract.md, letter by letter. */
const EXAMPLE = `query Delays($after: String) {
  flights(
    filter: { delay: { gt: 60 }, origin: { state: { in: ["CA", "OR"] } }, not: { destination: { iata: { eq: "LAX" } } } }
    orderBy: [{ delay: DESC }, { date: ASC }]
    first: 50, after: $after
  ) {
    nodes { date delay distance origin { iata name city } destination { iata } }
    pageInfo { hasNextPage endCursor }
    totalCount                      # runs only when selected
  }
  flightGroups(                     # the selection says what to group by and what to measure
    filter: { origin: { state: { eq: "CA" } } }
    having: { count: { gte: 100 } }
    orderBy: [{ avg: { delay: DESC } }]
    first: 10
  ) {
    key { origin { iata } month: date(bucket: MONTH) }
    count
    avg { delay }
    max { delay }
    countDistinct { destination }
    measures { onTimeRate }         # governed measures declared in schema/
  }
  airport(iata: "SFO") {
    name
    departures(first: 5, orderBy: [{ delay: DESC }]) { nodes { delay destination { city } } totalCount }
    departureGroups(orderBy: [{ count: DESC }], first: 3) { key { destination { iata } } count }
  }
}
`;

const LATE = `flights AS f JOIN airports AS o ON o.iata = f.origin JOIN airports AS d ON d.iata = f.destination
  WHERE f.delay > 60 AND o.state IN ('CA', 'OR') AND f.destination <> 'LAX'`;

/** What the example answers, of the raw files, from row `offset` of its list on. */
function exampleSql(offset: number): string {
  return `
    WITH late AS (
      SELECT {date: iso(f.date), delay: f.delay, distance: f.distance, origin: {iata: o.iata, name: o.name, city: o.city},
              destination: {iata: d.iata}} AS node, row_number() OVER (ORDER BY f.delay DESC, f.date, f.id) AS n
      FROM ${LATE}
    ), months AS (
      SELECT {key: {origin: {iata: f.origin}, month: iso(date_trunc('month', f.date))}, count: count(*), avg: {delay: avg(f.delay)},
              max: {delay: max(f.delay)}, countDistinct: {destination: count(DISTINCT f.destination)},
              measures: {onTimeRate: count(*) FILTER (f.delay <= 15) / count(*)}} AS item,
             row_number() OVER (ORDER BY avg(f.delay) DESC, f.origin, date_trunc('month', f.date)) AS n
      FROM flights AS f JOIN airports AS o ON o.iata = f.origin
      WHERE o.state = 'CA' GROUP BY f.origin, date_trunc('month', f.date) HAVING count(*) >= 100
    ), sfo AS (
      SELECT {delay: f.delay, destination: {city: d.city}} AS node, row_number() OVER (ORDER BY f.delay DESC, f.id) AS n
      FROM flights AS f JOIN airports AS d ON d.iata = f.destination WHERE f.origin = 'SFO'
    ), routes AS (
      SELECT {key: {destination: {iata: destination}}, count: count(*)} AS item, row_number() OVER (ORDER BY count(*) DESC, destination) AS n
      FROM flights WHERE origin = 'SFO' GROUP BY destination
    )
    SELECT {nodes: (SELECT list(node ORDER BY n) FROM late WHERE n > ${offset} AND n <= ${offset + 50}),
            pageInfo: {hasNextPage: (SELECT count(*) > ${offset + 50} FROM late)}, totalCount: (SELECT count(*) FROM late)} AS flights,
           (SELECT list(item ORDER BY n) FROM months WHERE n <= 10) AS flightGroups,
           {name: (SELECT name FROM airports WHERE iata = 'SFO'),
            departures: {nodes: (SELECT list(node ORDER BY n) FROM sfo WHERE n <= 5), totalCount: (SELECT count(*) FROM sfo)},
            departureGroups: (SELECT list(item ORDER BY n) FROM routes WHERE n <= 3)} AS airport`;
}

describe("the contract's example", () => {
  test.each(['ops', 'west', 'bay'] as const)('answers with the figures of the raw files, as %s', async (caller) => {
    // The cursor is the gateway's own; the next page proves it.
    const comparable = EXAMPLE.replace('pageInfo { hasNextPage endCursor }', 'pageInfo { hasNextPage }');
    expect(await client.disagreements(caller, comparable, exampleSql(0))).toEqual([]);
    const { flights } = await client.data(caller, EXAMPLE);
    const variables = { after: flights.pageInfo.endCursor };
    expect(await client.disagreements(caller, comparable, exampleSql(50), variables)).toEqual([]);
  });

  test('is one statement', async () => {
    const before = client.demo.statements();
    const fresh = EXAMPLE.replace('gt: 60', 'gt: 61');
    await client.data('ops', fresh);
    expect(client.demo.statements() - before).toBe(1);
    expect((await client.demo.ask('ops', fresh)).headers.get('x-cache')).toBe('hit');
    expect(client.demo.statements() - before).toBe(1);
  });
});

describe('figures of the raw files', () => {
  const cases = FIGURES.flatMap((figure) => figure.callers.map((caller) => [figure.name, caller, figure] as const));

  test.each(cases)('%s, as %s', async (_name, caller, figure) => {
    expect(await client.disagreements(caller, figure.query, figure.sql)).toEqual([]);
  });

  test('there are at least 25 of them for ops', () => {
    expect(FIGURES.filter((figure) => figure.callers.includes('ops')).length).toBeGreaterThanOrEqual(25);
  });
});
