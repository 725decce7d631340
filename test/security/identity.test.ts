import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CompactSign, exportSPKI, importJWK, type JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { devIssuerName } from '../../src/identity/dev-issuer.js';
import { type ChildGateway, startChildGateway } from '../http/support/child-gateway.js';
import { exchangeBytes, postJson, rawRequest, send } from '../http/support/exchange.js';
import { DEMO_DATA_DIR } from '../support/demo.js';
import { type DemoGateway, startDemo } from '../support/demo-gateway.js';

const QUERY = { query: '{ flights(first: 1) { nodes { id } } }' };
const BODY = JSON.stringify(QUERY);

let demo: DemoGateway;
let jwk: JWK;
let ops: string;

beforeAll(async () => {
  demo = await startDemo();
  ops = await demo.token('ops');
  jwk = JSON.parse(readFileSync(join(DEMO_DATA_DIR, 'dev-issuer/signing-key.json'), 'utf8')) as JWK;
});
afterAll(() => demo.close());

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const nowSeconds = () => Math.floor(Date.now() / 1000);

function claims(changes: Readonly<Record<string, unknown>> = {}): string {
  const now = nowSeconds();
  return JSON.stringify({
    iss: devIssuerName,
    aud: 'medallion-gateway',
    sub: 'ops.admin@flights.demo',
    preferred_username: 'ops.admin@flights.demo',
    groups: ['ops'],
    iat: now,
    exp: now + 600,
    ...changes,
  });
}

/** A token that the dev issuer's own key signed: only what is said in it can be wrong. */
async function signed(
  changes: Readonly<Record<string, unknown>> = {},
  header: Readonly<Record<string, unknown>> = {},
  text = claims(changes),
): Promise<string> {
  const key = await importJWK(jwk, 'ES256');
  return new CompactSign(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: 'ES256', kid: String(jwk.kid), typ: 'at+jwt', ...header })
    .sign(key);
}

async function hmacWithPublicKey(secretOf: (pem: string, publicJwk: JWK) => string): Promise<string> {
  const { d: _private, ...publicJwk } = jwk;
  const pem = await exportSPKI(
    (await importJWK(publicJwk, 'ES256', { extractable: true })) as Exclude<
      Awaited<ReturnType<typeof importJWK>>,
      Uint8Array
    >,
  );
  const body = `${encode({ alg: 'HS256', kid: jwk.kid, typ: 'at+jwt' })}.${encode(claims())}`;
  return `${body}.${createHmac('sha256', secretOf(pem, publicJwk)).update(body).digest('base64url')}`;
}

function unsigned(alg: string): string {
  return `${encode({ alg, kid: jwk.kid, typ: 'at+jwt' })}.${encode(claims())}.`;
}

const REFUSED: readonly (readonly [row: string, token: () => string | Promise<string>])[] = [
  ['alg none', () => unsigned('none')],
  ['alg None', () => unsigned('None')],
  ['alg none with the signature of another token', () => `${unsigned('none')}${ops.split('.')[2]}`],
  ['public key as HS256 secret (PEM)', () => hmacWithPublicKey((pem) => pem)],
  ['public key as HS256 secret (JWK)', () => hmacWithPublicKey((_pem, publicJwk) => JSON.stringify(publicJwk))],
  [
    'signature of other claims',
    () => `${ops.split('.')[0]}.${encode(claims({ groups: ['ops', 'more'] }))}.${ops.split('.')[2]}`,
  ],
  ['no signature', () => ops.split('.').slice(0, 2).join('.')],
  ['wrong aud', () => signed({ aud: 'another-api' })],
  ['no aud', () => signed({ aud: undefined })],
  ['wrong iss', () => signed({ iss: 'https://id.example.com' })],
  ['iss of a prototype', () => signed({ iss: '__proto__' })],
  ['expired', () => signed({ exp: nowSeconds() - 120 })],
  ['nbf ahead', () => signed({ nbf: nowSeconds() + 600 })],
  ['non-numeric exp', () => signed({ exp: '9999999999' })],
  ['exp that is too large for a date', () => signed({}, {}, claims().replace(/"exp":\d+/u, '"exp":1e300'))],
  ['no exp', () => signed({ exp: undefined })],
  ['unknown kid', () => signed({}, { kid: 'another' })],
  ['no kid', () => signed({}, { kid: undefined })],
  ['jku', () => signed({}, { jku: 'http://169.254.169.254/latest/meta-data' })],
  ['x5u', () => signed({}, { x5u: 'http://127.0.0.1:1/cert' })],
  ['jwk in the header', () => signed({}, { jwk: { kty: 'EC', crv: 'P-256', x: jwk.x, y: jwk.y } })],
  ['ID token (nonce)', () => signed({ nonce: 'n' }, { typ: 'JWT' })],
  ['ID token (typ)', () => signed({ typ: 'ID' })],
  ['another kind of token', () => signed({}, { typ: 'logout+jwt' })],
  ['no user', () => signed({ preferred_username: undefined })],
  ['a user that is a list', () => signed({ preferred_username: ['ops.admin@flights.demo'] })],
  ['groups that are no list', () => signed({ groups: 'ops' })],
  ['claims that are no object', () => signed({}, {}, '"ops"')],
  ['not a token at all', () => 'opensesame'],
  ['10,000 characters of it', () => 'a.'.repeat(5000)],
];

describe('Identity, over HTTP', () => {
  test('the control: the same way of signing, with nothing wrong in it, is accepted', async () => {
    const reply = await postJson(demo.url, await signed(), QUERY);
    expect([reply.status, JSON.parse(reply.text)]).toEqual([200, { data: { flights: { nodes: [{ id: '1' }] } } }]);
  });

  test('no credential, no data: 401 with WWW-Authenticate, on GET and POST, for good and bad documents alike', async () => {
    for (const accept of ['application/json', 'application/graphql-response+json', '*/*']) {
      const replies = [
        await postJson(demo.url, undefined, QUERY, { accept }),
        await postJson(demo.url, undefined, '{ nonsense', { accept }),
        await postJson(demo.url, undefined, { query: '{ __schema { types { name } } }' }, { accept }),
        await send(demo.url, {
          method: 'GET',
          path: '/graphql?query=%7B__typename%7D',
          headers: { accept, 'apollo-require-preflight': '1' },
        }),
      ];
      for (const reply of replies) {
        expect(reply.status).toBe(401);
        expect(reply.headers['www-authenticate']).toBe('Bearer');
        expect(JSON.parse(reply.text)).toEqual({
          errors: [
            {
              message: 'No credential was given; send Authorization: Bearer <token>.',
              extensions: { code: 'UNAUTHENTICATED' },
            },
          ],
        });
      }
    }
  });

  test.each(REFUSED)('%s → 401, and the reply says nothing of why', async (_row, make) => {
    const token = await make();
    const before = demo.statements();
    const reply = await postJson(demo.url, token, QUERY);
    expect(reply.status).toBe(401);
    expect(reply.headers['www-authenticate']).toBe('Bearer');
    const { errors, data } = JSON.parse(reply.text) as {
      errors: { message: string; extensions: unknown }[];
      data?: unknown;
    };
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
    expect(errors[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
    expect(errors[0]?.message).toMatch(
      /^The (token is not accepted|token has expired|Authorization header is not of the form "Bearer <token>")\.$/u,
    );
    expect(reply.text).not.toContain(token);
    expect(demo.statements()).toBe(before);
  });

  test('groups overage → 403: some group may be the one that denies', async () => {
    for (const overage of [{ hasgroups: true }, { _claim_names: { groups: 'src1' }, groups: undefined }]) {
      const reply = await postJson(demo.url, await signed(overage), QUERY);
      expect([reply.status, JSON.parse(reply.text).errors[0].extensions.code]).toEqual([403, 'FORBIDDEN']);
    }
  });

  test.each([
    ['Authorization and X-API-Key', (good: string) => [`Authorization: Bearer ${good}`, 'X-API-Key: mdk_test_1_2_3']],
    [
      'Authorization twice, both good',
      (good: string) => [`Authorization: Bearer ${good}`, `Authorization: Bearer ${good}`],
    ],
    [
      'Authorization twice, the first good',
      (good: string) => [`Authorization: Bearer ${good}`, 'Authorization: Bearer x.y.z'],
    ],
    [
      'Authorization twice, the second good',
      (good: string) => ['Authorization: Bearer x.y.z', `authorization: Bearer ${good}`],
    ],
    ['two in one header', (good: string) => [`Authorization: Bearer ${good}, Bearer ${good}`]],
    ['X-API-Key twice', () => ['X-API-Key: mdk_test_1_2_3', 'X-API-Key: mdk_test_1_2_3']],
  ])('two credentials (%s) → 400', async (_row, lines) => {
    const head = ['Content-Type: application/json', `Content-Length: ${BODY.length}`, ...lines(ops)];
    const reply = await exchangeBytes(demo.url, rawRequest(head, BODY));
    expect(reply).toMatch(/^HTTP\/1\.1 400 /u);
    expect(reply).toContain('The request carries more than one credential; send exactly one.');
    expect(reply).not.toContain(ops);
  });

  test.each([
    ['X-API-Key', { 'x-api-key': 'mdk_live_abcdef_secretsecret_c0ffee' }],
    ['Bearer', { authorization: 'Bearer mdk_live_abcdef_secretsecret_c0ffee' }],
  ])('an API key by %s → 401 while keys are not enabled, and it is not repeated', async (_row, headers) => {
    const reply = await send(demo.url, { headers: { 'content-type': 'application/json', ...headers }, body: BODY });
    expect(reply.status).toBe(401);
    expect(reply.headers['www-authenticate']).toBe('Bearer');
    expect(reply.text).not.toContain('secretsecret');
  });

  test.each([
    ['basic', { authorization: `Basic ${Buffer.from('ops.admin@flights.demo:x').toString('base64')}` }],
    ['without a scheme', { authorization: 'opensesame' }],
    ['negotiate', { authorization: 'Negotiate YII=' }],
    ['empty', { authorization: '' }],
    ['a cookie', { cookie: 'token=opensesame; authorization=Bearer opensesame' }],
  ])('another scheme (%s) → 401', async (_row, headers) => {
    const reply = await send(demo.url, { headers: { 'content-type': 'application/json', ...headers }, body: BODY });
    expect(reply.status).toBe(401);
  });

  test('a token in the URL is no credential', async () => {
    for (const name of ['access_token', 'token', 'authorization', 'api_key']) {
      const reply = await send(demo.url, {
        method: 'GET',
        path: `/graphql?query=%7B__typename%7D&${name}=${ops}`,
        headers: { 'apollo-require-preflight': '1' },
      });
      expect(reply.status).toBe(401);
      expect(reply.text).not.toContain(ops);
    }
  });

  test('X-Forwarded-* and X-User spoof changes nothing', async () => {
    const spoof = {
      'x-forwarded-user': 'ops.admin@flights.demo',
      'x-forwarded-groups': 'ops',
      'x-forwarded-email': 'ops.admin@flights.demo',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      'x-real-ip': '127.0.0.1',
      forwarded: 'for=127.0.0.1;host=evil.example',
      'x-user': 'ops.admin@flights.demo',
      'x-remote-user': 'ops.admin@flights.demo',
      'x-groups': 'ops',
      'x-hasura-role': 'admin',
      'x-hasura-admin-secret': 'x',
      'x-ms-client-principal': encode({ userRoles: ['ops'] }),
      'x-http-method-override': 'GET',
      'x-original-url': '/metrics',
      'x-rewrite-url': '/metrics',
    };
    const query = { query: '{ flights(first: 5) { totalCount nodes { id origin { iata latitude } } } }' };
    const bay = await demo.token('bay');
    const plain = await postJson(demo.url, bay, query);
    const spoofed = await postJson(demo.url, bay, query, spoof);
    expect(spoofed.text).toBe(plain.text);
    expect(JSON.parse(plain.text).data.flights.nodes[0].origin.latitude % 1).toBe(0);
    expect((await postJson(demo.url, undefined, query, spoof)).status).toBe(401);
  });
});

describe('Identity, in the log', () => {
  let child: ChildGateway;
  beforeAll(async () => {
    child = await startChildGateway({ MEDALLION_DATA_DIR: DEMO_DATA_DIR, MEDALLION_LOG_LEVEL: 'trace' });
  });
  afterAll(() => child.stop());

  test('the reason of a refusal is in the log with the request id; no token is in the log or in a reply', async () => {
    const cases: readonly (readonly [id: string, token: string, reason: string])[] = [
      ['refused-aud', await signed({ aud: 'another-api' }), 'aud'],
      ['refused-iss', await signed({ iss: 'https://id.example.com' }), 'is not configured'],
      ['refused-expired', await signed({ exp: nowSeconds() - 120 }), 'exp'],
      ['refused-none', unsigned('none'), 'alg'],
    ];
    for (const [id, token] of cases) {
      const reply = await postJson(child.url, token, QUERY, { 'x-request-id': id });
      expect([reply.status, reply.headers['x-request-id']]).toEqual([401, id]);
      expect(reply.text).not.toContain(token.split('.')[1]);
    }
    // A line of the log may reach this process after the reply does.
    await expect.poll(() => cases.every(([id]) => child.stderr().includes(`"${id}"`)), { timeout: 10_000 }).toBe(true);
    const lines = child
      .stderr()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>);
    for (const [id, token, reason] of cases) {
      expect(lines.find((line) => line.requestId === id)?.detail).toContain(reason);
      for (const part of token.split('.').filter((text) => text.length > 20))
        expect(child.stderr()).not.toContain(part);
    }
  });

  test('health, readiness and metrics name no caller and no token', async () => {
    await postJson(child.url, ops, QUERY);
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      const reply = await send(child.url, { method: 'GET', path });
      expect(reply.status).toBe(200);
      expect(reply.text).not.toMatch(/flights\.demo|ops\.admin|eyJ|airport_access|flight_id/u);
    }
  });
});
