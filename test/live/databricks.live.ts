import { afterAll, beforeAll, describe, expect, it, test, vi } from 'vitest';
import { createRestReader } from '../../src/catalog/unity/rest/rest-reader.js';
import { GatewayError } from '../../src/errors.js';
import { DatabricksSource } from '../../src/sources/databricks/databricks-source.js';
import { databricksDialect } from '../../src/sources/databricks/dialect.js';
import type { ResultField, StatementOptions } from '../../src/sources/source.js';
import type { BoundParameter } from '../../src/sql/statement.js';
import { asked, faultsOf, questionsOf, spelled } from '../functions/databricks-questions.js';
import { made, pairs, place, ROWS, textOf, VISIBLE } from '../sources/databricks/barrier-cases.js';
import { PARAMETERS } from '../sources/databricks/parameter-cases.js';
import { refusal, rowsOf, until } from '../sources/databricks/warehouse-fixture.js';
import { type LiveSettings, readLiveSettings } from './live-settings.js';

const settings = readLiveSettings(process.env);
const PREFIX = 'medallion_live_';
const TIMEOUT_MS = 300_000;

if (settings === undefined) {
  console.warn('SKIPPED: the live suite of Databricks; MEDALLION_LIVE is not set (test/live/README.md).');
  test.skip('the live suite of Databricks: MEDALLION_LIVE is not set', () => undefined);
} else {
  vi.setConfig({ testTimeout: TIMEOUT_MS, hookTimeout: TIMEOUT_MS });
  suite(settings);
}

function suite(live: LiveSettings): void {
  const { catalog, schema, warehouse, host, ca, ownToken } = live;
  const named = (name: string) => `\`${catalog}\`.\`${schema}\`.\`${PREFIX}${name}\``;
  const open = (identity: 'service' | 'caller') =>
    new DatabricksSource(
      'warehouse',
      {
        host,
        warehouse,
        identity,
        maxSessions: 4,
        maxSessionsPerCaller: 2,
        chunkRows: 5000,
        statementTimeoutMs: TIMEOUT_MS,
        startWaitMs: TIMEOUT_MS,
      },
      { ownToken, ca },
    );
  let source: DatabricksSource;

  interface Read {
    readonly fields: readonly ResultField[];
    readonly rows: readonly (readonly unknown[])[];
  }

  async function read(
    text: string,
    parameters: readonly BoundParameter[] = [],
    more: Partial<StatementOptions> = {},
    from = source,
  ): Promise<Read> {
    const options = { signal: new AbortController().signal, timeoutMs: TIMEOUT_MS, ...more };
    const result = await from.execute({ text, parameters }, options);
    const rows: unknown[][] = [];
    for await (const batch of result.batches) rows.push(...rowsOf(batch));
    return { fields: result.fields, rows };
  }

  beforeAll(async () => {
    Object.assign(place, { schema: `${catalog}.${schema}`, prefix: PREFIX });
    source = open('service');
    await read(`CREATE OR REPLACE TABLE ${named('facts')} AS ${ROWS}`);
    await read(`CREATE OR REPLACE TABLE ${named('access')} AS SELECT CAST(id AS INT) AS divisor FROM range(1, 5)`);
  });
  afterAll(async () => {
    for (const name of ['facts', 'access']) await read(`DROP TABLE IF EXISTS ${named(name)}`).catch(() => undefined);
    await source.close();
  });

  test('the warehouse tells its state', async () => {
    expect((await source.health(new AbortController().signal)).state).toMatch(/^(ready|starting)$/u);
  });

  test('parameters arrive with their types and come back exactly', async () => {
    const markers = PARAMETERS.map(({ type }, index) => databricksDialect.parameter(index + 1, type));
    const { rows } = await read(`SELECT ${markers.join(', ')}`, PARAMETERS);
    expect(rows).toEqual([PARAMETERS.map(({ value }) => value)]);
  });

  describe('functions', () => {
    let [right, other] = [0, 0];
    it.each(spelled.map((definition) => [definition.id, definition] as const))('%s', async (_id, definition) => {
      for (const question of questionsOf(definition)) {
        let found: Read;
        try {
          found = await read(asked([question]));
        } catch (error) {
          if (!(error instanceof GatewayError)) throw error;
          // The engine has no such form: the gateway refuses it.
          if (!live.isStandin) expect(error.code, question.expression).toBe('NOT_SUPPORTED');
          other += 1;
          continue;
        }
        const [field] = found.fields;
        if (field === undefined) throw new Error(`No column of ${question.expression}`);
        const faults = faultsOf(question, found.rows[0]?.[0] ?? null, field.type);
        if (live.isStandin && faults.length > 0) other += 1;
        else {
          expect(faults).toEqual([]);
          right += 1;
        }
      }
    });
    test('are most of them answered', () => {
      console.log(`Functions: ${right} answers as they must be, ${other} others`);
      expect(right).toBeGreaterThan(live.isStandin ? 100 : 10 * other);
    });
  });

  describe('a barrier', () => {
    test.each(pairs)('$policy: $probe is not evaluated on hidden rows', async (pair) => {
      const asked = read(textOf(made(pair, true)));
      // The stand-in's engine has no barrier of Spark's kind.
      if (live.isStandin) await asked.catch((error: unknown) => expect(error).toBeInstanceOf(GatewayError));
      else expect((await asked).rows).toEqual([[VISIBLE]]);
    });
  });

  test('a long result comes whole and in order', async () => {
    const text = `SELECT a.id * 1000 + b.id AS n FROM ${named('facts')} AS a CROSS JOIN ${named('facts')} AS b WHERE a.id < 200 ORDER BY n`;
    const { rows } = await read(text);
    expect(rows.length).toBe(200_000);
    expect(rows.every(([n], index) => n === BigInt(index))).toBe(true);
  });

  test('a statement whose caller leaves is ended', async () => {
    const leave = new AbortController();
    const facts = named('facts');
    const text = `SELECT count(*) FROM ${facts} AS a, ${facts} AS b, ${facts} AS c, ${facts} AS d WHERE a.id + b.id * c.id <> d.id`;
    const asked = read(text, [], { signal: leave.signal });
    setTimeout(() => leave.abort(), 1500);
    expect((await refusal(asked)).code).toBe('CANCELLED');
    await until(() => source.load.busy === 0);
    expect((await read('SELECT 1 AS a')).rows).toEqual([[1]]);
  });

  test('a statement over its time is ended', async () => {
    const facts = named('facts');
    const text = `SELECT count(*) FROM ${facts} AS a, ${facts} AS b, ${facts} AS c, ${facts} AS d WHERE a.id + b.id * c.id <> d.id`;
    expect((await refusal(read(text, [], { timeoutMs: 2000 }))).code).toBe('SOURCE_TIMEOUT');
    await until(() => source.load.busy === 0);
  });

  test('an error of the data tells its kind, and its message to the operator alone', async () => {
    const error = await refusal(read("SELECT CAST('secret' AS INT) AS a"));
    expect([error.code, error.sqlState]).toEqual(['INTERNAL', '22P02']);
    expect(error.publicMessage).not.toContain('secret');
  });

  test('Delta versions are read, and change with a table', async () => {
    const table = `${catalog}.${schema}.${PREFIX}facts`;
    const signal = new AbortController().signal;
    const before = (await source.versions([table], signal)).get(table);
    expect(before).toMatch(/^\d+@/u);
    await read(`CREATE OR REPLACE TABLE ${named('facts')} AS ${ROWS}`);
    const after = (await source.versions([table], signal)).get(table);
    if (!live.isStandin) expect(after).not.toBe(before);
  });

  test('Unity Catalog is read: who we are, schemas, the tables, their grants', async () => {
    const reader = createRestReader({ host: live.unityHost, ca, ownToken, maxConcurrency: 4, timeoutMs: 30_000 });
    const signal = new AbortController().signal;
    expect((await reader.self(signal))?.length).toBeGreaterThan(0);
    expect((await reader.listCatalogs(signal)).map(({ name }) => name)).toContain(catalog);
    expect((await reader.listSchemas(catalog, signal)).map(({ name }) => name)).toContain(schema);
    const listed = await reader.listTables(catalog, schema, signal);
    const name = live.isStandin ? listed[0]?.full_name : `${catalog}.${schema}.${PREFIX}facts`;
    if (name === undefined) throw new Error('The schema has no table.');
    const table = await reader.getTable(name, signal);
    expect(table?.full_name).toBe(name);
    if (!live.isStandin)
      expect(table?.columns.map((column) => [column.name, column.type_text])).toEqual([
        ['id', 'bigint'],
        ['divisor', 'int'],
        ['number', 'string'],
      ]);
    expect(await reader.getEffectivePermissions('table', name, signal)).toBeDefined();
    expect(await reader.getTable(`${catalog}.${schema}.${PREFIX}absent`, signal)).toBeUndefined();
  });

  describe.skipIf(live.callers.length < 2)('as the caller (MEDALLION_LIVE_CALLERS)', () => {
    test('each statement runs as the person whose token it is', async () => {
      const each = open('caller');
      try {
        const users = await Promise.all(
          live.callers.map(async (token, index) => {
            const principal = { key: `caller ${index}`, token: async () => token };
            return (await read('SELECT current_user() AS u', [], { principal }, each)).rows[0]?.[0];
          }),
        );
        expect(users.every((user) => typeof user === 'string')).toBe(true);
        if (!live.isStandin) expect(new Set(users).size).toBe(live.callers.length);
        expect((await refusal(read('SELECT 1 AS a', [], {}, each))).code).toBe('INTERNAL');
        const stranger = { key: 'stranger', token: async () => 'no token of anybody' };
        expect((await refusal(read('SELECT 1 AS a', [], { principal: stranger }, each))).code).toBe('UNAUTHENTICATED');
      } finally {
        await each.close();
      }
    });
  });
}
