import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeIdentity } from '../../../src/identity/identity.js';
import { type CallerName, type DemoGateway, startDemo } from '../../support/demo-gateway.js';
import { goldenCases } from '../../support/golden-case.js';
import { withVariables } from '../../support/with-variables.js';

let demo: DemoGateway;
/** Answers without what it kept of earlier requests. */
let fresh: DemoGateway;

beforeAll(async () => {
  demo = await startDemo();
  fresh = await startDemo({ cache: false });
});
afterAll(async () => {
  await demo.close();
  await fresh.close();
});

/** How often a query was compiled and planned while `task` ran. */
async function plansMade(task: () => Promise<unknown>): Promise<number> {
  const planned = vi.spyOn(demo.gateway.engine, 'prepare');
  try {
    await task();
    return planned.mock.calls.length;
  } finally {
    planned.mockRestore();
  }
}

const callers = goldenCases('allowed').flatMap((golden) =>
  golden.callerName === undefined ? [] : [[golden.name, golden, golden.callerName] as const],
);
const tally = { cases: 0, reused: 0 };

describe('a golden case with its constants as variables', () => {
  const ops = makeIdentity({
    issuer: 'test',
    id: 'ops',
    user: 'ops.admin@flights.demo',
    groups: ['ops'],
    expiresAtMs: Date.now() + 1e9,
  });

  test.each(callers)('%s', async (_name, golden, caller) => {
    const varied = withVariables(golden.query, fresh.gateway.graphql.schemaFor(ops).schema);
    if (varied === undefined) return;
    const { document, variables, others, othersAsConstants } = varied;
    const [wanted, wantedOther] = [await fresh.ask(caller, golden.query), await fresh.ask(caller, othersAsConstants)];
    expect((await demo.ask(caller, document, others)).text, 'first').toBe(wantedOther.text);
    const made = await plansMade(async () => {
      expect((await demo.ask(caller, document, variables)).text, 'other values').toBe(wanted.text);
    });
    expect((await demo.ask(caller, document, others)).text, 'again').toBe(wantedOther.text);
    tally.cases += 1;
    if (made === 0) tally.reused += 1;
  });

  test('is planned once in nearly all of them', () => {
    console.log(`constants as variables: ${tally.cases} cases, ${tally.reused} by the plan that was there`);
    expect(tally.cases).toBeGreaterThan(60);
    expect(tally.reused / tally.cases).toBeGreaterThan(0.9);
  });
});

const AS: CallerName = 'ops';

async function texts(
  document: string,
  ...given: readonly Readonly<Record<string, unknown>>[]
): Promise<readonly string[]> {
  const replies: string[] = [];
  for (const variables of given) replies.push((await demo.ask(AS, document, variables)).text);
  return replies;
}

async function freshTexts(
  document: string,
  ...given: readonly Readonly<Record<string, unknown>>[]
): Promise<readonly string[]> {
  const replies: string[] = [];
  for (const variables of given) {
    // A comment makes it another document, which nothing is kept of.
    replies.push((await fresh.ask(AS, `${document} # ${JSON.stringify(variables)}`, variables)).text);
  }
  return replies;
}

describe('a plan that is used again', () => {
  test.each<readonly [string, string, readonly Readonly<Record<string, unknown>>[]]>([
    [
      'has each variable where it stands, though two were equal at first',
      'query ($a: Int!, $b: Int!) { flights(filter: { and: [{ delay: { gte: $a } }, { distance: { gte: $b } }] }, first: 2) { totalCount nodes { id } } }',
      [
        { a: 100, b: 100 },
        { a: 100, b: 2000 },
        { a: 300, b: 100 },
      ],
    ],
    [
      'takes numbers beyond the type of its column',
      'query ($a: Int!) { flights(filter: { delay: { lt: $a } }) { totalCount } }',
      [{ a: 5 }, { a: 40_000 }, { a: 2_147_483_647 }, { a: -2_147_483_648 }, { a: 6 }],
    ],
    [
      'is another one for null and for what is left out',
      'query ($a: Float, $d: String = "SFO") { flights(filter: { origin: { iata: { eq: $d } } }, first: 1) { totalCount nodes { id } } airports(filter: { latitude: { gt: $a } }, first: 1) { totalCount } }',
      [{ a: 40 }, { a: 40, d: 'OAK' }, { a: 41, d: 'SJC' }, { a: 42 }],
    ],
    [
      'says of a value that is none what it always says',
      'query ($a: Float!) { airports(filter: { latitude: { gt: $a } }, first: 1) { totalCount } }',
      [{ a: 40 }, { a: 'x' }, { a: null }, {}, { a: '1e400' }, { a: 41.5 }],
    ],
    [
      'is another one for another size, order, list and choice of fields',
      'query ($n: Int!, $by: OrderDirection!, $in: [String!], $yes: Boolean!, $min: Int!) { flights(filter: { delay: { gt: $min }, originIata: { in: $in } }, first: $n, orderBy: [{ delay: $by }]) { nodes { id delay @include(if: $yes) } } }',
      [
        { n: 2, by: 'DESC', in: ['SFO'], yes: true, min: 10 },
        { n: 3, by: 'DESC', in: ['SFO'], yes: true, min: 10 },
        { n: 2, by: 'ASC', in: ['SFO', 'OAK'], yes: true, min: 11 },
        { n: 2, by: 'DESC', in: ['SFO'], yes: false, min: 12 },
        { n: 2, by: 'DESC', in: ['SFO'], yes: true, min: 13 },
      ],
    ],
    [
      'goes on behind its own cursors',
      'query ($min: Int!, $after: String) { flights(filter: { delay: { gt: $min } }, first: 2, after: $after, orderBy: [{ delay: DESC }]) { nodes { id delay } pageInfo { endCursor } } }',
      [{ min: 100 }, { min: 200 }, { min: 300, after: null }],
    ],
    [
      'finds by key',
      'query ($id: String!) { airport(iata: $id) { iata city } }',
      [{ id: 'SFO' }, { id: 'OAK' }, { id: '' }, { id: "'; --" }],
    ],
  ])('%s', async (_what, document, given) => {
    expect(await texts(document, ...given)).toEqual(await freshTexts(document, ...given));
  });

  test('is made once', async () => {
    const document = 'query ($id: String!) { airport(iata: $id) { iata name } }';
    await demo.ask(AS, document, { id: 'SFO' });
    const made = await plansMade(async () => {
      for (const id of ['OAK', 'SJC', 'LAX', 'SEA']) await demo.ask(AS, document, { id });
    });
    expect(made).toBe(0);
  });

  test('is that of one caller', async () => {
    const document = 'query ($min: Int!) { flights(filter: { delay: { gt: $min } }) { totalCount } }';
    for (const caller of ['ops', 'west', 'bay', 'ops', 'bay', 'west'] as const) {
      for (const min of [60, 90]) {
        const { text } = await demo.ask(caller, document, { min });
        expect(text).toBe(
          (await fresh.ask(caller, document.replace('$min }', `${min} }`).replace('($min: Int!)', ''))).text,
        );
      }
    }
  });
});
