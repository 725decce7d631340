import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.js';

const schemaDir = mkdtempSync(join(tmpdir(), 'medallion-models-'));
afterAll(() => rmSync(schemaDir, { recursive: true, force: true }));

const BASE = `sources: { lakehouse: { kind: duckdb } }\ncatalog: { kind: embedded, path: unity }\nidentity: { devIssuer: { enabled: true } }\n`;
const MLFLOW = {
  kind: 'mlflow',
  url: 'http://127.0.0.1:5000',
  inputs: { a: 'double' },
  output: 'double',
  groups: ['ops'],
};

function load(models: object) {
  writeFileSync(join(schemaDir, 'gateway.yaml'), `${BASE}models: ${JSON.stringify(models)}\n`);
  return loadConfig({ schemaDir, env: { TOKEN: 'hunter2' } }).models;
}

function refusal(models: object): string {
  try {
    load(models);
  } catch (error) {
    return (error as Error).message;
  }
  return 'taken';
}

test('no models unless there are some', () => {
  writeFileSync(join(schemaDir, 'gateway.yaml'), BASE);
  expect(loadConfig({ schemaDir, env: {} }).models).toEqual({});
});

test('an MLflow server, with what it leaves out', () => {
  expect(load({ delay: { ...MLFLOW, groups: 'account users' } })).toMatchObject({
    delay: {
      groups: ['account users'],
      nulls: 'skip',
      version: '1',
      batchRows: 256,
      batchBytes: 1_048_576,
      maxRows: 100_000,
      maxConcurrency: 4,
      timeoutMs: 10_000,
      cacheSeconds: 60,
      cacheEntries: 10_000,
    },
  });
});

test('an endpoint of a workspace; secrets do not print', () => {
  const models = load({
    delay: {
      kind: 'databricks',
      host: 'adb-1.2.azuredatabricks.net',
      credential: { kind: 'token', token: `\${TOKEN}` },
      ca: 'ca.pem',
      inputs: { a: 'long' },
      output: { score: 'double', label: 'string' },
      groups: ['ops'],
      rowsPerMinute: 5000,
    },
  });
  expect(models.delay).toMatchObject({ kind: 'databricks', ca: join(schemaDir, 'ca.pem'), rowsPerMinute: 5000 });
  expect(JSON.stringify(models)).not.toContain('hunter2');
});

test.each<[string, object, string]>([
  [
    'a host that is not this machine, over http',
    { url: 'http://models:5000' },
    'expected an https URL (http only to a loopback host',
  ],
  ['a token over http', { url: 'http://models:5000', plainHttp: true, token: `\${TOKEN}` }, 'expected an https URL'],
  ['another protocol', { url: 'file:///etc/passwd' }, 'expected an http or https URL without credentials'],
  ['credentials in the URL', { url: 'https://me:secret@models' }, 'expected an http or https URL without credentials'],
  ['an unknown type', { inputs: { a: 'tensor' } }, 'models.delay.inputs.a: expected one of boolean, integer'],
  ['no inputs', { inputs: {} }, 'expected a map from input columns to their types'],
  ['no groups', { groups: [] }, 'expected a list of group names'],
  ['a token in the file', { token: 'hunter2' }, 'models.delay.token'],
])('refused: %s', (_name, change, message) => {
  expect(refusal({ delay: { ...MLFLOW, ...change } })).toContain(message);
});

test('plain http to another host is a choice', () => {
  expect(refusal({ delay: { ...MLFLOW, url: 'http://models:5000', plainHttp: true } })).toBe('taken');
});

test('groups are told, not assumed', () => {
  const { groups: _groups, ...open } = MLFLOW;
  expect(refusal({ delay: open })).toContain('models.delay.groups: expected a list of group names, found nothing');
});
