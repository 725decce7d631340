import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from '../http/support/child-gateway.js';
import { openUnitySandbox, type UnitySandbox } from '../standins/unity/unity-sandbox.js';
import { DEMO_DATA_DIR } from '../support/demo.js';

let unity: UnitySandbox;
let out: string;

beforeAll(async () => {
  unity = await openUnitySandbox();
});
afterAll(() => unity.close());
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'medallion-init-'));
});
afterEach(() => {
  rmSync(out, { recursive: true });
  unity.standin.fault = undefined;
  unity.restore();
});

const FLIGHTS = 'tables/lakehouse.gold.flights.json';
const MONTHS = 'tables/lakehouse.gold.airport_months.json';

interface Column {
  readonly name: string;
  readonly position: number;
}

async function medallion(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  unity.standin.calls.length = 0;
  const { code, stdout, stderr } = await runCommand(args, { ...unity.env, ...env });
  const lines = (text: string) => text.replaceAll(`${unity.sandbox.schemaDir}/`, '').trimEnd().split('\n');
  return { code, stdout: lines(stdout), stderr: lines(stderr) };
}

const editColumns = (file: string, edit: (columns: readonly Column[]) => readonly object[]) =>
  unity.change(file, (table) => ({ ...table, columns: edit(table.columns as readonly Column[]) }));

describe('medallion check against Unity Catalog', () => {
  test('the demo contract fits', async () => {
    expect(await medallion(['check'])).toEqual({ code: 0, stdout: ['The contract fits: 4 types.'], stderr: [''] });
  });

  test('drift: a column gone, a type changed, a grant taken back, a policy that cannot be evaluated', async () => {
    editColumns(FLIGHTS, (columns) => columns.filter(({ name }) => name !== 'distance'));
    editColumns(MONTHS, (columns) =>
      columns.map((column) =>
        column.name === 'month' ? { ...column, type_text: 'string', type_name: 'STRING' } : column,
      ),
    );
    unity.change('permissions/table/lakehouse.gold.route_days.json', () => ({ privilege_assignments: [] }));
    unity.change('functions/lakehouse.governance.round_coordinate.json', (routine) => ({
      ...routine,
      routine_body: 'EXTERNAL',
    }));
    const { code, stdout } = await medallion(['check']);
    expect(code).toBe(1);
    const mask = (column: string) =>
      `airports.graphql:1:6 error Table lakehouse.gold.airports is denied to everyone: the mask of "${column}", function lakehouse.governance.round_coordinate, uses function lakehouse.governance.round_coordinate, whose body is not SQL, which the gateway cannot evaluate. Rewrite the function, or take it out of the contract.`;
    expect(stdout).toEqual([
      'airport-months.graphql:11:10 error Column "month" of lakehouse.gold.airport_months is STRING, which Date cannot carry. Write String or ID in its place.',
      mask('latitude'),
      mask('longitude'),
      'flights.graphql:27:3 error Field "Flight.distance" is no column of lakehouse.gold.flights, and nothing else maps it. Its columns are flight_id, date, delay, origin_iata, destination_iata. Name its column with @column(name: "…"), or write a resolver "Flight.distance" in resolvers/.',
      'route-days.graphql:1:6 warning Nobody can read table lakehouse.gold.route_days: Unity Catalog grants SELECT for it to no one.',
      '4 errors.',
    ]);
  });

  test('a table that is gone is told with one of a like name, by one list of its schema', async () => {
    unity.sandbox.edit('flights.graphql', 'name: "lakehouse.gold.flights"', 'name: "lakehouse.gold.flihgts"');
    try {
      const { code, stdout } = await medallion(['check']);
      expect(code).toBe(1);
      expect(stdout.find((line) => line.includes('flihgts'))).toBe(
        'flights.graphql:2:37 error Table "lakehouse.gold.flihgts" is not in Unity Catalog. Did you mean "lakehouse.gold.flights"?',
      );
      const lists = unity.standin.calls.filter((path) => /\/(?:catalogs|schemas|tables)$/u.test(path));
      expect(lists.map((path) => path.split('/').at(-1)).sort()).toEqual(['catalogs', 'schemas', 'tables']);
    } finally {
      unity.sandbox.edit('flights.graphql', 'name: "lakehouse.gold.flihgts"', 'name: "lakehouse.gold.flights"');
    }
  });

  test('a metric view without a definition is refused by name', async () => {
    unity.change(MONTHS, (table) => ({ ...table, table_type: 'METRIC_VIEW' }));
    const { code, stdout } = await medallion(['check']);
    expect(code).toBe(1);
    expect(stdout).toEqual([
      'airport-months.graphql:2:37 error Table "lakehouse.gold.airport_months" is a metric view whose definition may not be read. Remove the type.',
      '1 error.',
    ]);
  });

  test('a service that fails or refuses: one line that says which call, exit 1, and no token in it', async () => {
    const called =
      /^Unity Catalog: \/api\/2\.1\/unity-catalog\/tables\/lakehouse\.gold\.\w+: 401 UNAUTHENTICATED The token is not valid\.$/u;
    expect(await medallion(['check'], { UC_TOKEN: 'stale-token' })).toEqual({
      code: 1,
      stdout: [''],
      stderr: [expect.stringMatching(called)],
    });
    unity.standin.fault = (path, reply) => {
      if (!path.endsWith('/tables/lakehouse.gold.airports')) return false;
      reply.writeHead(403).end('{"error_code":"PERMISSION_DENIED","message":"User lacks BROWSE."}');
      return true;
    };
    const refused =
      'Unity Catalog: /api/2.1/unity-catalog/tables/lakehouse.gold.airports: 403 PERMISSION_DENIED User lacks BROWSE.';
    expect(await medallion(['check'])).toEqual({ code: 1, stdout: [''], stderr: [refused] });
  });
});

describe('medallion init against Unity Catalog', () => {
  const options = ['init', '--catalog', 'lakehouse', '--schema', 'gold'];
  const files = () => Object.fromEntries(readdirSync(out).map((name) => [name, readFileSync(join(out, name), 'utf8')]));

  test('writes what it writes of the same objects as files', async () => {
    expect((await medallion([...options, '--out', out])).code).toBe(0);
    const written = files();
    expect(Object.keys(written).sort()).toEqual([
      'airport-months.graphql',
      'airports.graphql',
      'directives.graphql',
      'flights.graphql',
      'route-days.graphql',
    ]);
    const embedded = { MEDALLION_DATA_DIR: DEMO_DATA_DIR };
    expect((await runCommand([...options, '--out', out], embedded)).stdout).not.toContain('differs');
    expect(files()).toEqual(written);
  });

  test('of chosen tables: nothing is listed, and no other table is read', async () => {
    const { code, stdout } = await medallion([...options, '--out', out, '--tables', 'flights,airports']);
    expect([code, stdout[0]]).toEqual([0, `Wrote ${out}/directives.graphql`]);
    expect(Object.keys(files()).sort()).toEqual(['airports.graphql', 'directives.graphql', 'flights.graphql']);
    const asked = unity.standin.calls.filter((path) => path.includes('/unity-catalog/tables'));
    expect(asked.map((path) => path.split('/').at(-1)).sort()).toEqual([
      'lakehouse.gold.airports',
      'lakehouse.gold.flights',
    ]);
  });

  test('a chosen table that is not there: nothing is written', async () => {
    const { code, stderr } = await medallion([...options, '--out', out, '--tables', 'flights,fligths']);
    expect([code, stderr]).toEqual([1, ['Unity Catalog has no table lakehouse.gold.fligths.']]);
    expect(files()).toEqual({});
  });

  test('what cannot be a type is left out with the reason', async () => {
    unity.change(MONTHS, (table) => ({ ...table, table_type: 'METRIC_VIEW' }));
    const { code, stdout } = await medallion([...options, '--out', out]);
    expect([code, stdout[0]]).toEqual([
      0,
      'Left out table lakehouse.gold.airport_months: it is a metric view whose definition may not be read.',
    ]);
    expect(Object.keys(files())).not.toContain('airport-months.graphql');
  });
});
