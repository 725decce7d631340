import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureLakehouse, type Lakehouse } from '../../src/lakehouse/ensure.js';
import { runBuild } from '../../src/lakehouse/run-build.js';
import type { LakehouseSource } from '../../src/lakehouse/source.js';
import { readScripts } from '../../src/lakehouse/sql-files.js';
import { query, temporaryFolder, writeSample } from './sample.js';

const ROWS = 20_000;
const never = new AbortController().signal;
let root: Awaited<ReturnType<typeof temporaryFolder>>;
let source: LakehouseSource;
let lakehouse: Lakehouse;
const log: string[] = [];

beforeAll(async () => {
  root = await temporaryFolder();
  source = await writeSample(join(root.path, 'source'), ROWS);
  lakehouse = await ensureLakehouse({ dataDir: root.path, source, log: (line) => log.push(line) });
}, 60_000);

afterAll(() => root.remove());

function table(name: string): string {
  const file = lakehouse.files.get(name);
  if (file === undefined) throw new Error(`no file for ${name}`);
  return `read_parquet('${file}')`;
}

interface RawFlight {
  readonly day: string;
  readonly delay: number;
  readonly origin: string;
  readonly destination: string;
}

/** The source's rows as they are, for figures computed here in JavaScript. */
async function rawFlights(): Promise<readonly RawFlight[]> {
  const rows = await query(`SELECT strftime(date, '%Y-%m-%d') AS day, * FROM read_parquet('${source.flightsFile}')`);
  return rows.map((row) => ({
    day: String(row.day),
    delay: Number(row.delay),
    origin: String(row.origin),
    destination: String(row.destination),
  }));
}

function groupBy<T>(rows: readonly T[], key: (row: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Linear interpolation between the two nearest ranks. */
function percentile(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(rank)] ?? Number.NaN;
  const above = sorted[Math.ceil(rank)] ?? Number.NaN;
  return below + (above - below) * (rank - Math.floor(rank));
}

describe('gold tables of a sample', { timeout: 60_000 }, () => {
  it('keeps every flight, duplicates included, and numbers them in order', async () => {
    const gold = await query(`SELECT * FROM ${table('lakehouse.gold.flights')}`);
    expect(gold).toHaveLength(ROWS);
    expect(gold.map((row) => Number(row.flight_id))).toEqual(Array.from({ length: ROWS }, (_, index) => index + 1));
    const text = (row: Readonly<Record<string, unknown>>, origin: string, destination: string) =>
      JSON.stringify([row[origin], row.date, row[destination], Number(row.delay), Number(row.distance)]);
    const raw = await query(`SELECT * FROM read_parquet('${source.flightsFile}')`);
    const expected = raw.map((row) => text(row, 'origin', 'destination'));
    expect(new Set(expected).size).toBeLessThan(ROWS);
    expect(gold.map((row) => text(row, 'origin_iata', 'destination_iata')).sort()).toEqual(expected.sort());
    const origins = gold.map((row) => String(row.origin_iata));
    expect(origins).toEqual([...origins].sort());
  });

  it('has the airports exactly as the CSV, NA included', async () => {
    const lines = (await readFile(source.airportsFile, 'utf8')).trimEnd().split(/\r?\n/).slice(1);
    const gold = await query(`SELECT * FROM ${table('lakehouse.gold.airports')}`);
    expect(gold).toHaveLength(lines.length);
    const byIata = new Map(gold.map((row) => [row.iata, row]));
    expect(gold.filter((row) => row.state === 'NA')).toHaveLength(
      lines.filter((line) => /,NA,[^,]*,[^,]*,[^,]*$/.test(line)).length,
    );
    const simple = lines.filter((line) => !line.includes('"'));
    expect(simple.length).toBeGreaterThan(3_000);
    for (const line of simple) {
      const [iata, name, city, state, country, latitude, longitude] = line.split(',');
      const airport = { iata, name, city, state, country, latitude: Number(latitude), longitude: Number(longitude) };
      expect(byIata.get(iata)).toEqual(airport);
    }
  });

  it('sums up routes and days as the raw rows do', async () => {
    const groups = groupBy(await rawFlights(), ({ origin, destination, day }) => `${origin} ${destination} ${day}`);
    const gold = await query(`SELECT * FROM ${table('lakehouse.gold.route_days')}`);
    expect(gold).toHaveLength(groups.size);
    for (const row of gold) {
      const flights = groups.get(`${row.origin_iata} ${row.destination_iata} ${row.date}`) ?? [];
      const delays = flights.map(({ delay }) => delay);
      expect(Number(row.flights)).toBe(flights.length);
      expect(Number(row.delayed_flights)).toBe(delays.filter((delay) => delay > 15).length);
      expect(row.average_delay).toBeCloseTo(average(delays), 9);
      expect(row.p95_delay).toBeCloseTo(percentile(delays, 0.95), 9);
    }
  });

  it('sums up airports and months as the raw rows do', async () => {
    const groups = groupBy(await rawFlights(), ({ origin, day }) => `${origin} ${day.slice(0, 7)}-01`);
    const gold = await query(`SELECT * FROM ${table('lakehouse.gold.airport_months')}`);
    expect(gold).toHaveLength(groups.size);
    for (const row of gold) {
      const flights = groups.get(`${row.iata} ${row.month}`) ?? [];
      expect(Number(row.departures)).toBe(flights.length);
      expect(Number(row.delayed_departures)).toBe(flights.filter(({ delay }) => delay > 15).length);
      expect(row.average_delay).toBeCloseTo(average(flights.map(({ delay }) => delay)), 9);
      expect(Number(row.destinations)).toBe(new Set(flights.map(({ destination }) => destination)).size);
    }
  });

  it('maps the demo partner to its three airports', async () => {
    expect(await query(`SELECT * FROM ${table('lakehouse.governance.airport_access')}`)).toEqual([
      { member: 'bay.partner@flights.demo', iata: 'OAK' },
      { member: 'bay.partner@flights.demo', iata: 'SFO' },
      { member: 'bay.partner@flights.demo', iata: 'SJC' },
    ]);
  });
});

describe('manifest and rebuilds', { timeout: 60_000 }, () => {
  it('describes the files as they are', async () => {
    const { manifest, folder } = lakehouse;
    expect(manifest.source).toMatchObject({ name: 'sample', version: '1' });
    expect(manifest.checks).toEqual(readScripts().checks.map(({ name }) => name));
    for (const entry of manifest.tables) {
      const path = join(folder, entry.file);
      expect((await stat(path)).size).toBe(entry.bytes);
      expect(await query(`SELECT count(*)::INTEGER AS rows FROM read_parquet('${path}')`)).toEqual([
        { rows: entry.rows },
      ]);
    }
    expect([...lakehouse.files.keys()]).toEqual([
      'lakehouse.gold.airports',
      'lakehouse.gold.flights',
      'lakehouse.gold.route_days',
      'lakehouse.gold.airport_months',
      'lakehouse.governance.airport_access',
    ]);
  });

  it('says each step with its place, rows and time', () => {
    expect(log[0]).toMatch(/^Building the demo lakehouse in /);
    expect(log).toHaveLength(11);
    expect(log[6]).toMatch(/^\[6\/10\] gold\.flights: 20,000 rows, [\d.]+ [kM]B, [\d,]+ ms$/);
    expect(log[10]).toMatch(/^\[10\/10\] 11 data-quality checks passed/);
  });

  it('leaves no lock, draft or spill behind', async () => {
    expect((await readdir(root.path)).sort()).toEqual(['lakehouse', 'source']);
    expect((await readdir(lakehouse.folder)).sort()).toEqual([
      'bronze',
      'gold',
      'governance',
      'manifest.json',
      'silver',
    ]);
  });

  it('builds once; again when the SQL, the source or a file changed', async () => {
    const dataDir = join(root.path, 'rebuild');
    const small = await writeSample(join(root.path, 'small'), 1_000);
    const lines: string[] = [];
    const ensure = (changed: Partial<LakehouseSource> = {}) =>
      ensureLakehouse({ dataDir, source: { ...small, ...changed }, log: (line) => lines.push(line) });
    const built = async (changed?: Partial<LakehouseSource>) => {
      lines.length = 0;
      const { manifest } = await ensure(changed);
      return { steps: lines.length, manifest };
    };
    expect((await built()).steps).toBeGreaterThan(0);
    expect((await built()).steps).toBe(0);
    const updated = await built({ version: '2' });
    expect(updated.steps).toBeGreaterThan(0);
    expect(updated.manifest.source.version).toBe('2');
    await writeFile(join(dataDir, 'lakehouse/gold/flights/part-0.parquet'), 'cut short');
    expect((await built({ version: '2' })).steps).toBeGreaterThan(0);
    await rm(join(dataDir, 'lakehouse/manifest.json'));
    expect((await built({ version: '2' })).steps).toBeGreaterThan(0);
    const scripts = readScripts();
    const [firstCheck, ...otherChecks] = scripts.checks;
    if (firstCheck === undefined) throw new Error('no checks');
    const altered = { ...scripts, checks: [{ ...firstCheck, sql: `${firstCheck.sql} -- altered` }, ...otherChecks] };
    const before = (await ensure({ version: '2' })).manifest;
    const after = await runBuild({
      dataDir,
      source: { ...small, version: '2' },
      scripts: altered,
      signal: never,
      log: () => {},
    });
    expect(after.scriptsFingerprint).not.toBe(before.scriptsFingerprint);
  });

  it('keeps the old lakehouse when a rebuild fails', async () => {
    const before = await readFile(join(lakehouse.folder, 'manifest.json'), 'utf8');
    const broken = join(root.path, 'broken.csv');
    await writeFile(broken, 'iata,name,city,state,country,latitude,longitude\nSFO,San Francisco,X,CA,USA,north,0\n');
    const rebuild = ensureLakehouse({ dataDir: root.path, source: { ...source, airportsFile: broken }, log: () => {} });
    await expect(rebuild).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringMatching(/^src\/lakehouse\/silver\/1-airports\.sql failed: .*'north' to DOUBLE/s),
    });
    expect(await readFile(join(lakehouse.folder, 'manifest.json'), 'utf8')).toBe(before);
    expect(existsSync(join(root.path, 'lakehouse.lock'))).toBe(false);
    expect((await readdir(root.path)).filter((name) => name.startsWith('lakehouse'))).toEqual(['lakehouse']);
  });
});
