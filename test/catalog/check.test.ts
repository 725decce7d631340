import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { createEmbeddedReader } from '../../src/catalog/unity/embedded-reader.js';
import { check } from '../../src/cli/check.js';
import { printServedSchema } from '../../src/doors/graphql/schema/print-served-schema.js';
import { addMetricView, FLIGHT_METRICS_SDL } from '../support/metric-view.js';
import { NEVER_ABORTED } from './contract-problems.js';

const LIMITS = { maxPageSize: 10_000, defaultPageSize: 100, maxGroups: 1_000 };

let repository: string;

const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], { cwd: repository });

const schemaFile = (name: string) => join(repository, 'schema', name);

async function edit(name: string, from: string, to: string): Promise<void> {
  const text = await readFile(schemaFile(name), 'utf8');
  expect(text).toContain(from);
  await writeFile(schemaFile(name), text.replace(from, to));
}

async function runCheck(against?: string) {
  let output = '';
  const code = await check({
    schemaDir: join(repository, 'schema'),
    sources: ['lakehouse'],
    reader: createEmbeddedReader(join(repository, 'schema/unity')),
    resolvers: new Set(['Airport.nearby']),
    ...(against === undefined ? {} : { against }),
    printServedSchema: (contract) => printServedSchema(contract, LIMITS),
    stdout: { write: (text) => (output += text) },
    signal: NEVER_ABORTED,
  });
  return { code, lines: output.replaceAll(`${repository}/`, '').trimEnd().split('\n') };
}

beforeEach(async () => {
  repository = await mkdtemp(join(tmpdir(), 'medallion-check-'));
  await cp('schema', join(repository, 'schema'), { recursive: true });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '--message=contract');
  return () => rm(repository, { recursive: true });
});

test('the demo contract fits, and has not changed', async () => {
  expect(await runCheck('HEAD')).toEqual({ code: 0, lines: ['The contract fits: 4 types.'] });
});

test('drift: a column gone, a type changed, a key moved, a column that is not listed', async () => {
  await edit('unity/tables/lakehouse.gold.flights.json', '"name": "distance"', '"name": "miles"');
  await edit('unity/tables/lakehouse.gold.airport_months.json', '"type_text": "date"', '"type_text": "string"');
  const { code, lines } = await runCheck();
  expect(code).toBe(1);
  expect(lines).toMatchInlineSnapshot(`
    [
      "schema/airport-months.graphql:11:10 error Column "month" of lakehouse.gold.airport_months is STRING, which Date cannot carry. Write String or ID in its place.",
      "schema/flights.graphql:1:6 info Type "Flight" does not list column miles of lakehouse.gold.flights; nobody sees what is not listed.",
      "schema/flights.graphql:27:3 error Field "Flight.distance" is no column of lakehouse.gold.flights, and nothing else maps it. Its columns are flight_id, date, delay, miles, origin_iata, destination_iata. Name its column with @column(name: "…"), or write a resolver "Flight.distance" in resolvers/.",
      "2 errors.",
    ]
  `);
});

test('a table whose policy cannot be mapped is an error', async () => {
  await edit(
    'unity/functions/lakehouse.governance.round_coordinate.json',
    'round(coordinate, 0)',
    'h3_longlatash3(coordinate)',
  );
  const { code, lines } = await runCheck();
  expect(code).toBe(1);
  expect(lines).toMatchInlineSnapshot(`
    [
      "schema/airports.graphql:1:6 error Table lakehouse.gold.airports is denied to everyone: the mask of "latitude", function lakehouse.governance.round_coordinate, uses function "h3_longlatash3" (line 1, column 63 of its body), which the gateway cannot evaluate. Rewrite the function, or take it out of the contract.",
      "schema/airports.graphql:1:6 error Table lakehouse.gold.airports is denied to everyone: the mask of "longitude", function lakehouse.governance.round_coordinate, uses function "h3_longlatash3" (line 1, column 63 of its body), which the gateway cannot evaluate. Rewrite the function, or take it out of the contract.",
      "2 errors.",
    ]
  `);
});

test('breaking changes since a revision are one line each, where the contract was changed', async () => {
  await edit('flights.graphql', '  distance: Int\n', '');
  await edit('flights.graphql', 'delay: Int', 'delay: BigInt');
  await edit('flights.graphql', '"delayedFlights"', '"lateFlights"');
  await edit(
    'airports.graphql',
    '  arrivals: [Flight!]! @join(on: [{ from: "iata", to: "destination_iata" }])\n',
    '  landings: [Flight!]! @join(on: [{ from: "iata", to: "destination_iata" }])\n',
  );
  await rm(schemaFile('route-days.graphql'));
  const { code, lines } = await runCheck('HEAD');
  expect(code).toBe(1);
  expect(lines).toMatchInlineSnapshot(`
    [
      "schema/airports.graphql:1:6 error Breaking since HEAD: Airport.arrivals was removed. 2 more changes follow from it.",
      "schema/flights.graphql:1:6 info Type "Flight" does not list column distance of lakehouse.gold.flights; nobody sees what is not listed.",
      "schema/flights.graphql:1:6 error Breaking since HEAD: Flight.distance was removed. 23 more changes follow from it.",
      "schema/flights.graphql:1:6 error Breaking since HEAD: FlightMeasures.delayedFlights was removed. 2 more changes follow from it.",
      "schema/flights.graphql:24:3 error Breaking since HEAD: Flight.delay changed type from Int to BigInt. 6 more changes follow from it.",
      "schema/route-days.graphql:1:6 error Breaking since HEAD: RouteDay was removed. 34 more changes follow from it. The place is that of HEAD.",
      "5 errors.",
    ]
  `);
});

test('additions are no findings', async () => {
  await edit(
    'flights.graphql',
    '  distance: Int\n',
    '  distance: Int\n  far: Boolean @expression(sql: "distance > 1000")\n',
  );
  expect(await runCheck('main')).toEqual({ code: 0, lines: ['The contract fits: 4 types.'] });
});

test('a column that went away from the catalog and the contract alike is a breaking change', async () => {
  await edit('flights.graphql', '  distance: Int\n', '');
  await edit('unity/tables/lakehouse.gold.flights.json', '"name": "distance"', '"name": "miles"');
  const { code, lines } = await runCheck('HEAD');
  expect(code).toBe(1);
  expect(lines).toMatchInlineSnapshot(`
    [
      "schema/flights.graphql:1:6 info Type "Flight" does not list column miles of lakehouse.gold.flights; nobody sees what is not listed.",
      "schema/flights.graphql:1:6 error Breaking since HEAD: Flight.distance was removed. 23 more changes follow from it.",
      "1 error.",
    ]
  `);
});

test('nothing is compared while the contract has errors', async () => {
  await edit('flights.graphql', 'delay: Int', 'delay: Date');
  const { code, lines } = await runCheck('HEAD');
  expect(code).toBe(1);
  expect(lines).toEqual([
    'schema/flights.graphql:24:10 error Column "delay" of lakehouse.gold.flights is INT, which Date cannot carry. Write Int, BigInt or ID in its place.',
    'Not compared with HEAD: mend the errors first.',
    '1 error.',
  ]);
});

test.each(['nowhere', '--output=/tmp/x', 'HEAD:schema'])('%s is no revision', async (revision) => {
  await expect(runCheck(revision)).rejects.toThrow(`"${revision}" is no revision of the git repository`);
});

test('a metric view: what it does not list, a measure gone, and what denies the tables below', async () => {
  addMetricView(join(repository, 'schema'), { sdl: FLIGHT_METRICS_SDL.replace('  band: String\n', '') });
  await edit('flight-metrics.graphql', '  @measure(name: "states", type: "BigInt", sql: "measure(states)")\n', '');
  await edit('unity/tables/lakehouse.gold.flight_metrics.json', 'name: northernmost', 'name: northern');
  await edit(
    'unity/functions/lakehouse.governance.round_coordinate.json',
    '"routine_body": "SQL"',
    '"routine_body": "EXTERNAL"',
  );
  const { code, lines } = await runCheck();
  expect(code).toBe(1);
  expect(lines.filter((line) => line.startsWith('schema/flight-metrics'))).toMatchInlineSnapshot(`
    [
      "schema/flight-metrics.graphql:1:6 error Table lakehouse.gold.airports is denied to everyone: the mask of "latitude", function lakehouse.governance.round_coordinate, uses function lakehouse.governance.round_coordinate, whose body is not SQL, which the gateway cannot evaluate. Rewrite the function, or take it out of the contract.",
      "schema/flight-metrics.graphql:1:6 error Table lakehouse.gold.airports is denied to everyone: the mask of "longitude", function lakehouse.governance.round_coordinate, uses function lakehouse.governance.round_coordinate, whose body is not SQL, which the gateway cannot evaluate. Rewrite the function, or take it out of the contract.",
      "schema/flight-metrics.graphql:1:6 info Type "FlightMetric" does not list fields band, northern, states of lakehouse.gold.flight_metrics; nobody sees what is not listed.",
      "schema/flight-metrics.graphql:7:63 error The SQL of measure "FlightMetric.northernmost" is not accepted: measure "northernmost": there is no such measure here. A metric view is read by its measures: measure(\`flights\`), measure(\`On-time rate\`), measure(\`total_delay\`), measure(\`delay_per_flight\`), measure(\`northern\`), measure(\`states\`), measure(\`californian_delay\`).",
    ]
  `);
});
