import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.js';

const schemaDir = mkdtempSync(join(tmpdir(), 'medallion-readme-'));
afterAll(() => rmSync(schemaDir, { recursive: true, force: true }));

const ENV = {
  DATABRICKS_HOST: 'adb-1.2.azuredatabricks.net',
  DATABRICKS_WAREHOUSE_ID: '0123456789abcdef',
  AZURE_TENANT_ID: 'tenant',
  AZURE_CLIENT_ID: 'application',
  AZURE_CLIENT_SECRET: 'hunter2',
};

const readme = readFileSync(resolve('README.md'), 'utf8');
const [, section = ''] = /^## On Azure Databricks\n([\s\S]*?)^## /mu.exec(readme) ?? [];
const [, example = ''] = /^```yaml\n([\s\S]*?)^```/mu.exec(section) ?? [];

function load(text: string, env: Readonly<Record<string, string>> = ENV) {
  writeFileSync(join(schemaDir, 'gateway.yaml'), text);
  return loadConfig({ schemaDir, env });
}

test.each(['service', 'caller'])(
  'the README’s settings for Azure Databricks are taken, with identity %s',
  (identity) => {
    const { sources, catalog } = load(example.replace('identity: service #', `identity: ${identity} #`));
    expect(sources.lakehouse).toMatchObject({ kind: 'databricks', identity, host: ENV.DATABRICKS_HOST });
    expect(catalog).toMatchObject({ kind: 'unity', host: ENV.DATABRICKS_HOST });
  },
);

test('the settings and defaults that its table names are the real ones', () => {
  const { sources, catalog, cache, identity } = load(example);
  const { lakehouse } = sources;
  const [table = ''] = /^\| setting[\s\S]*?\n\n/mu.exec(section) ?? [];
  const figures = [...table.matchAll(/`(?:(catalog)\.)?(\w+)` \(([\d,]+)\)/gu)];
  expect(figures.length).toBe(7);
  const ofCatalog = new Set(['maxConcurrency', 'timeoutMs']);
  for (const [, , name = '', figure = ''] of figures) {
    const part: object | undefined = ofCatalog.has(name) ? catalog : lakehouse;
    expect({ [name]: (part as Readonly<Record<string, unknown>>)[name] }).toEqual({
      [name]: Number(figure.replaceAll(',', '')),
    });
  }
  expect(cache.versionPollSeconds).toBe(5);
  expect(catalog.refreshSeconds * 2).toBe(30);
  expect(identity.onBehalfOf?.graph).toBe('graph.microsoft.com');
});

test('the demo’s own file is taken too', () => {
  const text = readFileSync(resolve('test/standins/workspace/gateway.yaml'), 'utf8');
  const { sources } = load(text, { ...ENV, UNITY_HOST: ENV.DATABRICKS_HOST, ENTRA_AUTHORITY: 'https://login.example' });
  expect(sources.lakehouse).toMatchObject({ kind: 'databricks', identity: 'service' });
  const ofWorkspace = text.replaceAll(/^.*# stand-in only\n/gmu, '');
  expect(load(ofWorkspace, { ...ENV, UNITY_HOST: ENV.DATABRICKS_HOST }).catalog.kind).toBe('unity');
});
