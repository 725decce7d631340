import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ClientResult, runClient } from './run-client.js';
import { FLIGHT_COLUMNS, FLIGHTS, GOLD_TABLES, openSqlGateway } from './suite.js';

const gateway = openSqlGateway();

function psql(script: string, parameters: readonly string[]): Promise<ClientResult> {
  return runClient(gateway(), 'psql', ['-X', '-v', 'ON_ERROR_STOP=1', '-A', ...parameters], { input: script });
}

/** What psql says, without headings and footings unless asked for. */
async function said(script: string, parameters: readonly string[] = ['-t']): Promise<string> {
  const { code, stdout, stderr } = await psql(script, parameters);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return stdout.trim();
}

describe('psql', () => {
  test('queries', async () => {
    expect(await said('SELECT count(*) FROM gold.flights;')).toBe(String(FLIGHTS));
    expect(await said('SELECT 1; SELECT 2 \\; SELECT 3;')).toBe('1\n2\n3');
    expect(await said("\\set state 'CA'\nSELECT count(*) FROM gold.airports WHERE state = :'state';")).toBe('205');
  });

  test('\\d, \\d+, \\dt+, \\dn, \\df, \\l, \\du, \\dp', async () => {
    const relations = (await said('\\d')).split('\n').map((line) => line.split('|').slice(0, 3));
    expect(relations).toEqual(expect.arrayContaining(GOLD_TABLES.map((name) => ['gold', name, 'table'])));
    const table = await said('\\d gold.flights', []);
    for (const column of FLIGHT_COLUMNS) expect(table).toMatch(new RegExp(`^${column}\\|`, 'm'));
    expect(table).toMatch(/PRIMARY KEY/);
    expect(table).toMatch(/FOREIGN KEY \(origin_iata\) REFERENCES/);
    const detailed = await said('\\d+ gold.flights', []);
    for (const column of FLIGHT_COLUMNS) expect(detailed).toMatch(new RegExp(`^${column}\\|`, 'm'));
    expect(detailed).toMatch(/Foreign-key constraints:/);
    expect((await said('\\dt+ gold.*')).split('\n').map((line) => line.split('|')[1])).toEqual(GOLD_TABLES);
    expect(await said('\\dt+ gold.flights')).toMatch(/Flights, a row each/);
    const schemas = (await said('\\dn')).split('\n').map((line) => line.split('|')[0]);
    expect(schemas).toEqual(expect.arrayContaining(['gold', 'tpch']));
    expect(schemas).not.toContain('governance');
    expect(await said('\\df abs')).toMatch(/^pg_catalog\|abs\|bigint\|bigint\|func$/m);
    for (const list of ['\\l', '\\l+']) {
      expect(await said(list)).toMatch(/^lakehouse\|[^|]+\|UTF8\|[^|]+\|[^|]+\|[^|]*\|libc\|/m);
    }
    expect(await said('\\dO pg_catalog.*')).toMatch(/^pg_catalog\|ucs_basic\|/m);
    expect(await said('\\du')).toMatch(/^ops\.admin@flights\.demo\|/m);
    expect((await said('\\dp gold.*')).match(/^gold\|\w+\|table\|/gm)).toHaveLength(GOLD_TABLES.length);
    expect(await said('\\conninfo')).toMatch(/lakehouse/);
    expect((await said('\\d gold.*')).length).toBeGreaterThan(0);
    await said('\\di gold.*\n\\dT\n\\dx\n\\dn+\n\\db\n\\dconfig TimeZone\n\\sf abs(int)');
  });

  test('\\copy (…) to, in text and CSV', async () => {
    const copied = await said(
      "\\copy (SELECT iata, city FROM gold.airports WHERE state = 'DE' ORDER BY iata) TO STDOUT WITH CSV HEADER",
    );
    expect(copied.split('\n')).toHaveLength(6);
    expect(copied.split('\n')[0]).toBe('iata,city');
    expect((await said('\\copy (SELECT * FROM gold.flights) TO STDOUT')).split('\n')).toHaveLength(FLIGHTS);
  });

  test('\\copy (…) to a file, in text, CSV and binary', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'medallion-psql-'));
    try {
      const file = join(folder, 'copied');
      const read = (): Buffer => readFileSync(file);
      expect(await said(`\\copy (SELECT * FROM gold.flights) TO '${file}'`)).toBe(`COPY ${FLIGHTS}`);
      expect(read().toString().trim().split('\n')).toHaveLength(FLIGHTS);
      const rows =
        "(SELECT n AS a, CASE n WHEN 1 THEN 'é'::text END AS b FROM gold.airports, generate_series(1, 2) n " +
        "WHERE iata = 'LAX' ORDER BY 1)";
      expect(await said(`\\copy ${rows} TO '${file}' (FORMAT csv, HEADER, FORCE_QUOTE (b))`)).toBe('COPY 2');
      expect(read().toString()).toBe('a,b\n1,"é"\n2,\n');
      expect(await said(`\\copy ${rows} TO '${file}' (FORMAT binary)`)).toBe('COPY 2');
      const values = '0002 00000004 00000001 00000002 c3a9 0002 00000004 00000002 ffffffff ffff';
      const bytes = `5047434f50590aff0d0a00 00000000 00000000 ${values}`.replaceAll(' ', '');
      expect(read().toString('hex')).toBe(bytes);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('\\gdesc, \\gset, \\bind, FETCH_COUNT', async () => {
    expect(await said('SELECT flight_id, date FROM gold.flights \\gdesc')).toBe(
      'flight_id|bigint\ndate|timestamp without time zone',
    );
    expect(await said('SELECT count(*) AS n FROM gold.airports \\gset\n\\echo :n')).toBe('3376');
    const fetched = await said('\\set FETCH_COUNT 500\nSELECT flight_id FROM gold.flights;');
    expect(fetched.split('\n')).toHaveLength(FLIGHTS);
  });

  test('errors carry their place, and the session goes on', async () => {
    const { stderr, stdout } = await runClient(gateway(), 'psql', ['-X', '-A', '-t'], {
      input: '\\set VERBOSITY verbose\nSELECT nothing FROM gold.flights;\nSELECT 7;\n',
    });
    expect(stderr).toMatch(/42703/);
    expect(stderr).toMatch(/LINE 1: SELECT nothing FROM/);
    expect(stdout.trim()).toBe('7');
  });

  test('transactions and cursors', async () => {
    const script = [
      'BEGIN;',
      'DECLARE c CURSOR FOR SELECT flight_id FROM gold.flights ORDER BY flight_id;',
      'FETCH 2 FROM c;',
      'MOVE 10 FROM c;',
      'FETCH 1 FROM c;',
      'CLOSE c;',
      'COMMIT;',
    ];
    expect(await said(script.join('\n'))).toBe('BEGIN\nDECLARE CURSOR\n7\n107\nMOVE 10\n1207\nCLOSE CURSOR\nCOMMIT');
  });

  test('Ctrl-C', async () => {
    const long = 'SELECT sum(a.delay + b.delay + c.delay) FROM gold.flights a, gold.flights b, gold.flights c;';
    const { stderr, stdout } = await runClient(gateway(), 'psql', ['-X', '-A', '-t'], {
      input: `\\echo running\n${long}\nSELECT 'still here';\n`,
      interrupt: { after: 'running', delayMs: 1000 },
    });
    expect(stderr).toMatch(/canceling statement due to user request/);
    expect(stdout).not.toMatch(/^\d+$/m);
  });
});
