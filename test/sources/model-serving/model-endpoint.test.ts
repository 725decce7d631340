import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors.js';
import type { ModelEndpoint, PredictionOutcome } from '../../../src/sources/model-serving/model-endpoint.js';
import { openModel } from '../../../src/sources/model-serving/open-model.js';
import type { ModelSettings } from '../../../src/sources/model-serving/settings.js';
import { answerWith, type ModelServer, startModelServer } from '../../standins/models/model-server.js';

const SETTINGS: ModelSettings = {
  inputs: { distance: 'double', origin: 'string' },
  output: 'double',
  nulls: 'skip',
  batchRows: 100,
  batchBytes: 1_000_000,
  maxRows: 1000,
  maxConcurrency: 4,
  timeoutMs: 400,
  version: '1',
  cacheSeconds: 0,
  cacheEntries: 1000,
};
const SERVICES = { ownToken: () => Promise.reject(new Error('no credential')), ca: undefined };
const OPTIONS = { signal: new AbortController().signal, timeoutMs: 10_000 };

let server: ModelServer;
const opened: ModelEndpoint[] = [];

beforeAll(async () => {
  server = await startModelServer({ predict: ({ distance, origin }) => Number(distance) + String(origin).length });
});
beforeEach(() => server.reset());
afterEach(() => {
  for (const endpoint of opened.splice(0)) endpoint.close();
});
afterAll(() => server.close());

function open(settings: Partial<ModelSettings> = {}, url = server.url, token?: string): ModelEndpoint {
  const place = { kind: 'mlflow', url, ...(token === undefined ? {} : { token: { reveal: () => token } }) } as const;
  const endpoint = openModel('delay', { ...SETTINGS, ...settings, ...place }, SERVICES);
  opened.push(endpoint);
  return endpoint;
}

/** An outcome as a test compares it. */
function shown(outcome: PredictionOutcome | undefined): unknown {
  if (!(outcome instanceof GatewayError)) return outcome;
  const { code, publicMessage, extensions } = outcome;
  return { code, message: publicMessage, ...extensions };
}

const rows = (count: number) => Array.from({ length: count }, (_, index) => [index, 'SFO'] as const);

describe('what is sent', () => {
  test('1,000 rows make ten calls of a hundred, each row its own prediction', async () => {
    const outcomes = await open().predict(rows(1000), OPTIONS);
    expect(outcomes).toEqual(rows(1000).map(([distance]) => [distance + 3]));
    expect(server.calls.map((call) => call.rows.length)).toEqual(Array.from({ length: 10 }, () => 100));
    expect(server.calls[0]?.columns).toEqual(['distance', 'origin']);
    expect(server.calls[0]?.path).toBe('/invocations');
  });

  test('equal rows are sent once', async () => {
    const outcomes = await open().predict([...rows(3), ...rows(3)], OPTIONS);
    expect(outcomes).toEqual([[3], [4], [5], [3], [4], [5]]);
    expect(server.calls.map((call) => call.rows.length)).toEqual([3]);
  });

  test('calls are bounded in bytes too, and none is empty', async () => {
    const long = [
      [1, 'a'.repeat(40)],
      [2, 'b'.repeat(40)],
      [3, 'c'.repeat(200)],
      [4, 'd'],
    ] as const;
    await open({ batchBytes: 110 }).predict(long, OPTIONS);
    expect(server.calls.map((call) => call.rows.length).sort()).toEqual([1, 1, 2]);
  });

  test('no more calls at once than the endpoint may have', async () => {
    const slow = await startModelServer({ predict: () => 1, delayMs: 20 });
    await open({ batchRows: 1, maxConcurrency: 3 }, slow.url).predict(rows(12), OPTIONS);
    expect(slow.calls).toHaveLength(12);
    expect(slow.mostAtOnce).toBe(3);
    await slow.close();
  });

  test('each type as the server reads it: all digits of a long, a point in a double, no zone in a datetime', async () => {
    const inputs = { a: 'long', b: 'double', c: 'double', d: 'datetime', e: 'boolean', f: 'string' } as const;
    const row = ['9223372036854775807', 7, '1.50', '2001-01-31 17:30:00', true, 'a"\u2028'] as const;
    await open({ inputs, nulls: 'send' }).predict(
      [row, [null, null, null, '2001-01-31T17:30:00Z', null, null]],
      OPTIONS,
    );
    expect(server.calls[0]?.text).toBe(
      `{"dataframe_split":{"columns":["a","b","c","d","e","f"],"data":[[9223372036854775807,7.0,1.50,"2001-01-31T17:30:00",true,"a\\"\u2028"],[null,null,null,"2001-01-31T17:30:00",null,null]]}}`,
    );
  });

  test('a row with a NULL is not sent, and has no prediction', async () => {
    const outcomes = await open().predict(
      [
        [null, 'SFO'],
        [1, 'SFO'],
        [2, null],
      ],
      OPTIONS,
    );
    expect(outcomes).toEqual([[null], [4], [null]]);
    expect(server.calls.map((call) => call.rows)).toEqual([[[1, 'SFO']]]);
  });

  test('an input of another type fails its row alone', async () => {
    const outcomes = await open().predict(
      [
        ['far', 'SFO'],
        [1, 'SFO'],
      ],
      OPTIONS,
    );
    const message = 'Input "distance" of the model takes a value of type double.';
    expect(outcomes.map(shown)).toEqual([{ code: 'BAD_USER_INPUT', message }, [4]]);
    expect(server.calls.map((call) => call.rows)).toEqual([[[1, 'SFO']]]);
  });

  test('a token goes along as a bearer token', async () => {
    await open({}, server.url, 'hunter2').predict(rows(1), OPTIONS);
    expect(server.calls[0]?.authorization).toBe('Bearer hunter2');
  });
});

describe('what is kept', () => {
  test('a prediction by its inputs, for its version', async () => {
    const endpoint = open({ cacheSeconds: 60 });
    await endpoint.predict(rows(2), OPTIONS);
    expect(await endpoint.predict([...rows(3)].reverse(), OPTIONS)).toEqual([[5], [4], [3]]);
    expect(server.calls.map((call) => call.rows.length)).toEqual([2, 1]);
    await open({ cacheSeconds: 60, version: '2' }).predict(rows(2), OPTIONS);
    expect(server.calls).toHaveLength(3);
  });

  test('no more than it may be', async () => {
    const endpoint = open({ cacheSeconds: 60, cacheEntries: 2 });
    await endpoint.predict(rows(3), OPTIONS);
    await endpoint.predict(rows(3), OPTIONS);
    expect(server.calls.map((call) => call.rows.length)).toEqual([3, 1]);
  });

  test('no failure', async () => {
    const endpoint = open({ cacheSeconds: 60 });
    server.behave((_call, reply) => answerWith(500, '{}')(reply));
    expect((await endpoint.predict(rows(1), OPTIONS)).map(shown)).toMatchObject([{ code: 'SOURCE_UNAVAILABLE' }]);
    server.behave(() => 'answer');
    expect(await endpoint.predict(rows(1), OPTIONS)).toEqual([[3]]);
  });
});

describe('faults', () => {
  const UNAVAILABLE = { code: 'SOURCE_UNAVAILABLE', message: 'A data source is not available.' };
  const INTERNAL = { code: 'INTERNAL', message: 'Internal error.' };

  test('429 with a wish that can be met is repeated', async () => {
    server.behave((_call, reply, index) =>
      index === 0 ? answerWith(429, '{}', { 'retry-after': '0' })(reply) : 'answer',
    );
    expect(await open().predict(rows(1), OPTIONS)).toEqual([[3]]);
    expect(server.calls).toHaveLength(2);
  });

  test('429 with a longer wish is the caller’s to wait for', async () => {
    server.behave((_call, reply) => answerWith(429, '{}', { 'retry-after': '30' })(reply));
    const error = { code: 'RATE_LIMITED', message: 'A model takes no more rows now.', retryAfterMs: 30_000 };
    expect((await open().predict(rows(2), OPTIONS)).map(shown)).toEqual([error, error]);
    expect(server.calls).toHaveLength(1);
  });

  test('429 says when in its body too', async () => {
    const body = JSON.stringify({ error: { type: 'RATE_LIMIT', code: 429, limit_type: 'qps', retry_after: 7 } });
    server.behave((_call, reply) => answerWith(429, body)(reply));
    expect((await open().predict(rows(1), OPTIONS)).map(shown)).toMatchObject([{ retryAfterMs: 7000 }]);
  });

  test('503 is repeated, and then said', async () => {
    server.behave((_call, reply) => answerWith(503, '{}')(reply));
    expect((await open().predict(rows(1), OPTIONS)).map(shown)).toEqual([{ ...UNAVAILABLE, retryAfterMs: 5000 }]);
    expect(server.calls).toHaveLength(3);
  });

  test.each([
    ['500', UNAVAILABLE, answerWith(500, '{"error":"row 17: SECRET"}')],
    ['400', INTERNAL, answerWith(400, '{"error":"row 17: SECRET"}')],
    ['404', INTERNAL, answerWith(404, 'SECRET')],
    ['a redirect', INTERNAL, answerWith(307, '', { location: 'http://169.254.169.254/' })],
    ['401 without another token', UNAVAILABLE, answerWith(401, 'SECRET')],
    ['no JSON', INTERNAL, answerWith(200, '{"predictions": [NaN]}')],
    ['no predictions', INTERNAL, answerWith(200, '{"outputs": [1, 2]}')],
    ['one prediction too few', INTERNAL, answerWith(200, '{"predictions": [1]}')],
    ['one prediction too many', INTERNAL, answerWith(200, '{"predictions": [1, 2, 3]}')],
    ['a prediction of another type', INTERNAL, answerWith(200, '{"predictions": [1, "SECRET"]}')],
    ['predictions of two values', INTERNAL, answerWith(200, '{"predictions": [[1, 2], [3, 4]]}')],
  ])('%s: the caller reads a general word, and it is not repeated', async (_name, error, behaviour) => {
    server.behave((_call, reply) => behaviour(reply));
    const outcomes = await open().predict(rows(2), OPTIONS);
    expect(outcomes.map(shown)).toEqual([error, error]);
    expect(server.calls).toHaveLength(1);
  });

  test('a connection that is cut in mid-answer', async () => {
    server.behave((_call, reply) => {
      reply.writeHead(200, { 'content-length': '1000' });
      reply.write('{"predictions": [1');
      setTimeout(() => reply.destroy(), 10);
      return 'handled';
    });
    expect((await open().predict(rows(1), OPTIONS)).map(shown)).toEqual([UNAVAILABLE]);
    expect(server.calls).toHaveLength(1);
  });

  test('no answer in time', async () => {
    server.behave(() => 'handled');
    const message = 'A model took longer than its limit of 100 ms.';
    expect((await open({ timeoutMs: 100 }).predict(rows(1), OPTIONS)).map(shown)).toEqual([
      { code: 'SOURCE_TIMEOUT', message },
    ]);
  });

  test('no answer within the time of the whole', async () => {
    server.behave((call) => (call.rows[0]?.[0] === 0 ? 'answer' : 'handled'));
    const outcomes = await open({ batchRows: 1, timeoutMs: 5000 }).predict(rows(2), { ...OPTIONS, timeoutMs: 150 });
    expect(outcomes.map(shown)).toMatchObject([[3], { code: 'SOURCE_TIMEOUT' }]);
  });

  test('nobody there: said at once after some failures, and one call tries again', async () => {
    const gone = await startModelServer({ predict: () => 1 });
    await gone.close();
    const endpoint = open({}, gone.url);
    for (let at = 0; at < 2; at += 1)
      expect((await endpoint.predict(rows(1), OPTIONS)).map(shown)).toMatchObject([UNAVAILABLE]);
    const [outcome] = await endpoint.predict(rows(1), OPTIONS);
    expect(shown(outcome)).toMatchObject({ ...UNAVAILABLE, retryAfterMs: expect.any(Number) });
    expect((outcome as GatewayError).operatorDetail).toContain('not called');
  });

  test('one call of several: its own rows and no others', async () => {
    server.behave((call, reply) => (call.rows[0]?.[0] === 2 ? answerWith(500, '{}')(reply) : 'answer'));
    const outcomes = await open({ batchRows: 2 }).predict(rows(6), OPTIONS);
    expect(outcomes.map(shown)).toEqual([[3], [4], UNAVAILABLE, UNAVAILABLE, [7], [8]]);
  });

  test('a caller who leaves ends the call', async () => {
    const left = new AbortController();
    const closed = new Promise<void>((resolve) => {
      server.behave((_call, reply) => {
        reply.once('close', resolve);
        left.abort();
        return 'handled';
      });
    });
    await expect(open().predict(rows(1), { ...OPTIONS, signal: left.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    await closed;
  });

  test('a budget of rows a minute', async () => {
    const endpoint = open({ rowsPerMinute: 3, batchRows: 2 });
    const outcomes = await endpoint.predict(rows(4), OPTIONS);
    expect(outcomes.slice(0, 2)).toEqual([[3], [4]]);
    expect(outcomes.slice(2).map(shown)).toMatchObject([
      { code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) },
      { code: 'RATE_LIMITED' },
    ]);
    expect(server.calls).toHaveLength(1);
  });
});

test('a prediction of several values', async () => {
  const both = await startModelServer({ predict: ({ distance }) => ({ label: 'late', score: distance, more: 1 }) });
  const endpoint = open({ output: { score: 'double', label: 'string' } }, both.url);
  expect(await endpoint.predict(rows(2), OPTIONS)).toEqual([
    [0, 'late'],
    [1, 'late'],
  ]);
  await both.close();
});
