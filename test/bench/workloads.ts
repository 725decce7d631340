/** One request that every server answers with the same JSON. `k` varies its variables. */
export interface Workload {
  readonly name: string;
  readonly title: string;
  readonly document: string;
  readonly variables: (k: number) => Readonly<Record<string, unknown>>;
  /** The best statement we can write by hand; gives the whole reply as one text. `$1` is the parameter. */
  readonly sql: string;
  readonly parameter: (variables: Readonly<Record<string, unknown>>) => number | string;
}

const FLIGHTS = 3_000_000;
/** Spreads requests over the table, so that no two neighbours read the same row group. */
const spread = (k: number, room: number): string => String(1 + ((k * 7919) % (FLIGHTS - room)));

/** `AA`, `BA`, …: a first airport from which 20 follow, another for each of 26 × 20 requests. */
const letters = (k: number): string => String.fromCharCode(65 + (k % 20), 65 + (Math.floor(k / 20) % 26));

const text = (value: string): string => `to_json(${value})::VARCHAR`;
const optional = (value: string): string => `coalesce(${value}::VARCHAR, 'null')`;
const optionalText = (value: string): string => `coalesce(${text(value)}, 'null')`;
const moment = (value: string): string => `'"', replace(${value}::VARCHAR, ' ', 'T'), 'Z"'`;

export const WORKLOADS: readonly Workload[] = [
  {
    name: 'a',
    title: 'point lookup, 6 fields',
    document: 'query ($i: ID!) { flight(id: $i) { id date delay distance originIata origin { name } } }',
    variables: (k) => ({ i: spread(k, 1) }),
    sql: `SELECT concat('{"data":{"flight":{"id":"', f.flight_id, '","date":', ${moment('date')}, ',"delay":', ${optional('delay')}, ',"distance":', ${optional('distance')}, ',"originIata":', ${text('origin_iata')}, ',"origin":{"name":', ${optionalText('a.name')}, '}}}}')
FROM (SELECT * FROM flights WHERE flight_id = $1::BIGINT) AS f LEFT JOIN airports AS a ON a.iata = f.origin_iata`,
    parameter: ({ i }) => Number(i),
  },
  {
    name: 'b',
    title: '100 rows with a nested parent',
    document:
      'query ($i: ID!) { flights(filter: { id: { gte: $i } }, first: 100) { nodes { id delay origin { iata name city } } } }',
    variables: (k) => ({ i: spread(k, 100_000) }),
    sql: `SELECT concat('{"data":{"flights":{"nodes":[', string_agg(concat('{"id":"', f.flight_id, '","delay":', ${optional('delay')}, ',"origin":{"iata":', ${text('a.iata')}, ',"name":', ${optionalText('a.name')}, ',"city":', ${optionalText('a.city')}, '}}'), ',' ORDER BY f.flight_id), ']}}}')
FROM (SELECT flight_id, delay, origin_iata FROM flights WHERE flight_id >= $1::BIGINT ORDER BY flight_id LIMIT 100) AS f LEFT JOIN airports AS a ON a.iata = f.origin_iata`,
    parameter: ({ i }) => Number(i),
  },
  {
    name: 'c',
    title: '20 airports × 5 departures × 3 onward departures',
    document:
      'query ($i: String!) { airports(filter: { iata: { gte: $i } }, first: 20) { nodes { iata name departures(first: 5, orderBy: [{ delay: DESC }]) { nodes { delay destination { iata departures(first: 3, orderBy: [{ delay: DESC }]) { nodes { id delay } } } } } } } }',
    variables: (k) => ({ i: letters(k) }),
    sql: `WITH p AS MATERIALIZED (SELECT iata, name FROM airports WHERE iata >= $1::VARCHAR ORDER BY iata LIMIT 20),
one AS MATERIALIZED (SELECT flight_id, delay, origin_iata, destination_iata FROM (SELECT flight_id, delay, origin_iata, destination_iata, row_number() OVER (PARTITION BY origin_iata ORDER BY delay DESC, flight_id) AS rank FROM flights JOIN (SELECT origin_iata AS airport, max(delay, 5) AS tops FROM flights WHERE origin_iata IN (SELECT iata FROM p) GROUP BY 1) ON airport = origin_iata WHERE len(tops) < 5 OR delay >= tops[5]) WHERE rank <= 5),
two AS (SELECT origin_iata AS iata, string_agg(concat('{"id":"', flight_id, '","delay":', ${optional('delay')}, '}'), ',' ORDER BY rank) AS json FROM (SELECT flight_id, delay, origin_iata, row_number() OVER (PARTITION BY origin_iata ORDER BY delay DESC, flight_id) AS rank FROM flights JOIN (SELECT origin_iata AS airport, max(delay, 3) AS tops FROM flights WHERE origin_iata IN (SELECT destination_iata FROM one) GROUP BY 1) ON airport = origin_iata WHERE len(tops) < 3 OR delay >= tops[3]) WHERE rank <= 3 GROUP BY 1),
nested AS (SELECT one.origin_iata AS iata, string_agg(concat('{"delay":', ${optional('delay')}, ',"destination":{"iata":', ${text('a.iata')}, ',"departures":{"nodes":[', coalesce(two.json, ''), ']}}}'), ',' ORDER BY delay DESC, flight_id) AS json FROM one LEFT JOIN airports AS a ON a.iata = one.destination_iata LEFT JOIN two ON two.iata = a.iata GROUP BY 1)
SELECT concat('{"data":{"airports":{"nodes":[', string_agg(concat('{"iata":', ${text('p.iata')}, ',"name":', ${optionalText('p.name')}, ',"departures":{"nodes":[', coalesce(nested.json, ''), ']}}'), ',' ORDER BY p.iata), ']}}}') FROM p LEFT JOIN nested ON nested.iata = p.iata`,
    parameter: ({ i }) => String(i),
  },
  {
    name: 'd',
    title: '10,000 flat rows × 8 fields',
    document:
      'query ($i: ID!, $end: ID!) { flights(filter: { id: { gte: $i, lt: $end } }, first: 10000) { nodes { id date delay distance originIata destinationIata delayed from: originIata } } }',
    variables: (k) => ({ i: spread(k, 100_000), end: String(Number(spread(k, 100_000)) + 10_000) }),
    sql: `SELECT concat('{"data":{"flights":{"nodes":[', string_agg(concat('{"id":"', flight_id, '","date":', ${moment('date')}, ',"delay":', ${optional('delay')}, ',"distance":', ${optional('distance')}, ',"originIata":', ${text('origin_iata')}, ',"destinationIata":', ${text('destination_iata')}, ',"delayed":', ${optional('(delay > 15)')}, ',"from":', ${text('origin_iata')}, '}'), ',' ORDER BY flight_id), ']}}}')
FROM (SELECT * FROM flights WHERE flight_id >= $1::BIGINT AND flight_id < $1::BIGINT + 10000 ORDER BY flight_id LIMIT 10000)`,
    parameter: ({ i }) => Number(i),
  },
  {
    name: 'e',
    title: 'filtered group-by, state × month, top 100',
    document:
      'query ($i: Int!) { flightGroups(filter: { delay: { gt: $i } }, orderBy: [{ count: DESC }], first: 100) { key { origin { state } date(bucket: MONTH) } count avg { delay } } }',
    variables: (k) => ({ i: (k % 400) - 200 }),
    sql: `SELECT concat('{"data":{"flightGroups":[', string_agg(concat('{"key":{"origin":{"state":', ${optionalText('state')}, '},"date":', ${moment('month::TIMESTAMP')}, '},"count":', flights, ',"avg":{"delay":', average, '}}'), ',' ORDER BY flights DESC, state, month), ']}}')
FROM (SELECT a.state, date_trunc('month', f.date) AS month, count(*) AS flights, avg(delay) AS average FROM flights AS f LEFT JOIN airports AS a ON a.iata = f.origin_iata WHERE f.delay > $1::INTEGER GROUP BY 1, 2 ORDER BY flights DESC, state, month LIMIT 100)`,
    parameter: ({ i }) => Number(i),
  },
  {
    name: 'f',
    title: '160 rows with a nested parent: a body of 16 KB',
    document:
      'query ($i: ID!) { flights(filter: { id: { gte: $i } }, first: 160) { nodes { id delay origin { iata name city } } } }',
    variables: (k) => ({ i: spread(k, 100_000) }),
    sql: `SELECT concat('{"data":{"flights":{"nodes":[', string_agg(concat('{"id":"', f.flight_id, '","delay":', ${optional('delay')}, ',"origin":{"iata":', ${text('a.iata')}, ',"name":', ${optionalText('a.name')}, ',"city":', ${optionalText('a.city')}, '}}'), ',' ORDER BY f.flight_id), ']}}}')
FROM (SELECT flight_id, delay, origin_iata FROM flights WHERE flight_id >= $1::BIGINT ORDER BY flight_id LIMIT 160) AS f LEFT JOIN airports AS a ON a.iata = f.origin_iata`,
    parameter: ({ i }) => Number(i),
  },
];
