import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answerWith } from '../../../standins/models/model-server.js';
import type { CallerName } from '../../../support/demo-gateway.js';
import { type ModelsGateway, startModelsGateway } from './models-gateway.js';

let gateway: ModelsGateway;

beforeAll(async () => {
  gateway = await startModelsGateway();
});
beforeEach(() => gateway.server.reset());
afterAll(() => gateway.close());

async function data(caller: CallerName, query: string, variables?: Readonly<Record<string, unknown>>) {
  const { body } = await gateway.ask(caller, query, variables);
  expect(body.errors).toBeUndefined();
  return body.data;
}

const calls = () => gateway.server.calls;
const rowsSent = () => calls().flatMap((call) => call.rows);

interface Place {
  readonly iata: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly reach: number;
}

const expected = ({ latitude, longitude }: Pick<Place, 'latitude' | 'longitude'>, hour = 0) =>
  latitude * 1000 + longitude + hour;

describe('where a predicted field may stand', () => {
  test('in a list, one call for all of its rows, and each row has its own', async () => {
    const { airports } = await data('ops', '{ airports(first: 20) { nodes { iata latitude longitude reach } } }');
    expect(airports.nodes).toHaveLength(20);
    for (const node of airports.nodes as readonly Place[]) expect(node.reach).toBe(expected(node));
    expect(calls().map((call) => call.rows.length)).toEqual([20]);
  });

  test('by key, behind a relation, in edges, under an alias, with an argument and with a variable', async () => {
    const { airport, flights, airports } = await data(
      'ops',
      `query ($hour: Int) {
        airport(iata: "SFO") { latitude longitude early: reach late: reach(hour: 7) any: reach(hour: $hour) }
        flights(first: 2, filter: { originIata: { eq: "SFO" } }) { nodes { distance risk origin { reach } } }
        airports(first: 1, filter: { iata: { eq: "SFO" } }) {
          edges { node { reach departures(first: 1) { nodes { origin { reach } } } } }
        }
      }`,
      { hour: 9 },
    );
    const reach = expected(airport);
    expect([airport.early, airport.late, airport.any]).toEqual([reach, reach + 7, reach + 9]);
    for (const node of flights.nodes) expect([node.risk, node.origin.reach]).toEqual([node.distance, reach]);
    const [{ node }] = airports.edges;
    expect([node.reach, node.departures.nodes[0].origin.reach]).toEqual([reach, reach]);
    // Three different rows for one model, some flights for the other: a call each.
    expect(
      calls()
        .map((call) => call.path)
        .sort(),
    ).toEqual(['/invocations', '/risk/invocations']);
  });

  test('below a hand-written field', async () => {
    const { airport } = await data(
      'ops',
      '{ airport(iata: "SFO") { reach nearby(first: 3) { airport { iata latitude longitude reach } } } }',
    );
    expect(airport.nearby).toHaveLength(3);
    for (const { airport: near } of airport.nearby) expect(near.reach).toBe(expected(near));
    expect(calls().map((call) => call.rows.length)).toEqual([1, 3]);
  });

  test('nowhere: no rows, no call', async () => {
    expect(await data('ops', '{ airports(filter: { iata: { eq: "???" } }) { nodes { reach } } }')).toEqual({
      airports: { nodes: [] },
    });
    expect(await data('ops', '{ airport(iata: "???") { reach } }')).toEqual({ airport: null });
    expect(calls()).toEqual([]);
  });

  test('not among filters, orders, groups and aggregates', async () => {
    const { filter, order, key, avg } = await data(
      'ops',
      `{
        filter: __type(name: "AirportFilter") { inputFields { name } }
        order: __type(name: "AirportOrderBy") { inputFields { name } }
        key: __type(name: "AirportGroupKey") { fields { name } }
        avg: __type(name: "AirportAvg") { fields { name } }
      }`,
    );
    const names = [filter.inputFields, order.inputFields, key.fields, avg?.fields ?? []].flat().map(({ name }) => name);
    expect(names).toContain('iata');
    expect(names).not.toContain('reach');
    expect(names).not.toContain('label');
  });
});

test('1,000 rows make at most ⌈1,000 / 256⌉ calls', async () => {
  const { airports } = await data('ops', '{ airports(first: 1000) { nodes { latitude longitude reach } } }');
  expect(airports.nodes).toHaveLength(1000);
  for (const node of airports.nodes as readonly Place[]) expect(node.reach).toBe(expected(node));
  expect(calls().length).toBeLessThanOrEqual(4);
});

test('predictions count among what a request costs', async () => {
  const refusal = async (fields: string) => {
    const list = `airports(first: 10000, filter: { iata: { eq: "SFO" } })`;
    const reply = await gateway.ask('ops', `{ ${list} { nodes { departures(first: 30) { nodes { ${fields} } } } } }`);
    return reply.body.errors?.[0].extensions.code;
  };
  expect(await refusal('id risk a: risk')).toBeUndefined();
  expect(await refusal('id risk a: risk b: risk')).toBe('COST_LIMIT');
});

describe('policy', () => {
  const QUERY = '{ airports(first: 30) { nodes { iata latitude longitude reach } } }';

  test('masked inputs go out masked, and the prediction is of them', async () => {
    const exact = (await data('ops', QUERY)).airports.nodes as readonly Place[];
    expect(exact.some(({ latitude }) => !Number.isInteger(latitude))).toBe(true);
    gateway.server.reset();
    const masked = (await data('west', QUERY)).airports.nodes as readonly Place[];
    expect(masked.map(({ iata }) => iata)).toEqual(exact.map(({ iata }) => iata));
    for (const [index, node] of masked.entries()) {
      const { latitude = 0, longitude = 0 } = exact[index] ?? {};
      expect(node.reach).toBe(Math.round(latitude) * 1000 + Math.round(longitude));
    }
    expect(
      rowsSent()
        .flat()
        .every((value) => Number.isInteger(value)),
    ).toBe(true);
  });

  test('a column that is not selected is masked too', async () => {
    await data('bay', '{ airports(first: 30) { nodes { reach } } }');
    expect(rowsSent().length).toBeGreaterThan(0);
    expect(
      rowsSent()
        .flat()
        .every((value) => Number.isInteger(value)),
    ).toBe(true);
  });

  test('rows that are hidden are not sent', async () => {
    const { flights } = await data('west', '{ flights(first: 50) { nodes { originIata origin { reach } } } }');
    const seen = new Set(flights.nodes.map(({ originIata }: { readonly originIata: string }) => originIata));
    expect(rowsSent().length).toBeLessThanOrEqual(seen.size);
  });

  test('a model that a caller may not execute is in no schema of theirs', async () => {
    const names = async (caller: CallerName) => {
      const { type, query } = await data(
        caller,
        '{ type: __type(name: "Flight") { fields { name } } query: __type(name: "Query") { fields { name } } }',
      );
      return [...(type?.fields ?? []), ...query.fields].map(({ name }: { readonly name: string }) => name);
    };
    expect(await names('ops')).toEqual(expect.arrayContaining(['risk', 'predictRisk', 'predictSure', 'predictReach']));
    const west = await names('west');
    expect(west).toEqual(expect.arrayContaining(['predictSure', 'predictReach']));
    expect(west).not.toContain('risk');
    expect(west).not.toContain('predictRisk');
    const bay = await names('bay');
    expect(bay).toContain('predictReach');
    expect(bay).not.toContain('predictSure');
  });

  test('asking for it is asking for what is not there', async () => {
    const { body } = await gateway.ask('bay', '{ predictSure(code: "x") { label } }');
    expect(body.errors[0].message).toContain('Cannot query field "predictSure" on type "Query"');
    expect(JSON.stringify(body)).not.toContain('SurePrediction');
    const type = await data('bay', '{ __type(name: "SurePrediction") { name } }');
    expect(type).toEqual({ __type: null });
    expect(calls()).toEqual([]);
  });
});

describe('root fields', () => {
  test('predict for arguments; all aliases in one call', async () => {
    const result = await data(
      'ops',
      '{ a: predictReach(lat: 1.5, lon: 2) b: predictReach(lat: 2, lon: 0, hour: 3) predictSure(lat: 1, lon: 1, code: "x\\u0004") { label reach } }',
    );
    expect(result).toEqual({ a: 1502, b: 2003, predictSure: { label: 'x\u0004!', reach: 1001 } });
    expect(
      calls()
        .map((call) => call.path)
        .sort(),
    ).toEqual(['/invocations', '/sure/invocations']);
  });

  test('an input that the model needs is required', async () => {
    const { body } = await gateway.ask('ops', '{ predictSure(lat: 1, code: "a") { label } }');
    expect(body.errors[0].message).toContain('argument "lon" of type "Float!" is required');
    expect(await data('ops', '{ airport(iata: "SFO") { label } }')).toEqual({ airport: { label: null } });
    expect(calls()).toEqual([]);
  });

  test('an input that does not fit is refused before the model', async () => {
    const { body } = await gateway.ask('ops', '{ predictReach(lat: "north") }');
    expect(body.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(calls()).toEqual([]);
  });

  test('a fault is the field’s', async () => {
    gateway.server.behave((_call, reply) => answerWith(500, '{}')(reply));
    const { body } = await gateway.ask('ops', '{ predictReach(lat: 1, lon: 1) airport(iata: "SFO") { iata } }');
    expect(body.data).toEqual({ predictReach: null, airport: { iata: 'SFO' } });
    expect(body.errors).toEqual([
      {
        message: 'A data source is not available.',
        path: ['predictReach'],
        locations: expect.anything(),
        extensions: { code: 'SOURCE_UNAVAILABLE' },
      },
    ]);
  });
});

describe('faults: what the caller sees', () => {
  const QUERY = '{ airports(first: 2, filter: { iata: { in: ["SFO", "OAK"] } }) { nodes { iata reach } totalCount } }';
  const errorOn = (index: number, code: string, message: string, extensions: object) => ({
    message,
    path: ['airports', 'nodes', index, 'reach'],
    locations: [{ line: 1, column: QUERY.indexOf('reach') + 1 }],
    extensions: { code, ...extensions },
  });

  test.each<[string, ReturnType<typeof answerWith> | undefined, string, string, object]>([
    ['500', answerWith(500, 'SECRET'), 'SOURCE_UNAVAILABLE', 'A data source is not available.', {}],
    [
      '429',
      answerWith(429, 'SECRET', { 'retry-after': '30' }),
      'RATE_LIMITED',
      'A model takes no more rows now.',
      { retryAfterMs: 30_000 },
    ],
    ['a wrong shape', answerWith(200, '{"predictions":["SECRET"]}'), 'INTERNAL', 'Internal error.', {}],
    ['no answer', undefined, 'SOURCE_TIMEOUT', 'A model took longer than its limit of 500 ms.', {}],
  ])(
    '%s: these fields are null, with an error each, and all else is there',
    async (_name, reply, code, message, more) => {
      gateway.server.behave((_call, response) => reply?.(response) ?? 'handled');
      const { status, body } = await gateway.ask('ops', QUERY);
      expect(status).toBe(200);
      expect(body.data.airports).toEqual({
        nodes: [
          { iata: 'OAK', reach: null },
          { iata: 'SFO', reach: null },
        ],
        totalCount: 2,
      });
      expect(body.errors).toEqual([0, 1].map((index) => errorOn(index, code, message, more)));
    },
  );

  test('of a required field: null goes up to the next that may be null', async () => {
    gateway.server.behave((_call, reply) => answerWith(500, '{}')(reply));
    const { body } = await gateway.ask(
      'ops',
      '{ airport(iata: "SFO") { iata sureReach } other: airport(iata: "OAK") { iata } }',
    );
    expect(body.data).toEqual({ airport: null, other: { iata: 'OAK' } });
    expect(body.errors.map(({ path }: { readonly path: readonly string[] }) => path)).toEqual([
      ['airport', 'sureReach'],
    ]);
  });

  test('one model fails, the other does not', async () => {
    gateway.server.behave((call, reply) => (call.path === '/invocations' ? answerWith(500, '{}')(reply) : 'answer'));
    const { body } = await gateway.ask('ops', '{ airport(iata: "SFO") { reach label(code: "a") } }');
    expect(body.data).toEqual({ airport: { reach: null, label: 'a!' } });
    expect(body.errors).toHaveLength(1);
  });
});

test('a reply may not grow past its limit by predictions', async () => {
  const query = 'query ($code: String) { airports(first: 2) { nodes { label(code: $code) } } }';
  const { body } = await gateway.ask('ops', query, { code: 'x'.repeat(600_000) });
  expect(body).toEqual({
    errors: [
      {
        message: 'The result is larger than 1000000 bytes. Ask for fewer rows or fields.',
        extensions: { code: 'RESULT_TOO_LARGE' },
      },
    ],
  });
});

test('what is kept is the rows, not the predictions', async () => {
  const query = '{ airports(first: 3, orderBy: [{ iata: DESC }]) { nodes { iata reach(hour: 3) } } }';
  const first = await data('ops', query);
  const statements = gateway.statements();
  expect(await data('ops', query)).toEqual(first);
  expect(gateway.statements()).toBe(statements);
  expect(calls()).toHaveLength(2);
  // The same rows with another argument share the statement, and not the prediction.
  const later = await data('ops', query.replace('3) }', '4) }'));
  expect(gateway.statements()).toBe(statements);
  const [before, after] = [first, later].map(({ airports }) => airports.nodes[0].reach);
  expect(after - before).toBeCloseTo(1);
});

test('a text that looks like a marker is a text', async () => {
  const code = '{"@model":\u00040,"@in":{},"@end":\u0005}\u0001M0';
  const result = await data('ops', 'query ($code: String) { airport(iata: "SFO") { label(code: $code) } }', { code });
  expect(result).toEqual({ airport: { label: `${code}!` } });
});
