import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../http/support/sandbox.js';
import { DEMO_DATA_DIR } from '../support/demo.js';
import { type CallerName, type DemoGateway, startDemo } from '../support/demo-gateway.js';

const FILTER = 'unity/functions/lakehouse.governance.flights_by_origin.json';
const MASK = 'unity/functions/lakehouse.governance.round_coordinate.json';
const UNTIL = { timeout: 15_000, interval: 150 };

/** A sandbox whose gateway looks for changes every second. */
function quickSandbox(options: { readonly lakehouse: boolean; readonly maxStalenessSeconds?: number }): Sandbox {
  const sandbox = createSandbox({ lakehouse: options.lakehouse });
  sandbox.set('refreshSeconds', 1);
  sandbox.set('maxStalenessSeconds', options.maxStalenessSeconds ?? 3);
  sandbox.set('versionPollSeconds', 1);
  return sandbox;
}

describe('Faults: files of the lakehouse', () => {
  const QUERY = '{ airports(first: 1, orderBy: [{ iata: ASC }]) { totalCount nodes { iata name } } }';
  const WHOLE = { data: { airports: { totalCount: 3376, nodes: [{ iata: '00M', name: 'Thigpen' }] } } };
  let sandbox: Sandbox;
  let demo: DemoGateway;
  let file: string;
  let original: string;

  beforeAll(async () => {
    sandbox = quickSandbox({ lakehouse: true });
    file = join(sandbox.dataDir, 'lakehouse/gold/airports/part-0.parquet');
    original = join(sandbox.folder, 'original.parquet');
    copyFileSync(file, original);
    demo = await startDemo({ schemaDir: sandbox.schemaDir, env: sandbox.env });
  });
  afterAll(async () => {
    await demo.close();
    sandbox.remove();
  });

  /** Puts another file in place of the table's, at once. */
  async function replaceBy(sql: string): Promise<void> {
    const made = join(sandbox.folder, 'made.parquet');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`COPY (${sql.replace('ORIGINAL', `'${original}'`)}) TO '${made}' (FORMAT parquet)`);
    connection.disconnectSync();
    instance.closeSync();
    renameSync(made, file);
  }

  async function mend(): Promise<void> {
    const copy = join(sandbox.folder, 'copy.parquet');
    copyFileSync(original, copy);
    renameSync(copy, file);
    await expect.poll(async () => (await demo.ask('ops', QUERY)).body, UNTIL).toEqual(WHOLE);
  }

  const outcome = async (query = QUERY) => {
    const { body } = await demo.ask('ops', query);
    return body.errors?.[0]?.extensions.code ?? body.data;
  };

  test('file replaced while serving → the new answer after the poll, and never a mixture', async () => {
    expect((await demo.ask('ops', QUERY)).body).toEqual(WHOLE);
    await replaceBy("SELECT * REPLACE (name || '!' AS name) FROM ORIGINAL WHERE iata < 'M'");
    const half = { data: { airports: { totalCount: 2135, nodes: [{ iata: '00M', name: 'Thigpen!' }] } } };
    const until = Date.now() + 4_000;
    let last: unknown;
    while (Date.now() < until && JSON.stringify(last) !== JSON.stringify(half)) {
      last = (await demo.ask('ops', QUERY)).body;
      expect([WHOLE, half]).toContainEqual(last);
    }
    expect(last).toEqual(half);
    for (const caller of ['ops', 'west'] as const)
      expect((await demo.ask(caller, '{ airports { totalCount } }')).body.data.airports.totalCount).toBe(2135);
    await mend();
  });

  test.each([
    ['removed', () => rmSync(file)],
    ['replaced by text', () => writeFileSync(file, 'no parquet')],
    ['replaced by nothing', () => writeFileSync(file, '')],
    ['cut short', () => truncateSync(file, 5_000)],
    ['cut at its end', () => truncateSync(file, readFileSync(file).byteLength - 10)],
  ])(
    'file %s → SOURCE_UNAVAILABLE, never a short answer; mended → serves again, and the error was not kept',
    async (_what, spoil) => {
      spoil();
      // What is not kept yet fails at once; what is kept may be served until its versions count as unknown.
      const fresh = `{ airports(first: 2, filter: { iata: { neq: "${_what}" } }) { totalCount } }`;
      expect(await outcome(fresh)).toBe('SOURCE_UNAVAILABLE');
      const { text } = await demo.ask('ops', fresh);
      expect(text).not.toMatch(/parquet|sandbox|duckdb|IO Error/iu);
      await expect.poll(() => outcome(), UNTIL).toBe('SOURCE_UNAVAILABLE');
      // Other tables are not concerned, and nor is the process.
      expect((await demo.ask('ops', '{ flights(first: 1) { nodes { id } } }')).body.data.flights.nodes).toEqual([
        { id: '1' },
      ]);
      await mend();
      expect(await outcome(fresh)).toEqual({ airports: { totalCount: 3376 } });
    },
  );

  test('file replaced by one without a column → an error', async () => {
    await replaceBy('SELECT * EXCLUDE (name) FROM ORIGINAL');
    expect(await outcome('{ airports(first: 3) { nodes { name } } }')).toMatch(/^(INTERNAL|SOURCE_UNAVAILABLE)$/u);
    await mend();
  });

  test('disk that takes nothing: a statement that must spill fails with an error; the next ones are served', async () => {
    const small = quickSandbox({ lakehouse: false });
    small.set('memoryLimitMb', 64);
    const gateway = await startDemo({
      schemaDir: small.schemaDir,
      env: { ...small.env, MEDALLION_DATA_DIR: sandbox.dataDir },
    });
    try {
      const temporary = join(sandbox.dataDir, 'duckdb-temporary');
      for (const name of ['', ...readdirSync(temporary)]) {
        const path = join(temporary, name);
        rmSync(path, { recursive: true, force: true });
        mkdirSync(temporary, { recursive: true });
        if (name !== '') writeFileSync(path, 'in the way');
      }
      const spill = await gateway.ask(
        'ops',
        '{ flightGroups(first: 1, orderBy: [{ max: { delay: DESC } }]) { key { id date originIata destinationIata } max { delay } } }',
      );
      expect(spill.body.errors?.[0].extensions.code).toMatch(/^(RESULT_TOO_LARGE|SOURCE_UNAVAILABLE)$/u);
      expect(spill.body.data).toBeUndefined();
      expect((await gateway.ask('ops', '{ flights(first: 1) { nodes { id } } }')).body).toEqual({
        data: { flights: { nodes: [{ id: '1' }] } },
      });
    } finally {
      await gateway.close();
      small.remove();
    }
  });
});

describe('Faults: governance', () => {
  const QUERY = '{ flights(first: 1, orderBy: [{ id: ASC }]) { totalCount nodes { id } } }';
  let sandbox: Sandbox;
  let demo: DemoGateway;

  beforeAll(async () => {
    sandbox = quickSandbox({ lakehouse: false });
    demo = await startDemo({
      schemaDir: sandbox.schemaDir,
      env: { ...sandbox.env, MEDALLION_DATA_DIR: DEMO_DATA_DIR },
    });
  });
  afterAll(async () => {
    await demo.close();
    sandbox.remove();
  });

  /** Replaces the body of a policy function. */
  function setBody(file: string, body: string): string {
    const before = sandbox.read(file);
    sandbox.write(file, JSON.stringify({ ...JSON.parse(before), routine_definition: body }));
    return before;
  }
  const ask = async (caller: CallerName, query = QUERY) => (await demo.ask(caller, query)).body;
  const total = async (caller: CallerName) => (await ask(caller)).data?.flights.totalCount;
  const ready = async () => (await fetch(`${demo.url}/readyz`)).status;

  test('governance made invalid while serving: the last good stays until the bound, then every table is denied; mended → serves again', async () => {
    const good = await ask('west');
    const before = sandbox.read(FILTER);
    const brokenAt = Date.now();
    sandbox.write(FILTER, '{ not json');
    let deniedAt: number | undefined;
    while (deniedAt === undefined && Date.now() < brokenAt + 12_000) {
      const reply = await demo.ask('west', QUERY);
      if (reply.body.data === undefined) {
        deniedAt = Date.now();
        expect(reply.body).toEqual({
          errors: [{ message: 'A data source is not available.', extensions: { code: 'SOURCE_UNAVAILABLE' } }],
        });
      } else expect(reply.body).toEqual(good);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect((deniedAt ?? 0) - brokenAt).toBeGreaterThan(1_500);
    expect((deniedAt ?? Number.POSITIVE_INFINITY) - brokenAt).toBeLessThan(6_000);
    for (const caller of ['ops', 'west', 'bay', 'none'] as const) {
      for (const query of [
        QUERY,
        '{ __typename }',
        '{ __schema { types { name } } }',
        '{ airports(first: 1) { totalCount } }',
      ])
        expect((await ask(caller, query)).data).toBeUndefined();
    }
    expect(await ready()).toBe(503);
    sandbox.write(FILTER, before);
    await expect.poll(() => ask('west'), UNTIL).toEqual(good);
    expect(await ready()).toBe(200);
  });

  test('policy tightened while serving: it holds within refreshSeconds, for kept results and cursors too', async () => {
    const page = '{ flights(first: 1, orderBy: [{ delay: DESC }]) { totalCount pageInfo { endCursor } } }';
    const next =
      'query ($after: String) { flights(first: 1, orderBy: [{ delay: DESC }], after: $after) { nodes { id } } }';
    const all = await total('west');
    const cursor = (await ask('west', page)).data.flights.pageInfo.endCursor;
    const before = setBody(
      FILTER,
      "CASE WHEN is_account_group_member('ops') THEN TRUE ELSE flights_by_origin.origin_iata = 'SFO' END",
    );
    const startedAt = Date.now();
    await expect.poll(() => total('west'), { timeout: 3_000, interval: 50 }).toBeLessThan(all);
    expect(Date.now() - startedAt).toBeLessThan(3_000);
    expect((await ask('west', page)).data.flights.totalCount).toBe(await total('west'));
    expect((await demo.ask('west', next, { after: cursor })).body.errors[0].message).toMatch(
      /^The cursor does not belong to this list/u,
    );
    expect(await total('ops')).toBe(3_000_000);
    sandbox.write(FILTER, before);
    await expect.poll(() => total('west'), UNTIL).toBe(all);
  });

  test('a grant taken away while serving: the table is gone as if it had never been', async () => {
    const file = 'unity/permissions/table/lakehouse.gold.flights.json';
    const before = sandbox.read(file);
    const { privilege_assignments: assignments } = JSON.parse(before) as {
      readonly privilege_assignments: readonly { readonly principal: string }[];
    };
    sandbox.write(
      file,
      JSON.stringify({ privilege_assignments: assignments.filter(({ principal }) => principal !== 'west') }),
    );
    await expect
      .poll(async () => (await ask('west')).errors?.[0]?.message, UNTIL)
      .toBe('Cannot query field "flights" on type "Query".');
    expect(JSON.stringify(await ask('west', '{ __schema { types { name fields { name } } } }'))).not.toMatch(
      /"name":"(Flight|flight"|departures|arrivals|onTimeRate)/u,
    );
    expect((await ask('west', '{ airports(first: 1) { nodes { iata } } }')).errors).toBeUndefined();
    expect(await total('ops')).toBe(3_000_000);
    sandbox.write(file, before);
    await expect.poll(async () => (await ask('west')).errors, UNTIL).toBeUndefined();
  });

  test.each([
    ['a row filter', FILTER, "reflect('java.lang.System', 'exit')", QUERY, 'flights', /reflect/u],
    [
      'a row filter with a sub-query in a place that has no meaning',
      FILTER,
      'ai_query(origin_iata) > 0',
      QUERY,
      'flights',
      /ai_query/u,
    ],
    ['a mask', MASK, 'ST_X(coordinate)', '{ airports(first: 1) { nodes { latitude } } }', 'airports', /st_x/iu],
    ['a policy of Python', FILTER, 'return True', QUERY, 'flights', /\w/u],
  ])(
    '%s that cannot be mapped: its table is denied, by name of the construct; others are served',
    async (_what, file, body, query, table, construct) => {
      const before = setBody(file, body);
      try {
        await expect.poll(async () => (await ask('west', query)).errors?.[0]?.extensions.code, UNTIL).toBe('FORBIDDEN');
        for (const caller of ['ops', 'west', 'bay'] as const) {
          const { errors, data } = await ask(caller, query);
          expect(data ?? undefined).toBeUndefined();
          expect(errors[0].message).toMatch(
            new RegExp(
              `^Table lakehouse\\.gold\\.${table} is denied: its policy uses .+, which the gateway cannot evaluate\\.$`,
              'u',
            ),
          );
          expect(errors[0].message).toMatch(construct);
        }
        expect((await ask('ops', '{ routeDays(first: 1) { totalCount } }')).errors).toBeUndefined();
        const through =
          table === 'flights'
            ? '{ airports(first: 1) { nodes { departures(first: 1) { totalCount } } } }'
            : '{ flights(first: 1) { nodes { origin { latitude } } } }';
        expect((await ask('ops', through)).errors[0].extensions.code).toBe('FORBIDDEN');
      } finally {
        sandbox.write(file, before);
        await expect.poll(async () => (await ask('west', query)).errors, UNTIL).toBeUndefined();
      }
    },
  );

  test('a policy function that is gone denies its table; it is not an absent policy', async () => {
    const before = sandbox.read(FILTER);
    rmSync(join(sandbox.schemaDir, FILTER));
    await expect.poll(async () => (await ask('ops')).data, UNTIL).toBeUndefined();
    sandbox.write(FILTER, before);
    await expect.poll(() => total('ops'), UNTIL).toBe(3_000_000);
  });

  test('a contract made invalid while serving: as governance', async () => {
    const before = sandbox.read('flights.graphql');
    sandbox.write('flights.graphql', 'type Flight {');
    await expect.poll(async () => (await ask('ops')).errors?.[0]?.extensions.code, UNTIL).toBe('SOURCE_UNAVAILABLE');
    sandbox.write('flights.graphql', before);
    await expect.poll(() => total('ops'), UNTIL).toBe(3_000_000);
  });
});
