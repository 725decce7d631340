import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { copyBuildContext } from '../heavy/docker/build-context.js';
import { parseDockerfile, stagesFor } from '../heavy/docker/dockerfile.js';
import { imageSettings } from '../heavy/docker/image-settings.js';
import { filesBelow } from '../heavy/docker/tree.js';

const ROOT = resolve(import.meta.dirname, '../..');
const stages = parseDockerfile(readFileSync(join(ROOT, 'docker/Dockerfile'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'medallion-context-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the Dockerfile', () => {
  const settings = imageSettings(stages, 'gateway');

  it('makes the gateway by default, without data and without what builds it', () => {
    expect(stages.at(-1)?.name).toBe('gateway');
    const names = stagesFor(stages, 'gateway').map(({ name }) => name);
    expect(names).toEqual(['build', 'production', 'runtime', 'gateway']);
  });

  it('starts from images with a version, on the C library that native packages were built for', () => {
    const names = new Set(stages.map(({ name }) => name));
    const images = new Set(stages.map(({ base }) => base).filter((base) => !names.has(base)));
    expect([...images]).toEqual(['node:20.20.2-bookworm-slim', 'gcr.io/distroless/cc-debian12:nonroot']);
  });

  it('runs as a user by number, and hears signals itself', () => {
    expect(settings.user).toMatch(/^[1-9]\d+:[1-9]\d+$/u);
    expect(settings.entrypoint).toEqual(['/usr/local/bin/node', '/app/dist/src/bin.cjs']);
    expect(settings.command).toEqual(['start']);
    expect(settings.healthcheck).toEqual(['/usr/local/bin/node', '/app/docker/healthcheck.mjs']);
  });

  it('holds no secret: what it sets is all that it sets', () => {
    expect(settings.env).toEqual({
      NODE_ENV: 'production',
      MEDALLION_HOST: '0.0.0.0',
      MEDALLION_DATA_DIR: '/data',
      MEDALLION_SCHEMA_DIR: '/config',
    });
  });

  it('gets of a repository what it copies, and no secret or build of the machine', () => {
    const files = [
      'package.json',
      'src/main.ts',
      'src/lakehouse/gold/1-airports.sql',
      'docker/prune.mjs',
      'test/bench/main.ts',
      'LICENSE',
    ];
    const secrets = ['.env', 'docker/.env', 'src/server.key', 'test/tls/ca.pem', '.git/config', 'secrets.txt'];
    const local = ['node_modules/x/index.js', 'dist/src/main.js', '.medallion/signing-key.json', 'schema/gateway.yaml'];
    const source = join(folder, 'source');
    for (const path of [...files, ...secrets, ...local, 'docker/compose/realm.json']) {
      mkdirSync(dirname(join(source, path)), { recursive: true });
      writeFileSync(join(source, path), path);
    }
    writeFileSync(join(source, '.dockerignore'), readFileSync(join(ROOT, '.dockerignore')));
    const target = join(folder, 'target');
    copyBuildContext(source, target);
    expect([...filesBelow(target)].sort()).toEqual([...files].sort());
  });
});
