import { mkdtempSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { exportPKCS8, exportSPKI, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Secret } from '../../src/config/secret.js';
import { GatewayError } from '../../src/errors.js';
import type { EntraSettings } from '../../src/identity/entra/entra-application.js';
import { EntraApplication } from '../../src/identity/entra/entra-application.js';
import { graphGroups } from '../../src/identity/entra/graph-groups.js';
import { type Identity, makeIdentity } from '../../src/identity/identity.js';
import { RemoteKeys } from '../../src/identity/remote-keys.js';
import { openSignIn, type SignIn } from '../../src/identity/sign-in.js';
import { TokenVerifier } from '../../src/identity/token-verifier.js';
import { DATABRICKS } from '../../src/identity/workspace-token.js';
import { makeCertificate } from '../standins/certificate.js';
import { EntraStandin, type StandinUser } from '../standins/entra/entra-standin.js';
import { makeSigningKey } from './key-server.js';

const tenantId = '11111111-2222-3333-4444-555555555555';
const gateway = 'aaaaaaaa-0000-0000-0000-000000000001';
const never = new AbortController().signal;
const certificate = makeCertificate();
const folder = mkdtempSync(join(tmpdir(), 'medallion-entra-'));
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const ca = file('ca.pem', certificate.cert);
const appCertificate = makeCertificate('rsa');
let entra: EntraStandin;
let federated: Awaited<ReturnType<typeof makeSigningKey>>;

beforeAll(async () => {
  federated = await makeSigningKey('cluster');
  entra = await EntraStandin.start({
    tenantId,
    certificate,
    applications: [
      { clientId: gateway, clientSecret: 'hunter2' },
      { clientId: 'by-certificate', certificate: appCertificate.cert },
      { clientId: 'federated', federatedIssuerKey: await exportSPKI(federated.publicKey) },
    ],
  });
});
afterAll(() => entra.stop());
afterEach(() => {
  entra.fault = undefined;
  entra.requests.length = 0;
});

function application(changes: Partial<EntraSettings> = {}): EntraSettings {
  const base = { tenantId, clientId: gateway, clientSecret: new Secret('hunter2'), authority: entra.authority, ca };
  return { ...base, ...changes };
}

function signIn(changes: Partial<EntraSettings> = {}): SignIn {
  return openSignIn({ onBehalfOf: { application: application(changes), maxEntries: 100 } });
}

/** Verifies a token that the tenant gave a person, as the doors do. */
function identityOf(token: string): Promise<Identity> {
  const trusted = {
    issuer: entra.issuer,
    keys: { find: () => Promise.resolve(keys) },
    algorithms: ['RS256'],
    audience: [gateway],
    userClaim: ['preferred_username'],
    groupsClaim: 'groups',
    tenantId,
  };
  const keys = entra.publicKey;
  return new TokenVerifier({ issuers: [trusted], clockSkewSeconds: 0 }).verify(token, never);
}

const person = async (name: string, more: Partial<StandinUser> = {}): Promise<Identity> =>
  identityOf(await entra.issueUserToken(gateway, { name, groups: [], ...more }));

async function failure(work: Promise<unknown> | (() => unknown)): Promise<GatewayError> {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('on behalf of a caller', () => {
  test('the source gets a token of that caller', async () => {
    const open = signIn();
    const [ann, bob] = [await person('ann@x'), await person('bob@x')];
    const [first, second] = [open.principal(ann), open.principal(bob)];
    expect(first.key).not.toBe(second.key);
    expect(await entra.subjectOf(await first.token(never), DATABRICKS)).toBe('ann@x');
    expect(await entra.subjectOf(await second.token(never), DATABRICKS)).toBe('bob@x');
  });

  test('one exchange for all who ask, and none again while the token is good', async () => {
    const principal = signIn().principal(await person('ann@x'));
    const tokens = await Promise.all(Array.from({ length: 50 }, () => principal.token(never)));
    expect(new Set(tokens).size).toBe(1);
    await principal.token(never);
    expect(entra.requests).toEqual([{ grant: 'on_behalf_of', clientId: gateway, user: 'ann@x' }]);
  });

  test('an application that calls for itself is refused before anyone is asked', async () => {
    const app = await person('svc', { claims: { scp: undefined, idtyp: 'app' } });
    expect(await failure(() => signIn().principal(app))).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(entra.requests).toEqual([]);
  });

  test('an identity that was made of no token is refused', async () => {
    const key = makeIdentity({ issuer: 'keys', id: '1', user: 'ann@x', groups: [], expiresAtMs: 9e15 });
    expect(await failure(() => signIn().principal(key))).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('a token that has ended meanwhile is refused, in words and without a secret', async () => {
    const open = signIn();
    const short = await identityOf(await entra.issueUserToken(gateway, { name: 'ann@x', groups: [] }, 1));
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const error = await failure(open.principal(short).token(never));
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED', message: expect.stringMatching(/Sign in again/) });
    expect(error.operatorDetail).toMatch(/invalid_grant/);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/hunter2|eyJ/);
  });

  test.each<[string, (reply: ServerResponse) => void]>([
    ['down', (reply) => void reply.destroy()],
    ['answering with a page', (reply) => void reply.writeHead(503).end('<html>')],
  ])('an authority that is %s is its outage, and not remembered', async (_, answer) => {
    const principal = signIn().principal(await person('ann@x'));
    entra.fault = (path, reply) => {
      if (!path.endsWith('/token')) return false;
      answer(reply);
      return true;
    };
    const error = await failure(principal.token(never));
    expect(error.code).toBe('SOURCE_UNAVAILABLE');
    expect(error.publicMessage).toBe('A data source is not available.');
    entra.fault = undefined;
    expect(await entra.subjectOf(await principal.token(never), DATABRICKS)).toBe('ann@x');
  });

  test('a wrong secret of the gateway is no fault of the caller', async () => {
    const open = signIn({ clientSecret: new Secret('wrong') });
    const error = await failure(open.principal(await person('ann@x')).token(never));
    expect(error.code).toBe('SOURCE_UNAVAILABLE');
  });

  test('a caller that leaves does not end the exchange of others', async () => {
    const principal = signIn().principal(await person('ann@x'));
    const leaving = new AbortController();
    const [left, stayed] = [principal.token(leaving.signal), principal.token(never)];
    leaving.abort();
    expect(await failure(left)).toMatchObject({ code: 'CANCELLED' });
    expect(await entra.subjectOf(await stayed, DATABRICKS)).toBe('ann@x');
  });
});

describe('the gateway itself', () => {
  const own = async (changes: Partial<EntraSettings>) => {
    const credential = { kind: 'entra', ...application({ clientSecret: undefined, ...changes }) } as const;
    return openSignIn({}).at({ kind: 'databricks', host: 'adb.example', credential }).ownToken(never);
  };

  test('by secret', async () => {
    expect(await entra.subjectOf(await own({ clientSecret: new Secret('hunter2') }), DATABRICKS)).toBe(gateway);
  });

  test('by certificate', async () => {
    const paths = {
      certificate: file('app.pem', appCertificate.cert),
      certificateKey: file('app.key', appCertificate.key),
    };
    expect(await entra.subjectOf(await own({ clientId: 'by-certificate', ...paths }), DATABRICKS)).toBe(
      'by-certificate',
    );
    const other = makeCertificate('rsa');
    const wrong = { certificate: file('b.pem', other.cert), certificateKey: file('b.key', other.key) };
    expect(await failure(own({ clientId: 'by-certificate', ...wrong }))).toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
  });

  test('by a token that the platform renews', async () => {
    const assertion = await new SignJWT({})
      .setProtectedHeader({ alg: 'RS256' })
      .setAudience('api://AzureADTokenExchange')
      .setExpirationTime('5m')
      .sign(federated.privateKey);
    const path = file('federated', `${assertion}\n`);
    const changes = { clientId: 'federated', federatedTokenFile: path };
    expect(await entra.subjectOf(await own(changes), DATABRICKS)).toBe('federated');
    writeFileSync(path, await exportPKCS8(federated.privateKey));
    expect(await failure(own(changes))).toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
  });

  test('a certificate that cannot be read stops the start', async () => {
    const paths = { certificate: join(folder, 'none.pem'), certificateKey: join(folder, 'none.key') };
    expect(await failure(own(paths))).toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/none\.pem cannot be read/),
    });
  });
});

describe('groups that did not fit into the token', () => {
  const verify = async (name: string, groupNames: Readonly<Record<string, string>> = {}) => {
    const trusted = {
      issuer: entra.issuer,
      keys: { find: () => Promise.resolve(entra.publicKey) },
      algorithms: ['RS256'],
      audience: [gateway],
      userClaim: ['preferred_username'],
      groupsClaim: 'groups',
      groupNames,
      resolveGroups: graphGroups(new EntraApplication(application()), entra.host),
    };
    const token = await entra.issueUserToken(gateway, { name, groups: [], overage: true });
    return new TokenVerifier({ issuers: [trusted], clockSkewSeconds: 0 }).verify(token, never);
  };

  test('come from Microsoft Graph, under the names that the catalog uses', async () => {
    entra.memberships.set('ann@x', ['id-1', 'id-2', '__proto__']);
    expect((await verify('ann@x', { 'id-1': 'west' })).groups).toEqual(['__proto__', 'id-2', 'west']);
  });

  test.each<[string, (reply: ServerResponse) => void]>([
    ['fails', (reply) => void reply.writeHead(500).end('{}')],
    ['breaks off', (reply) => void reply.destroy()],
    ['says something else', (reply) => void reply.writeHead(200).end('{"value":[1]}')],
  ])('the caller is denied where Graph %s', async (_, answer) => {
    entra.fault = (path, reply) => {
      if (!path.startsWith('/v1.0/')) return false;
      answer(reply);
      return true;
    };
    expect(await failure(verify('ann@x'))).toMatchObject({ code: 'FORBIDDEN' });
  });
});

test('keys come from the tenant', async () => {
  const keys = new RemoteKeys(`${entra.authority}/${tenantId}/discovery/v2.0/keys`);
  // The stand-in's certificate is nobody's: this is what an operator sees who forgot to trust it.
  await expect(keys.find({ alg: 'RS256', kid: 'entra-1' }, never)).rejects.toMatchObject({
    code: 'SOURCE_UNAVAILABLE',
  });
});
