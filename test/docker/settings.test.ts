import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../../src/config/load-config.js';
import { parseDockerfile } from '../heavy/docker/dockerfile.js';
import { imageSettings } from '../heavy/docker/image-settings.js';

const DOCKER = resolve(import.meta.dirname, '../../docker');
const KUBERNETES = join(DOCKER, 'kubernetes');
const image = imageSettings(parseDockerfile(readFileSync(join(DOCKER, 'Dockerfile'), 'utf8')), 'gateway');
const folder = mkdtempSync(join(tmpdir(), 'medallion-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (path: string): unknown => parse(readFileSync(path, 'utf8'), { merge: true });

/** Variables of the cluster's containers, as kustomization.yaml and the deployment give them; secrets by their name. */
function podEnvironment(): Readonly<Record<string, string>> {
  const { configMapGenerator } = z
    .looseObject({
      configMapGenerator: z.array(z.looseObject({ name: z.string(), literals: z.array(z.string()).default([]) })),
    })
    .parse(read(join(KUBERNETES, 'kustomization.yaml')));
  const literals = configMapGenerator.flatMap((map) =>
    map.literals.map((pair) => pair.split('=', 2) as [string, string]),
  );
  const deployment = readFileSync(join(KUBERNETES, 'deployment.yaml'), 'utf8');
  const secrets = [...deployment.matchAll(/- name: (\w+)\n\s+valueFrom:\n\s+secretKeyRef:/gu)].map(
    ([, name = '']) => [name, 'from-a-secret'] as const,
  );
  return { ...Object.fromEntries(literals), ...Object.fromEntries(secrets) };
}

describe('gateway.yaml of compose.yaml', () => {
  const schemaDir = join(folder, 'compose');
  cpSync(join(DOCKER, 'compose'), schemaDir, { recursive: true });

  it('is accepted on every address, with the dev issuer off and TLS at the SQL door', () => {
    const config = loadConfig({ schemaDir, env: { ...image.env, NODE_EXTRA_CA_CERTS: '/tls/ca.pem' } });
    expect(config.doors.http.host).toBe('0.0.0.0');
    expect(config.identity.devIssuer.enabled).toBe(false);
    expect(config.doors.sql.tls).toEqual({ certificate: '/tls/gateway/tls.crt', key: '/tls/gateway/tls.key' });
  });

  it('names the issuer that Keycloak is told to be, and the audience and groups of the realm', () => {
    const { identity } = loadConfig({ schemaDir, env: { ...image.env, IDENTITY_PORT: '9443' } });
    const compose = readFileSync(join(DOCKER, 'compose.yaml'), 'utf8');
    const hostname = /KC_HOSTNAME: (\S+)/u.exec(compose)?.[1]?.replace(/\$\{IDENTITY_PORT:-8443\}/u, '9443');
    const realm = readFileSync(join(DOCKER, 'compose/realm.json'), 'utf8');
    const [issuer] = identity.issuers;
    expect(issuer?.issuer).toBe(`${hostname}/realms/${JSON.parse(realm).realm}`);
    expect(realm).toContain(`"included.custom.audience": "${issuer?.audience[0]}"`);
    expect(realm).toContain(`"claim.name": "${issuer?.groupsClaim}"`);
  });
});

describe('gateway.yaml of the Kubernetes manifests', () => {
  it('is accepted with the variables of the pod, each of which it has', () => {
    const schemaDir = join(KUBERNETES, 'schema');
    const config = loadConfig({ schemaDir, env: { ...image.env, ...podEnvironment() } });
    expect(config.sources.lakehouse).toMatchObject({ kind: 'databricks', identity: 'service' });
    expect(config.doors.sql.tls).toEqual({ certificate: '/tls/tls.crt', key: '/tls/tls.key' });
    const required = [...readFileSync(join(schemaDir, 'gateway.yaml'), 'utf8').matchAll(/\$\{(\w+)\}/gu)].map(
      ([, name]) => name,
    );
    expect(new Set(Object.keys(podEnvironment()))).toEqual(new Set(required));
  });

  it('comes with every file of its folder', () => {
    const kustomization = readFileSync(join(KUBERNETES, 'kustomization.yaml'), 'utf8');
    for (const name of readdirSync(join(KUBERNETES, 'schema'))) expect(kustomization).toContain(`- schema/${name}`);
  });
});
