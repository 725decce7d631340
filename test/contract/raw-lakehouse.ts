import { DuckDBInstance } from '@duckdb/node-api';
import { findSource } from '../../src/lakehouse/source.js';

/** Callers of the demo who see anything. */
export type SeeingCaller = 'ops' | 'west' | 'bay';

/** The origins in AZ, CA, NV, OR and WA that flights of the raw file start from, spelled out. */
export const WEST_ORIGINS: readonly string[] =
  'BFL BUR EUG FAT GEG LAS LAX LGB MFR MRY OAK ONT PDX PHX PSC PSP RNO SAN SBA SBP SEA SFO SJC SMF SNA TUS'.split(' ');

/** The airports that the mapping table names for bay.partner. */
export const BAY_ORIGINS: readonly string[] = ['OAK', 'SFO', 'SJC'];

/**
 * The demo's raw files behind DuckDB, with each caller's rights written out by hand as views: what the gateway
 * should answer can be asked here without the gateway, its gold files or its policies.
 */
export interface RawLakehouse {
  /**
   * The rows of a query, as JSON values. Its tables are the caller's own:
   * `flights(id, date, delay, distance, origin, destination)`,
   * `airports(iata, name, city, state, country, latitude, longitude)`,
   * `route_days(origin, destination, date, flights, delayed_flights, average_delay, p95_delay)` and
   * `airport_months(iata, month, departures, delayed_departures, average_delay, destinations)`; a table that the
   * caller may not see does not exist. `iso(t)` spells a timestamp as the reply does.
   */
  rows(caller: SeeingCaller, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): void;
}

function listed(codes: readonly string[]): string {
  return codes.map((code) => `'${code}'`).join(', ');
}

function baseTables(flightsFile: string, airportsFile: string): readonly string[] {
  return [
    'CREATE SCHEMA raw',
    `CREATE TABLE raw.flights AS
     SELECT row_number() OVER (ORDER BY origin, date, destination, delay, distance) AS id,
            date, delay, distance, origin, destination
     FROM read_parquet('${flightsFile}')`,
    `CREATE TABLE raw.airports AS
     SELECT iata, name, city, state, country, latitude::DOUBLE AS latitude, longitude::DOUBLE AS longitude
     FROM read_csv('${airportsFile}', header = true, all_varchar = true)`,
    `CREATE TABLE raw.route_days AS
     SELECT origin, destination, date::DATE AS date, count(*) AS flights, count(*) FILTER (delay > 15) AS delayed_flights,
            avg(delay) AS average_delay, quantile_cont(delay, 0.95) AS p95_delay
     FROM raw.flights GROUP BY ALL`,
    `CREATE TABLE raw.airport_months AS
     SELECT origin AS iata, date_trunc('month', date)::DATE AS month, count(*) AS departures,
            count(*) FILTER (delay > 15) AS delayed_departures, avg(delay) AS average_delay,
            count(DISTINCT destination) AS destinations
     FROM raw.flights GROUP BY ALL`,
  ];
}

function callerViews(): readonly string[] {
  const rounded = 'SELECT * REPLACE (round(latitude) AS latitude, round(longitude) AS longitude) FROM raw.airports';
  return [
    'CREATE SCHEMA ops',
    'CREATE VIEW ops.flights AS FROM raw.flights',
    'CREATE VIEW ops.airports AS FROM raw.airports',
    'CREATE VIEW ops.route_days AS FROM raw.route_days',
    'CREATE VIEW ops.airport_months AS FROM raw.airport_months',
    'CREATE SCHEMA west',
    `CREATE VIEW west.flights AS FROM raw.flights WHERE origin IN (${listed(WEST_ORIGINS)})`,
    `CREATE VIEW west.airports AS ${rounded}`,
    `CREATE VIEW west.route_days AS
     SELECT * REPLACE (CASE WHEN flights < 5 THEN NULL ELSE p95_delay END AS p95_delay) FROM raw.route_days`,
    'CREATE SCHEMA bay',
    `CREATE VIEW bay.flights AS FROM raw.flights WHERE origin IN (${listed(BAY_ORIGINS)})`,
    `CREATE VIEW bay.airports AS ${rounded}`,
    `CREATE MACRO iso(t) AS strftime(t, '%Y-%m-%dT%H:%M:%SZ')`,
  ];
}

/** Reads the raw files into memory; takes some seconds. */
export async function openRawLakehouse(): Promise<RawLakehouse> {
  const { flightsFile, airportsFile } = findSource();
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  for (const sql of [...baseTables(flightsFile, airportsFile), ...callerViews()]) await connection.run(sql);
  return {
    async rows(caller, sql) {
      await connection.run(`SET search_path = '${caller},main'`);
      // `to_json` keeps numbers as they are: nothing is rounded or quoted on the way.
      const result = await connection.runAndReadAll(`SELECT to_json(answer)::VARCHAR AS json FROM (${sql}) AS answer`);
      return result.getRows().map(([json]) => JSON.parse(String(json)) as Readonly<Record<string, unknown>>);
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
