import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Source, SourceHealth } from '../../src/sources/source.js';
import { Warehouse } from '../sources/databricks/warehouse-fixture.js';
import { type DemoGateway, startDemo } from '../support/demo-gateway.js';

let warehouse: Warehouse;
let demo: DemoGateway;
let answer: (signal: AbortSignal) => Promise<SourceHealth>;

beforeAll(async () => {
  warehouse = await Warehouse.start();
  const source = warehouse.open();
  answer = (signal) => source.health(signal);
  // The demo's source goes by another name: only its health is of interest here.
  const named: Source = {
    name: 'lakehouse',
    dialect: source.dialect,
    traits: source.traits,
    runsAs: source.runsAs,
    execute: (statement, options) => source.execute(statement, options),
    versions: (tables, signal) => source.versions(tables, signal),
    health: (signal) => answer(signal),
    close: () => source.close(),
  };
  demo = await startDemo({ sources: new Map([['lakehouse', named]]) });
});
afterAll(async () => {
  await demo.close();
  await warehouse.close();
});

async function ready() {
  const reply = await fetch(`${demo.url}/readyz`);
  return { status: reply.status, body: (await reply.json()) as object };
}

const catalog = { name: 'catalog', state: 'ready' };
const asked = (state: string) => ({ dependencies: [{ name: 'lakehouse', state }, catalog] });

describe('GET /readyz in front of a warehouse', () => {
  afterEach(() => {
    warehouse.standin.knobs.state = 'RUNNING';
  });

  test.each([
    ['RUNNING', 200, 'ready', 'ready'],
    // Statements must still come, or nothing would start it.
    ['STARTING', 200, 'starting', 'starting'],
    ['STOPPED', 200, 'starting', 'starting'],
    ['DELETED', 503, 'not ready', 'down'],
  ] as const)('%s → %i %s', async (state, status, word, shown) => {
    warehouse.standin.knobs.state = state;
    expect(await ready()).toEqual({ status, body: { status: word, ...asked(shown) } });
  });

  test('a workspace that does not answer in time counts as down, and the other states are told', async () => {
    answer = (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    expect(await ready()).toEqual({ status: 503, body: { status: 'not ready', ...asked('down') } });
  });
});
