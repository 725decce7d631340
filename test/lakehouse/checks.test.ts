import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runBuild } from '../../src/lakehouse/run-build.js';
import type { LakehouseSource } from '../../src/lakehouse/source.js';
import { type LakehouseScripts, readScripts } from '../../src/lakehouse/sql-files.js';
import { temporaryFolder, writeSample } from './sample.js';

/** A fault put into one table, and a check that must find it. `SELF` stands for the unharmed script. */
interface Fault {
  readonly check: string;
  readonly threat: string;
  readonly table: string;
  readonly sql: string;
}

const FAULTS: readonly Fault[] = [
  {
    check: 'airports-key',
    threat: 'an airport twice',
    table: 'gold.airports',
    sql: 'FROM (SELF) UNION ALL (FROM (SELF) LIMIT 1)',
  },
  {
    check: 'airports-key',
    threat: 'an airport without a code',
    table: 'gold.airports',
    sql: "SELECT nullif(iata, 'SFO') AS iata, * EXCLUDE (iata) FROM (SELF)",
  },
  {
    check: 'airports-reconcile',
    threat: 'NA read as NULL',
    table: 'silver.airports',
    sql: "SELECT * REPLACE (nullif(state, 'NA') AS state) FROM (SELF)",
  },
  {
    check: 'airports-reconcile',
    threat: 'an airport lost',
    table: 'gold.airports',
    sql: "FROM (SELF) WHERE iata <> 'LAX'",
  },
  {
    check: 'no-nulls',
    threat: 'a delay lost',
    table: 'gold.flights',
    sql: 'SELECT * REPLACE (nullif(delay, 3) AS delay) FROM (SELF)',
  },
  {
    check: 'no-nulls',
    threat: 'a coordinate lost',
    table: 'gold.airports',
    sql: "SELECT * REPLACE (if(iata = 'SFO', NULL, latitude) AS latitude) FROM (SELF)",
  },
  {
    check: 'flights-key',
    threat: 'a key twice',
    table: 'gold.flights',
    sql: 'SELECT * REPLACE (if(flight_id = 2, 1, flight_id) AS flight_id) FROM (SELF)',
  },
  {
    check: 'flights-key',
    threat: 'keys that start at 0',
    table: 'gold.flights',
    sql: 'SELECT * REPLACE (flight_id - 1 AS flight_id) FROM (SELF)',
  },
  {
    check: 'flights-airports',
    threat: 'an airport that flights need lost',
    table: 'gold.airports',
    sql: "FROM (SELF) WHERE iata <> 'ORD'",
  },
  {
    check: 'flights-reconcile',
    threat: 'duplicates dropped',
    table: 'silver.flights',
    sql: 'SELECT DISTINCT * FROM (SELF)',
  },
  {
    check: 'flights-reconcile',
    threat: 'origins and destinations swapped, with equal counts and sums',
    table: 'silver.flights',
    sql: 'SELECT * REPLACE (destination_iata AS origin_iata, origin_iata AS destination_iata) FROM (SELF)',
  },
  {
    check: 'route_days-key',
    threat: 'a route and day twice',
    table: 'gold.route_days',
    sql: 'FROM (SELF) UNION ALL (FROM (SELF) LIMIT 1)',
  },
  {
    check: 'route_days-reconcile',
    threat: 'a route and day lost',
    table: 'gold.route_days',
    sql: 'FROM (SELF) LIMIT 500',
  },
  {
    check: 'route_days-reconcile',
    threat: 'delayed counted from 15 minutes on, not past them',
    table: 'gold.route_days',
    sql: `SELECT * REPLACE ((SELECT count(*) FROM gold.flights AS f WHERE f.delay >= 15 AND f.origin_iata = r.origin_iata
      AND f.destination_iata = r.destination_iata AND CAST(f.date AS DATE) = r.date) AS delayed_flights) FROM (SELF) AS r`,
  },
  {
    check: 'route_days-reconcile',
    threat: 'averages of another column',
    table: 'gold.route_days',
    sql: 'SELECT * REPLACE (p95_delay + 1 AS average_delay) FROM (SELF)',
  },
  {
    check: 'airport_months-key',
    threat: 'months not named by their first day',
    table: 'gold.airport_months',
    sql: 'SELECT * REPLACE (last_day(month) AS month) FROM (SELF)',
  },
  {
    check: 'airport_months-reconcile',
    threat: 'a month lost',
    table: 'gold.airport_months',
    sql: "FROM (SELF) WHERE month <> DATE '2001-03-01'",
  },
  {
    check: 'airport_months-reconcile',
    threat: 'more destinations than departures',
    table: 'gold.airport_months',
    sql: 'SELECT * REPLACE (departures + 1 AS destinations) FROM (SELF)',
  },
  {
    check: 'airport_access-key',
    threat: 'access to an airport that is none',
    table: 'governance.airport_access',
    sql: "FROM (SELF) UNION ALL SELECT 'bay.partner@flights.demo', 'SFX'",
  },
];

let root: Awaited<ReturnType<typeof temporaryFolder>>;
let source: LakehouseSource;
const scripts = readScripts();

beforeAll(async () => {
  root = await temporaryFolder();
  source = await writeSample(join(root.path, 'source'), 2_000);
}, 60_000);

afterAll(() => root.remove());

/** The scripts with one table's script harmed, and only the check in question. */
function harmed({ check, table, sql }: Fault): LakehouseScripts {
  const tables = scripts.tables.map((script) =>
    `${script.layer}.${script.table}` === table
      ? { ...script, sql: sql.replaceAll('SELF', `\n${script.sql}\n`) }
      : script,
  );
  expect(tables).not.toEqual(scripts.tables);
  return { tables, checks: scripts.checks.filter(({ name }) => name === check) };
}

describe('data-quality checks', { timeout: 60_000 }, () => {
  it.each(FAULTS)('$check finds $threat', async (fault) => {
    const dataDir = join(root.path, 'harmed');
    const build = runBuild({
      dataDir,
      source,
      scripts: harmed(fault),
      signal: new AbortController().signal,
      log: () => {},
    });
    await expect(build).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining(`does not pass its check src/lakehouse/checks/${fault.check}.sql`),
    });
  });

  it('has a fault here for every check', () => {
    expect([...new Set(FAULTS.map(({ check }) => check))].sort()).toEqual(
      scripts.checks.map(({ name }) => name).sort(),
    );
  });

  it('shows at most five offending rows', async () => {
    const fault = {
      check: 'airports-key',
      threat: '',
      table: 'gold.airports',
      sql: 'FROM (SELF) UNION ALL FROM (SELF)',
    };
    const build = runBuild({
      dataDir: join(root.path, 'shown'),
      source,
      scripts: harmed(fault),
      signal: new AbortController().signal,
      log: () => {},
    });
    const message = await build.then(
      () => '',
      (error: unknown) => String(error),
    );
    expect(
      message
        .split('\n')
        .slice(1, 6)
        .every((line) => /^ {2}\{"iata":"\w+","rows":"2"\}$/.test(line)),
    ).toBe(true);
    expect(message.split('\n').slice(6)).toEqual(['  …']);
  });
});
