import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadCatalog } from '../../src/catalog/load-catalog.js';
import { createEmbeddedReader } from '../../src/catalog/unity/embedded-reader.js';
import type { UnityReader } from '../../src/catalog/unity/reader.js';
import { init } from '../../src/cli/init.js';
import { createSandbox } from '../http/support/sandbox.js';
import { addMetricView } from '../support/metric-view.js';
import { DEMO_UNITY, NEVER_ABORTED } from './contract-problems.js';
import { unityFolder } from './unity-folder.js';

async function runInit(
  options: { reader?: UnityReader; catalog?: string; schema?: string; outDir?: string; force?: boolean } = {},
) {
  const outDir = options.outDir ?? (await mkdtemp(join(tmpdir(), 'medallion-init-')));
  let output = '';
  const code = await init({
    catalog: 'lakehouse',
    schema: 'gold',
    source: 'lakehouse',
    force: false,
    reader: DEMO_UNITY,
    ...options,
    outDir,
    stdout: { write: (text) => (output += text) },
    signal: NEVER_ABORTED,
  });
  return { code, outDir, lines: output.replaceAll(outDir, 'out').trimEnd().split('\n') };
}

const load = (schemaDir: string, reader: UnityReader) =>
  loadCatalog({ schemaDir, sources: ['lakehouse'], reader, resolvers: new Set(), signal: NEVER_ABORTED });

test('what init writes of the demo catalog loads as it is', async () => {
  const { code, outDir } = await runInit();
  expect(code).toBe(0);
  expect((await readdir(outDir)).sort()).toEqual([
    'airport-months.graphql',
    'airports.graphql',
    'directives.graphql',
    'flights.graphql',
    'route-days.graphql',
  ]);
  const { contract } = await load(outDir, DEMO_UNITY);
  const relations = contract.types.flatMap((type) =>
    type.fields.flatMap((field) =>
      field.kind === 'relation' ? [`${type.name}.${field.name}: ${field.cardinality} ${field.target}`] : [],
    ),
  );
  expect(relations).toEqual([
    'AirportMonth.airport: one Airport',
    'Airport.airportMonths: many AirportMonth',
    'Airport.flightsByOrigin: many Flight',
    'Airport.flightsByDestination: many Flight',
    'Airport.routeDaysByOrigin: many RouteDay',
    'Airport.routeDaysByDestination: many RouteDay',
    'Flight.origin: one Airport',
    'Flight.destination: one Airport',
    'RouteDay.origin: one Airport',
    'RouteDay.destination: one Airport',
  ]);
});

test('the SDL of a table, whole', async () => {
  const { outDir } = await runInit();
  expect(await readFile(join(outDir, 'flights.graphql'), 'utf8')).toMatchInlineSnapshot(`
    """"
    Flights, a row each. Who may see a flight is decided by its origin: the operations group sees all, the west group those from AZ, CA, NV, OR and WA, anyone else those from the airports mapped to them.
    """
    type Flight @table(source: "lakehouse", name: "lakehouse.gold.flights") @key(fields: "flightId") {
      """
      Number of the flight in the order of origin, date, destination, delay and distance; stable as long as the source is.
      """
      flightId: BigInt!
      "Date and time of day of the flight as the source gives it, without a time zone, to the minute."
      date: DateTime!
      "Delay in minutes; negative when the flight was early."
      delay: Int!
      "Distance between the two airports in miles."
      distance: Int!
      "Code of the airport that the flight left from."
      originIata: String!
      "Code of the airport that the flight went to."
      destinationIata: String!
      origin: Airport @join(on: [{ from: "origin_iata", to: "iata" }])
      destination: Airport @join(on: [{ from: "destination_iata", to: "iata" }])
    }
    "
  `);
});

test('init overwrites nothing that differs, unless forced', async () => {
  const { outDir } = await runInit();
  const flights = join(outDir, 'flights.graphql');
  const written = await readFile(flights, 'utf8');
  expect((await runInit({ outDir })).code).toBe(0);
  await writeFile(flights, '# reviewed\n');
  const refused = await runInit({ outDir });
  expect(refused.code).toBe(1);
  expect(refused.lines).toEqual([
    'out/flights.graphql exists and differs. Nothing was written.',
    'Give --force to overwrite, or --out with another folder.',
  ]);
  expect(await readFile(flights, 'utf8')).toBe('# reviewed\n');
  expect((await runInit({ outDir, force: true })).code).toBe(0);
  expect(await readFile(flights, 'utf8')).toBe(written);
});

test('awkward names and keys give SDL that loads, and notes on what is left out', async () => {
  const id = { name: 'id', type: 'bigint' };
  const { reader } = await unityFolder({
    tables: {
      queries: {
        columns: [id, { name: 'not', type: 'string' }, { name: 'a_b', type: 'int' }, { name: 'aB', type: 'int' }],
        primaryKey: ['id'],
      },
      order: {
        columns: [id, { name: 'customer_id', type: 'bigint' }, { name: 'customer', type: 'string' }],
        primaryKey: ['id'],
        foreignKeys: [{ columns: ['customer_id'], parent: 'customers', parentColumns: ['id'] }],
      },
      orders: {
        columns: [id, { name: 'rep', type: 'bigint' }],
        primaryKey: ['id'],
        foreignKeys: [{ columns: ['rep'], parent: 'customers', parentColumns: ['id'] }],
      },
      customers: {
        columns: [
          id,
          { name: 'orders', type: 'int' },
          { name: 'shape', type: 'geography' },
          { name: '2nd name', type: 'string', nullable: true },
        ],
        primaryKey: ['id'],
      },
      people: {
        columns: [id, { name: 'boss', type: 'bigint', nullable: true }],
        primaryKey: ['id'],
        foreignKeys: [{ columns: ['boss'], parent: 'people', parentColumns: ['id'] }],
      },
      order_filter: { columns: [id], primaryKey: ['id'] },
      log: { columns: [id] },
      loose: { columns: [{ ...id, nullable: true }], primaryKey: ['id'] },
      far: {
        columns: [id, { name: 'log_id', type: 'bigint' }],
        primaryKey: ['id'],
        foreignKeys: [{ columns: ['log_id'], parent: 'log', parentColumns: ['id'] }],
      },
    },
  });
  const { code, outDir, lines } = await runInit({ reader, catalog: 'c', schema: 's' });
  expect(code).toBe(0);
  expect(lines.filter((line) => line.startsWith('Left out'))).toEqual([
    'Left out column c.s.customers.shape: type geography is not supported.',
    'Left out table c.s.log: it has no primary key. Declare one in Unity Catalog, or write the type by hand with @key.',
    'Left out table c.s.loose: column id of its primary key may be NULL or is masked.',
    'Left out the relation of c.s.far(log_id): c.s.log is not among the types.',
  ]);
  const { contract } = await load(outDir, reader);
  expect(
    contract.types.map(({ name, fields }) => `${name}: ${fields.map((field) => field.name).join(' ')}`),
  ).toMatchInlineSnapshot(`
    [
      "Customer: id orders _2ndName ordersByCustomerCustomer orderRows",
      "Far: id logId",
      "OrderFilterRow: id",
      "Order: id customerId customer customerCustomer",
      "OrderRow: id rep customer",
      "People: id boss people peoples",
      "QueryRow: id notValue aB aBValue",
    ]
  `);
});

test('a schema without tables is an error', async () => {
  const { reader } = await unityFolder({ tables: {} });
  const { code, lines } = await runInit({ reader, catalog: 'c', schema: 's' });
  expect([code, lines]).toEqual([1, ['Schema c.s has no table that can be a type. Nothing was written.']]);
});

test('a metric view: its dimensions are fields, its measures measures, and what cannot be read is noted', async () => {
  const sandbox = createSandbox({ lakehouse: false });
  addMetricView(sandbox.schemaDir);
  const reader = createEmbeddedReader(join(sandbox.schemaDir, 'unity'));
  const { code, outDir, lines } = await runInit({ reader });
  expect(code).toBe(0);
  expect(lines.filter((line) => line.includes('flight_metrics'))).toEqual([
    'Left out "trailing" of metric view lakehouse.gold.flight_metrics: it is a window measure, which is not supported.',
  ]);
  expect(await readFile(join(outDir, 'flight-metrics.graphql'), 'utf8')).toMatchInlineSnapshot(`
    ""Flights that did not go to Los Angeles, measured."
    type FlightMetric
      @table(source: "lakehouse", name: "lakehouse.gold.flight_metrics")
      @measure(name: "flights", type: "BigInt", sql: "measure(flights)")
      @measure(name: "onTimeRate", type: "Float", sql: "measure(\`On-time rate\`)")
      @measure(name: "totalDelay", type: "BigInt", sql: "measure(total_delay)")
      @measure(name: "delayPerFlight", type: "Float", sql: "measure(delay_per_flight)")
      @measure(name: "northernmost", type: "Float", sql: "measure(northernmost)")
      @measure(name: "states", type: "BigInt", sql: "measure(states)")
      @measure(name: "californianDelay", type: "BigInt", sql: "measure(californian_delay)") {
      "The month of the flight."
      month: DateTime
      "State of origin"
      originState: String @column(name: "Origin State")
      originLatitude: Float
      arrivalLatitude: Float
      band: String
      destinationIata: String
      stateAndBand: String @column(name: "State and band")
    }
    "
  `);
  const { contract } = await load(outDir, reader);
  const type = contract.types.find(({ name }) => name === 'FlightMetric');
  expect(type?.groupsOnly).toBe(true);
  expect(type?.measures.map(({ metric }) => metric)).toEqual([
    'flights',
    'On-time rate',
    'total_delay',
    'delay_per_flight',
    'northernmost',
    'states',
    'californian_delay',
  ]);
  sandbox.remove();
});
