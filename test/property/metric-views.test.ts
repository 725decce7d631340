import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findSource } from '../../src/lakehouse/source.js';
import { DuckdbSource } from '../../src/sources/duckdb/duckdb-source.js';
import { BAY_ORIGINS, type SeeingCaller, WEST_ORIGINS } from '../contract/raw-lakehouse.js';
import { createSandbox, type Sandbox } from '../http/support/sandbox.js';
import { type DemoGateway, startDemo } from '../support/demo-gateway.js';
import { differences } from '../support/golden-json.js';
import { metricRequest } from '../support/metric-request.js';
import { addMetricView } from '../support/metric-view.js';
import { Choices } from './choices.js';
import { FIXED_SEED } from './run-property.js';

const CASES = Number(process.env.MEDALLION_PROPERTY_CASES ?? 120);
const SEED = Number(process.env.MEDALLION_PROPERTY_SEED ?? FIXED_SEED);
const ORIGINS: Readonly<Record<'west' | 'bay', readonly string[]>> = { west: WEST_ORIGINS, bay: BAY_ORIGINS };

const tapes = fc.array(fc.nat({ max: 2 ** 32 - 1 }), { minLength: 60, maxLength: 60 });
const listed = (codes: readonly string[]) => codes.map((code) => `'${code}'`).join(', ');

let sandbox: Sandbox;
let engine: DuckDBConnection;
let demo: DemoGateway;
/** The same for west and for bay, apart from what each of them may not see. */
const changed = new Map<'west' | 'bay', DemoGateway>();

/** A gateway over files that hold these flights and airports. */
async function open(name: string, flights: string, airports: string): Promise<DemoGateway> {
  const folder = join(sandbox.folder, name);
  mkdirSync(folder);
  const write = async (table: string, sql: string) => {
    const file = join(folder, `${table}.parquet`);
    await engine.run(`COPY (${sql}) TO '${file}' (FORMAT parquet)`);
    return [`lakehouse.${table}`, file] as const;
  };
  const access = BAY_ORIGINS.map((iata) => `('bay.partner@flights.demo', '${iata}')`).join(', ');
  const tables = new Map([
    await write(
      'gold.flights',
      `SELECT id AS flight_id, date, delay, distance, origin AS origin_iata, destination AS destination_iata FROM ${flights}`,
    ),
    await write('gold.airports', `SELECT * FROM ${airports}`),
    await write('governance.airport_access', `SELECT * FROM (VALUES ${access}) AS t(member, iata)`),
  ]);
  const config = { threads: 1, maxConnections: 2, maxStreams: 1, memoryLimitMb: 256, statementTimeoutMs: 20_000 };
  const source = await DuckdbSource.open({ name: 'lakehouse', config, tables, dataDir: folder });
  return startDemo({ schemaDir: sandbox.schemaDir, sources: new Map([['lakehouse', source]]), cache: false });
}

/** Changes every value of the rows that the caller may not see, adds one and takes some away. */
async function hide(caller: 'west' | 'bay'): Promise<void> {
  const own = `origin IN (${listed(ORIGINS[caller])})`;
  await engine.run(`CREATE SCHEMA other_${caller}`);
  await engine.run(`CREATE TABLE other_${caller}.flights AS
    SELECT * FROM few.flights WHERE ${own}
    UNION ALL SELECT id + 900000, date + INTERVAL 400 DAY, delay * 3 - 7, distance + 333, origin, 'HNL' FROM few.flights WHERE NOT (${own}) AND id % 3 > 0
    UNION ALL SELECT 999999999, TIMESTAMP '1999-09-09 09:09:00', 12345, 9999, 'JFK', 'SFO'`);
  await engine.run(`CREATE TABLE other_${caller}.airports AS
    SELECT * REPLACE (round(latitude) + (latitude - round(latitude)) / 3 AS latitude, round(longitude) AS longitude) FROM few.airports`);
}

beforeAll(async () => {
  sandbox = createSandbox({ lakehouse: false });
  addMetricView(sandbox.schemaDir);
  const { flightsFile, airportsFile } = findSource();
  engine = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  for (const sql of [
    'CREATE SCHEMA few',
    `CREATE TABLE few.flights AS SELECT row_number() OVER (ORDER BY origin, date, destination, delay, distance) AS id,
       date, delay, distance, origin, destination FROM read_parquet('${flightsFile}') WHERE (distance * 31 + delay * 7 + minute(date)) % 997 = 0`,
    `CREATE TABLE few.airports AS SELECT iata, name, city, state, country, latitude::DOUBLE AS latitude, longitude::DOUBLE AS longitude
       FROM read_csv('${airportsFile}', header = true, all_varchar = true) WHERE iata <> 'DFW'`,
    "CREATE MACRO iso(t) AS strftime(t, '%Y-%m-%dT%H:%M:%SZ')",
    'CREATE SCHEMA ops',
    'CREATE VIEW ops.flights AS FROM few.flights',
    'CREATE VIEW ops.airports AS FROM few.airports',
    ...(['west', 'bay'] as const).flatMap((caller) => [
      `CREATE SCHEMA ${caller}`,
      `CREATE VIEW ${caller}.flights AS FROM few.flights WHERE origin IN (${listed(ORIGINS[caller])})`,
      `CREATE VIEW ${caller}.airports AS SELECT * REPLACE (round(latitude) AS latitude, round(longitude) AS longitude) FROM few.airports`,
    ]),
  ])
    await engine.run(sql);
  demo = await open('first', 'few.flights', 'few.airports');
  for (const caller of ['west', 'bay'] as const) {
    await hide(caller);
    changed.set(caller, await open(`other-${caller}`, `other_${caller}.flights`, `other_${caller}.airports`));
  }
});
afterAll(async () => {
  for (const gateway of [demo, ...changed.values()]) await gateway.close();
  engine.closeSync();
  sandbox.remove();
});

async function byHand(caller: SeeingCaller, sql: string): Promise<readonly unknown[]> {
  await engine.run(`SET search_path = '${caller},main'`);
  const result = await engine.runAndReadAll(`SELECT to_json(answer)::VARCHAR FROM (${sql}) AS answer`);
  return result.getRows().map(([json]) => JSON.parse(String(json)));
}

test('measures by dimensions are what the query written by hand finds in what the caller may see', async () => {
  let rows = 0;
  await fc.assert(
    fc.asyncProperty(tapes, fc.constantFrom<SeeingCaller>('ops', 'west', 'bay'), async (tape, caller) => {
      const { graphql, sql } = metricRequest(new Choices(tape));
      const { body, text } = await demo.ask(caller, graphql);
      expect(body.errors, `${graphql}\n${text}`).toBeUndefined();
      const expected = await byHand(caller, sql);
      expect(differences(body.data.flightMetricGroups, expected), `${caller}: ${graphql}\n${sql}`).toEqual([]);
      rows += expected.length;
    }),
    { seed: SEED, numRuns: CASES },
  );
  // A property of empty answers would tell nothing.
  expect(rows).toBeGreaterThan(CASES);
});

test('what a caller may not see changes nothing that the caller gets', async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(tapes, fc.constantFrom<'west' | 'bay'>('west', 'bay'), async (tape, caller) => {
      const { graphql } = metricRequest(new Choices(tape));
      const [one, other] = [await demo.ask(caller, graphql), await changed.get(caller)?.ask(caller, graphql)];
      expect(other?.text, graphql).toBe(one.text);
      const [ops, otherOps] = [await demo.ask('ops', graphql), await changed.get(caller)?.ask('ops', graphql)];
      if (ops.text !== otherOps?.text) told += 1;
    }),
    { seed: SEED, numRuns: Math.ceil(CASES / 2) },
  );
  // The change is one that who sees it notices.
  expect(told).toBeGreaterThan(CASES / 10);
});
