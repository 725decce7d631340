import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRawLakehouse, type RawLakehouse, type SeeingCaller } from '../../contract/raw-lakehouse.js';
import { createSandbox, type Sandbox } from '../../http/support/sandbox.js';
import { type CallerName, type DemoGateway, startDemo } from '../../support/demo-gateway.js';
import { differences } from '../../support/golden-json.js';
import { addMetricView } from '../../support/metric-view.js';
import { connectAs } from './connect/connect-as.js';

let sandbox: Sandbox;
let demo: DemoGateway;
let raw: RawLakehouse;
const clients = new Map<CallerName, Client>();

beforeAll(async () => {
  sandbox = createSandbox({ lakehouse: false });
  addMetricView(sandbox.schemaDir);
  [demo, raw] = await Promise.all([startDemo({ schemaDir: sandbox.schemaDir }), openRawLakehouse()]);
  for (const caller of ['ops', 'west', 'bay', 'none'] as const) clients.set(caller, await connectAs(demo, caller));
});
afterAll(async () => {
  for (const client of clients.values()) await client.end();
  raw.close();
  await demo.close();
  sandbox.remove();
});

async function rows(caller: CallerName, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = clients.get(caller);
  if (client === undefined) throw new Error(`${caller} is not connected.`);
  return (await client.query(sql)).rows;
}

test('it stands in the catalog with dimensions and measures as columns', async () => {
  const columns = await rows(
    'west',
    "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'flight_metrics' ORDER BY ordinal_position",
  );
  expect(columns.map((column) => `${column.column_name} ${column.data_type}`)).toMatchInlineSnapshot(`
    [
      "month timestamp without time zone",
      "Origin State text",
      "origin_latitude double precision",
      "arrival_latitude double precision",
      "band text",
      "destination_iata text",
      "State and band text",
      "flights bigint",
      "On-time rate double precision",
      "total_delay bigint",
      "delay_per_flight double precision",
      "northernmost double precision",
      "states bigint",
      "californian_delay bigint",
    ]
  `);
  expect(await rows('none', "SELECT 1 FROM information_schema.tables WHERE table_name = 'flight_metrics'")).toEqual([]);
  // Only where there is a metric view.
  expect(await rows('west', "SELECT proname FROM pg_proc WHERE proname = 'measure'")).toEqual([{ proname: 'measure' }]);
  expect(await rows('none', "SELECT proname FROM pg_proc WHERE proname = 'measure'")).toEqual([]);
});

const ROWS = `FROM flights f LEFT JOIN airports o ON o.iata = f.origin LEFT JOIN airports a ON a.iata = f.destination
  WHERE f.destination <> 'LAX'`;

describe.each<SeeingCaller>(['ops', 'west', 'bay'])('MEASURE gives %s', (caller) => {
  test.each([
    [
      'over everything',
      `SELECT MEASURE(flights)::int AS n, measure("On-time rate") AS rate, measure(northernmost) AS north FROM gold.flight_metrics`,
      `SELECT count(*) AS n, avg(CASE WHEN f.delay <= 15 THEN 1.0::DOUBLE ELSE 0 END) AS rate, max(a.latitude) AS north ${ROWS}`,
    ],
    [
      'by dimensions, with WHERE, HAVING, ORDER BY and LIMIT',
      `SELECT m."Origin State" AS state, upper(m.band) AS band, MEASURE(m.total_delay)::int AS delay, MEASURE(states)::int + 1 AS more
       FROM flight_metrics AS m WHERE m.origin_latitude < 37.7 AND m.destination_iata IN ('SFO', 'SEA', 'PHX')
       GROUP BY m."Origin State", m.band HAVING measure(flights) > 10 ORDER BY measure(total_delay) DESC, 1, 2 LIMIT 7`,
      `SELECT o.state AS state, upper(CASE WHEN f.distance < 500 THEN 'short' ELSE 'long' END) AS band, sum(f.delay)::INT AS delay,
         (count(DISTINCT o.state) + 1)::INT AS more ${ROWS} AND o.latitude < 37.7 AND f.destination IN ('SFO', 'SEA', 'PHX')
       GROUP BY 1, 2 HAVING count(*) > 10 ORDER BY 3 DESC, 1, 2 LIMIT 7`,
    ],
    [
      'within a larger statement',
      `WITH s AS (SELECT "Origin State" AS state, measure(flights) AS n FROM flight_metrics GROUP BY 1)
       SELECT max(n)::int AS most, count(*)::int AS states FROM s JOIN gold.airports AS p ON p.state = s.state AND p.iata = 'SFO'`,
      `WITH s AS (SELECT o.state AS state, count(*) AS n ${ROWS} GROUP BY 1)
       SELECT max(n) AS most, count(*) AS states FROM s JOIN airports AS p ON p.state = s.state AND p.iata = 'SFO'`,
    ],
  ])('%s', async (_name, sql, byHand) => {
    const found = await rows(caller, sql);
    const expected = await raw.rows(caller, byHand);
    expect(expected.length).toBeGreaterThan(0);
    expect(differences(found, expected)).toEqual([]);
  });
});

const NO_AGGREGATE = 'an aggregate other than MEASURE over a metric view is not supported';
const NOT_SO =
  'Table lakehouse.gold.flight_metrics is a metric view: it is read by its measures, grouped by its dimensions, and in no other way.';

test.each([
  ['SELECT * FROM flight_metrics', '0A000', NOT_SO],
  ['SELECT band FROM flight_metrics', '0A000', NOT_SO],
  ['SELECT DISTINCT band FROM flight_metrics', '0A000', NOT_SO],
  ['SELECT max(band) FROM flight_metrics', '0A000', NO_AGGREGATE],
  ['SELECT count(band) FROM flight_metrics', '0A000', NO_AGGREGATE],
  ['SELECT count(*) FROM flight_metrics', '0A000', NO_AGGREGATE],
  ['SELECT flights FROM flight_metrics', '0A000', NOT_SO],
  ['SELECT sum(flights) FROM flight_metrics', '0A000', NO_AGGREGATE],
  ['SELECT band, flights FROM flight_metrics GROUP BY band, flights', '0A000', NOT_SO],
  ['SELECT measure(flights) FROM flight_metrics WHERE flights > 1', '0A000', NOT_SO],
  ['SELECT measure(flights) FROM flight_metrics, gold.airports', '0A000', NOT_SO],
  ['SELECT 1 FROM gold.airports WHERE iata IN (SELECT band FROM flight_metrics)', '0A000', NOT_SO],
  [
    'SELECT measure(flights) FILTER (WHERE band = $$long$$) FROM flight_metrics',
    '0A000',
    'MEASURE with DISTINCT, ORDER BY or FILTER is not supported',
  ],
  [
    'SELECT measure(DISTINCT flights) FROM flight_metrics',
    '0A000',
    'MEASURE with DISTINCT, ORDER BY or FILTER is not supported',
  ],
  [
    'SELECT measure(band) FROM flight_metrics',
    '0A000',
    'MEASURE of anything but a measure of a metric view is not supported',
  ],
  [
    'SELECT measure(flights + 1) FROM flight_metrics',
    '0A000',
    'MEASURE of anything but a measure of a metric view is not supported',
  ],
  [
    'SELECT measure(latitude) FROM gold.airports',
    '0A000',
    'MEASURE of anything but a measure of a metric view is not supported',
  ],
  ['SELECT measure(n) FROM (SELECT flights AS n FROM flight_metrics) AS s', '0A000', ''],
  ['SELECT measure(flights) OVER () FROM flight_metrics', '0A000', ''],
  ['SELECT measure(1)', '42501', 'permission denied for function measure'],
  ['SELECT trailing FROM flight_metrics', '42601', ''],
  ['SELECT measure(delay) FROM flight_metrics', '42703', ''],
  ['SELECT measure("source.delay") FROM flight_metrics', '42703', ''],
  ['COPY flight_metrics TO STDOUT', '0A000', NOT_SO],
])('refused: %s', async (sql, code, message) => {
  const error = await rows('ops', sql).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code });
  expect((error as Error).message.slice(0, message.length)).toBe(message);
});

test('who is not granted the view does not find it', async () => {
  await expect(rows('none', 'SELECT measure(flights) FROM gold.flight_metrics')).rejects.toMatchObject({
    code: '42P01',
  });
});
