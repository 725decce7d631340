import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.js';
import { GatewayError } from '../../src/errors.js';

const minimal = 'sources: { lake: { kind: duckdb } }\nidentity: { devIssuer: { enabled: true } }\n';

function folderWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'medallion-config-'));
  writeFileSync(join(folder, 'gateway.yaml'), text);
  return folder;
}

function load(text: string, env: Record<string, string> = {}) {
  return loadConfig({ schemaDir: folderWith(text), env });
}

/** The lines of the error, without the folder's name. */
function faults(text: string, env: Record<string, string> = {}): readonly string[] {
  const schemaDir = folderWith(text);
  try {
    loadConfig({ schemaDir, env });
  } catch (thrown) {
    if (!(thrown instanceof GatewayError)) throw thrown;
    expect(thrown.code).toBe('CONFIG_INVALID');
    const [, ...lines] = thrown.message.split('\n');
    return lines.map((line) => line.trim().replace(`${schemaDir}/`, ''));
  }
  throw new Error('the configuration was accepted');
}

describe('a good file', () => {
  test('the demo file loads, and says what the defaults say', () => {
    const demo = loadConfig({ schemaDir: resolve('schema'), env: {} });
    const bare = load(minimal);
    expect(demo.limits).toEqual(bare.limits);
    expect(demo.cache).toEqual(bare.cache);
    expect(demo.doors).toEqual(bare.doors);
    expect(demo.observe).toEqual(bare.observe);
    expect(demo.sources).toEqual({ lakehouse: bare.sources.lake });
    expect(demo.identity.devIssuer.enabled).toBe(true);
    expect(demo.catalog).toHaveProperty('path', resolve('schema/unity'));
    expect(demo.dataDir).toBe(resolve('.medallion'));
  });

  test('defaults are those of the contract', () => {
    const { limits, doors, identity } = load(minimal);
    expect(limits).toEqual({
      maxQueryTokens: 4000,
      maxDepth: 16,
      maxAliases: 50,
      maxFragments: 50,
      maxDirectives: 50,
      maxFetchedRows: 5_000_000,
      fallbackFetches: 'allow',
      maxRootFields: 20,
      defaultPageSize: 100,
      maxPageSize: 10_000,
      maxOffset: 10_000,
      maxGroups: 10_000,
      maxInListItems: 2000,
      maxCost: 1_000_000,
      maxRows: 100_000,
      maxResponseBytes: 33_554_432,
      statementTimeoutMs: 30_000,
      maxConcurrentRequestsPerCaller: 16,
      maxQueuedRequestsPerCaller: 256,
    });
    expect(doors.http).toMatchObject({ host: '127.0.0.1', port: 4000, corsOrigins: [] });
    expect(identity.clockSkewSeconds).toBe(30);
  });

  test('the dev issuer is off unless the file turns it on', () => {
    const issuer = '{ issuer: https://id.example.com, jwksUri: https://id.example.com/keys, audience: api }';
    const config = load(`sources: { lake: { kind: duckdb } }\nidentity: { issuers: [${issuer}] }\n`);
    expect(config.identity.devIssuer.enabled).toBe(false);
    expect(config.identity.issuers[0]).toMatchObject({
      audience: ['api'],
      algorithms: ['RS256'],
      userClaim: ['preferred_username'],
      groupsClaim: 'groups',
    });
  });

  test('is frozen to its leaves', () => {
    const config = load(minimal);
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.doors.http.corsOrigins)).toBe(true);
    expect(() => Object.assign(config.limits, { maxRows: 1 })).toThrow(TypeError);
  });

  test('a section with nothing in it means its defaults', () => {
    expect(load(`${minimal}cache:\n  # maxSizeMb: 8\n`).cache.maxSizeMb).toBe(32);
  });

  test('anchors and aliases work, and errors inside of them have a place', () => {
    const text =
      'sources:\n  a: &a { kind: duckdb, threads: 2 }\n  b: *a\nidentity: { devIssuer: { enabled: true } }\n';
    expect(load(text).sources.b).toHaveProperty('threads', 2);
    expect(faults(text.replace('threads: 2', 'threads: two'))).toContain(
      'gateway.yaml:2:34 sources.b.threads: expected a whole number from 1 to 256, found "two"',
    );
  });
});

describe('the environment', () => {
  test('values become numbers, booleans and text as the setting wants them', () => {
    const text = `${minimal}doors: { http: { port: "\${PORT}" } }\ncache: { enabled: "\${CACHE:-false}" }\nobserve: { logLevel: "\${LEVEL}" }\n`;
    const config = load(text, { PORT: '8080', LEVEL: 'debug' });
    expect(config.doors.http.port).toBe(8080);
    expect(config.cache.enabled).toBe(false);
    expect(config.observe.logLevel).toBe('debug');
  });

  test('overrides win over the file', () => {
    const config = load(`${minimal}doors: { http: { port: 1, host: "::1" } }\n`, {
      MEDALLION_HTTP_PORT: '0',
      MEDALLION_HOST: 'localhost',
      MEDALLION_DATA_DIR: '/data',
    });
    expect(config.doors.http).toMatchObject({ port: 0, host: 'localhost' });
    expect(config.dataDir).toBe('/data');
  });

  test('MEDALLION_SCHEMA_DIR names the folder', () => {
    const folder = folderWith(minimal);
    expect(loadConfig({ env: { MEDALLION_SCHEMA_DIR: folder } }).schemaDir).toBe(folder);
  });

  test('an empty override counts as not set', () => {
    expect(load(minimal, { MEDALLION_HTTP_PORT: '', MEDALLION_HOST: '' }).doors.http.port).toBe(4000);
  });

  test.each([
    ['MEDALLION_HTTP_PORT', 'http', 'expected a whole number from 0 to 65535, found "http"'],
    ['MEDALLION_HTTP_PORT', '65536', 'expected a whole number from 0 to 65535, found "65536"'],
    ['MEDALLION_HTTP_PORT', '80.5', 'expected a whole number from 0 to 65535, found "80.5"'],
    ['MEDALLION_HOST', ' ', 'expected an address or host name, found " "'],
  ])('%s=%s is an error that names the variable', (name, value, message) => {
    expect(faults(minimal, { [name]: value })).toEqual([`${name} ${message}`]);
  });

  test('a bad value from a variable names the variable and never shows the value', () => {
    const [line] = faults(`${minimal}doors: { http: { port: "\${PW}" } }\n`, { PW: 'hunter2' });
    expect(line).toBe(
      `gateway.yaml:3:24 doors.http.port: expected a whole number from 0 to 65535, found text of 7 characters from \${PW}`,
    );
  });

  test('a value cannot add structure or read further variables', () => {
    const issuer = `{ issuer: https://id.example.com, jwksUri: https://id.example.com/k, audience: "\${AUD}" }`;
    const config = load(`sources: { lake: { kind: duckdb } }\nidentity: { issuers: [${issuer}] }\n`, {
      AUD: `a", groupsClaim: "\${HOME}`,
    });
    expect(config.identity.issuers[0]?.audience).toEqual([`a", groupsClaim: "\${HOME}`]);
  });
});

describe('a bad file', () => {
  test('reports all faults at once, each with place, setting, expected and found', () => {
    const text = `sources:
  lake: { kind: oracle }
  Big: { kind: duckdb }
  ok:
    kind: duckdb
    maxConnections: many
    threads: \${NOPE}
limits:
  maxPagesize: 3
  defaultPageSize: 20000
identity:
  issuers:
    - issuer: http://id.example.com
      algorithms: [HS256, none]
      audience: api
control: { redis: 1 }
doors:
  http: { corsOrigins: ["*"] }
`;
    const lines = faults(text, { MEDALLION_HTTP_PORT: 'x' });
    const url = 'an https URL without credentials (http only to a loopback host)';
    expect(lines).toEqual(
      expect.arrayContaining([
        'gateway.yaml:2:17 sources.lake.kind: "oracle" is not supported in this version; known: duckdb, databricks, mssql, mysql, postgres',
        'gateway.yaml:6:21 sources.ok.maxConnections: expected a whole number from 1 to 64, found "many"',
        'gateway.yaml:7:14 sources.ok.threads: the environment variable NOPE is not set and has no default',
        'gateway.yaml:10:20 limits.defaultPageSize: expected at most maxPageSize (10000), found 20000',
        `gateway.yaml:13:15 identity.issuers[0].issuer: expected ${url}, found "http://id.example.com"`,
        `gateway.yaml:13:7 identity.issuers[0].jwksUri: expected ${url}, found nothing`,
        'gateway.yaml:16:12 control.redis: unknown key (this section takes no settings yet)',
        'MEDALLION_HTTP_PORT expected a whole number from 0 to 65535, found "x"',
      ]),
    );
    const matching = (start: string) => lines.filter((line) => line.startsWith(start));
    expect(matching('gateway.yaml:3:3 sources.Big: expected a name')).toHaveLength(1);
    expect(matching('gateway.yaml:9:3 limits.maxPagesize: unknown key; did you mean "maxPageSize"?')).toHaveLength(1);
    expect(matching('gateway.yaml:14:20 identity.issuers[0].algorithms[0]: expected one of RS256')).toHaveLength(1);
    expect(matching('gateway.yaml:14:27 identity.issuers[0].algorithms[1]: expected one of RS256')).toHaveLength(1);
    expect(matching('gateway.yaml:18:25 doors.http.corsOrigins[0]: expected an origin')).toHaveLength(1);
    expect(lines).toHaveLength(13);
  });

  test.each([
    ['a misspelt section', `${minimal}limts: {}\n`, 'gateway.yaml:3:1 limts: unknown key; did you mean "limits"?'],
    ['nothing at all', '', 'gateway.yaml:1:1 sources: expected a map from source names to sources, found nothing'],
    ['a list', '- 1\n', 'gateway.yaml:1:1 expected a map of settings, found a list'],
    [
      'no source',
      minimal.replace('{ lake: { kind: duckdb } }', '{}'),
      'gateway.yaml:1:10 sources: expected at least one',
    ],
    ['a key twice', `${minimal}cache: {}\ncache: {}\n`, 'gateway.yaml:4:1 is not valid YAML: Map keys must be unique'],
    ['a tab as indent', `${minimal}cache:\n\tenabled: true\n`, 'gateway.yaml:4:1 is not valid YAML:'],
    ['an unknown alias', `${minimal}cache: *nowhere\n`, 'is not valid YAML: Unresolved alias'],
    [
      'a malformed reference',
      `${minimal}observe: { logLevel: "\${1X}" }\n`,
      `gateway.yaml:3:22 observe.logLevel: expected \${VAR}`,
    ],
    ['__proto__', `sources: { __proto__: { kind: no } }\n`, 'gateway.yaml:1:12 sources.__proto__: unknown key'],
    [
      'a skew over 60 s',
      `${minimal.trim().replace(/ }$/, ', clockSkewSeconds: 61 }')}\n`,
      'identity.clockSkewSeconds: expected a whole number from 0 to 60, found 61',
    ],
    [
      'credentials in a URL',
      `${minimal}`.replace(
        'devIssuer:',
        'issuers: [{ issuer: "https://u:p@id.example.com", jwksUri: "https://id.example.com", audience: a }], devIssuer:',
      ),
      'identity.issuers[0].issuer: expected an https URL without credentials',
    ],
    [
      'an issuer twice',
      minimal.replace(
        'devIssuer:',
        'issuers: [&i { issuer: "https://id.example.com", jwksUri: "https://id.example.com", audience: a }, *i], devIssuer:',
      ),
      'identity.issuers[1].issuer: expected an issuer that is not listed yet',
    ],
    [
      'staleness under refresh',
      `${minimal}catalog: { refreshSeconds: 60 }\n`,
      'catalog.maxStalenessSeconds: expected at least refreshSeconds (60), found nothing',
    ],
    ['no issuer', 'sources: { lake: { kind: duckdb } }\n', 'identity.issuers: expected at least one issuer'],
  ])('%s', (_name, text, start) => {
    expect(faults(text).join('\n')).toContain(start);
  });

  test('a file that is not there says which variable names its folder', () => {
    const load = () => loadConfig({ schemaDir: join(tmpdir(), 'medallion-nowhere'), env: {} });
    expect(load).toThrow(/gateway\.yaml cannot be read \(ENOENT.*MEDALLION_SCHEMA_DIR/s);
  });

  test.each(['0.0.0.0', '::', '10.1.2.3', 'gateway.example.com'])('the dev issuer is refused on host %s', (host) => {
    const [line, ...others] = faults(`${minimal}doors: { http: { host: "${host}" } }\n`);
    expect(line).toContain('gateway.yaml:3:24 doors.http.host: expected a loopback host');
    expect(others).toEqual([]);
    expect(faults(minimal, { MEDALLION_HOST: host })[0]).toContain(
      'MEDALLION_HOST doors.http.host: expected a loopback',
    );
  });

  test.each(['127.0.0.1', '127.8.9.1', '::1', '[::1]', 'localhost'])('the dev issuer works on host %s', (host) => {
    expect(load(minimal, { MEDALLION_HOST: host }).identity.devIssuer.enabled).toBe(true);
  });
});

describe('databases beside the lakehouse', () => {
  const withCrm = (crm: string) =>
    `sources: { lake: { kind: duckdb }, crm: ${crm} }\nidentity: { devIssuer: { enabled: true } }\n`;

  test('speak TLS to every host but loopback unless told otherwise', () => {
    const tlsOf = (host: string, more = '') =>
      load(withCrm(`{ kind: postgres, host: ${host}, database: d, user: u${more} }`)).sources.crm;
    expect(tlsOf('db.internal')).toMatchObject({ tls: 'verify', port: 5432, route: 'direct' });
    expect(tlsOf('127.0.0.1')).toMatchObject({ tls: 'off' });
    expect(tlsOf('db.internal', ', tls: off')).toMatchObject({ tls: 'off' });
    expect(load(withCrm('{ kind: mysql, host: localhost, user: u }')).sources.crm).toMatchObject({
      port: 3306,
      tls: 'off',
    });
  });

  test('have passwords from the environment alone', () => {
    const file = (password: string) => withCrm(`{ kind: mysql, host: localhost, user: u, password: ${password} }`);
    expect(JSON.stringify(load(file(`"\${P}"`), { P: 'hunter2' }))).not.toContain('hunter2');
    expect(faults(file('hunter2'))).toHaveLength(1);
  });

  test('are routed through a warehouse that is there', () => {
    const routed = (more: string) =>
      withCrm(`{ kind: postgres, host: h, database: d, user: u, route: warehouse${more} }`);
    expect(faults(routed(''))).toEqual([expect.stringContaining('beside route "warehouse", found none')]);
    expect(faults(routed(', warehouse: lake'))).toEqual([expect.stringContaining('found "lake"')]);
  });
});
