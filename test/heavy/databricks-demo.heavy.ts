import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resolvers } from '../../resolvers/airports.js';
import type { GatewayConfig } from '../../src/config/config.js';
import { loadConfig } from '../../src/config/load-config.js';
import { createGateway } from '../../src/gateway.js';
import { ensureLakehouse } from '../../src/lakehouse/ensure.js';
import { DEMO_SCHEMA_DIR } from '../doors/sql/corpus/read-gold-tables.js';
import type { StatementRecord } from '../standins/warehouse/warehouse-standin.js';
import { WorkspaceStandins } from '../standins/workspace/workspace-standins.js';
import { DEMO_DATA_DIR } from '../support/demo.js';
import { CALLERS, type CallerName } from '../support/demo-gateway.js';
import { type GoldenCase, goldenCases } from '../support/golden-case.js';
import { differences, withoutSignatures } from '../support/golden-json.js';
import { type GoldenReply, GoldenSender } from '../support/golden-sender.js';
import { SqlAsker } from '../support/sql-asker.js';

/** Each bound makes a plan of its own. */
const delays = (over: number) =>
  `{ flightGroups(filter: { distance: { gt: ${over} } }) { key { origin { iata } } count avg { delay } } }`;

/** Refused cases whose error is another one here, and why. */
const OTHER_ERRORS: Readonly<Record<string, string>> = {};

/** How soon a changed version is seen, at a poll a second. */
const POLL = { timeout: 20_000, interval: 200 };

/** `key:value` for each tag of a statement. */
const pairs = (tags: string) =>
  tags.split(',').map((tag) => [tag.split(':', 1)[0], tag.slice(tag.indexOf(':') + 1)] as const);

interface DatabricksGateway {
  readonly url: string;
  readonly sqlUrl: string;
  readonly standins: WorkspaceStandins;
  readonly sender: GoldenSender;
  statementsSince(from: number): readonly StatementRecord[];
  close(): Promise<void>;
}

/** On a busy machine the stand-in is far slower than a warehouse: what is judged here is what it answers. */
function patient(config: GatewayConfig): GatewayConfig {
  const statementTimeoutMs = 300_000;
  const sources = Object.entries(config.sources).map(
    ([name, source]) => [name, 'statementTimeoutMs' in source ? { ...source, statementTimeoutMs } : source] as const,
  );
  return { ...config, limits: { ...config.limits, statementTimeoutMs }, sources: Object.fromEntries(sources) };
}

/** The demo's gateway on stand-ins, by the settings that `npm run demo:databricks` uses. */
async function open(
  identity: 'service' | 'caller',
  isCaching: boolean,
  versionPollSeconds = 3600,
): Promise<DatabricksGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'medallion-databricks-'));
  const { files } = await ensureLakehouse({ dataDir: DEMO_DATA_DIR, log: () => undefined });
  const standins = await WorkspaceStandins.start({ schemaDir: DEMO_SCHEMA_DIR, files, folder, identity });
  const env = { ...standins.env, MEDALLION_HTTP_PORT: '0', MEDALLION_SQL_PORT: '0', MEDALLION_LOG_LEVEL: 'silent' };
  const loaded = loadConfig({ env });
  const config = patient({ ...loaded, cache: { ...loaded.cache, enabled: isCaching, versionPollSeconds } });
  const gateway = await createGateway({ config, resolvers });
  const { http: url, sql: sqlUrl = '' } = await gateway.listen();
  const { statements } = standins.warehouse;
  const sender = new GoldenSender({
    url,
    token: (caller) => standins.token(caller),
    statements: () => statements.length,
  });
  return {
    url,
    sqlUrl,
    standins,
    sender,
    statementsSince: (from) => statements.slice(from).filter(({ text }) => !text.includes('DESCRIBE HISTORY')),
    async close() {
      await gateway.close();
      await standins.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

describe.each(['service', 'caller'] as const)('identity %s', (identity) => {
  let here: DatabricksGateway;

  beforeAll(async () => {
    here = await open(identity, false);
  });
  const counts = { same: 0, refused: 0, wrong: 0 };
  afterAll(async () => {
    console.log(`identity ${identity}: ${JSON.stringify(counts)}`);
    await here?.close();
  });

  const ask = async (golden: GoldenCase) => here.sender.ask(golden, await here.sender.variables(golden));

  /** Counts what a case came to. @param check throws where the reply is another one */
  function judge({ text }: GoldenReply, check: () => void): void {
    try {
      check();
      counts.same += 1;
    } catch (error) {
      counts[text.includes('"NOT_SUPPORTED"') ? 'refused' : 'wrong'] += 1;
      throw error;
    }
  }

  test.each(goldenCases('allowed').map((golden) => [golden.name, golden] as const))('%s', async (_name, golden) => {
    const reply = await ask(golden);
    judge(reply, () => {
      expect(reply.status, reply.text).toBe(200);
      const body = JSON.parse(reply.text) as { readonly data: unknown };
      expect(Object.keys(body), `${reply.text}\n${here.standins.warehouse.failures.at(-1)?.error}`).toEqual(['data']);
      const wanted: unknown = JSON.parse(golden.require('rows.json'));
      expect(differences(withoutSignatures(body.data), wanted), 'rows.json').toEqual([]);
    });
  });

  test.each(goldenCases('refused').map((golden) => [golden.name, golden] as const))(
    'refused: %s',
    async (name, golden) => {
      const reply = await ask(golden);
      const found: unknown = { status: reply.status, ...JSON.parse(reply.text) };
      const wanted: unknown = JSON.parse(golden.require('error.json'));
      judge(reply, () => {
        if (OTHER_ERRORS[name] === undefined) expect(found).toEqual(wanted);
        else expect(found).not.toEqual(wanted);
      });
    },
  );
});

/** Sends a document as a caller; what the warehouse ran for it. */
async function run({ sender, standins, statementsSince }: DatabricksGateway, caller: CallerName, query: string) {
  const from = standins.warehouse.statements.length;
  const { text } = await sender.send(CALLERS[caller], { query });
  return { text, statements: statementsSince(from) };
}

describe('as the caller', () => {
  let here: DatabricksGateway;

  beforeAll(async () => {
    here = await open('caller', true);
  });
  afterAll(() => here?.close());

  test('the warehouse gets each caller’s own token, and the same text on untouched tables', async () => {
    const seen: StatementRecord[] = [];
    for (const caller of ['ops', 'west', 'bay'] as const) {
      const { statements } = await run(here, caller, delays(100));
      expect(statements.map(({ user }) => user)).toEqual([CALLERS[caller].user]);
      seen.push(...statements);
    }
    expect(new Set(seen.map(({ text }) => text)).size).toBe(1);
    expect(new Set(seen.map(({ token }) => token)).size).toBe(3);
    expect(seen[0]?.text).not.toMatch(/EXISTS|governance|spark_partition_id/u);
    expect(seen[0]?.tags).toMatch(/caller/u);
  });

  test('kept answers serve only whom they were made for, whoever asks in between', async () => {
    const callers = ['ops', 'west', 'bay', 'west', 'ops', 'bay', 'bay', 'ops', 'west'] as const;
    const first = new Map<CallerName, string>();
    for (const caller of callers) {
      const { text, statements } = await run(here, caller, delays(101));
      expect(statements.length).toBe(first.has(caller) ? 0 : 1);
      expect(text).toBe(first.get(caller) ?? text);
      first.set(caller, text);
    }
    expect(new Set(first.values()).size).toBe(3);
    const at = here.standins.warehouse.statements.length;
    const together = Array.from({ length: 60 }, (_, index) => callers[index % callers.length] ?? 'ops');
    const answers = await Promise.all(together.map((caller) => run(here, caller, delays(102))));
    expect(here.statementsSince(at).length).toBe(3);
    for (const [index, { text }] of answers.entries()) {
      const alone = await run(here, together[index] ?? 'ops', delays(102));
      expect(text).toBe(alone.text);
    }
    expect(new Set(answers.map(({ text }) => text)).size).toBe(3);
  });

  test('who leaves a group sees less with the next token', async () => {
    const west = { user: 'someone@flights.demo', groups: ['west'] };
    const query = delays(103);
    const before = await here.sender.send(west, { query });
    expect(before.text).toContain('"iata":"LAX"');
    const after = await here.sender.send({ ...west, groups: [] }, { query });
    expect(after.text).not.toContain('LAX');
  });

  test('a caller whose exchange is refused is told so, and nothing runs', async () => {
    const from = here.standins.warehouse.statements.length;
    here.standins.entra.fault = (path, reply) => {
      if (!path.endsWith('/token')) return false;
      reply.writeHead(400, { 'content-type': 'application/json' });
      reply.end(
        JSON.stringify({ error: 'invalid_grant', error_description: 'AADSTS50076: sign in with a second factor' }),
      );
      return true;
    };
    const stranger = { user: 'stranger@flights.demo', groups: ['ops'] };
    const { text } = await here.sender.send(stranger, { query: delays(104) });
    here.standins.entra.fault = undefined;
    expect(JSON.parse(text).errors[0].extensions.code).toBe('UNAUTHENTICATED');
    expect(here.statementsSince(from)).toEqual([]);
  });
});

test('as a service, callers under equal policy share an answer, and others do not', async () => {
  const here = await open('service', true);
  const query = delays(105);
  const one = { user: 'one@flights.demo', groups: ['west'] };
  const two = { user: 'two@flights.demo', groups: ['west'] };
  const from = here.standins.warehouse.statements.length;
  const [first, second] = [await here.sender.send(one, { query }), await here.sender.send(two, { query })];
  expect(second.text).toBe(first.text);
  expect(here.statementsSince(from).length).toBe(1);
  const third = await here.sender.send(CALLERS.bay, { query });
  expect(third.text).not.toBe(first.text);
  const statements = here.statementsSince(from);
  expect(statements.length).toBe(2);
  expect(new Set(statements.map(({ user }) => user)).size).toBe(1);
  expect(statements[0]?.text).toContain('EXISTS');
  await here.close();
});

test.each(['service', 'caller'] as const)(
  'identity %s: a table’s change makes its kept answers miss',
  async (identity) => {
    const here = await open(identity, true, 1);
    const ofAirports = '{ airports(first: 3) { nodes { iata } } }';
    try {
      for (const query of [delays(106), ofAirports]) {
        expect((await run(here, 'west', query)).statements.length).toBe(1);
        expect((await run(here, 'west', query)).statements.length).toBe(0);
      }
      here.standins.change('lakehouse.gold.flights');
      await expect.poll(async () => (await run(here, 'west', delays(106))).statements.length, POLL).toBe(1);
      expect((await run(here, 'west', delays(106))).statements.length).toBe(0);
      // The policy of flights reads airports, not the other way round.
      expect((await run(here, 'west', ofAirports)).statements.length).toBe(0);
      here.standins.change('lakehouse.gold.airports');
      await expect.poll(async () => (await run(here, 'west', ofAirports)).statements.length, POLL).toBe(1);
    } finally {
      await here.close();
    }
  },
);

test.each(['service', 'caller'] as const)(
  'identity %s: the warehouse can tell who asked, by which door',
  async (identity) => {
    const here = await open(identity, false);
    try {
      const from = here.standins.warehouse.statements.length;
      await fetch(`${here.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await here.standins.token(CALLERS.west)}`,
          'x-request-id': 'request-of-west',
        },
        body: JSON.stringify({ query: delays(107) }),
      });
      const { hostname, port } = new URL(here.sqlUrl);
      const sql = new SqlAsker({
        host: hostname,
        port: Number(port),
        token: (caller) => here.standins.token(CALLERS[caller]),
      });
      expect((await sql.ask('bay', 'SELECT count(*) FROM gold.flights')).kind).toBe('rows');
      await sql.close();
      const tags = here.statementsSince(from).map(({ tags }) => Object.fromEntries(pairs(tags ?? '')));
      expect(tags).toMatchObject([
        { application: 'medallion', door: 'graphql', request: 'request-of-west' },
        { application: 'medallion', door: 'sql' },
      ]);
      expect(tags[0]?.caller).toContain('oid-west.analyst@flights.demo');
      expect(tags[1]?.caller).toContain('oid-bay.partner@flights.demo');
    } finally {
      await here.close();
    }
  },
);

/** Rewrites an object of the workspace's Unity Catalog. */
function changeObject({ standins }: DatabricksGateway, file: string, edit: (text: string) => string): void {
  const path = join(standins.env.MEDALLION_SCHEMA_DIR ?? '', 'unity', file);
  const before = readFileSync(path, 'utf8');
  const after = edit(before);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
}

test.each(['service', 'caller'] as const)('identity %s: a changed policy and a lost grant hold', async (identity) => {
  const here = await open(identity, true);
  const asked = () => here.sender.send(CALLERS.west, { query: delays(108) });
  try {
    expect((await asked()).text).toContain('"iata":"PHX"');
    changeObject(here, 'functions/lakehouse.governance.flights_by_origin.json', (text) =>
      text.replace("('AZ', 'CA', 'NV', 'OR', 'WA')", "('CA')"),
    );
    const startedAt = performance.now();
    await expect.poll(async () => (await asked()).text, { timeout: 60_000, interval: 500 }).not.toContain('"PHX"');
    console.log(`identity ${identity}: a policy held after ${Math.round(performance.now() - startedAt)} ms`);
    expect((await asked()).text).toContain('"iata":"LAX"');
    changeObject(here, 'permissions/table/lakehouse.gold.flights.json', (text) =>
      text.replace('"west"', '"nobody-of-this-name"'),
    );
    if (identity === 'caller') {
      // What is not kept the warehouse refuses at once; the gateway has yet to hear of it.
      const { text } = await here.sender.send(CALLERS.west, { query: delays(109) });
      expect(JSON.parse(text)).toEqual({ errors: [expect.objectContaining({ extensions: { code: 'FORBIDDEN' } })] });
    }
    // To the gateway the table is not there then, and nothing is sent.
    await expect
      .poll(async () => (await asked()).text, { timeout: 60_000, interval: 500 })
      .toContain('GRAPHQL_VALIDATION_FAILED');
    const from = here.standins.warehouse.statements.length;
    await asked();
    expect(here.statementsSince(from)).toEqual([]);
  } finally {
    await here.close();
  }
});
