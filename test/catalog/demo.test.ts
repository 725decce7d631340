import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadCatalog } from '../../src/catalog/load-catalog.js';
import { DIRECTIVES_SDL } from '../../src/catalog/sdl/directives-sdl.js';
import { createEmbeddedReader } from '../../src/catalog/unity/embedded-reader.js';
import { DEMO_UNITY, NEVER_ABORTED } from './contract-problems.js';

const load = (schemaDir = 'schema', reader = DEMO_UNITY) =>
  loadCatalog({
    schemaDir,
    sources: ['lakehouse'],
    reader,
    resolvers: new Set(['Airport.nearby']),
    signal: NEVER_ABORTED,
  });

async function copyOfSchema(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'medallion-schema-'));
  await cp('schema', folder, { recursive: true });
  return folder;
}

test('schema/directives.graphql says what the gateway reads', async () => {
  expect(await readFile('schema/directives.graphql', 'utf8')).toBe(DIRECTIVES_SDL);
});

test('the demo contract loads with the names that callers rely on', async () => {
  const { contract } = await load();
  expect(
    contract.types.map(({ name, singular, plural, groups, table, key }) => [
      name,
      singular,
      plural,
      groups,
      table,
      key.join(' '),
    ]),
  ).toEqual([
    [
      'AirportMonth',
      'airportMonth',
      'airportMonths',
      'airportMonthGroups',
      'lakehouse.gold.airport_months',
      'iata month',
    ],
    ['Airport', 'airport', 'airports', 'airportGroups', 'lakehouse.gold.airports', 'iata'],
    ['Flight', 'flight', 'flights', 'flightGroups', 'lakehouse.gold.flights', 'id'],
    [
      'RouteDay',
      'routeDay',
      'routeDays',
      'routeDayGroups',
      'lakehouse.gold.route_days',
      'originIata destinationIata date',
    ],
  ]);
  const airport = contract.types.find(({ name }) => name === 'Airport');
  expect(
    airport?.fields.flatMap((field) => (field.kind === 'relation' ? [[field.name, field.groups, field.target]] : [])),
  ).toEqual([
    ['departures', 'departureGroups', 'Flight'],
    ['arrivals', 'arrivalGroups', 'Flight'],
    ['months', 'monthGroups', 'AirportMonth'],
  ]);
  expect(airport?.fields.find(({ name }) => name === 'nearby')).toMatchObject({
    kind: 'resolver',
    requires: ['iata', 'latitude', 'longitude'],
    description: expect.stringContaining('nearest first'),
  });
  expect(contract.supportingSdl).toContain('type NearbyAirport');
});

test('comments of Unity Catalog are the descriptions where the SDL has none', async () => {
  const { contract, tables } = await load();
  const flight = contract.types.find(({ name }) => name === 'Flight');
  const table = tables.get('lakehouse.gold.flights');
  expect(flight?.description).toBe(table?.comment);
  expect(flight?.fields.find(({ name }) => name === 'delay')?.description).toBe(
    table?.columns.find(({ name }) => name === 'delay')?.comment,
  );
  expect(flight?.fields.find(({ name }) => name === 'origin')?.description).toBe(
    'The airport the flight started from.',
  );
});

test('the policies of the demo are mapped, and their mapping table is in the catalog', async () => {
  const { functions, tables } = await load();
  expect([...functions.values()].map(({ name, unmapped }) => [name, unmapped]).sort()).toEqual([
    ['lakehouse.governance.flights_by_origin', undefined],
    ['lakehouse.governance.round_coordinate', undefined],
    ['lakehouse.governance.suppress_small_cells', undefined],
  ]);
  expect(tables.get('lakehouse.governance.airport_access')?.columns.map(({ name }) => name)).toEqual([
    'member',
    'iata',
  ]);
});

test('the catalog is frozen through and through', async () => {
  const catalog = await load();
  const mutable = catalog.tables as Map<string, unknown>;
  expect(() => mutable.set('x', {})).toThrow('frozen');
  expect(() => mutable.delete('lakehouse.gold.flights')).toThrow('frozen');
  expect(() => mutable.clear()).toThrow('frozen');
  const open: string[] = [];
  const visit = (value: unknown, path: string) => {
    if (typeof value !== 'object' || value === null) return;
    if (!Object.isFrozen(value)) open.push(path);
    const members = value instanceof Map ? [...value] : Object.entries(value);
    for (const [key, member] of members) visit(member, `${path}.${key}`);
  };
  visit(catalog, 'catalog');
  expect(open).toEqual([]);
});

test('the version changes with the contract and with governance, and with nothing else', async () => {
  const folder = await copyOfSchema();
  const load_ = async () => (await load(folder, createEmbeddedReader(join(folder, 'unity')))).version;
  const before = await load_();
  expect(await load_()).toBe(before);
  const flights = join(folder, 'flights.graphql');
  await writeFile(flights, `${await readFile(flights, 'utf8')}# a remark\n`);
  const second = await load_();
  expect(second).not.toBe(before);
  const rights = join(folder, 'unity/permissions/table/lakehouse.gold.flights.json');
  await writeFile(rights, JSON.stringify({ privilege_assignments: [] }));
  expect(await load_()).not.toBe(second);
});

test('errors of all files come at once, each with its place', async () => {
  const folder = await copyOfSchema();
  const flights = join(folder, 'flights.graphql');
  const months = join(folder, 'airport-months.graphql');
  await writeFile(flights, (await readFile(flights, 'utf8')).replace('delay: Int', 'delay: Date'));
  await writeFile(months, (await readFile(months, 'utf8')).replace('destinations: BigInt', 'destinatons: BigInt'));
  const message = await load(folder).then(
    () => 'loaded',
    (error: Error) => error.message.replaceAll(folder, 'schema'),
  );
  expect(message.split('\n')).toEqual([
    'schema/airport-months.graphql:15:3 error Field "AirportMonth.destinatons" is no column of lakehouse.gold.airport_months, and nothing else maps it. Did you mean "destinations"? Name its column with @column(name: "…"), or write a resolver "AirportMonth.destinatons" in resolvers/.',
    'schema/flights.graphql:24:10 error Column "delay" of lakehouse.gold.flights is INT, which Date cannot carry. Write Int, BigInt or ID in its place.',
  ]);
});

test('a folder that is not there is an error that says so', async () => {
  await expect(load('/nowhere/schema')).rejects.toThrow(
    /^\/nowhere\/schema:1:1 error The schema folder cannot be read .*medallion init/,
  );
});
