import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const DOCKER = resolve(import.meta.dirname, '../../docker');
const text = readFileSync(join(DOCKER, 'compose.yaml'), 'utf8');

const seconds = z
  .string()
  .regex(/^\d+s$/u)
  .transform((value) => Number(value.slice(0, -1)));

const service = z.looseObject({
  image: z.string(),
  build: z.object({ dockerfile: z.string(), target: z.string() }).loose().optional(),
  read_only: z.boolean(),
  cap_drop: z.array(z.string()),
  cap_add: z.array(z.string()).default([]),
  security_opt: z.array(z.string()),
  mem_limit: z.string(),
  pids_limit: z.number(),
  privileged: z.undefined().optional(),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  restart: z.string(),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  environment: z.record(z.string(), z.string()).default({}),
  networks: z.array(z.string()).default([]),
  stop_grace_period: seconds.optional(),
});

const compose = z
  .looseObject({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.unknown()) })
  .parse(parse(text, { merge: true }));
const services = Object.entries(compose.services);

describe.each(services)('%s', (name, settings) => {
  it('has a pinned image', () => {
    expect(settings.image).toMatch(/:v?\d+(\.\d+|-CU\d+)/u);
  });

  it('has no capabilities but those it is known to need, and cannot gain any', () => {
    const known: Readonly<Record<string, readonly string[]>> = {
      certificates: ['CHOWN'],
      sqlserver: ['NET_BIND_SERVICE'],
    };
    expect(settings.cap_drop).toEqual(['ALL']);
    expect(settings.cap_add).toEqual(known[name] ?? []);
    expect(settings.security_opt).toEqual(['no-new-privileges:true']);
  });

  it('has bounds, and a root file system that cannot be written to unless its maker wants that', () => {
    expect(settings.mem_limit).toMatch(/^\d+[mg]$/u);
    expect(settings.pids_limit).toBeGreaterThan(0);
    expect(settings.read_only).toBe(!['identity', 'sqlserver'].includes(name));
  });

  it('is published on this machine alone', () => {
    for (const port of settings.ports) expect(port).toMatch(/^127\.0\.0\.1:/u);
  });

  it('says whether it is well, or ends by itself', () => {
    const isOurs = settings.build?.target === 'demo';
    expect(settings.healthcheck !== undefined || isOurs || settings.restart === 'no').toBe(true);
  });

  it('waits for what others can tell of', () => {
    for (const [other, { condition }] of Object.entries(settings.depends_on)) {
      const target = compose.services[other];
      const ends = target?.restart === 'no';
      expect([other, condition]).toEqual([other, ends ? 'service_completed_successfully' : 'service_healthy']);
      expect(target).toBeDefined();
    }
  });

  it('mounts what is there', () => {
    for (const volume of settings.volumes) {
      const [source = ''] = volume.split(':');
      if (source.startsWith('.')) expect(existsSync(join(DOCKER, source)), source).toBe(true);
      else expect(Object.keys(compose.volumes)).toContain(source);
    }
  });
});

describe('compose.yaml', () => {
  it('takes every secret from .env, none of which is in the example', () => {
    const example = readFileSync(join(DOCKER, '.env.example'), 'utf8');
    const required = [...text.matchAll(/\$\{(\w+):\?/gu)].map(([, name]) => name);
    expect(required.length).toBeGreaterThan(5);
    for (const name of required) expect(example).toMatch(new RegExp(`^${name}=$`, 'mu'));
    for (const [, name] of text.matchAll(/(?<!\$)\$\{(\w+):/gu))
      if (name !== 'MEDALLION_LOG_LEVEL') expect(example).toMatch(new RegExp(`^(# )?${name}=`, 'mu'));
    for (const [, settings] of services)
      for (const [name, value] of Object.entries(settings.environment))
        if (/PASSWORD|SECRET|AUTH$/u.test(name)) expect(value).toMatch(/^\$\{\w+:[?-]/u);
  });

  it('gives the gateway time to drain', () => {
    const server = readFileSync(resolve(DOCKER, '../src/doors/http/http-server.ts'), 'utf8');
    const drainMs = Number(/DRAIN_TIMEOUT_MS = ([\d_]+)/u.exec(server)?.[1]?.replaceAll('_', ''));
    expect(compose.services.gateway?.stop_grace_period).toBeGreaterThan(drainMs / 1000 + 5);
  });

  it('keeps databases and models in a network that leads nowhere', () => {
    const open = services.filter(([, { networks }]) => networks.includes('published')).map(([name]) => name);
    expect(open).toEqual(['gateway', 'identity']);
  });

  it('makes a certificate for each server that names one', () => {
    const command = z.array(z.string()).parse(compose.services.certificates?.command);
    const made = command.slice(1).map((word) => word.split(':')[0]);
    const files = ['compose.yaml', 'compose/mssql.conf', 'compose/gateway.yaml'];
    const all = files.map((file) => readFileSync(join(DOCKER, file), 'utf8')).join('\n');
    const named = [...all.matchAll(/\/(\w+)\/tls\.key/gu)].map(([, name]) => name);
    expect(new Set(named)).toEqual(new Set(made));
  });
});
