import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureLakehouse, type Lakehouse } from '../../src/lakehouse/ensure.js';
import { findSource } from '../../src/lakehouse/source.js';
import { query, temporaryFolder } from './sample.js';

let root: Awaited<ReturnType<typeof temporaryFolder>>;
let lakehouse: Lakehouse;
const source = findSource();
const raw = `read_parquet('${source.flightsFile}')`;

beforeAll(async () => {
  root = await temporaryFolder();
  lakehouse = await ensureLakehouse({ dataDir: root.path, log: () => {} });
}, 120_000);

afterAll(() => root.remove());

function table(name: string): string {
  return `read_parquet('${lakehouse.files.get(`lakehouse.gold.${name}`)}')`;
}

describe('the lakehouse of the whole source', { timeout: 60_000 }, () => {
  it('has the 3,000,000 flights, 191 of them exact duplicates, and 3,376 airports', async () => {
    expect(
      await query(
        `SELECT count(*)::INTEGER AS flights, (count(*) - count(DISTINCT (date, delay, distance, origin_iata, destination_iata)))::INTEGER AS duplicates FROM ${table('flights')}`,
      ),
    ).toEqual([{ flights: 3_000_000, duplicates: 191 }]);
    expect(lakehouse.manifest.tables.find(({ name }) => name === 'lakehouse.gold.airports')?.rows).toBe(3_376);
  });

  it('gives the raw figures per origin and month', async () => {
    const figures = (from: string, origin: string): string =>
      `SELECT ${origin} AS origin, month(date)::INTEGER AS month, count(*)::INTEGER AS flights, sum(delay)::BIGINT AS delay,
         sum(distance)::BIGINT AS distance, min(date) AS first, max(date) AS last
       FROM ${from} GROUP BY ALL ORDER BY ALL`;
    const expected = await query(figures(raw, 'origin'));
    expect(expected.length).toBeGreaterThan(1_000);
    expect(await query(figures(table('flights'), 'origin_iata'))).toEqual(expected);
    expect(
      await query(
        `SELECT iata AS origin, month(month)::INTEGER AS month, departures::INTEGER AS flights FROM ${table('airport_months')} ORDER BY ALL`,
      ),
    ).toEqual(expected.map(({ origin, month, flights }) => ({ origin, month, flights })));
  });

  it('gives the raw figures of a busy route', async () => {
    const day = "origin = 'SFO' AND destination = 'LAX' AND date >= '2001-03-16' AND date < '2001-03-17'";
    const [counted] = await query(
      `SELECT count(*) AS flights, count(*) FILTER (WHERE delay > 15) AS delayed_flights, avg(delay) AS average_delay,
         quantile_cont(delay, 0.95) AS p95_delay FROM ${raw} WHERE ${day}`,
    );
    expect(Number(counted?.flights)).toBeGreaterThan(20);
    expect(
      await query(
        `SELECT flights, delayed_flights, average_delay, p95_delay FROM ${table('route_days')}
         WHERE origin_iata = 'SFO' AND destination_iata = 'LAX' AND date = '2001-03-16'`,
      ),
    ).toEqual([counted]);
  });

  it('is clustered: an origin is in few row groups, a key in one', async () => {
    const file = lakehouse.files.get('lakehouse.gold.flights');
    const holding = (column: string, condition: string): string =>
      `SELECT count(*)::INTEGER AS groups FROM parquet_metadata('${file}') WHERE path_in_schema = '${column}' AND ${condition}`;
    const [total] = await query(holding('flight_id', 'true'));
    expect(total?.groups).toBe(49);
    const [byKey] = await query(
      holding('flight_id', '1500000 BETWEEN stats_min_value::BIGINT AND stats_max_value::BIGINT'),
    );
    expect(byKey?.groups).toBe(1);
    const [byOrigin] = await query(holding('origin_iata', "'SFO' BETWEEN stats_min_value AND stats_max_value"));
    expect(byOrigin?.groups).toBeGreaterThan(0);
    expect(byOrigin?.groups).toBeLessThanOrEqual(3);
    expect(await query(`SELECT DISTINCT compression FROM parquet_metadata('${file}')`)).toEqual([
      { compression: 'SNAPPY' },
    ]);
  });
});
