import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.js';
import { openDevIssuer } from '../../src/identity/dev-issuer.js';
import { openVerifier } from '../../src/identity/open-verifier.js';

const never = new AbortController().signal;
const settings = { enabled: true, audience: 'medallion-gateway' };
const makeDataDir = () => mkdtempSync(join(tmpdir(), 'medallion-dev-'));
const keyFile = (dataDir: string) => join(dataDir, 'dev-issuer', 'signing-key.json');

async function open(dataDir: string, audience = settings.audience) {
  const devIssuer = await openDevIssuer({ settings: { enabled: true, audience }, dataDir });
  return { devIssuer, verifier: openVerifier({ issuers: [], clockSkewSeconds: 0 }, devIssuer) };
}

const request = { user: 'west.analyst@flights.demo', groups: ['west'] };

describe('tokens', () => {
  test('are accepted by a gateway with the demo config, without any network', async () => {
    const config = loadConfig({ schemaDir: resolve('schema'), env: { MEDALLION_DATA_DIR: makeDataDir() } });
    const devIssuer = await openDevIssuer({ settings: config.identity.devIssuer, dataDir: config.dataDir });
    const token = await devIssuer.issueDevToken(request);
    const identity = await openVerifier(config.identity, devIssuer).verify(token, never);
    expect(identity).toMatchObject({
      user: 'west.analyst@flights.demo',
      groups: ['west'],
      subject: 'https://dev.medallion.localhost west.analyst@flights.demo',
    });
    expect(identity.expiresAtMs - Date.now()).toBeLessThanOrEqual(12 * 3600 * 1000);
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
  });

  test('of another process with the same data directory are accepted, those of another directory are not', async () => {
    const dataDir = makeDataDir();
    const { devIssuer } = await open(dataDir);
    const token = await devIssuer.issueDevToken(request);
    const again = await open(dataDir);
    expect((await again.verifier.verify(token, never)).user).toBe(request.user);
    const elsewhere = await open(makeDataDir());
    await expect(elsewhere.verifier.verify(token, never)).rejects.toMatchObject({
      message: 'The token is not accepted.',
      operatorDetail: expect.stringContaining('no applicable key'),
    });
  });

  test('are refused when the issuer is not open, and when the audience is another', async () => {
    const dataDir = makeDataDir();
    const { devIssuer } = await open(dataDir);
    const token = await devIssuer.issueDevToken(request);
    const closed = openVerifier({ issuers: [], clockSkewSeconds: 0 }, undefined);
    await expect(closed.verify(token, never)).rejects.toThrow('The token is not accepted.');
    const other = await open(dataDir, 'another');
    await expect(other.verifier.verify(token, never)).rejects.toThrow('The token is not accepted.');
  });

  test('live as long as asked', async () => {
    const { devIssuer } = await open(makeDataDir());
    const { iat = 0, exp = 0 } = decodeJwt(await devIssuer.issueDevToken({ ...request, lifetimeSeconds: 60 }));
    expect(exp - iat).toBe(60);
  });

  test.each([0, -1, 0.5, Number.NaN, 2_592_001, Number.POSITIVE_INFINITY])(
    'cannot live for %s s',
    async (lifetimeSeconds) => {
      const { devIssuer } = await open(makeDataDir());
      await expect(devIssuer.issueDevToken({ ...request, lifetimeSeconds })).rejects.toMatchObject({
        code: 'BAD_USER_INPUT',
      });
    },
  );

  test('need a user', async () => {
    const { devIssuer } = await open(makeDataDir());
    await expect(devIssuer.issueDevToken({ user: ' ', groups: [] })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('the issuer', () => {
  test('cannot be opened when the config has it off', async () => {
    const dataDir = makeDataDir();
    const opening = openDevIssuer({ settings: { ...settings, enabled: false }, dataDir });
    await expect(opening).rejects.toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('is off') });
    expect(readdirSync(dataDir)).toEqual([]);
  });

  test('keeps its key where only this user can read it, and leaves nothing else behind', async () => {
    const dataDir = makeDataDir();
    await open(dataDir);
    expect(statSync(keyFile(dataDir)).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'dev-issuer')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(dataDir, 'dev-issuer'))).toEqual(['signing-key.json']);
  });

  test('has one key however many start at once', async () => {
    const dataDir = makeDataDir();
    const opened = await Promise.all(Array.from({ length: 20 }, () => open(dataDir)));
    const tokens = await Promise.all(opened.map(({ devIssuer }) => devIssuer.issueDevToken(request)));
    for (const { verifier } of opened) for (const token of tokens) await verifier.verify(token, never);
    expect(readdirSync(join(dataDir, 'dev-issuer'))).toEqual(['signing-key.json']);
  });

  test.each(['', '{', '[]', '{"kid":"a"}', 'null'])(
    'a key file that holds %j is an error that says what to do',
    async (text) => {
      const dataDir = makeDataDir();
      mkdirSync(join(dataDir, 'dev-issuer'));
      writeFileSync(keyFile(dataDir), text, { mode: 0o600 });
      await expect(open(dataDir)).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: `${keyFile(dataDir)} is not a key; delete it, and a new one will be made.`,
      });
      expect(readFileSync(keyFile(dataDir), 'utf8')).toBe(text);
    },
  );

  test('a key with members that are no key is an error too', async () => {
    const dataDir = makeDataDir();
    mkdirSync(join(dataDir, 'dev-issuer'));
    const key = { kty: 'EC', crv: 'P-256', kid: 'a', x: 'AA', y: 'AA', d: 'AA' };
    writeFileSync(keyFile(dataDir), JSON.stringify(key), { mode: 0o600 });
    await expect(open(dataDir)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  test.runIf(process.platform !== 'win32')('a key that others can read is refused', async () => {
    const dataDir = makeDataDir();
    await open(dataDir);
    chmodSync(keyFile(dataDir), 0o644);
    await expect(open(dataDir)).rejects.toThrow('can be read by other users');
  });

  test('a data directory that cannot be one is an error that names it', async () => {
    const file = join(makeDataDir(), 'file');
    writeFileSync(file, '');
    await expect(open(file)).rejects.toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining(file) });
  });
});
