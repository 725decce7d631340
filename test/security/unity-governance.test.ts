import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openUnitySandbox, type UnitySandbox } from '../standins/unity/unity-sandbox.js';
import { type CallerName, type DemoGateway, startDemo } from '../support/demo-gateway.js';

const UNTIL = { timeout: 15_000, interval: 30 };
const FLIGHTS = 'lakehouse.gold.flights';
const FILTER = 'functions/lakehouse.governance.flights_by_origin.json';
const MASK = 'functions/lakehouse.governance.round_coordinate.json';
const GRANTS = `permissions/table/${FLIGHTS}.json`;
const TOTAL = '{ flights(first: 1) { totalCount } }';
const COORDINATE = '{ airport(iata: "SFO") { latitude } }';

let unity: UnitySandbox;
let demo: DemoGateway;
/** What west sees of the flights while nothing is changed. */
let west: number;

beforeAll(async () => {
  unity = await openUnitySandbox({ timeoutMs: 400 });
  demo = await startDemo({ schemaDir: unity.sandbox.schemaDir, env: unity.env });
  west = await total('west');
  expect(west).toBeGreaterThan(0);
});
afterAll(async () => {
  await demo.close();
  await unity.close();
});
afterEach(async () => {
  unity.standin.fault = undefined;
  unity.restore();
  await expect.poll(() => total('west'), UNTIL).toBe(west);
  await expect.poll(readiness, UNTIL).toEqual({ status: 200, catalog: { name: 'catalog', state: 'ready' } });
});

const ask = async (caller: CallerName, query: string) => (await demo.ask(caller, query)).body;
const total = async (caller: CallerName) => (await ask(caller, TOTAL)).data?.flights.totalCount;
const latitude = async (caller: CallerName) => (await ask(caller, COORDINATE)).data?.airport.latitude;
const setBody = (file: string, body: string) =>
  unity.change(file, (routine) => ({ ...routine, routine_definition: body }));

async function readiness() {
  const reply = await fetch(`${demo.url}/readyz`);
  const { dependencies } = (await reply.json()) as { readonly dependencies: readonly { readonly name: string }[] };
  return { status: reply.status, catalog: dependencies.find(({ name }) => name === 'catalog') };
}

interface Privileges {
  readonly privilege_assignments: readonly { readonly principal: string }[];
}

const without = (principal: string) => (object: Record<string, unknown>) => ({
  privilege_assignments: (object as unknown as Privileges).privilege_assignments.filter(
    (assignment) => assignment.principal !== principal,
  ),
});

describe('a change in Unity Catalog holds without a restart', () => {
  test('of a row filter', async () => {
    setBody(FILTER, "is_account_group_member('ops') OR flights_by_origin.origin_iata = 'SFO'");
    await expect.poll(() => total('west'), UNTIL).toBeLessThan(west);
    expect(await total('ops')).toBe(3_000_000);
  });

  test('of a mask', async () => {
    expect(await latitude('west')).toBe(38);
    setBody(MASK, "CASE WHEN is_account_group_member('ops') THEN coordinate END");
    await expect.poll(() => latitude('west'), UNTIL).toBeNull();
    expect(await latitude('ops')).toBeCloseTo(37.619, 3);
  });

  test('of a grant: the table is gone for who lost it, and for nobody else', async () => {
    unity.change(GRANTS, without('west'));
    await expect
      .poll(async () => (await ask('west', TOTAL)).errors?.[0]?.message, UNTIL)
      .toBe('Cannot query field "flights" on type "Query".');
    expect(await total('ops')).toBe(3_000_000);
  });

  test('of an attribute-based policy, its principals and the tags that it is matched by', async () => {
    const tag = 'tags/column/lakehouse.gold.airports.latitude.json';
    const policy = (to: string) => ({
      policies: [
        {
          name: 'hide positions',
          policy_type: 'POLICY_TYPE_ROW_FILTER',
          for_securable_type: 'TABLE',
          to_principals: [to],
          match_columns: [{ alias: 'position', condition: "has_tag_value('pii', 'position')" }],
          row_filter: { function_name: 'lakehouse.governance.north', using: [{ alias: 'position' }] },
        },
      ],
    });
    unity.change('functions/lakehouse.governance.north.json', () => ({
      name: 'north',
      catalog_name: 'lakehouse',
      schema_name: 'governance',
      full_name: 'lakehouse.governance.north',
      input_params: { parameters: [{ name: 'position', type_text: 'double', position: 0 }] },
      full_data_type: 'BOOLEAN',
      routine_body: 'SQL',
      routine_definition: 'position > 60',
    }));
    const airports = async (caller: CallerName) =>
      (await ask(caller, '{ airports(first: 1) { totalCount } }')).data?.airports.totalCount;
    unity.change('policies/schema/lakehouse.gold.json', () => policy('bay.partner@flights.demo'));
    unity.change(tag, () => ({ tag_assignments: [{ tag_key: 'pii', tag_value: 'none' }] }));
    const reads = unity.standin.calls.length;
    await expect.poll(() => unity.standin.calls.length, UNTIL).toBeGreaterThan(reads + 40);
    expect(await airports('bay')).toBe(3376);

    unity.change(tag, () => ({ tag_assignments: [{ tag_key: 'pii', tag_value: 'position' }] }));
    await expect.poll(() => airports('bay'), UNTIL).toBeLessThan(3376);
    expect(await airports('bay')).toBeGreaterThan(0);
    expect(await airports('west')).toBe(3376);

    unity.change('policies/schema/lakehouse.gold.json', () => policy('west'));
    await expect.poll(() => airports('bay'), UNTIL).toBe(3376);
    await expect.poll(() => airports('west'), UNTIL).toBeLessThan(3376);
  });

  test('of the right to see policies: without it, nobody reads the table', async () => {
    const owned = `tables/${FLIGHTS}.json`;
    unity.change(owned, (table) => ({ ...table, owner: 'someone else' }));
    await expect.poll(async () => (await ask('ops', TOTAL)).errors?.[0]?.extensions.code, UNTIL).toBe('FORBIDDEN');
    unity.change(GRANTS, (object) => ({
      privilege_assignments: [
        ...(object as unknown as Privileges).privilege_assignments,
        { principal: 'lakehouse-owners', privileges: [{ privilege: 'MANAGE' }] },
      ],
    }));
    await expect.poll(() => total('ops'), UNTIL).toBe(3_000_000);
  });
});

test('the gateway’s own principal loses what it saw policies by: nobody reads a table, as there may be some now', async () => {
  const before = unity.standin.self;
  unity.standin.self = 'medallion@service';
  await expect.poll(async () => (await ask('ops', TOTAL)).errors?.[0]?.extensions.code, UNTIL).toBe('FORBIDDEN');
  unity.standin.self = before;
});

test('two changes in the middle of a reading never meet: a filter opened after a grant was taken is not seen by who lost it', async () => {
  let grantsRead = false;
  let isChanged = false;
  unity.standin.fault = (path) => {
    if (isChanged) return false;
    if (path.endsWith(`/effective-permissions/table/${FLIGHTS}`)) grantsRead = true;
    // Grants of this reading are read by now, and the filter is not.
    if (!grantsRead || !path.includes('/functions/')) return false;
    isChanged = true;
    unity.change(GRANTS, without('west'));
    setBody(FILTER, 'TRUE');
    return false;
  };
  const seen = new Set<unknown>();
  for (const until = Date.now() + 4000; Date.now() < until; ) seen.add(await total('west'));
  expect(isChanged).toBe(true);
  expect(seen).toEqual(new Set([west, undefined]));
  expect(await total('ops')).toBe(3_000_000);
});

const status =
  (code: number, headers: Record<string, string> = {}, body = '') =>
  (reply: ServerResponse) => {
    reply.writeHead(code, headers);
    reply.end(body);
  };

function slowDrip(reply: ServerResponse): void {
  reply.writeHead(200, { 'content-type': 'application/json' });
  const drip = setInterval(() => reply.write(' '), 50);
  reply.once('close', () => clearInterval(drip));
}

function cutBody(reply: ServerResponse): void {
  reply.writeHead(200, { 'content-length': '1000' });
  reply.write('{"name":');
  setTimeout(() => reply.destroy(), 5);
}

describe('Unity Catalog fails: what was read holds for a while, then every table is denied, then it serves again', () => {
  const everyCall = () => true;
  const oneTable = (path: string) => path.endsWith(`/tables/${FLIGHTS}`);
  test.each([
    ['connections are cut', everyCall, (reply: ServerResponse) => reply.destroy()],
    ['no reply at all', everyCall, () => undefined],
    ['a slow drip that never ends', everyCall, slowDrip],
    ['bodies that break off', everyCall, cutBody],
    [
      '429 with a long Retry-After',
      everyCall,
      status(429, { 'retry-after': '60' }, '{"error_code":"REQUEST_LIMIT_EXCEEDED"}'),
    ],
    ['503 of a proxy', everyCall, status(503, { 'retry-after': '0' }, '<html>busy</html>')],
    ['401', everyCall, status(401, {}, '{"error_code":"UNAUTHENTICATED","message":"expired"}')],
    ['403 on one table', oneTable, status(403, {}, '{"error_code":"PERMISSION_DENIED","message":"no"}')],
    ['one table that is not there', oneTable, status(404, {}, '{"error_code":"TABLE_DOES_NOT_EXIST"}')],
    ['one table without its columns', oneTable, status(200, {}, '{"name":"flights","catalog_name":"lakehouse"}')],
    ['no JSON', everyCall, status(200, {}, '<html>sign in</html>')],
    ['an empty object for everything', everyCall, status(200, {}, '{}')],
    ['redirects', everyCall, status(302, { location: 'https://127.0.0.1:1/' })],
    ['404 for everything', everyCall, status(404, {}, 'not found')],
  ])('%s', async (_, concerns, answer) => {
    let failed = 0;
    unity.standin.fault = (path, reply) => {
      if (!concerns(path)) return false;
      failed += 1;
      answer(reply);
      return true;
    };
    const seen = new Set<string>();
    await expect
      .poll(async () => {
        const body = await ask('west', TOTAL);
        const said = body.data === undefined ? JSON.stringify(body) : String(body.data.flights.totalCount);
        seen.add(said);
        return said;
      }, UNTIL)
      .toBe('{"errors":[{"message":"A data source is not available.","extensions":{"code":"SOURCE_UNAVAILABLE"}}]}');
    expect(failed).toBeGreaterThan(0);
    // Nothing in between: not a row more or fewer, no other error.
    expect(seen.size).toBe(2);
    expect([...seen][0]).toBe(String(west));
    const { status: httpStatus, catalog } = await readiness();
    expect(httpStatus).toBe(503);
    expect(catalog).toEqual({
      name: 'catalog',
      state: 'down',
      detail: expect.stringMatching(/^Unity Catalog was last read \d+ s ago: every table is denied$/u),
    });
    for (const caller of ['ops', 'bay', 'none'] as const)
      expect((await ask(caller, '{ __typename }')).data).toBeUndefined();
  });

  test('while what was read still holds, readiness says so', async () => {
    unity.standin.fault = (_path, reply) => {
      status(401)(reply);
      return true;
    };
    await expect
      .poll(async () => (await readiness()).catalog, UNTIL)
      .toEqual({
        name: 'catalog',
        state: 'ready',
        detail: expect.stringMatching(/^Unity Catalog cannot be read; what was read \d+ s ago still holds$/u),
      });
  });
});
