import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.js';
import { checkModel } from '../../../src/sources/model-serving/check-model.js';
import { createSandbox } from '../../http/support/sandbox.js';
import { DEMO_DATA_DIR } from '../../support/demo.js';
import { type CallerName, type DemoGateway, startDemo } from '../../support/demo-gateway.js';
import { type MlflowServer, startMlflow } from './start-mlflow.js';

const sdl = (destination: string) => `extend type Flight {
  expectedDelay: Float @model(endpoint: "delay", inputs: ["distance", "origin_iata", "${destination}"])
}
`;

const BATCH = 100;

const section = (url: string, destination: string) => `models:
  delay:
    kind: mlflow
    url: ${url}
    inputs: { distance: double, origin_iata: string, ${destination}: string }
    output: double
    groups: [account users]
    batchRows: ${BATCH}
    cacheSeconds: 0
`;

interface FlightNode {
  readonly distance: number;
  readonly originIata: string;
  readonly destinationIata: string;
  readonly expectedDelay: number | null;
}

const sandboxes = [createSandbox({ lakehouse: false }), createSandbox({ lakehouse: false })] as const;
let server: MlflowServer;
let demo: DemoGateway;

/** @param destination what the model's third input is called in gateway.yaml */
async function open(sandbox: (typeof sandboxes)[number], destination: string): Promise<DemoGateway> {
  sandbox.write(
    'models.graphql',
    sdl(destination === 'destination_iata' ? destination : `${destination}: destination_iata`),
  );
  sandbox.write('gateway.yaml', `${sandbox.read('gateway.yaml')}\n${section(server.url, destination)}`);
  return startDemo({ schemaDir: sandbox.schemaDir });
}

beforeAll(async () => {
  server = await startMlflow(resolve(DEMO_DATA_DIR, 'lakehouse'));
  demo = await open(sandboxes[0], 'destination_iata');
});
afterAll(async () => {
  await demo?.close();
  await server?.stop();
  for (const sandbox of sandboxes) sandbox.remove();
});

async function flights(caller: CallerName, first: number): Promise<readonly FlightNode[]> {
  const fields = 'distance originIata destinationIata expectedDelay';
  const { body } = await demo.ask(
    caller,
    `{ flights(first: ${first}, orderBy: [{ date: ASC }]) { nodes { ${fields} } } }`,
  );
  expect(body.errors).toBeUndefined();
  return body.data.flights.nodes;
}

async function expectOwnPredictions(nodes: readonly FlightNode[]): Promise<void> {
  const rows = nodes.map(
    ({ distance, originIata, destinationIata }) => [distance, originIata, destinationIata] as const,
  );
  const predicted = await server.predict(rows);
  expect(new Set(predicted).size).toBeGreaterThan(10);
  for (const [index, node] of nodes.entries())
    expect(node.expectedDelay).toBeCloseTo(predicted[index] ?? Number.NaN, 9);
}

test('1,000 rows: each has what the model predicts for it, in at most ⌈1,000 / batch⌉ calls', async () => {
  const before = server.invocations();
  const nodes = await flights('ops', 1000);
  const calls = server.invocations() - before;
  expect(nodes).toHaveLength(1000);
  await expectOwnPredictions(nodes);
  const different = new Set(
    nodes.map(({ distance, originIata, destinationIata }) => `${distance} ${originIata} ${destinationIata}`),
  );
  expect(different.size).toBeGreaterThan(BATCH);
  // Equal rows are sent once.
  expect(calls).toBe(Math.ceil(different.size / BATCH));
  expect(calls).toBeLessThanOrEqual(1000 / BATCH);
});

test('for a caller who sees other rows', async () => {
  const nodes = await flights('bay', 200);
  expect(nodes).toHaveLength(200);
  for (const { originIata } of nodes) expect(['SFO', 'OAK', 'SJC']).toContain(originIata);
  await expectOwnPredictions(nodes);
});

test('a root field predicts for arguments', async () => {
  const query = '{ predictDelay(distance: 337, originIata: "SFO", destinationIata: "LAX") }';
  const { body } = await demo.ask('west', query);
  expect(body.errors).toBeUndefined();
  const [predicted = Number.NaN] = await server.predict([[337, 'SFO', 'LAX']]);
  expect(body.data.predictDelay).toBeCloseTo(predicted, 9);
});

test('the file that MLflow saved tells the signature that gateway.yaml declares', async () => {
  const config = loadConfig({ schemaDir: sandboxes[0].schemaDir, env: {} });
  const { delay } = config.models;
  if (delay?.kind !== 'mlflow') throw new Error('There is no model.');
  const services = { ownToken: () => Promise.reject(new Error('no credential')), ca: undefined };
  const check = (inputs: typeof delay.inputs) =>
    checkModel('delay', { ...delay, inputs, mlmodel: server.mlmodel }, services, new AbortController().signal);
  expect(await check(delay.inputs)).toEqual({ kind: 'compared', differences: [] });
  expect(await check({ ...delay.inputs, distance: 'long' })).toEqual({
    kind: 'compared',
    differences: ['its input "distance" is double, not long'],
  });
});

test('a declaration that the model’s own signature contradicts is an error of the fields', async () => {
  const wrong = await open(sandboxes[1], 'destination');
  try {
    const { body } = await wrong.ask('ops', '{ flights(first: 1) { nodes { originIata expectedDelay } } }');
    expect(body.data.flights.nodes).toEqual([{ originIata: expect.any(String), expectedDelay: null }]);
    expect(body.errors).toMatchObject([
      { message: 'Internal error.', path: ['flights', 'nodes', 0, 'expectedDelay'], extensions: { code: 'INTERNAL' } },
    ]);
  } finally {
    await wrong.close();
  }
});
