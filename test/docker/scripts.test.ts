import { execFileSync, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readSdlFiles } from '../../src/catalog/sdl/read-sdl-files.js';

const DOCKER = resolve(import.meta.dirname, '../../docker');
const folder = mkdtempSync(join(tmpdir(), 'medallion-scripts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function healthcheck(env: Readonly<Record<string, string>>): Promise<unknown> {
  const child = spawn(process.execPath, [join(DOCKER, 'healthcheck.mjs')], { env, stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  return code;
}

describe('healthcheck.mjs', () => {
  it('is content with a gateway that lives, on whichever address it listens', async () => {
    let status = 200;
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.writeHead(status).end('{}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    expect(await healthcheck({ MEDALLION_HTTP_PORT: port, MEDALLION_HOST: '0.0.0.0' })).toBe(0);
    expect(await healthcheck({ MEDALLION_HTTP_PORT: port })).toBe(0);
    expect(asked).toEqual(['/healthz', '/healthz']);
    status = 503;
    expect(await healthcheck({ MEDALLION_HTTP_PORT: port })).toBe(1);
    server.close();
    await once(server, 'close');
    expect(await healthcheck({ MEDALLION_HTTP_PORT: port })).toBe(1);
  });
});

describe('certificates.sh', () => {
  const target = join(folder, 'tls');
  mkdirSync(target);
  const make = () => {
    const uid = String(process.getuid?.() ?? 0);
    execFileSync('sh', [join(DOCKER, 'certificates.sh'), target, `identity:${uid}`, `postgres:${uid}`]);
  };
  const read = (name: string) => readFileSync(join(target, name));

  it('makes certificates by host name that its authority signed, and keys for one user', () => {
    make();
    const authority = new X509Certificate(read('ca.pem'));
    for (const name of ['identity', 'postgres']) {
      const certificate = new X509Certificate(read(`${name}/tls.crt`));
      expect(certificate.verify(authority.publicKey)).toBe(true);
      expect(certificate.checkHost(name)).toBe(name);
      expect(certificate.checkHost('localhost')).toBe('localhost');
      expect(certificate.checkHost('elsewhere')).toBeUndefined();
      expect(certificate.ca).toBe(false);
      expect(statSync(join(target, name, 'tls.key')).mode & 0o777).toBe(0o400);
    }
  });

  it('changes nothing where they are there, and ends what an interrupted run began', () => {
    const before = read('identity/tls.crt');
    make();
    expect(read('identity/tls.crt')).toEqual(before);
    rmSync(join(target, 'ca.pem'));
    make();
    const certificate = new X509Certificate(read('identity/tls.crt'));
    expect(certificate.verify(new X509Certificate(read('ca.pem')).publicKey)).toBe(true);
  });
});

it('a contract that Kubernetes mounts from a ConfigMap is read once', async () => {
  const mount = join(folder, 'config');
  mkdirSync(join(mount, '..2026_01_01'), { recursive: true });
  cpSync(join(DOCKER, 'kubernetes/schema/flights.graphql'), join(mount, '..2026_01_01', 'flights.graphql'));
  symlinkSync('..2026_01_01', join(mount, '..data'));
  symlinkSync('..data/flights.graphql', join(mount, 'flights.graphql'));
  mkdirSync(join(mount, 'more'));
  writeFileSync(join(mount, 'more', 'airports.graphql'), 'type Airport { iata: ID! }');
  const files = await readSdlFiles(mount, new AbortController().signal);
  expect(files.map(({ name }) => name)).toEqual([join(mount, 'flights.graphql'), join(mount, 'more/airports.graphql')]);
});
