import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnalysisContext } from '../../../../src/doors/sql/analysis/analysis.js';
import { CatalogDatabase } from '../../../../src/doors/sql/analysis/catalog-database.js';
import { CatalogDatabases } from '../../../../src/doors/sql/analysis/catalog-databases.js';
import { catalogImage } from '../../../../src/doors/sql/analysis/catalog-image.js';
import { IMAGE_STATEMENTS } from '../../../../src/doors/sql/analysis/catalog-image-contents.js';
import { DEFAULT_CATALOG_LIMITS } from '../../../../src/doors/sql/analysis/catalog-limits.js';
import type { StoredImage } from '../../../../src/doors/sql/analysis/catalog-protocol.js';
import { PostgresInstance } from '../../../../src/doors/sql/analysis/postgres-instance.js';
import { initdbProgram, postgresParts } from '../../../../src/doors/sql/analysis/postgres-parts.js';
import { readTextRow } from '../../../../src/doors/sql/analysis/read-answer.js';
import { backendFrames } from '../../../../src/doors/sql/analysis/wire-messages.js';
import { WorkerThread } from '../../../../src/doors/sql/analysis/worker-thread.js';
import type { Bound } from '../../../../src/doors/sql/border.js';
import { TEST_IMAGE_FOLDER } from './analyse-once.js';
import { bundledWorker } from './bundled-worker.js';
import { SAMPLE } from './sample-database.js';

const CONTEXT: AnalysisContext = { user: 'west.analyst', settings: {} };
const UNBOUND: Bound = { values: [], formats: [], resultFormats: [] };
const NEVER = new AbortController().signal;
/** Longer than any test waits. */
const ENDLESS = 'SELECT count(*) FROM generate_series(1, 10000000000)';

let entry: URL;
let databases: CatalogDatabases;
let database: CatalogDatabase;
let testImage: StoredImage;

beforeAll(async () => {
  entry = await bundledWorker();
  testImage = await catalogImage(TEST_IMAGE_FOLDER, async () =>
    PostgresInstance.makeImage(await postgresParts(), await initdbProgram(), IMAGE_STATEMENTS),
  );
  databases = new CatalogDatabases({
    imageFolder: TEST_IMAGE_FOLDER,
    entry,
    limits: {
      systemTimeoutMs: 800,
      analysisTimeoutMs: 50_000,
      maxResultBytes: 1_000_000,
      maxWaiting: 3,
      maxDatabases: 2,
    },
  });
  database = databases.get(SAMPLE.key, () => SAMPLE);
});

afterAll(async () => {
  await databases.close();
  await rm(fileURLToPath(entry), { force: true });
});

async function run(
  text: string,
  bound: Bound = UNBOUND,
  context = CONTEXT,
  signal = NEVER,
  target = database,
): Promise<readonly (readonly (string | null)[])[]> {
  const analysis = await target.analyse(text, [], context, signal);
  const { batches } = await target.runSystem(text, analysis, bound, context, signal);
  const rows: (readonly (string | null)[])[] = [];
  for await (const batch of batches) {
    const frames = [...backendFrames(batch.encode(0, batch.rowCount))];
    expect(frames).toHaveLength(batch.rowCount);
    rows.push(...frames.map(({ body }) => readTextRow(body)));
  }
  return rows;
}

describe('a catalog in a thread', () => {
  it('analyses, and keeps what it analysed', async () => {
    const text = 'SELECT id, $1::date FROM flights WHERE fare > $2';
    const analysis = await database.analyse(text, [], CONTEXT, NEVER);
    expect(analysis.parameterOids).toEqual([1082, 1700]);
    expect(analysis.tree.tag).toBe('QUERY');
    expect(await database.analyse(text, [], CONTEXT, NEVER)).toBe(analysis);
    expect(await database.analyse(text, [1082, 20], CONTEXT, NEVER)).not.toBe(analysis);
    const elsewhere = { user: CONTEXT.user, settings: { search_path: 'pg_catalog' } };
    await expect(database.analyse(text, [], elsewhere, NEVER)).rejects.toMatchObject({
      sqlState: '42P01',
      position: 26,
    });
  });

  it('runs a system statement with the client’s own bytes and formats', async () => {
    const text = 'SELECT $1::int + 1, $2::text';
    const analysis = await database.analyse(text, [], CONTEXT, NEVER);
    const bound: Bound = { values: [Buffer.from([0, 0, 0, 41]), null], formats: [1, 0], resultFormats: [1] };
    const { batches, tag } = await database.runSystem(text, analysis, bound, CONTEXT, NEVER);
    const sent: Buffer[] = [];
    for await (const batch of batches) sent.push(batch.encode(0, batch.rowCount));
    expect(Buffer.concat(sent).subarray(5)).toEqual(Buffer.from([0, 2, 0, 0, 0, 4, 0, 0, 0, 42, 255, 255, 255, 255]));
    expect(tag(1)).toBe('SELECT 1');
  });

  it('gives a part of a batch', async () => {
    const text = 'SELECT n FROM generate_series(1, 100) AS t (n)';
    const analysis = await database.analyse(text, [], CONTEXT, NEVER);
    const { batches } = await database.runSystem(text, analysis, UNBOUND, CONTEXT, NEVER);
    for await (const batch of batches) {
      const cells = [...backendFrames(batch.encode(97, 99))].map(({ body }) => readTextRow(body)[0]);
      expect(cells).toEqual(['98', '99']);
    }
  });

  it.each([
    ["SELECT set_config('search_path', 'x', false)", '42501'],
    ["SELECT query_to_xml('SELECT 1', true, true, '')", '42501'],
    ["SELECT database_to_xml(true, true, '')", '42501'],
    ['SELECT pg_sleep(10)', '42501'],
    ['SELECT pg_advisory_lock(1)', '42501'],
    ['SELECT pg_terminate_backend(1)', '42501'],
    ["SELECT 1 WHERE EXISTS (SELECT lo_import('/etc/passwd'))", '42501'],
    ["SELECT * FROM pg_read_file('/etc/passwd')", '42501'],
    ['SELECT 1 AS "a\\", lastval()', '42501'],
    ['SELECT oid FROM pg_class, gold.flights', '0A000'],
    ['SELECT id FROM flights', '0A000'],
    ['DELETE FROM pg_catalog.pg_class', '0A000'],
    ['SELECT oid FROM pg_class FOR UPDATE', '0A000'],
    ['SHOW search_path', '0A000'],
    ['SELECT 1 / 0', '22012'],
    ["SELECT repeat('x', 1000) FROM generate_series(1, 5000)", '54000'],
    ["SELECT repeat('x', 1000000000)", '53200'],
    ["SELECT length(string_agg(repeat('x', 1000000), '')) FROM generate_series(1, 900)", '53200'],
  ])('%s is refused', async (text, sqlState) => {
    await expect(run(text)).rejects.toMatchObject({ sqlState });
  });

  it.each([
    'SELECT version()',
    "SELECT current_setting('server_version_num')::int / 100",
    'SELECT pg_catalog.pg_is_in_recovery(), random() < 1, gen_random_uuid() IS NOT NULL',
    'SELECT pg_size_pretty(pg_total_relation_size($$gold.flights$$::regclass))',
    "SELECT has_table_privilege('gold.flights', 'SELECT'), has_schema_privilege('gold', 'USAGE')",
    'SELECT c.xmin, c.ctid, c.tableoid FROM pg_class c LIMIT 1',
    'SELECT * FROM pg_get_keywords()',
  ])('%s is answered', async (text) => {
    expect((await run(text)).length).toBeGreaterThan(0);
  });

  it('ends a statement past its time, and serves the next one', async () => {
    await expect(run(ENDLESS)).rejects.toMatchObject({ sqlState: '57014' });
    expect(await run('SELECT current_user')).toEqual([['west.analyst']]);
  });

  it('lets a cancelled caller go at once, while others wait for the thread', async () => {
    const cancel = new AbortController();
    const cancelled = run(ENDLESS, UNBOUND, CONTEXT, cancel.signal);
    const settled = expect(cancelled).rejects.toMatchObject({ sqlState: '57014' });
    const next = run("SELECT current_user, 'next'", UNBOUND, { user: 'other', settings: {} });
    await new Promise((resolve) => setTimeout(resolve, 100));
    cancel.abort();
    await settled;
    expect(await next).toEqual([['other', 'next']]);
  });

  it('passes over one who gave up while waiting, and refuses when too many wait', async () => {
    const gone = AbortSignal.abort();
    await expect(run("SELECT 'gone'", UNBOUND, CONTEXT, gone)).rejects.toMatchObject({ sqlState: '57014' });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, number) =>
        database.analyse(`SELECT ${number}, 'many'`, [], CONTEXT, new AbortController().signal),
      ),
    );
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(5);
    for (const { reason } of refused) expect(reason).toMatchObject({ sqlState: '53300' });
  });

  it.each([
    ['a chain of unions', `SELECT 1${' UNION SELECT 1'.repeat(9_000)}`],
    ['a chain of casts', `SELECT 1${'::int::text'.repeat(4_000)}`],
    ['a chain of subscripts', `SELECT (ARRAY[1])${'[1]'.repeat(9_000)}`],
    ['nested calls', `SELECT ${'abs('.repeat(3_000)}1${')'.repeat(3_000)}`],
    ['nested sub-queries', `SELECT ${'(SELECT '.repeat(3_000)}1${')'.repeat(3_000)}`],
  ])('%s is refused without harm', async (_name, text) => {
    await expect(database.analyse(text, [], CONTEXT, NEVER)).rejects.toMatchObject({
      sqlState: expect.stringMatching(/^5400[01]$/u),
    });
    expect(await run('SELECT 1')).toEqual([['1']]);
  });

  it('lets one statement that keeps others waiting go on aside, and ends the next', async () => {
    const patient = new CatalogDatabases({
      imageFolder: TEST_IMAGE_FOLDER,
      entry,
      limits: { patienceMs: 100, systemTimeoutMs: 60_000, analysisTimeoutMs: 60_000 },
    });
    const cancel = new AbortController();
    try {
      const target = patient.get(SAMPLE.key, () => SAMPLE);
      const ask = (text: string, signal = NEVER) => run(text, UNBOUND, CONTEXT, signal, target);
      const first = expect(ask(ENDLESS, cancel.signal)).rejects.toMatchObject({
        message: expect.stringContaining('user request'),
      });
      await target.analyse("SELECT 'behind the first'", [], CONTEXT, NEVER);
      const second = expect(ask(ENDLESS)).rejects.toMatchObject({ message: expect.stringContaining('others wait') });
      expect(await ask("SELECT 'behind the second'")).toEqual([['behind the second']]);
      await second;
      cancel.abort();
      await first;
    } finally {
      await patient.close();
    }
  });

  it('gives a statement that went aside its rows', async () => {
    const limits = { patienceMs: 1, systemTimeoutMs: 60_000, analysisTimeoutMs: 60_000 };
    const patient = new CatalogDatabases({ imageFolder: TEST_IMAGE_FOLDER, entry, limits });
    try {
      const target = patient.get(SAMPLE.key, () => SAMPLE);
      const slow = run('SELECT count(*) FROM generate_series(1, 1000000)', UNBOUND, CONTEXT, NEVER, target);
      expect(await run("SELECT 'other'", UNBOUND, CONTEXT, NEVER, target)).toEqual([['other']]);
      expect(await slow).toEqual([['1000000']]);
    } finally {
      await patient.close();
    }
  });

  it('goes when nobody asks for it any more', async () => {
    const shortLived = new CatalogDatabases({ imageFolder: TEST_IMAGE_FOLDER, entry, limits: { idleMs: 300 } });
    try {
      const target = shortLived.get(SAMPLE.key, () => SAMPLE);
      expect(shortLived.get(SAMPLE.key, () => SAMPLE)).toBe(target);
      await expect.poll(() => shortLived.openCount, { timeout: 5_000 }).toBe(0);
      expect(shortLived.get(SAMPLE.key, () => SAMPLE)).not.toBe(target);
    } finally {
      await shortLived.close();
    }
  });

  it('comes back when its thread has ended while idle, and starts from the image once more', async () => {
    const threads: WorkerThread[] = [];
    const lone = new CatalogDatabase(async () => {
      const parts = await postgresParts();
      const data = { kind: 'database', parts, image: testImage, description: SAMPLE } as const;
      const { thread } = await WorkerThread.start(entry, data, DEFAULT_CATALOG_LIMITS.startTimeoutMs);
      threads.push(thread);
      return thread;
    }, DEFAULT_CATALOG_LIMITS);
    try {
      expect(await run('SELECT 1', UNBOUND, CONTEXT, NEVER, lone)).toEqual([['1']]);
      await threads[0]?.stop();
      expect(await run('SELECT 2', UNBOUND, CONTEXT, NEVER, lone)).toEqual([['2']]);
      expect(threads).toHaveLength(2);
    } finally {
      await lone.close();
    }
  });

  it('goes when too many are in use, and comes back', async () => {
    const other = (number: number) => ({ ...SAMPLE, key: `other ${number}`, database: `other${number}`, tables: [] });
    for (const number of [1, 2]) {
      const target = databases.get(`other ${number}`, () => other(number));
      expect(await run('SELECT current_database()', UNBOUND, CONTEXT, NEVER, target)).toEqual([[`other${number}`]]);
    }
    const back = databases.get(SAMPLE.key, () => SAMPLE);
    expect(back).not.toBe(database);
    expect(await run('SELECT current_database()', UNBOUND, CONTEXT, NEVER, back)).toEqual([['lakehouse']]);
    expect(databases.get(SAMPLE.key, () => SAMPLE)).toBe(back);
  });
});

async function textOf(image: StoredImage): Promise<string> {
  return typeof image === 'string' ? readFile(image, 'utf8') : image.text();
}

describe('the image', () => {
  it('is made once, takes the place of earlier ones, and is not left half done', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'medallion-image-'));
    try {
      await writeFile(join(folder, 'catalog-0.0.0-old.tar'), 'old');
      const failing = catalogImage(folder, () => Promise.reject(new Error('no room')));
      await expect(failing).rejects.toThrow('no room');
      expect(await readdir(folder)).toEqual(['catalog-0.0.0-old.tar']);
      let made = 0;
      const make = () => {
        made += 1;
        return Promise.resolve(Buffer.from('image'));
      };
      expect(await textOf(await catalogImage(folder, make))).toBe('image');
      expect(await textOf(await catalogImage(folder, make))).toBe('image');
      expect(made).toBe(1);
      expect(await readdir(folder)).toEqual([expect.stringMatching(/^catalog-\d+\.\d+\.\d+-[0-9a-f]{12}\.tar$/u)]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('comes with a build, and does without a folder that it cannot write', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'medallion-image-'));
    try {
      const make = () => Promise.resolve(Buffer.from('packaged'));
      await catalogImage(folder, make);
      const unwritable = join(folder, (await readdir(folder))[0] ?? '', 'below-a-file');
      const remake = () => Promise.reject(new Error('made again'));
      expect(await textOf(await catalogImage(unwritable, remake, folder))).toBe('packaged');
      expect(await textOf(await catalogImage(unwritable, make))).toBe('packaged');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
