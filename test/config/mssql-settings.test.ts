import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.js';

const schemaDir = mkdtempSync(join(tmpdir(), 'medallion-mssql-config-'));
afterAll(() => rmSync(schemaDir, { recursive: true, force: true }));

const PASSWORD = `password: "\${PW}"`;
const TOKEN = `accessToken: "\${PW}"`;

function load(members: string) {
  const source = `{ kind: mssql, database: erp, ${members} }`;
  writeFileSync(
    join(schemaDir, 'gateway.yaml'),
    `identity: { devIssuer: { enabled: true } }\nsources: { erp: ${source} }`,
  );
  return loadConfig({ schemaDir, env: { PW: 'hunter2' } }).sources.erp;
}

test('a login by name, with what is left out', () => {
  expect(load(`host: erp.example, user: gateway, ${PASSWORD}`)).toMatchObject({
    port: 1433,
    tls: 'verify',
    isolation: 'read-committed',
    maxConnections: 8,
    maxStreams: 8,
    statementTimeoutMs: 30_000,
  });
  expect(load(`host: 127.0.0.1, user: gateway, ${PASSWORD}`)).toMatchObject({ tls: 'off' });
  expect(load(`host: 127.0.0.1, tls: verify, user: gateway, ${PASSWORD}`)).toMatchObject({ tls: 'verify' });
});

test('a login by an access token', () => {
  expect(load(`host: x.database.windows.net, ${TOKEN}`)).toMatchObject({ tls: 'verify' });
});

test.each([
  ['no TLS beyond this machine', `host: erp.example, tls: off, user: gateway, ${PASSWORD}`, 'not a loopback host'],
  ['no login', 'host: erp.example', 'either user with password, or accessToken'],
  ['half a login', 'host: erp.example, user: gateway', 'either user with password, or accessToken'],
  ['two logins', `host: erp.example, user: a, ${PASSWORD}, ${TOKEN}`, 'either user with password, or accessToken'],
  ['a password in the file', 'host: erp.example, user: a, password: hunter2', 'must not stand in the file'],
])('%s', (_name, members, message) => expect(() => load(members)).toThrow(message));
