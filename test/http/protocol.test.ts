import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CallerName, type DemoGateway, startDemo } from '../support/demo-gateway.js';
import { exchangeBytes, type HttpRequest, postJson, rawRequest, send } from './support/exchange.js';

const GRAPHQL = 'application/graphql-response+json';
const QUERY = '{ flights(first: 1) { nodes { id } } }';
const ANSWER = { data: { flights: { nodes: [{ id: '1' }] } } };

let demo: DemoGateway;
let ops: string;

beforeAll(async () => {
  demo = await startDemo();
  ops = await demo.token('ops');
});
afterAll(() => demo.close());

const post = (query: string, headers: Readonly<Record<string, string>> = {}) =>
  postJson(demo.url, ops, { query }, headers);

function get(
  parameters: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = { 'apollo-require-preflight': '1' },
) {
  return send(demo.url, {
    method: 'GET',
    path: `/graphql?${new URLSearchParams(parameters)}`,
    headers: { authorization: `Bearer ${ops}`, ...headers },
  });
}

function codeOf(text: string): unknown {
  const { errors } = JSON.parse(text) as {
    readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
  };
  return errors?.[0]?.extensions.code;
}

describe('GraphQL over HTTP: content negotiation', () => {
  const STATUSES: readonly (readonly [
    what: string,
    query: string,
    code: string | undefined,
    modern: number,
    legacy: number,
  ])[] = [
    ['data', QUERY, undefined, 200, 200],
    ['parse', '{ flights(', 'GRAPHQL_PARSE_FAILED', 400, 200],
    ['validation', '{ flightz }', 'GRAPHQL_VALIDATION_FAILED', 422, 200],
    ['bad argument', '{ flights(first: -1) { totalCount } }', 'BAD_USER_INPUT', 400, 200],
    ['limit', `{ ${'a: __typename '.repeat(60)} }`, 'GRAPHQL_VALIDATION_FAILED', 422, 200],
    ['mutation', 'mutation { x }', 'NOT_SUPPORTED', 400, 200],
    ['subscription', 'subscription { x }', 'NOT_SUPPORTED', 400, 200],
    ['two operations and no name', 'query A { __typename } query B { __typename }', 'BAD_USER_INPUT', 400, 200],
  ];

  test.each(STATUSES)('%s', async (_what, query, code, modern, legacy) => {
    for (const round of ['first', 'known']) {
      for (const [accept, type, status] of [
        [GRAPHQL, GRAPHQL, modern],
        [`${GRAPHQL}, application/json;q=0.9`, GRAPHQL, modern],
        ['application/json', 'application/json', legacy],
        ['*/*', 'application/json', legacy],
      ] as const) {
        const reply = await post(query, { accept });
        expect([round, accept, reply.status, reply.headers['content-type']]).toEqual([
          round,
          accept,
          status,
          `${type}; charset=utf-8`,
        ]);
        expect(codeOf(reply.text)).toBe(code);
      }
    }
  });

  test('an operation name that is none of the document’s → an error that says so', async () => {
    const reply = await postJson(
      demo.url,
      ops,
      { query: 'query A { __typename }', operationName: 'C' },
      { accept: GRAPHQL },
    );
    expect([reply.status, JSON.parse(reply.text).errors[0].message]).toEqual([
      400,
      'operationName must be the name of one of the operations of the document.',
    ]);
  });

  test('no Accept header → application/json', async () => {
    const reply = await exchangeBytes(
      demo.url,
      rawRequest(
        [
          `Authorization: Bearer ${ops}`,
          'Content-Type: application/json',
          `Content-Length: ${JSON.stringify({ query: QUERY }).length}`,
        ],
        JSON.stringify({ query: QUERY }),
      ),
    );
    expect(reply).toMatch(/^HTTP\/1\.1 200 [\s\S]*content-type: application\/json; charset=utf-8/iu);
  });

  test('an Accept that takes neither → 406, whether the document is known or not', async () => {
    for (const query of [QUERY, QUERY, '{ flights(first: 1) { nodes { id date } } }']) {
      for (const accept of ['text/plain', 'image/png, text/html', `${GRAPHQL};q=0, application/json;q=0`]) {
        const reply = await post(query, { accept });
        expect([reply.status, codeOf(reply.text)]).toEqual([406, 'BAD_USER_INPUT']);
      }
    }
  });

  test('nothing may keep a reply: Cache-Control: no-store on data, errors and refusals', async () => {
    const replies = [
      await post(QUERY),
      await post(QUERY),
      await post('{ x }'),
      await post('{'),
      await get({ query: QUERY }),
      await postJson(demo.url, undefined, { query: QUERY }),
    ];
    for (const reply of replies) expect(reply.headers['cache-control']).toBe('no-store');
  });
});

describe('GraphQL over HTTP: GET and CSRF', () => {
  test('GET with a header that a page cannot set without a preflight', async () => {
    for (const headers of [
      { 'apollo-require-preflight': '1' },
      { 'x-apollo-operation-name': 'x' },
      { 'content-type': 'application/json' },
    ] as const) {
      const reply = await get(
        { query: 'query Q($n: Int) { flights(first: $n) { nodes { id } } }', variables: '{"n":1}', operationName: 'Q' },
        headers as Record<string, string>,
      );
      expect([reply.status, JSON.parse(reply.text)]).toEqual([200, ANSWER]);
    }
  });

  test('GET without such a header → refused', async () => {
    for (const headers of [
      {},
      { 'apollo-require-preflight': '' },
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/x-www-form-urlencoded' },
      { accept: 'text/html' },
    ]) {
      const reply = await get({ query: QUERY }, headers as Record<string, string>);
      expect([reply.status, codeOf(reply.text)]).toEqual([400, 'BAD_USER_INPUT']);
      expect(reply.text).toContain('Cross-Site Request Forgery');
    }
  });

  test('mutation by GET → 405 under either content type', async () => {
    for (const accept of ['application/json', GRAPHQL]) {
      const reply = await get({ query: 'mutation { x }' }, { 'apollo-require-preflight': '1', accept });
      expect([reply.status, codeOf(reply.text) === undefined]).toEqual([405, false]);
    }
  });

  test.each([
    ['variables that are no JSON', { query: QUERY, variables: '{' }],
    ['variables that are a list', { query: QUERY, variables: '[1]' }],
    ['extensions that are no JSON', { query: QUERY, extensions: '{' }],
    ['no query', { variables: '{}' }],
    ['an empty query', { query: '' }],
  ])('GET with %s → an error, no data', async (_what, parameters) => {
    const reply = await get(parameters as Readonly<Record<string, string>>, {
      'apollo-require-preflight': '1',
      accept: GRAPHQL,
    });
    expect(reply.status).toBe(400);
    expect(codeOf(reply.text)).toMatch(/BAD_USER_INPUT|GRAPHQL_PARSE_FAILED/u);
    expect(JSON.parse(reply.text).data).toBeUndefined();
  });

  test('a query given twice in the URL → refused', async () => {
    const reply = await send(demo.url, {
      method: 'GET',
      path: `/graphql?query=%7B__typename%7D&query=${encodeURIComponent(QUERY)}`,
      headers: { authorization: `Bearer ${ops}`, 'apollo-require-preflight': '1' },
    });
    expect([reply.status, codeOf(reply.text)]).toEqual([400, 'BAD_USER_INPUT']);
  });

  test('a page of another origin gets no CORS header', async () => {
    const reply = await post(QUERY, { origin: 'https://evil.example' });
    expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    const preflight = await send(demo.url, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(405);
    expect(Object.keys(preflight.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('GraphQL over HTTP: bodies', () => {
  test('batch arrays are refused, of 0, 1 and 1,000', async () => {
    for (const count of [0, 1, 1000]) {
      const before = demo.statements();
      const reply = await postJson(
        demo.url,
        ops,
        Array.from({ length: count }, () => ({ query: '{ flights(first: 2) { nodes { id delay } } }' })),
      );
      expect([reply.status, codeOf(reply.text)]).toEqual([400, 'BAD_USER_INPUT']);
      expect(demo.statements()).toBe(before);
    }
  });

  test.each([
    'application/json',
    'application/json;charset=utf-8',
    'application/json ; charset=UTF-8',
    'application/json\t;\tcharset="utf-8"',
    'APPLICATION/JSON',
  ])('Content-Type %j is JSON', async (type) => {
    expect((await post(QUERY, { 'content-type': type })).status).toBe(200);
  });

  test.each([
    'text/plain',
    'text/plain; application/json',
    'text/plain\t;charset=utf-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
    'application/json; charset=utf-8; charset=utf-16',
    'application/json; boundary=x',
    'application/json, text/plain',
    'text/plain, application/json',
    'application/jsonx',
    'application/json/x',
    'application/graphql',
    'application/json x',
    'a\tb',
    '/',
    ';',
    'x',
  ])('Content-Type %j → 415, a known document or not, preflight header or not', async (type) => {
    for (const extra of [{}, { 'apollo-require-preflight': '1' }]) {
      const reply = await post(QUERY, { 'content-type': type, ...extra });
      expect([reply.status, codeOf(reply.text)]).toEqual([415, 'BAD_USER_INPUT']);
    }
  });

  test('no Content-Type → 415', async () => {
    const body = JSON.stringify({ query: QUERY });
    const reply = await exchangeBytes(
      demo.url,
      rawRequest([`Authorization: Bearer ${ops}`, `Content-Length: ${body.length}`], body),
    );
    expect(reply).toMatch(/^HTTP\/1\.1 415 /u);
  });

  test.each(['gzip', 'deflate', 'br', 'zstd', 'gzip, identity', 'GZIP'])(
    'Content-Encoding %s → 415: nothing is unpacked',
    async (encoding) => {
      const reply = await post(QUERY, { 'content-encoding': encoding });
      expect([reply.status, codeOf(reply.text)]).toEqual([415, 'BAD_USER_INPUT']);
    },
  );

  test.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['a text', '"x"'],
    ['a number', '5'],
    ['null', 'null'],
    ['an empty object', '{}'],
    ['a query that is a list', '{"query":["{ __typename }"]}'],
    ['a query that is an object', '{"query":{"kind":"Document"}}'],
    ['variables that are text', '{"query":"{ __typename }","variables":"{}"}'],
    ['variables that are a list', '{"query":"{ __typename }","variables":[1]}'],
    ['an operation name that is a number', '{"query":"{ __typename }","operationName":5}'],
    ['extensions that are text', '{"query":"{ __typename }","extensions":"x"}'],
    ['two JSON values', '{"query":"{ __typename }"}{}'],
    ['a byte order mark', '\ufeff{"query":"{ __typename }"}'],
    ['trailing comma', '{"query":"{ __typename }",}'],
  ])('a body of %s → 400, with a message', async (_what, body) => {
    const reply = await postJson(demo.url, ops, body);
    expect([reply.status, codeOf(reply.text)]).toEqual([400, 'BAD_USER_INPUT']);
    expect(JSON.parse(reply.text).errors[0].message.length).toBeGreaterThan(10);
    expect(JSON.parse(reply.text).data).toBeUndefined();
  });

  test('oversize body → 413, by length and by chunks, and the rest is not read', async () => {
    const head = [`Authorization: Bearer ${ops}`, 'Content-Type: application/json'];
    const declared = await exchangeBytes(demo.url, rawRequest([...head, 'Content-Length: 1000000000'], '{"query":"'));
    expect(declared).toMatch(/^HTTP\/1\.1 413 /u);
    expect(declared).toContain('The request body is larger than the limit.');
    const chunk = `20000\r\n${'x'.repeat(0x20000)}\r\n`;
    const chunked = await exchangeBytes(
      demo.url,
      rawRequest([...head, 'Transfer-Encoding: chunked'], chunk.repeat(12)),
    );
    expect(chunked).toMatch(/^HTTP\/1\.1 413 /u);
  });

  test('an operation name cannot be made to look like part of another document', async () => {
    const query = 'query A { flights(first: 1) { nodes { id } } }\n#tail';
    expect((await postJson(demo.url, ops, { query, operationName: 'A' })).status).toBe(200);
    for (const [operationName, rest] of [
      ['A\nquery A { flights(first: 1) { nodes { id } } }', '#tail'],
      ['"A"\nquery A { flights(first: 1) { nodes { id } } }', '#tail'],
      ['', '\nquery B { x }'],
    ]) {
      const reply = await postJson(demo.url, ops, { query: rest, operationName });
      expect(JSON.parse(reply.text).data).toBeUndefined();
    }
  });
});

describe('GraphQL over HTTP: persisted queries', () => {
  const hashOf = (query: string) => createHash('sha256').update(query).digest('hex');
  const ask = async (caller: CallerName, query: string | undefined, hash: string) =>
    postJson(demo.url, await demo.token(caller), {
      ...(query === undefined ? {} : { query }),
      extensions: { persistedQuery: { version: 1, sha256Hash: hash } },
    });

  test('not found, stored, hit', async () => {
    const query = '{ flights(first: 1) { nodes { id } pageInfo { hasNextPage } } }';
    const hash = hashOf(query);
    const missing = await ask('ops', undefined, hash);
    expect(JSON.parse(missing.text).errors).toEqual([
      { message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } },
    ]);
    const answer = { data: { flights: { nodes: [{ id: '1' }], pageInfo: { hasNextPage: true } } } };
    expect(JSON.parse((await ask('ops', query, hash)).text)).toEqual(answer);
    expect(JSON.parse((await ask('ops', undefined, hash)).text)).toEqual(answer);
    const byGet = await get({ extensions: JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hash } }) });
    expect(JSON.parse(byGet.text)).toEqual(answer);
    expect(
      (await get({ extensions: JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hash } }) }, {})).status,
    ).toBe(400);
  });

  test('the same hash by another caller with fewer rights: their own rows, and against their own schema', async () => {
    const both = '{ flights(first: 1) { totalCount } }';
    const all = JSON.parse((await ask('ops', both, hashOf(both))).text).data.flights.totalCount;
    await ask('bay', both, hashOf(both));
    expect(JSON.parse((await ask('bay', undefined, hashOf(both))).text).data.flights.totalCount).toBeLessThan(all);
    const hidden = '{ airportMonths(first: 1) { totalCount } }';
    expect(JSON.parse((await ask('ops', hidden, hashOf(hidden))).text).data.airportMonths.totalCount).toBeGreaterThan(
      0,
    );
    // That others have registered it is nothing to go by: it would tell that the names in it exist.
    expect(codeOf((await ask('west', undefined, hashOf(hidden))).text)).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(codeOf((await ask('west', hidden, hashOf(hidden))).text)).toBe('GRAPHQL_VALIDATION_FAILED');
    const again = await ask('west', undefined, hashOf(hidden));
    expect(JSON.parse(again.text).data).toBeUndefined();
  });

  test('a hash that is not the text’s, or of another form → refused, and nothing is stored', async () => {
    const query = '{ flights(first: 1) { totalCount nodes { delay } } }';
    for (const hash of [hashOf('{ __typename }'), 'x', '', '__proto__']) {
      const reply = await ask('ops', query, hash);
      expect(JSON.parse(reply.text).data).toBeUndefined();
      expect(codeOf(reply.text)).toBe('BAD_USER_INPUT');
    }
    expect(codeOf((await ask('ops', undefined, hashOf('{ __typename }'))).text)).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(codeOf((await ask('ops', undefined, '__proto__')).text)).toBe('PERSISTED_QUERY_NOT_FOUND');
    const version = await postJson(demo.url, ops, {
      query,
      extensions: { persistedQuery: { version: 2, sha256Hash: hashOf(query) } },
    });
    expect(codeOf(version.text)).toBe('BAD_USER_INPUT');
  });
});

describe('HTTP', () => {
  test.each([
    ['unknown path', { method: 'GET', path: '/nothing' }, 404],
    ['path of another case', { path: '/GraphQL' }, 404],
    ['path with a slash more', { path: '/graphql/' }, 404],
    ['path that climbs', { method: 'GET', path: '/graphql/assets/..%2f..%2fpackage.json' }, 404],
    ['path that climbs, unescaped', { method: 'GET', path: '/graphql/assets/../../package.json' }, 404],
    ['path with a NUL', { method: 'GET', path: '/graphql/assets/%00' }, 404],
    ['path that is no UTF-8', { method: 'GET', path: '/%ff%fe' }, 400],
    ['PUT', { method: 'PUT' }, 405],
    ['DELETE', { method: 'DELETE' }, 405],
    ['PATCH', { method: 'PATCH' }, 405],
    ['POST to health', { path: '/healthz' }, 404],
    ['POST to metrics', { path: '/metrics' }, 404],
    ['a method that is none', { method: 'TRACE' }, 404],
  ] satisfies readonly (readonly [string, HttpRequest, number])[])(
    '%s',
    async (_what, request: HttpRequest, status) => {
      const reply = await send(demo.url, {
        headers: { authorization: `Bearer ${ops}`, 'content-type': 'application/json' },
        ...request,
      });
      expect(reply.status).toBe(status);
      expect(codeOf(reply.text)).toBe('BAD_USER_INPUT');
      expect(reply.text).not.toMatch(/node_modules|\/src\/|at \w+ \(/u);
    },
  );

  test('HEAD runs nothing and has no body', async () => {
    const before = demo.statements();
    const reply = await send(demo.url, {
      method: 'HEAD',
      path: `/graphql?query=${encodeURIComponent('{ flights(first: 3) { nodes { id } } }')}`,
      headers: { authorization: `Bearer ${ops}`, 'apollo-require-preflight': '1' },
    });
    expect([reply.status, reply.text, demo.statements()]).toEqual([405, '', before]);
    expect((await send(demo.url, { method: 'HEAD', path: '/healthz' })).status).toBe(200);
  });

  test('X-Request-Id is taken, made where there is none or a doubtful one, and returned', async () => {
    expect((await post(QUERY, { 'x-request-id': 'abc.DEF-123:4_5' })).headers['x-request-id']).toBe('abc.DEF-123:4_5');
    const made = new Set<unknown>();
    for (const id of [
      undefined,
      '',
      'a b',
      'a"b',
      'é',
      '<script>',
      'x'.repeat(129),
      '$'.concat('{jndi:ldap://x}'),
      '{"level":50}',
    ]) {
      const reply = await post(QUERY, id === undefined ? {} : { 'x-request-id': id });
      expect(reply.headers['x-request-id']).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/u);
      made.add(reply.headers['x-request-id']);
    }
    expect(made.size).toBe(9);
    for (const reply of [
      await post('{'),
      await send(demo.url, { path: '/nothing' }),
      await postJson(demo.url, undefined, {}),
      await send(demo.url, { method: 'GET', path: '/healthz' }),
    ]) {
      expect(reply.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/u);
      expect(reply.headers['x-content-type-options']).toBe('nosniff');
    }
  });

  test('replies name neither the server software nor a version', async () => {
    for (const reply of [await post(QUERY), await post('{'), await send(demo.url, { path: '/nothing' })]) {
      expect(Object.keys(reply.headers)).not.toContain('server');
      expect(Object.keys(reply.headers)).not.toContain('x-powered-by');
    }
  });

  test('health, readiness', async () => {
    expect((await send(demo.url, { method: 'GET', path: '/healthz' })).text).toBe('{"status":"alive"}');
    const ready = await send(demo.url, { method: 'GET', path: '/readyz' });
    expect([ready.status, JSON.parse(ready.text)]).toEqual([
      200,
      {
        status: 'ready',
        dependencies: [
          { name: 'lakehouse', state: 'ready' },
          { name: 'catalog', state: 'ready' },
        ],
      },
    ]);
  });
});
