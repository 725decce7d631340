import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../http/support/sandbox.js';
import { type CallerName, type DemoGateway, startDemo } from '../support/demo-gateway.js';
import { differences } from '../support/golden-json.js';
import { addMetricView } from '../support/metric-view.js';
import { openRawLakehouse, type RawLakehouse, type SeeingCaller } from './raw-lakehouse.js';

let sandbox: Sandbox;
let demo: DemoGateway;
let raw: RawLakehouse;

beforeAll(async () => {
  sandbox = createSandbox({ lakehouse: false });
  addMetricView(sandbox.schemaDir);
  [demo, raw] = await Promise.all([startDemo({ schemaDir: sandbox.schemaDir }), openRawLakehouse()]);
});
afterAll(async () => {
  raw.close();
  await demo.close();
  sandbox.remove();
});

const fields = async (caller: CallerName, type: string) => {
  const query = `{ __type(name: "${type}") { fields { name } inputFields { name } } }`;
  const found = (await demo.ask(caller, query)).body.data.__type;
  const list: readonly { readonly name: string }[] | undefined = found?.fields ?? found?.inputFields;
  return list?.map(({ name }) => name);
};

test('the schema has groups of its measures and no rows', async () => {
  expect((await fields('west', 'Query'))?.filter((name) => name.startsWith('flightMetric'))).toEqual([
    'flightMetricGroups',
  ]);
  expect(await fields('west', 'FlightMetricGroup')).toEqual(['key', 'measures']);
  expect(await fields('west', 'FlightMetricHaving')).toEqual(['measures', 'and', 'or', 'not']);
  expect(await fields('west', 'FlightMetricGroupOrderBy')).toEqual(['measures', 'key']);
  for (const absent of ['FlightMetric', 'FlightMetricConnection', 'FlightMetricSum', 'FlightMetricOrderBy']) {
    expect(await fields('west', absent), absent).toBeUndefined();
  }
  expect(await fields('none', 'FlightMetricGroup')).toBeUndefined();
});

test('comments of the view are descriptions', async () => {
  const query = `{ key: __type(name: "FlightMetricGroupKey") { fields { name description } }
    measures: __type(name: "FlightMetricMeasures") { fields { name description } } }`;
  const { key, measures } = (await demo.ask('ops', query)).body.data;
  const texts = [...key.fields, ...measures.fields].filter((field) => field.description !== null);
  expect(texts).toEqual([
    { name: 'month', description: 'The month of the flight.' },
    { name: 'originState', description: 'State of origin' },
    { name: 'californian', description: 'Whether the state of origin is California.' },
    { name: 'flights', description: 'How many flights there were.' },
  ]);
});

const ROWS = `FROM flights f LEFT JOIN airports o ON o.iata = f.origin LEFT JOIN airports a ON a.iata = f.destination
  WHERE f.destination <> 'LAX'`;

describe.each<SeeingCaller>(['ops', 'west', 'bay'])('the figures that %s gets', (caller) => {
  const expectFigures = async (query: string, sql: string) => {
    const { body, text } = await demo.ask(caller, query);
    expect(body.errors, text).toBeUndefined();
    const expected = await raw.rows(caller, sql);
    expect(expected.length).toBeGreaterThan(0);
    expect(differences(body.data.flightMetricGroups, expected)).toEqual([]);
  };

  test('over everything: row filter, mask and the filter of the view', () =>
    expectFigures(
      '{ flightMetricGroups { measures { flights onTimeRate totalDelay delayPerFlight northernmost states californianDelay } } }',
      `SELECT {flights: count(*)::VARCHAR, onTimeRate: count(*) FILTER (f.delay <= 15) / count(*), totalDelay: sum(f.delay)::VARCHAR,
         delayPerFlight: avg(f.delay), northernmost: max(a.latitude), states: count(DISTINCT o.state)::VARCHAR,
         californianDelay: sum(CASE WHEN o.state = 'CA' THEN f.delay END)::VARCHAR} AS measures ${ROWS}`,
    ));

  test('by dimensions of the source, of a join and of other dimensions', () =>
    expectFigures(
      `{ flightMetricGroups(filter: { month: { gte: "2001-04-01T00:00:00Z" } }, orderBy: [{ measures: { flights: DESC } }], first: 20) {
        key { originState stateAndBand month(bucket: QUARTER) californian } measures { flights onTimeRate } } }`,
      `SELECT key, measures FROM (
         SELECT {originState: o.state, stateAndBand: o.state || CASE WHEN f.distance < 500 THEN ' short' ELSE ' long' END,
             month: iso(date_trunc('quarter', f.date)), californian: o.state = 'CA'} AS key, count(*) AS n,
           {flights: count(*)::VARCHAR, onTimeRate: count(*) FILTER (f.delay <= 15) / count(*)} AS measures
         ${ROWS} AND f.date >= TIMESTAMP '2001-04-01' GROUP BY key) AS groups
       ORDER BY n DESC, key.originState, key.stateAndBand, key.month LIMIT 20`,
    ));

  test('by a masked column, in key, filter, having and order', () =>
    expectFigures(
      `{ flightMetricGroups(filter: { originLatitude: { lt: 37.7 } }, having: { measures: { flights: { gt: "100" } } },
          orderBy: [{ key: { originLatitude: DESC } }]) { key { originLatitude } measures { totalDelay } } }`,
      `SELECT {originLatitude: o.latitude} AS key, {totalDelay: sum(f.delay)::VARCHAR} AS measures
       ${ROWS} AND o.latitude < 37.7 GROUP BY o.latitude HAVING count(*) > 100 ORDER BY o.latitude DESC`,
    ));
});

test.each([
  ['rows', '{ flightMetrics { nodes { band } } }', 'Cannot query field "flightMetrics" on type "Query".'],
  ['one row', '{ flightMetric(band: "long") { band } }', 'Cannot query field "flightMetric" on type "Query".'],
  ['a count', '{ flightMetricGroups { count } }', 'Cannot query field "count" on type "FlightMetricGroup".'],
  [
    'an aggregate',
    '{ flightMetricGroups { max { originLatitude } } }',
    'Cannot query field "max" on type "FlightMetricGroup".',
  ],
  [
    'a window measure, which the contract cannot list',
    '{ flightMetricGroups { measures { trailing } } }',
    'Cannot query field "trailing" on type "FlightMetricMeasures".',
  ],
])('what rows alone would have is not in the schema: %s', async (_name, query, message) => {
  const { body } = await demo.ask('ops', query);
  expect(body.errors[0].message.slice(0, message.length)).toBe(message);
});
