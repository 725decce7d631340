import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../http/support/sandbox.js';
import { type DemoGateway, startDemo } from '../support/demo-gateway.js';
import { addMetricView } from '../support/metric-view.js';
import { openRawLakehouse, type RawLakehouse } from './raw-lakehouse.js';

let sandbox: Sandbox;
let demo: DemoGateway;
let raw: RawLakehouse;

beforeAll(async () => {
  sandbox = createSandbox({ lakehouse: false });
  addMetricView(sandbox.schemaDir);
  [demo, raw] = await Promise.all([startDemo({ schemaDir: sandbox.schemaDir }), openRawLakehouse()]);
});
afterAll(async () => {
  raw.close();
  await demo.close();
  sandbox.remove();
});

test('x', async () => {
  const q = `{ flightMetricGroups(filter: {band: {eq: "long"}}, orderBy: [{measures: {flights: DESC}}], first: 3) { key { originState month(bucket: MONTH) } measures { flights onTimeRate totalDelay delayPerFlight northernmost states californianDelay } } }`;
  for (const caller of ['ops', 'west', 'bay', 'none'] as const) console.log(JSON.stringify((await demo.ask(caller, q)).body));
  expect(1).toBe(1);
});
