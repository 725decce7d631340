import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ChildGateway, runCommand, startChildGateway } from '../http/support/child-gateway.js';
import { postJson } from '../http/support/exchange.js';
import { DEMO_DATA_DIR } from '../support/demo.js';

/** The README's promise at the demo's settings. */
const LIMIT_MB = 512;
const REQUESTS = 100;
const ROWS = 10_000;
const env = { MEDALLION_DATA_DIR: DEMO_DATA_DIR, MEDALLION_LOG_LEVEL: 'error' };
const QUERY = `query ($from: ID!) { flights(first: ${ROWS}, filter: { id: { gte: $from } }, orderBy: [{ id: ASC }]) {
  nodes { id date delay distance originIata destinationIata delayed from: originIata } } }`;

let token: string;
let child: ChildGateway;

beforeAll(async () => {
  token = (await runCommand(['token', '--as', 'ops.admin@flights.demo', '--groups', 'ops'], env)).stdout.trim();
});

/** Sends all at once and checks that each reply is whole and its own. @returns the sum of the replies' bytes */
async function storm(fromOf: (index: number) => number): Promise<number> {
  const sizes = await Promise.all(
    Array.from({ length: REQUESTS }, async (_, index) => {
      const from = fromOf(index);
      const { status, text } = await postJson(child.url, token, { query: QUERY, variables: { from: String(from) } });
      expect([status, text.slice(0, 27)]).toEqual([200, '{"data":{"flights":{"nodes"']);
      const ids = [...text.matchAll(/"id":"(\d+)"/gu)];
      expect(ids).toHaveLength(ROWS);
      expect([Number(ids[0]?.[1]), Number(ids.at(-1)?.[1])]).toEqual([from, from + ROWS - 1]);
      return text.length;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function sample(work: () => Promise<number>): Promise<number> {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, child.memoryMb('VmRSS') ?? 0);
  }, 20);
  const startedAt = performance.now();
  const bytes = await work();
  clearInterval(timer);
  const high = child.memoryMb('VmHWM');
  console.log(
    `${REQUESTS} requests of ${ROWS} rows: ${Math.round(bytes / 2 ** 20)} MiB in ${Math.round(performance.now() - startedAt)} ms; resident now ${Math.round(child.memoryMb('VmRSS') ?? 0)} MiB, sampled peak ${Math.round(peak)} MiB, high-water mark ${Math.round(high ?? 0)} MiB`,
  );
  return high ?? peak;
}

// A figure of /proc, which not every system has.
describe.runIf(process.platform === 'linux')(`${REQUESTS} concurrent ${ROWS}-row requests`, () => {
  beforeAll(async () => {
    child = await startChildGateway(env);
  });
  afterAll(() => child.stop());

  test(`all different, so that no cache answers: no failure, resident memory stays under ${LIMIT_MB} MiB`, async () => {
    expect(await sample(() => storm((index) => 1 + index * 20_011))).toBeLessThan(LIMIT_MB);
  });

  test('all the same', async () => {
    expect(await sample(() => storm(() => 2_500_000))).toBeLessThan(LIMIT_MB);
  });

  test.each([
    ['filtered by a column that is not the order', `filter: { delay: { gt: $at } }`, 'id delay distance originIata'],
    ['with a nested parent', `filter: { delay: { gt: $at } }`, 'id delay origin { iata name city }'],
    ['ordered by a column with ties', `filter: { distance: { gt: $at } }, orderBy: [{ delay: DESC }]`, 'id date delay'],
  ])('%s', async (_name, page, fields) => {
    const document = `query ($at: Int!) { flights(first: ${ROWS}, ${page}) { nodes { ${fields} } } }`;
    const peak = await sample(async () => {
      const sizes = await Promise.all(
        Array.from({ length: REQUESTS }, async (_, at) => {
          const { status, text } = await postJson(child.url, token, { query: document, variables: { at } });
          expect([status, text.match(/"id":/gu)?.length]).toEqual([200, ROWS]);
          return text.length;
        }),
      );
      return sizes.reduce((sum, size) => sum + size, 0);
    });
    expect(peak).toBeLessThan(LIMIT_MB);
  });

  test('three more rounds, all different: memory does not creep', async () => {
    for (let round = 1; round <= 3; round += 1) {
      expect(await sample(() => storm((index) => 100 + round * 1_000 + index * 20_011))).toBeLessThan(LIMIT_MB);
    }
  });
});
