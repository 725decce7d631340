import type { Choices } from '../property/choices.js';

/** A member of the key: as GraphQL asks for it, and what it is over `flights f`, `airports o` (origin) and `a` (arrival). */
interface Key {
  readonly name: string;
  readonly argument?: string;
  readonly sql: string;
}

const BAND = "CASE WHEN f.distance < 500 THEN 'short' ELSE 'long' END";

const KEYS: readonly Key[] = [
  { name: 'band', sql: BAND },
  { name: 'originState', sql: 'o.state' },
  { name: 'month', sql: "iso(date_trunc('month', f.date))" },
  { name: 'month', argument: 'bucket: YEAR', sql: "iso(date_trunc('year', f.date))" },
  { name: 'destinationIata', sql: 'f.destination' },
  { name: 'originLatitude', sql: 'o.latitude' },
  { name: 'originLatitude', argument: 'bin: 5', sql: 'floor(o.latitude / 5) * 5' },
  { name: 'arrivalLatitude', sql: 'a.latitude' },
  { name: 'stateAndBand', sql: `o.state || ' ' || ${BAND}` },
  { name: 'californian', sql: "o.state = 'CA'" },
];

const MEASURES: Readonly<Record<string, string>> = {
  flights: 'count(*)',
  onTimeRate: 'avg(CASE WHEN f.delay <= 15 THEN 1.0::DOUBLE ELSE 0.0 END)',
  totalDelay: 'sum(f.delay)',
  delayPerFlight: 'sum(f.delay)::DOUBLE / nullif(count(*), 0)',
  northernmost: 'max(a.latitude)',
  states: 'count(DISTINCT o.state)',
  californianDelay: "sum(f.delay) FILTER (WHERE o.state = 'CA')",
};
/** Whole numbers are exact, and text in JSON. */
const WHOLE = new Set(['flights', 'totalDelay', 'states', 'californianDelay']);

const FILTERS: readonly (readonly [graphql: string, sql: string])[] = [
  ['originState: { in: ["CA", "TX", "WA"] }', "o.state IN ('CA', 'TX', 'WA')"],
  ['originState: { neq: "CA" }', "o.state <> 'CA'"],
  ['band: { eq: "long" }', `${BAND} = 'long'`],
  [
    'destinationIata: { in: ["SFO", "LAX", "JFK", "PHX", "SEA"] }',
    "f.destination IN ('SFO', 'LAX', 'JFK', 'PHX', 'SEA')",
  ],
  ['californian: { eq: true }', "(o.state = 'CA')"],
  ['originLatitude: { gt: 37.7 }', 'o.latitude > 37.7'],
  ['arrivalLatitude: { lte: 38 }', 'a.latitude <= 38'],
  ['month: { gte: "2001-03-01T00:00:00Z" }', "date_trunc('month', f.date) >= TIMESTAMP '2001-03-01'"],
  [
    'not: { or: [{ originState: { eq: "NV" } }, { band: { eq: "short" } }] }',
    `NOT (o.state = 'NV' OR ${BAND} = 'short')`,
  ],
];
const HAVINGS: readonly (readonly [graphql: string, sql: string])[] = [
  ['measures: { flights: { gte: "5" } }', `${MEASURES.flights} >= 5`],
  ['measures: { onTimeRate: { lt: 0.8 } }', `${MEASURES.onTimeRate} < 0.8`],
  [
    'or: [{ measures: { states: { eq: "1" } } }, { measures: { totalDelay: { lt: "0" } } }]',
    `(${MEASURES.states} = 1 OR ${MEASURES.totalDelay} < 0)`,
  ],
];

/** One request to the metric view, and the query that somebody would write by hand for it. */
export interface MetricRequest {
  readonly graphql: string;
  /** Gives rows `{ key, measures }` of one JSON column over the caller's `flights` and `airports`. */
  readonly sql: string;
}

export function metricRequest(choices: Choices): MetricRequest {
  const keys = choices.some(KEYS, 0.25).map((key, index) => ({ ...key, alias: `k${index}` }));
  const measures = choices.some(Object.keys(MEASURES), 0.4, 1);
  const filters = choices.some(FILTERS, 0.2);
  const having = choices.maybe(0.3) ? choices.pick(HAVINGS) : undefined;
  const order = choices.maybe(0.5) ? choices.pick(['flights', 'totalDelay']) : undefined;
  const first = choices.maybe(0.5) ? 1 + choices.below(6) : undefined;
  const selected = keys.map(({ alias, name, argument }) => `${alias}: ${name}${argument ? `(${argument})` : ''}`);
  const args = [
    ...(filters.length === 0 ? [] : [`filter: { and: [${filters.map(([text]) => `{ ${text} }`).join(', ')}] }`]),
    ...(having === undefined ? [] : [`having: { ${having[0]} }`]),
    ...(order === undefined ? [] : [`orderBy: [{ measures: { ${order}: DESC_NULLS_LAST } }]`]),
    ...(first === undefined ? [] : [`first: ${first}`]),
  ];
  const graphql = `{ flightMetricGroups${args.length === 0 ? '' : `(${args.join(', ')})`} {
    ${selected.length === 0 ? '' : `key { ${selected.join(' ')} }`} measures { ${measures.join(' ')} } } }`;
  const key = keys.map(({ alias, sql }) => `${alias} := ${sql}`).join(', ');
  const values = measures.map((name) => `${name} := (${MEASURES[name]})${WHOLE.has(name) ? '::VARCHAR' : ''}`);
  const sql = `SELECT ${keys.length === 0 ? '' : `struct_pack(${key}) AS key, `}struct_pack(${values.join(', ')}) AS measures
    FROM flights f LEFT JOIN airports o ON o.iata = f.origin LEFT JOIN airports a ON a.iata = f.destination
    WHERE f.destination <> 'LAX' ${filters.map(([, text]) => `AND ${text}`).join(' ')}
    ${keys.length === 0 ? '' : `GROUP BY ${keys.map((entry) => entry.sql).join(', ')}`}
    ${having === undefined ? '' : `HAVING ${having[1]}`}
    ORDER BY ${[...(order === undefined ? [] : [`${MEASURES[order]} DESC NULLS LAST`]), ...keys.map((entry) => `${entry.sql} ASC NULLS LAST`), '1'].join(', ')}
    ${first === undefined ? '' : `LIMIT ${first}`}`;
  return { graphql, sql };
}
