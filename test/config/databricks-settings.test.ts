import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { GatewayConfig } from '../../src/config/config.js';
import { loadConfig } from '../../src/config/load-config.js';
import { GatewayError } from '../../src/errors.js';

const schemaDir = mkdtempSync(join(tmpdir(), 'medallion-databricks-config-'));
afterAll(() => rmSync(schemaDir, { recursive: true, force: true }));

const ENV = { SECRET: 'hunter2' };

function load(text: string): GatewayConfig {
  writeFileSync(join(schemaDir, 'gateway.yaml'), text);
  return loadConfig({ schemaDir, env: ENV });
}

/** The lines of the error, without the folder's name. */
function faults(text: string): readonly string[] {
  try {
    load(text);
  } catch (thrown) {
    if (!(thrown instanceof GatewayError)) throw thrown;
    expect(thrown.code).toBe('CONFIG_INVALID');
    expect(thrown.message).not.toContain(ENV.SECRET);
    const [, ...lines] = thrown.message.split('\n');
    return lines.map((line) => line.trim().replace(`${schemaDir}/`, ''));
  }
  throw new Error('the configuration was accepted');
}

const HOST = 'adb-1.2.azuredatabricks.net';
const TOKEN = `{ kind: token, token: "\${SECRET}" }`;

/** A configuration with one member of each section; lines as written below. */
function configOf(parts: { readonly catalog?: string; readonly source?: string; readonly identity?: string }): string {
  return [
    `sources: { lake: ${parts.source ?? '{ kind: duckdb }'} }`,
    `catalog: ${parts.catalog ?? '{}'}`,
    `identity: ${parts.identity ?? '{ devIssuer: { enabled: true } }'}`,
    '',
  ].join('\n');
}

const unity = (credential: string, more = '') =>
  configOf({ catalog: `{ kind: unity, host: ${HOST}, credential: ${credential}${more} }` });

describe('catalog: kind unity', () => {
  test('defaults', () => {
    expect(load(unity(TOKEN)).catalog).toMatchObject({
      kind: 'unity',
      host: HOST,
      maxConcurrency: 8,
      timeoutMs: 10_000,
      refreshSeconds: 15,
      maxStalenessSeconds: 30,
    });
  });

  test('paths start at the schema folder', () => {
    expect(load(unity(TOKEN, ', ca: tls/ca.pem')).catalog).toHaveProperty('ca', join(schemaDir, 'tls/ca.pem'));
  });

  test.each([
    [
      '{ kind: unity }',
      [
        'gateway.yaml:2:1 catalog.host: expected a host name such as adb-1234567890123456.7.azuredatabricks.net, without https:// or a path, found nothing',
        'gateway.yaml:2:1 catalog.credential: expected a map of settings, found nothing',
      ],
    ],
    [
      `{ kind: unity, host: "https://${HOST}/", credential: ${TOKEN} }`,
      [
        'gateway.yaml:2:31 catalog.host: expected a host name such as adb-1234567890123456.7.azuredatabricks.net, without https:// or a path, found "https://adb-1.2.azuredatabricks.net/"',
      ],
    ],
    [
      `{ kind: unity, host: "${HOST}/?o=1", credential: ${TOKEN} }`,
      [
        'gateway.yaml:2:31 catalog.host: expected a host name such as adb-1234567890123456.7.azuredatabricks.net, without https:// or a path, found "adb-1.2.azuredatabricks.net/?o=1"',
      ],
    ],
    [
      `{ kind: unity, host: ${HOST}, credential: ${TOKEN}, path: unity }`,
      [
        'gateway.yaml:2:109 catalog.path: unknown key (known: kind, host, ca, credential, maxConcurrency, timeoutMs, refreshSeconds, maxStalenessSeconds)',
      ],
    ],
    [
      `{ kind: unity, host: ${HOST}, credential: ${TOKEN}, maxConcurrency: 0 }`,
      ['gateway.yaml:2:125 catalog.maxConcurrency: expected a whole number from 1 to 64, found 0'],
    ],
    [
      `{ kind: unity, host: ${HOST}, credential: ${TOKEN}, timeoutMs: 10s }`,
      ['gateway.yaml:2:120 catalog.timeoutMs: expected a whole number from 100 to 120000, found "10s"'],
    ],
    [
      `{ kind: unity, host: ${HOST}, credential: ${TOKEN}, refreshSeconds: 60 }`,
      ['gateway.yaml:2:1 catalog.maxStalenessSeconds: expected at least refreshSeconds (60), found nothing'],
    ],
    [
      `{ kind: hive, host: ${HOST} }`,
      ['gateway.yaml:2:18 catalog.kind: "hive" is not supported in this version; known: embedded, unity'],
    ],
    [
      `{ host: ${HOST}, credential: ${TOKEN} }`,
      [
        'gateway.yaml:2:12 catalog.host: unknown key (known: kind, path, refreshSeconds, maxStalenessSeconds)',
        'gateway.yaml:2:47 catalog.credential: unknown key (known: kind, path, refreshSeconds, maxStalenessSeconds)',
      ],
    ],
  ])('%s', (catalog, expected) => {
    expect(faults(configOf({ catalog }))).toEqual(expected);
  });
});

describe('credentials', () => {
  test.each([
    TOKEN,
    `{ kind: oauth, clientId: c, clientSecret: "\${SECRET}" }`,
    `{ kind: entra, tenantId: t, clientId: c, clientSecret: "\${SECRET}" }`,
    '{ kind: entra, tenantId: t, clientId: c, certificate: a.pem, certificateKey: k.pem }',
    '{ kind: entra, tenantId: t, clientId: c, federatedTokenFile: /var/run/token }',
    '{ kind: managed-identity }',
    '{ kind: managed-identity, clientId: c }',
  ])('%s', (credential) => {
    expect(load(unity(credential)).catalog).toHaveProperty('credential.kind');
  });

  test.each([
    [
      '{ kind: token }',
      [
        `gateway.yaml:2:60 catalog.credential.token: expected a secret from the environment, such as \${VAR}, found nothing`,
      ],
    ],
    [
      '{ kind: token, token: dapi-in-the-file }',
      [
        `gateway.yaml:2:94 catalog.credential.token: a secret must not stand in the file, nor its default; expected \${VAR}`,
      ],
    ],
    [
      `{ kind: token, token: "\${NOT_SET}" }`,
      ['gateway.yaml:2:94 catalog.credential.token: the environment variable NOT_SET is not set and has no default'],
    ],
    [
      '{ kind: oauth, clientId: c }',
      [
        `gateway.yaml:2:60 catalog.credential.clientSecret: expected a secret from the environment, such as \${VAR}, found nothing`,
      ],
    ],
    [
      `{ kind: oauth, clientId: "", clientSecret: "\${SECRET}" }`,
      ['gateway.yaml:2:97 catalog.credential.clientId: expected a client id, found ""'],
    ],
    [
      '{ kind: entra, tenantId: t, clientId: c }',
      [
        'gateway.yaml:2:72 catalog.credential: expected exactly one of clientSecret, certificate with certificateKey, federatedTokenFile, found a map',
      ],
    ],
    [
      `{ kind: entra, tenantId: t, clientId: c, clientSecret: "\${SECRET}", federatedTokenFile: f }`,
      [
        'gateway.yaml:2:72 catalog.credential: expected exactly one of clientSecret, certificate with certificateKey, federatedTokenFile, found a map',
      ],
    ],
    [
      '{ kind: entra, tenantId: t, clientId: c, certificate: a.pem }',
      [
        'gateway.yaml:2:72 catalog.credential: expected exactly one of clientSecret, certificate with certificateKey, federatedTokenFile, found a map',
      ],
    ],
    [
      `{ kind: entra, tenantId: t, clientId: c, clientSecret: "\${SECRET}", authority: "http://login.example" }`,
      [
        'gateway.yaml:2:151 catalog.credential.authority: expected an https URL without credentials (http only to a loopback host), found "http://login.example"',
      ],
    ],
    [
      '{ kind: managed-identity, clientID: c }',
      ['gateway.yaml:2:98 catalog.credential.clientID: unknown key; did you mean "clientId"? (known: kind, clientId)'],
    ],
    [
      '{ kind: password, user: u }',
      [
        'gateway.yaml:2:80 catalog.credential.kind: "password" is not supported in this version; known: token, oauth, entra, managed-identity',
      ],
    ],
    ['dapi', ['gateway.yaml:2:72 catalog.credential: expected a map of settings, found "dapi"']],
  ])('%s', (credential, expected) => {
    expect(faults(unity(credential))).toEqual(expected);
  });
});

describe('sources: kind databricks', () => {
  const source = (more: string) =>
    configOf({ source: `{ kind: databricks, host: ${HOST}, credential: ${TOKEN}${more} }` });

  test('defaults', () => {
    expect(load(source(', warehouse: abc123')).sources.lake).toMatchObject({
      kind: 'databricks',
      identity: 'service',
      maxSessions: 32,
      maxSessionsPerCaller: 8,
      chunkRows: 5000,
      statementTimeoutMs: 30_000,
      startWaitMs: 10_000,
    });
  });

  test.each([
    ['', ['gateway.yaml:1:12 sources.lake.warehouse: expected the id of a SQL warehouse, found nothing']],
    [
      ', warehouse: /sql/1.0/warehouses/abc',
      [
        'gateway.yaml:1:133 sources.lake.warehouse: expected the id of a SQL warehouse, found "/sql/1.0/warehouses/abc"',
      ],
    ],
    [
      ', warehouse: abc, identity: user',
      ['gateway.yaml:1:148 sources.lake.identity: expected one of service, caller, found "user"'],
    ],
    [
      ', warehouse: abc, identity: caller',
      [
        'gateway.yaml:1:148 sources.lake.identity: expected identity.onBehalfOf beside "caller": without it no caller could sign in at the source',
      ],
    ],
    [
      ', warehouse: abc, maxSessions: 0',
      ['gateway.yaml:1:151 sources.lake.maxSessions: expected a whole number from 1 to 1000, found 0'],
    ],
    [
      ', warehouse: abc, chunkRows: 1000000',
      ['gateway.yaml:1:149 sources.lake.chunkRows: expected a whole number from 100 to 100000, found 1000000'],
    ],
    [
      ', warehouse: abc, startWaitMs: -1',
      ['gateway.yaml:1:151 sources.lake.startWaitMs: expected a whole number from 0 to 600000, found -1'],
    ],
    [
      ', warehouse: abc, catalog: main',
      [
        'gateway.yaml:1:138 sources.lake.catalog: unknown key (known: kind, host, warehouse, ca, identity, credential, maxSessions, maxSessionsPerCaller, chunkRows, statementTimeoutMs, startWaitMs)',
      ],
    ],
  ])('{ … %s }', (more, expected) => {
    expect(faults(source(more))).toEqual(expected);
  });
});

describe('identity', () => {
  const issuer = (more: string, beside = '') =>
    configOf({
      identity: `{ issuers: [{ issuer: "https://id.example/", jwksUri: "https://id.example/keys", audience: api${more} }]${beside} }`,
    });
  const application = `{ tenantId: t, clientId: c, clientSecret: "\${SECRET}" }`;

  test('what is given is taken, single values as lists', () => {
    const { identity } = load(
      issuer(
        ', tenantId: t, clients: portal, requiredScopes: [Query.Run, Bi.Read], groupNames: { 11-22: analysts }, groupsOverage: graph',
        `, onBehalfOf: { application: ${application} }`,
      ),
    );
    expect(identity.issuers[0]).toMatchObject({
      clients: ['portal'],
      requiredScopes: ['Query.Run', 'Bi.Read'],
      groupNames: { '11-22': 'analysts' },
      groupsOverage: 'graph',
    });
    expect(identity.onBehalfOf).toMatchObject({ graph: 'graph.microsoft.com', maxEntries: 10_000 });
    expect(load(issuer('')).identity.issuers[0]).toMatchObject({ groupsOverage: 'deny' });
  });

  test.each([
    [
      ', clients: []',
      '',
      [
        'gateway.yaml:3:116 identity.issuers[0].clients: expected a client id or a list of client ids, found an empty list',
      ],
    ],
    [
      ', clients: [1]',
      '',
      ['gateway.yaml:3:117 identity.issuers[0].clients[0]: expected text that is not empty, found 1'],
    ],
    [
      ', requiredScopes: ""',
      '',
      ['gateway.yaml:3:107 identity.issuers[0].requiredScopes[0]: expected text that is not empty, found nothing'],
    ],
    [
      ', groupNames: { a: "" }',
      '',
      ['gateway.yaml:3:124 identity.issuers[0].groupNames.a: expected the name of a group, found ""'],
    ],
    [
      ', groupNames: [a]',
      '',
      ['gateway.yaml:3:119 identity.issuers[0].groupNames: expected a map from groups to their names, found a list'],
    ],
    [
      ', groupsOverage: allow',
      '',
      ['gateway.yaml:3:122 identity.issuers[0].groupsOverage: expected one of deny, graph, found "allow"'],
    ],
    [
      ', groupsOverage: graph',
      '',
      [
        'gateway.yaml:3:122 identity.issuers[0].groupsOverage: expected identity.onBehalfOf beside "graph": Microsoft Graph is asked on behalf of the caller',
      ],
    ],
    [
      '',
      ', onBehalfOf: {}',
      ['gateway.yaml:3:110 identity.onBehalfOf.application: expected a map of settings, found nothing'],
    ],
    [
      '',
      ', onBehalfOf: { application: { tenantId: t, clientId: c } }',
      [
        'gateway.yaml:3:137 identity.onBehalfOf.application: expected exactly one of clientSecret, certificate with certificateKey, federatedTokenFile, found a map',
      ],
    ],
    [
      '',
      `, onBehalfOf: { application: ${application}, graph: "https://graph.microsoft.com" }`,
      [
        'gateway.yaml:3:201 identity.onBehalfOf.graph: expected a host name such as adb-1234567890123456.7.azuredatabricks.net, without https:// or a path, found "https://graph.microsoft.com"',
      ],
    ],
    [
      '',
      `, onBehalfOf: { application: ${application}, maxEntries: 0 }`,
      ['gateway.yaml:3:206 identity.onBehalfOf.maxEntries: expected a whole number from 1 to 1000000, found 0'],
    ],
    [
      '',
      `, onBehalfOf: { application: { kind: entra, tenantId: t, clientId: c, federatedTokenFile: f } }`,
      [
        'gateway.yaml:3:139 identity.onBehalfOf.application.kind: unknown key (known: tenantId, clientId, clientSecret, certificate, certificateKey, federatedTokenFile, authority, ca)',
      ],
    ],
  ])('{ … %s } %s', (inIssuer, beside, expected) => {
    expect(faults(issuer(inIssuer, beside))).toEqual(expected);
  });
});
