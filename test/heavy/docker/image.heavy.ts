import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureLakehouse } from '../../../src/lakehouse/ensure.js';
import { WorkspaceStandins } from '../../standins/workspace/workspace-standins.js';
import { DEMO_DATA_DIR } from '../../support/demo.js';
import { copyBuildContext } from './build-context.js';
import { buildStages } from './build-stages.js';
import { Container, type Image } from './container.js';
import { parseDockerfile } from './dockerfile.js';
import { imageSettings } from './image-settings.js';
import { OidcIssuer } from './oidc-issuer.js';
import { filesBelow, makeReadOnly, sizeBytes } from './tree.js';

const ROOT = resolve(import.meta.dirname, '../../..');
/** Uncompressed, of gcr.io/distroless/cc-debian12: glibc, libstdc++, OpenSSL, time zones, certificates. Rounded up. */
const BASE_MB = 35;
const LIMIT_MB = 300;
const COUNT = '{ flights(first: 1) { nodes { id } totalCount } }';

const folder = mkdtempSync(join(tmpdir(), 'medallion-container-'));
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
let image: Image;

/** GraphQL as a caller: the body's `data`, or its errors. */
async function ask(port: string, token: string, query = COUNT): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  const body = (await response.json()) as { readonly data?: unknown; readonly errors?: unknown };
  return body.errors ?? body.data;
}

/** A copy of a folder as Kubernetes mounts a ConfigMap: links into a hidden folder that is exchanged as a whole. */
function mountConfigMap(source: string, target: string): void {
  mkdirSync(join(target, '..2026_01_01'), { recursive: true });
  symlinkSync('..2026_01_01', join(target, '..data'));
  for (const name of filesBelow(source)) {
    cpSync(join(source, name), join(target, '..2026_01_01', name));
    symlinkSync(`..data/${name}`, join(target, name));
  }
}

beforeAll(async () => {
  chmodSync(folder, 0o755);
  const dockerfile = readFileSync(join(ROOT, 'docker/Dockerfile'), 'utf8');
  const context = join(folder, 'context');
  copyBuildContext(ROOT, context);
  const root = await buildStages(dockerfile, {
    target: 'demo',
    context,
    folder: join(folder, 'stages'),
    log: (line) => console.log(line),
  });
  makeReadOnly(join(root, 'app'));
  image = { root, settings: imageSettings(parseDockerfile(dockerfile), 'demo') };
});

afterAll(() => {
  // Only root may empty folders that nobody can write to.
  execFileSync('chmod', ['-R', 'u+w', folder]);
  rmSync(folder, { recursive: true, force: true });
});

describe('the image', () => {
  it('stays under 300 MB uncompressed', () => {
    const parts = ['usr/local/bin/node', 'app/node_modules', 'app/dist', 'app/src', 'app/docker'];
    const sizes = parts.map((part) => [part, sizeBytes(join(image.root, part)) / 1e6] as const);
    const layersMb = sizes.reduce((sum, [, size]) => sum + size, 0);
    for (const [part, size] of sizes) console.log(`${size.toFixed(1).padStart(7)} MB  ${part}`);
    console.log(`${layersMb.toFixed(1).padStart(7)} MB  in layers, on a base of at most ${BASE_MB} MB`);
    console.log(
      `${(sizeBytes(join(image.root, 'data')) / 1e6).toFixed(1).padStart(7)} MB  lakehouse of the demo image`,
    );
    expect(layersMb + BASE_MB).toBeLessThan(LIMIT_MB);
  });

  it('holds what runs, and nothing of the build or of this machine', () => {
    const files = filesBelow(join(image.root, 'app'));
    const packages = new Set(files.map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//u.exec(path)?.[1]));
    const absent = Object.keys(manifest.devDependencies ?? {}).filter((name) => packages.has(name));
    expect(absent.filter((name) => !name.startsWith('@types/'))).toEqual([]);
    expect([...packages].filter((name) => name?.startsWith('@esbuild/') || name === 'monaco-editor')).toEqual([]);
    expect(files.filter((path) => /(\.map|\.tsbuildinfo|\.pem|\.key|(^|\/)\.env|\.heavy\.js)$/u.test(path))).toEqual(
      [],
    );
    expect(files.filter((path) => path.startsWith('dist/test/'))).toEqual([]);
    expect(files.some((path) => /^node_modules\/@duckdb\/node-bindings-[^/]+\/LICENSE$/u.test(path))).toBe(true);
  });

  it('loads every dependency after the pruning', async () => {
    const names = Object.keys(manifest.dependencies ?? {});
    const script = `for (const name of ${JSON.stringify(names)}) await import(name); console.log('all loaded');`;
    const container = Container.run(image, ['/usr/local/bin/node', '--input-type=module', '-e', script]);
    await container.wait();
    expect(container.output.trim()).toBe('all loaded');
  });

  it('refuses the dev issuer, as it listens on every address', async () => {
    const container = Container.entry(image, { MEDALLION_SCHEMA_DIR: join(ROOT, 'schema') });
    expect((await container.wait()).code).toBe(1);
    expect(container.output).toContain('identity.devIssuer.enabled is true, found "0.0.0.0"');
  });
});

describe('with the settings of compose.yaml', () => {
  it('answers both doors as a user without rights, from a tree that nobody can write to, and drains', async () => {
    const tls = join(folder, 'tls');
    mkdirSync(tls);
    const uid = image.settings.user.split(':')[0] ?? '';
    execFileSync('sh', [join(ROOT, 'docker/certificates.sh'), tls, `identity:${process.getuid?.()}`, `gateway:${uid}`]);
    const read = (name: string) => readFileSync(join(tls, name), 'utf8');
    const issuer = await OidcIssuer.start({
      issuer: 'https://localhost:8443/realms/flights',
      audience: 'medallion-gateway',
      certificate: { cert: read('identity/tls.crt'), key: read('identity/tls.key') },
    });
    const config = join(folder, 'config');
    cpSync(join(ROOT, 'schema'), config, { recursive: true });
    cpSync(join(ROOT, 'docker/compose/gateway.yaml'), join(config, 'gateway.yaml'));
    const before = filesBelow(join(image.root, 'app'));
    const { container, httpPort, sqlPort } = await Container.gateway(image, {
      MEDALLION_SCHEMA_DIR: config,
      MEDALLION_HTTP_PORT: '0',
      IDENTITY_HOST: `localhost:${issuer.port}`,
      TLS_DIR: tls,
      NODE_EXTRA_CA_CERTS: join(tls, 'ca.pem'),
    });
    const healthy = async () => {
      const check = Container.run(image, image.settings.healthcheck, { MEDALLION_HTTP_PORT: httpPort });
      return (await check.wait()).code === 0;
    };
    try {
      expect(await healthy()).toBe(true);
      expect((await fetch(`http://127.0.0.1:${httpPort}/readyz`)).status).toBe(200);
      const west = await issuer.token('west.analyst@flights.demo', ['west']);
      expect(await ask(httpPort, west)).toMatchObject({ flights: { totalCount: 640_014 } });
      const client = new Client({
        host: 'localhost',
        port: Number(sqlPort),
        user: 'west.analyst@flights.demo',
        database: 'lakehouse',
        password: west,
        ssl: { ca: read('ca.pem') },
      });
      await client.connect();
      const { rows } = await client.query('SELECT count(*)::int AS flights FROM flights');
      await client.end();
      expect(rows).toEqual([{ flights: 640_014 }]);
    } finally {
      expect(await container.stop()).toEqual({ code: 0, signal: null });
      await issuer.close();
    }
    expect(await healthy()).toBe(false);
    expect(filesBelow(join(image.root, 'app'))).toEqual(before);
  });
});

describe('with the settings of the Kubernetes manifests', () => {
  it('reads a mounted ConfigMap, and answers from the warehouse', async () => {
    const work = join(folder, 'workspace');
    mkdirSync(work);
    const { files } = await ensureLakehouse({ dataDir: DEMO_DATA_DIR, log: () => undefined });
    const standins = await WorkspaceStandins.start({
      schemaDir: join(ROOT, 'schema'),
      files,
      folder: work,
      identity: 'service',
    });
    const config = join(folder, 'config-map');
    const settings = join(folder, 'kubernetes-schema');
    cpSync(join(ROOT, 'docker/kubernetes/schema'), settings, { recursive: true });
    // The stand-ins of a workspace's two services have a host each.
    const text = readFileSync(join(settings, 'gateway.yaml'), 'utf8');
    writeFileSync(join(settings, 'gateway.yaml'), text.replace(/(kind: unity\n\s+host: )\S+/u, `$1\${UNITY_HOST}`));
    mountConfigMap(settings, config);
    const tls = join(folder, 'pod-tls');
    const data = join(folder, 'pod-data');
    mkdirSync(tls);
    mkdirSync(data);
    chmodSync(data, 0o777);
    execFileSync('sh', [join(ROOT, 'docker/certificates.sh'), tls, `gateway:${image.settings.user.split(':')[0]}`]);
    writeFileSync(join(data, 'cursor.key'), Buffer.alloc(32, 7));
    const ca = join(folder, 'workspace-ca.pem');
    cpSync(join(standins.env.MEDALLION_SCHEMA_DIR ?? '', 'ca.pem'), ca);
    try {
      const { container, httpPort } = await Container.gateway(image, {
        ...standins.env,
        MEDALLION_SCHEMA_DIR: config,
        MEDALLION_DATA_DIR: data,
        MEDALLION_HTTP_PORT: '0',
        TLS_DIR: join(tls, 'gateway'),
        NODE_EXTRA_CA_CERTS: ca,
      });
      try {
        const token = await standins.token({ user: 'west.analyst@flights.demo', groups: ['west'] });
        expect(await ask(httpPort, token)).toMatchObject({ flights: { totalCount: 640_014 } });
        expect(readFileSync(join(data, 'cursor.key'))).toEqual(Buffer.alloc(32, 7));
      } finally {
        expect(await container.stop()).toEqual({ code: 0, signal: null });
      }
    } finally {
      await standins.close();
    }
  });
});
