import { createHmac, createSign } from 'node:crypto';
import { inspect } from 'node:util';
import { exportPKCS8, exportSPKI, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { GatewayError } from '../../src/errors.js';
import { RemoteKeys } from '../../src/identity/remote-keys.js';
import { TokenVerifier, type TokenVerifierOptions } from '../../src/identity/token-verifier.js';
import type { TrustedIssuer } from '../../src/identity/trusted-issuer.js';
import { type KeyServer, makeSigningKey, type SigningKey, startKeyServer } from './key-server.js';

const issuer = 'https://id.example.com/';
const start = Date.parse('2026-01-01T00:00:00Z');
const nowSeconds = start / 1000;
const never = new AbortController().signal;

let key: SigningKey;
let other: SigningKey;
let server: KeyServer;
let clockMs = start;

beforeAll(async () => {
  key = await makeSigningKey('k1');
  other = await makeSigningKey('k2');
  server = await startKeyServer();
});
beforeEach(() => {
  clockMs = start;
  server.behave('ok');
  server.publish(key.publicJwk);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

function makeVerifier(
  changes: Partial<TrustedIssuer> = {},
  options: Partial<TokenVerifierOptions> = {},
): TokenVerifier {
  const now = () => clockMs;
  const trusted: TrustedIssuer = {
    issuer,
    keys: new RemoteKeys(server.uri, { now, timeoutMs: 2_000 }),
    algorithms: ['RS256'],
    audience: ['api', 'api-2'],
    userClaim: ['preferred_username', 'upn'],
    groupsClaim: 'groups',
    ...changes,
  };
  return new TokenVerifier({ issuers: [trusted], clockSkewSeconds: 30, now, ...options });
}

const goodClaims = {
  iss: issuer,
  aud: 'api',
  sub: 'u-1',
  preferred_username: 'ann@example.com',
  groups: ['west', 'ops', 'west'],
  iat: nowSeconds,
  exp: nowSeconds + 600,
} as const satisfies JWTPayload;

interface TokenChanges {
  /** A claim of undefined is left out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly by?: SigningKey;
}

/** Signs with node:crypto rather than with jose, which would not let half of these be made. */
function sign({ claims = {}, header = {}, by = key }: TokenChanges = {}): string {
  return signText(JSON.stringify({ ...goodClaims, ...claims }), header, by);
}

function signText(payload: string, header: Readonly<Record<string, unknown>> = {}, by: SigningKey = key): string {
  const head = JSON.stringify({ alg: 'RS256', kid: by.kid, typ: 'JWT', ...header });
  const body = `${Buffer.from(head).toString('base64url')}.${Buffer.from(payload).toString('base64url')}`;
  return `${body}.${createSign('sha256').update(body).sign(privatePem(by), 'base64url')}`;
}

const pems = new Map<SigningKey, string>();
function privatePem(by: SigningKey): string {
  const pem = pems.get(by);
  if (pem === undefined) throw new Error('the key has no PEM yet');
  return pem;
}
beforeAll(async () => {
  for (const each of [key, other]) pems.set(each, await exportPKCS8(each.privateKey));
});

/** The error of a refused token. It never holds the token or a part of it. */
async function refusal(verifier: TokenVerifier, token: string): Promise<GatewayError> {
  const thrown: unknown = await verifier.verify(token, never).then(
    (identity) => new Error(`accepted as ${identity.user}`),
    (error: unknown) => error,
  );
  if (!(thrown instanceof GatewayError)) throw thrown;
  expect(verifier.peek(token)).toBeUndefined();
  const printed = `${inspect(thrown, { depth: 9, showHidden: true })} ${thrown.message} ${thrown.operatorDetail}`;
  for (const part of token.split('.')) if (part.length > 20) expect(printed).not.toContain(part);
  return thrown;
}

async function expectNotAccepted(verifier: TokenVerifier, token: string, detail: string | RegExp): Promise<void> {
  const error = await refusal(verifier, token);
  expect(error.code).toBe('UNAUTHENTICATED');
  expect(error.message).toBe('The token is not accepted.');
  expect(error.operatorDetail).toMatch(detail);
}

describe('a good token', () => {
  test('becomes an identity', async () => {
    const identity = await makeVerifier().verify(sign(), never);
    expect(identity).toMatchObject({
      subject: `${issuer} u-1`,
      user: 'ann@example.com',
      groups: ['ops', 'west'],
      expiresAtMs: start + 600_000,
    });
    expect(Object.isFrozen(identity) && Object.isFrozen(identity.groups)).toBe(true);
  });

  test('of the second audience, of the second user claim, without groups', async () => {
    const token = sign({
      claims: { aud: ['x', 'api-2'], preferred_username: undefined, upn: 'bob', groups: undefined },
    });
    expect(await makeVerifier().verify(token, never)).toMatchObject({ user: 'bob', groups: [] });
  });

  test('is remembered until it expires, and not a moment longer', async () => {
    const verifier = makeVerifier();
    const token = sign();
    expect(verifier.peek(token)).toBeUndefined();
    const identity = await verifier.verify(token, never);
    server.behave(500);
    expect(verifier.peek(token)).toBe(identity);
    expect(await verifier.verify(token, never)).toBe(identity);
    clockMs = start + 600_000 - 1;
    expect(verifier.peek(token)).toBe(identity);
    clockMs = start + 600_000;
    expect(verifier.peek(token)).toBeUndefined();
    clockMs = start + 631_000;
    expect((await refusal(verifier, token)).message).toBe('The token has expired.');
  });

  test('with another signature is another token', async () => {
    const verifier = makeVerifier();
    const token = sign();
    await verifier.verify(token, never);
    const forged = `${token.slice(0, -8)}${token.endsWith('AAAAAAAA') ? 'BBBBBBBB' : 'AAAAAAAA'}`;
    await expectNotAccepted(verifier, forged, /signature verification failed/);
  });

  test('no more tokens are remembered than there is room for', async () => {
    const verifier = makeVerifier({}, { cacheEntries: 2 });
    const tokens = ['a', 'b', 'c'].map((sub) => sign({ claims: { sub } }));
    for (const token of tokens) await verifier.verify(token, never);
    expect(tokens.map((token) => verifier.peek(token) !== undefined)).toEqual([false, true, true]);
  });

  test.each(['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'])(
    'signed with %s, if the issuer may use it',
    async (algorithm) => {
      const own = await makeSigningKey('own', algorithm);
      server.publish(key.publicJwk, own.publicJwk);
      const token = await new SignJWT(goodClaims)
        .setProtectedHeader({ alg: algorithm, kid: 'own' })
        .sign(own.privateKey);
      expect((await makeVerifier({ algorithms: [algorithm] }).verify(token, never)).user).toBe('ann@example.com');
      if (algorithm !== 'RS256') await expectNotAccepted(makeVerifier(), token, /Algorithm/);
    },
  );
});

describe('keys of identities', () => {
  const keyOf = async (claims: Readonly<Record<string, unknown>>) =>
    (await makeVerifier().verify(sign({ claims }), never)).key;

  test('are equal for the same principal with the same groups, whatever else the token says', async () => {
    expect(await keyOf({ groups: ['b', 'a'], jti: '1' })).toBe(
      await keyOf({ groups: ['a', 'b', 'a'], exp: nowSeconds + 9 }),
    );
  });

  test('differ by user, by groups, and by where one name ends', async () => {
    const keys = await Promise.all([
      keyOf({ groups: ['a', 'b'] }),
      keyOf({ groups: ['a'] }),
      keyOf({ groups: [] }),
      keyOf({ groups: ['a,b'] }),
      keyOf({ groups: ['a","b'] }),
      keyOf({ preferred_username: 'a', groups: ['b'] }),
      keyOf({ preferred_username: 'a","b', groups: [] }),
    ]);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('forged and foreign tokens', () => {
  test('alg none', async () => {
    const parts = sign({ header: { alg: 'none' } }).split('.');
    await expectNotAccepted(makeVerifier(), `${parts[0]}.${parts[1]}.`, /alg/i);
    await expectNotAccepted(makeVerifier(), parts.join('.'), /alg/i);
  });

  test('the public RSA key as HS256 secret', async () => {
    const secrets = [await exportSPKI(key.publicKey), JSON.stringify(key.publicJwk), String(key.publicJwk.n)];
    for (const secret of secrets) {
      const body = sign({ header: { alg: 'HS256' } })
        .split('.')
        .slice(0, 2)
        .join('.');
      const token = `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
      await expectNotAccepted(makeVerifier(), token, /alg/i);
    }
  });

  test("a key that is not the issuer's, under the issuer's key id", async () => {
    await expectNotAccepted(
      makeVerifier(),
      sign({ by: other, header: { kid: 'k1' } }),
      /signature verification failed/,
    );
  });

  test.each([
    ['jku', 'https://evil.example/keys'],
    ['x5u', 'https://evil.example/cert'],
    ['jwk', { kty: 'RSA' }],
    ['x5c', ['MIIB']],
    ['crit', ['exp']],
    ['b64', false],
    ['enc', 'A256GCM'],
  ])('the header parameter %s', async (name, value) => {
    await expectNotAccepted(makeVerifier(), sign({ header: { [name]: value } }), `header has "${name}"`);
  });

  test('an embedded key is not used: nothing is fetched for it', async () => {
    await using evil = await startKeyServer(other.publicJwk);
    const before = server.requests;
    await expectNotAccepted(makeVerifier(), sign({ by: other, header: { jku: evil.uri } }), /jku/);
    expect([evil.requests, server.requests - before]).toEqual([0, 0]);
  });

  test.each(['logout+jwt', 'dpop+jwt', 'secevent+jwt', 7])('the type %s', async (typ) => {
    await expectNotAccepted(makeVerifier(), sign({ header: { typ } }), /typ/);
  });

  test.each([
    ['text', 'hello'],
    ['two dots', '..'],
    ['five parts', 'a.b.c.d.e'],
    ['a header that is no object', `${Buffer.from('[1]').toString('base64url')}.e30.AA`],
    ['claims that are no object', signTextLater('[1]')],
    ['claims that are not JSON', signTextLater('{')],
    ['a token of 20,000 characters', 'a'.repeat(20_000)],
  ])('%s', async (_name, token) => {
    await expectNotAccepted(makeVerifier(), typeof token === 'string' ? token : token(), /./);
  });

  function signTextLater(payload: string): () => string {
    return () => signText(payload);
  }
});

describe('claims', () => {
  test.each([
    ['another issuer', { iss: 'https://evil.example/' }, /not configured/],
    ['the issuer without its slash', { iss: issuer.slice(0, -1) }, /not configured/],
    ['no issuer', { iss: undefined }, /not configured/],
    ['a list of issuers', { iss: [issuer] }, /not configured/],
    ['another audience', { aud: 'graph' }, /"aud"/],
    ['a longer audience', { aud: 'api-22' }, /"aud"/],
    ['no audience', { aud: undefined }, /"aud"/],
    ['an empty audience', { aud: [] }, /"aud"/],
    ['no exp', { exp: undefined }, /"exp"/],
    ['exp as text', { exp: String(nowSeconds + 600) }, /"exp"/],
    ['exp null', { exp: null }, /"exp"/],
    ['exp past all dates', { exp: 1e300 }, /exp is not a date/],
    ['nbf ahead', { nbf: nowSeconds + 31 }, /"nbf"/],
    ['nbf as text', { nbf: '0' }, /"nbf"/],
    ['no subject', { sub: undefined }, /sub is not an id/],
    ['no user', { preferred_username: undefined }, /none of the user claims/],
    ['an empty user', { preferred_username: ' ' }, /not a name/],
    ['a user that is a list', { preferred_username: ['ann@example.com'] }, /not a name/],
    ['a user with a line break', { preferred_username: 'ann\nroot' }, /not a name/],
    ['a user with NUL', { preferred_username: 'ann\u0000' }, /not a name/],
    ['groups as text', { groups: 'ops' }, /not a list of names/],
    ['groups null', { groups: null }, /not a list of names/],
    ['a group that is a number', { groups: ['ops', 7] }, /not a list of names/],
    ['a group that is a list', { groups: [['ops']] }, /not a list of names/],
    ['an ID token by nonce', { nonce: 'n' }, /ID token/],
    ['an ID token by at_hash', { at_hash: 'h' }, /ID token/],
    ['an ID token by c_hash', { c_hash: 'h' }, /ID token/],
    ['an ID token by typ', { typ: 'ID' }, /not an access token/],
    ['a refresh token by typ', { typ: 'Refresh' }, /not an access token/],
    ['an ID token by token_use', { token_use: 'id' }, /token_use/],
    [
      '__proto__ for a user',
      { preferred_username: undefined, ['__proto__']: { preferred_username: 'root' } },
      /user claims/,
    ],
  ])('%s is not accepted', async (_name, claims, detail) => {
    await expectNotAccepted(makeVerifier(), sign({ claims }), detail);
  });

  test('an exp that JSON spells larger than any number is not accepted', async () => {
    const text = JSON.stringify(goodClaims).replace(`"exp":${goodClaims.exp}`, '"exp":1e999');
    expect(text).toContain('1e999');
    await expectNotAccepted(makeVerifier(), signText(text), /exp/);
  });

  test('a nonce in what the issuer marks as an access token is let be', async () => {
    const token = sign({ claims: { nonce: 'n' }, header: { typ: 'at+jwt' } });
    expect((await makeVerifier().verify(token, never)).user).toBe('ann@example.com');
    const keycloak = sign({ claims: { nonce: 'n', typ: 'Bearer' } });
    expect((await makeVerifier().verify(keycloak, never)).user).toBe('ann@example.com');
  });

  test('an expired token says so', async () => {
    const error = await refusal(makeVerifier(), sign({ claims: { exp: nowSeconds - 31 } }));
    expect([error.code, error.message]).toEqual(['UNAUTHENTICATED', 'The token has expired.']);
  });

  test.each([
    [{ exp: nowSeconds - 29 }, true],
    [{ exp: nowSeconds - 30 }, false],
    [{ nbf: nowSeconds + 30 }, true],
    [{ nbf: nowSeconds + 31 }, false],
  ])('the clocks may differ by 30 s: %o', async (claims, accepted) => {
    const outcome = makeVerifier().verify(sign({ claims }), never);
    await (accepted ? expect(outcome).resolves.toBeDefined() : expect(outcome).rejects.toThrow(GatewayError));
  });

  test.each([-1, 61, Number.NaN])('a skew of %s s cannot be configured', (clockSkewSeconds) => {
    expect(() => makeVerifier({}, { clockSkewSeconds })).toThrow('from 0 to 60 seconds');
  });

  test('a pinned tenant', async () => {
    const verifier = makeVerifier({ tenantId: 'tenant-a' });
    await expectNotAccepted(verifier, sign({ claims: { tid: 'tenant-b' } }), /tid is "tenant-b"/);
    await expectNotAccepted(verifier, sign(), /tid/);
    const identity = await verifier.verify(sign({ claims: { tid: 'tenant-a', oid: 'o-1' } }), never);
    expect(identity.subject).toBe(`${issuer} o-1`);
  });

  test('without a pinned tenant, oid is a claim like any other', async () => {
    expect((await makeVerifier().verify(sign({ claims: { oid: 'u-2' } }), never)).subject).toBe(`${issuer} u-1`);
  });

  test.each<[Partial<TrustedIssuer>, Readonly<Record<string, unknown>>, boolean]>([
    [{ clients: ['spa', 'cli'] }, { azp: 'cli' }, true],
    [{ clients: ['spa'] }, { appid: 'spa' }, true],
    [{ clients: ['spa'] }, { azp: 'other', appid: 'spa' }, false],
    [{ clients: ['spa'] }, {}, false],
    [{ clients: ['spa'] }, { azp: ['spa'] }, false],
    [{ requiredScopes: ['read'] }, { scp: 'write read' }, true],
    [{ requiredScopes: ['read', 'all'] }, { roles: ['all'] }, true],
    [{ requiredScopes: ['read'] }, { scp: 'reading' }, false],
    [{ requiredScopes: ['read'] }, { roles: 'read' }, false],
  ])('%o takes a token with %o: %s', async (changes, claims, accepted) => {
    const verifying = makeVerifier(changes).verify(sign({ claims }), never);
    if (accepted) expect(await verifying).toMatchObject({ user: 'ann@example.com' });
    else
      await expect(verifying).rejects.toMatchObject({ code: 'UNAUTHENTICATED', message: 'The token is not accepted.' });
  });

  test.each([
    { _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint: 'https://graph.example' } } },
    { _claim_names: { groups: 'src1' }, groups: ['ops'] },
    { hasgroups: true },
    { hasgroups: 'true', groups: undefined },
  ])('groups overage is denied and never means "no groups": %o', async (claims) => {
    const error = await refusal(makeVerifier(), sign({ claims: { groups: undefined, ...claims } }));
    expect(error.code).toBe('FORBIDDEN');
    expect(error.message).toContain('groups overage');
  });

  test('groups overage of the claim "groups" is a doubt even where the groups are in another claim', async () => {
    const token = sign({ claims: { roles: ['ops'], _claim_names: { groups: 'src1' } } });
    expect((await refusal(makeVerifier({ groupsClaim: 'roles' }), token)).code).toBe('FORBIDDEN');
  });

  test('groups overage of a groups claim with another name', async () => {
    const token = sign({ claims: { _claim_names: { roles: 'src1' } } });
    expect((await refusal(makeVerifier({ groupsClaim: 'roles' }), token)).code).toBe('FORBIDDEN');
  });
});

test('a token longer than any HTTP header is refused unread', async () => {
  const token = sign({ claims: { padding: 'x'.repeat(20_000) } });
  await expectNotAccepted(makeVerifier(), token, /characters$/);
});

describe('two issuers', () => {
  test("a token counts with its own issuer's keys only", async () => {
    await using second = await startKeyServer({ ...other.publicJwk, kid: 'k1' });
    const base = { algorithms: ['RS256'], audience: ['api'], userClaim: ['preferred_username'], groupsClaim: 'groups' };
    const now = () => clockMs;
    const verifier = new TokenVerifier({
      issuers: [
        { ...base, issuer, keys: new RemoteKeys(server.uri, { now }) },
        { ...base, issuer: 'https://second.example', keys: new RemoteKeys(second.uri, { now }) },
      ],
      clockSkewSeconds: 0,
      now,
    });
    const claims = { iss: 'https://second.example' };
    await expectNotAccepted(verifier, sign({ claims }), /signature verification failed/);
    expect((await verifier.verify(sign({ claims, by: other, header: { kid: 'k1' } }), never)).user).toBe(
      'ann@example.com',
    );
  });

  test('may not have the same name', () => {
    const trusted = {
      issuer,
      keys: new RemoteKeys(server.uri),
      algorithms: ['RS256'],
      audience: ['api'],
      userClaim: ['sub'],
      groupsClaim: 'g',
    };
    expect(() => new TokenVerifier({ issuers: [trusted, trusted], clockSkewSeconds: 0 })).toThrow('configured twice');
  });
});

describe('published keys', () => {
  test('1,000 tokens with unknown keys cause one further fetch in all', async () => {
    const verifier = makeVerifier();
    await verifier.verify(sign(), never);
    const before = server.requests;
    const tokens = Array.from({ length: 1000 }, (_, index) => `${sign({ header: { kid: `no-${index}` } })}`);
    const outcomes = await Promise.allSettled(
      tokens.slice(0, 500).map((token) => verifier.verify(token, new AbortController().signal)),
    );
    expect(outcomes.every((outcome) => outcome.status === 'rejected')).toBe(true);
    for (const token of tokens.slice(500)) await expectNotAccepted(verifier, token, /no applicable key/);
    expect(server.requests - before).toBe(1);
    clockMs += 30_000;
    await expectNotAccepted(verifier, sign({ header: { kid: 'no-again' } }), /no applicable key/);
    expect(server.requests - before).toBe(2);
  });

  test('a rolled key is found at once, and a withdrawn one goes', async () => {
    const verifier = makeVerifier();
    await verifier.verify(sign(), never);
    server.publish(other.publicJwk);
    const rolled = sign({ by: other, claims: { exp: nowSeconds + 9000 } });
    expect((await verifier.verify(rolled, never)).user).toBe('ann@example.com');
    await expectNotAccepted(verifier, sign({ claims: { jti: 'late' } }), /no applicable key/);
  });

  test('a rolled key is found for all who come with it at the same time', async () => {
    const verifier = makeVerifier();
    await verifier.verify(sign(), never);
    server.publish(other.publicJwk);
    server.behave('slow');
    const before = server.requests;
    const tokens = Array.from({ length: 5 }, (_, index) => sign({ by: other, claims: { jti: String(index) } }));
    const identities = await Promise.all(tokens.map((token) => verifier.verify(token, never)));
    expect(identities.map(({ user }) => user)).toEqual(tokens.map(() => 'ann@example.com'));
    expect(server.requests - before).toBe(1);
  });

  test('a key that is withdrawn without a successor in use goes at the next refresh', async () => {
    const verifier = makeVerifier();
    const exp = nowSeconds + 90_000;
    await verifier.verify(sign({ claims: { exp, jti: '1' } }), never);
    server.publish(other.publicJwk);
    clockMs += 600_000;
    const before = server.requests;
    await verifier.verify(sign({ claims: { exp, jti: '2' } }), never);
    await expect.poll(() => server.requests - before).toBe(1);
    await expect
      .poll(() =>
        verifier.verify(sign({ claims: { exp, jti: String(Math.random()) } }), never).then(
          () => 'in',
          () => 'out',
        ),
      )
      .toBe('out');
  });

  test.each(['reset', 'hang', 'garbage', 302, 500] as const)(
    'no keys yet and the issuer answers with %s',
    async (how) => {
      const verifier = makeVerifier();
      server.behave(how);
      const error = await refusal(verifier, sign());
      expect(error.code).toBe('SOURCE_UNAVAILABLE');
      expect(error.httpStatus).toBe(503);
      expect(error.publicMessage).not.toContain('127.0.0.1');
      expect(error.operatorDetail).toContain(server.uri);
    },
  );

  test('an outage is not hammered, and ends by itself', async () => {
    const verifier = makeVerifier();
    server.behave(500);
    const before = server.requests;
    for (let index = 0; index < 100; index++) await refusal(verifier, sign({ claims: { jti: String(index) } }));
    await Promise.all(
      Array.from({ length: 9 }, (_, index) => refusal(verifier, sign({ claims: { jti: `p${index}` } }))),
    );
    expect(server.requests - before).toBe(1);
    server.behave('ok');
    clockMs += 1000;
    expect((await verifier.verify(sign(), never)).user).toBe('ann@example.com');
  });

  test('keys in hand outlive an outage for an hour, then nothing is accepted', async () => {
    const verifier = makeVerifier();
    const exp = nowSeconds + 90_000;
    await verifier.verify(sign({ claims: { exp } }), never);
    server.behave('reset');
    clockMs = start + 3_599_000;
    expect((await verifier.verify(sign({ claims: { exp, jti: '1' } }), never)).user).toBe('ann@example.com');
    clockMs = start + 3_601_000;
    expect((await refusal(verifier, sign({ claims: { exp, jti: '2' } }))).code).toBe('SOURCE_UNAVAILABLE');
  });

  test('an unknown key in an outage is the outage, not the caller', async () => {
    const verifier = makeVerifier();
    await verifier.verify(sign(), never);
    server.behave(500);
    expect((await refusal(verifier, sign({ by: other }))).code).toBe('SOURCE_UNAVAILABLE');
    server.publish(key.publicJwk, other.publicJwk);
    server.behave('ok');
    clockMs += 1000;
    expect((await verifier.verify(sign({ by: other }), never)).user).toBe('ann@example.com');
  });

  test('a caller that leaves does not wait, and does not spoil it for others', async () => {
    const verifier = makeVerifier();
    server.behave('slow');
    const before = server.requests;
    const leaver = new AbortController();
    const leaving = verifier.verify(sign(), leaver.signal);
    const staying = verifier.verify(sign(), never);
    setTimeout(() => leaver.abort(), 20);
    await expect(leaving).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(Promise.race([staying.then(() => 'done'), 'waiting'])).resolves.toBe('waiting');
    expect((await staying).user).toBe('ann@example.com');
    expect(server.requests - before).toBe(1);
  });
});
