import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeIdentity } from '../../src/identity/identity.js';
import { createSandbox, type Sandbox } from '../http/support/sandbox.js';
import { answerWith, type ModelServer, startModelServer } from '../standins/models/model-server.js';
import { DEMO_DATA_DIR } from '../support/demo.js';
import { type CallerName, type DemoGateway, startDemo } from '../support/demo-gateway.js';

// Two gateways over data that differ only in what the west group and partners may not see: digits below whole degrees.

const LAKEHOUSE = join(DEMO_DATA_DIR, 'lakehouse');
const OTHER_TABLES = ['gold.flights', 'gold.route_days', 'gold.airport_months', 'governance.airport_access'];
const SDL = `extend type Airport {
  reach: Float @model(endpoint: "reach")
  fixed(lat: Float = 1, lon: Float = 2): Float @model(endpoint: "reach", inputs: ["latitude: lat", "longitude: lon"])
  secret: Float @model(endpoint: "secret", inputs: ["latitude"])
}
`;
const section = (url: string) => `models:
  reach:
    kind: mlflow
    url: ${url}
    inputs: { latitude: double, longitude: double }
    output: double
    groups: [account users]
    batchRows: 7
    maxConcurrency: 1
    cacheSeconds: 0
  secret:
    kind: mlflow
    url: ${url}
    inputs: { latitude: double }
    output: double
    groups: [ops]
`;

interface Side {
  readonly demo: DemoGateway;
  readonly server: ModelServer;
}

const sandboxes: Sandbox[] = [];
const sides: Side[] = [];

const parquet = (table: string) => join(LAKEHOUSE, `${table.replace('.', '/')}/part-0.parquet`);

/** The airports with other digits below whole degrees. */
async function otherAirports(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'airports.parquet');
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const moved = 'REPLACE (round(latitude) + 0.125 AS latitude, round(longitude) - 0.25 AS longitude)';
  await connection.run(`COPY (SELECT * ${moved} FROM '${parquet('gold.airports')}') TO '${file}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return file;
}

async function openSide(airports: string | undefined): Promise<Side> {
  const server = await startModelServer({
    predict: ({ latitude, longitude }) => Number(latitude) * 1000 + Number(longitude ?? 0),
  });
  const sandbox = createSandbox({ lakehouse: false });
  sandboxes.push(sandbox);
  sandbox.write('models.graphql', SDL);
  const files = {
    'lakehouse.gold.airports': airports ?? parquet('gold.airports'),
    ...Object.fromEntries(OTHER_TABLES.map((table) => [`lakehouse.${table}`, parquet(table)])),
  };
  sandbox.edit('gateway.yaml', '    kind: duckdb', `    tables: ${JSON.stringify(files)}\n    kind: duckdb`);
  sandbox.write('gateway.yaml', `${sandbox.read('gateway.yaml')}\n${section(server.url)}`);
  return { demo: await startDemo({ schemaDir: sandbox.schemaDir }), server };
}

beforeAll(async () => {
  const folder = createSandbox({ lakehouse: false });
  sandboxes.push(folder);
  sides.push(await openSide(undefined), await openSide(await otherAirports(resolve(folder.dataDir))));
});
beforeEach(() => {
  for (const { server } of sides) server.reset();
});
afterAll(async () => {
  for (const { demo, server } of sides) {
    await demo.close();
    await server.close();
  }
  for (const sandbox of sandboxes) sandbox.remove();
});

/** What a caller gets on both sides, and what each model was sent. */
async function onBoth(caller: CallerName, query: string) {
  const replies: string[] = [];
  const sent: (readonly string[])[] = [];
  for (const { demo, server } of sides) {
    const { status, text } = await demo.ask(caller, query);
    replies.push(`${status} ${text}`);
    sent.push(server.calls.map((call) => call.text));
  }
  return { replies, sent };
}

const QUERIES = [
  '{ airports(first: 40) { nodes { iata reach } totalCount } }',
  '{ airports(first: 5, orderBy: [{ latitude: DESC }]) { edges { cursor node { reach latitude } } pageInfo { endCursor } } }',
  '{ airport(iata: "SFO") { reach nearby(first: 3) { airport { iata reach } } } }',
  '{ flights(first: 20) { nodes { id origin { reach } destination { fixed } } } }',
  '{ airports(filter: { latitude: { gt: 40 } }, first: 30) { nodes { reach fixed(lat: 3) } } }',
];

test.each(QUERIES)('what is hidden changes neither reply nor call: %s', async (query) => {
  for (const caller of ['west', 'bay'] as const) {
    for (const { server } of sides) server.reset();
    const { replies, sent } = await onBoth(caller, query);
    expect(replies[0]).toContain('200 {"data"');
    expect(replies[1]).toBe(replies[0]);
    expect(sent[0]?.length).toBeGreaterThan(0);
    expect(sent[1]).toEqual(sent[0]);
  }
});

test('who may see the digits has them predicted: the data do differ', async () => {
  const { replies, sent } = await onBoth('ops', QUERIES[0] ?? '');
  expect(replies[1]).not.toBe(replies[0]);
  expect(sent[1]).not.toEqual(sent[0]);
});

test('nor where the model fails', async () => {
  for (const { server } of sides) {
    // The message of a server can quote what it was sent.
    server.behave((call, reply) => answerWith(500, call.text)(reply));
  }
  const { replies } = await onBoth('west', QUERIES[0] ?? '');
  expect(replies[0]).toContain('SOURCE_UNAVAILABLE');
  expect(replies[1]).toBe(replies[0]);
});

test('a model that a caller may not execute is refused by the engine, whatever a door asks', async () => {
  const [side] = sides;
  const west = makeIdentity({ issuer: 'i', id: 'w', user: 'w@x', groups: ['west'], expiresAtMs: 9e15 });
  const ops = makeIdentity({ issuer: 'i', id: 'o', user: 'o@x', groups: ['ops'], expiresAtMs: 9e15 });
  const predict = (name: string, identity: typeof west) =>
    side?.demo.gateway.engine.predict(name, [[1]], identity, { signal: new AbortController().signal });
  const refused = { code: 'FORBIDDEN', message: 'There is no such model, or this caller may not execute it.' };
  await expect(predict('secret', west)).rejects.toMatchObject(refused);
  await expect(predict('no_such', west)).rejects.toMatchObject(refused);
  expect(side?.server.calls).toEqual([]);
  expect(await predict('secret', ops)).toEqual([[1000]]);
});

test('a misspelt field gives no hint of one that is hidden', async () => {
  const { replies } = await onBoth('west', '{ airport(iata: "SFO") { secre } }');
  expect(replies[0]).not.toContain('secret');
});
