import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkModel } from '../../../src/sources/model-serving/check-model.js';
import type { ModelSettings } from '../../../src/sources/model-serving/settings.js';
import { type Certificate, makeCertificate } from '../../standins/certificate.js';

const LIMITS = {
  nulls: 'skip',
  batchRows: 100,
  batchBytes: 1_000_000,
  maxRows: 1000,
  maxConcurrency: 4,
  timeoutMs: 2000,
  version: '1',
  cacheSeconds: 0,
  cacheEntries: 1000,
} as const;
const INPUTS = { distance: 'double', hour: 'long', origin: 'string' } as const;
const SIGNAL = new AbortController().signal;

/** A workspace's OpenAPI document of an endpoint, laid out as its documentation shows one. */
function openApi(prediction: object): string {
  const rows = {
    type: 'array',
    items: {
      required: ['distance', 'hour'],
      type: 'object',
      properties: {
        distance: { type: 'number', format: 'double' },
        hour: { type: 'integer', format: 'int64' },
        origin: { type: 'string' },
        seats: { type: 'object', format: 'unknown' },
      },
    },
  };
  const forms = [
    { type: 'object', properties: { dataframe_split: { type: 'object' } } },
    { type: 'object', properties: { dataframe_records: rows } },
  ];
  const body = (schema: object) => ({ content: { 'application/json': { schema } } });
  const predictions = { type: 'array', items: prediction };
  const post = {
    requestBody: body({ oneOf: forms }),
    responses: { 200: body({ type: 'object', properties: { predictions } }) },
  };
  return JSON.stringify({ openapi: '3.1.0', paths: { '/served-models/delay-2/invocations': { post } } });
}

const MLMODEL = `model_uuid: 1
signature:
  inputs: '[{"type": "double", "name": "distance", "required": true}, {"type": "long",
    "name": "hour", "required": true}, {"type": "string", "name": "origin", "required": false}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1]}}]'
`;

const folder = mkdtempSync(join(tmpdir(), 'medallion-mlmodel-'));
let certificate: Certificate;
let server: Server;
let answer = { status: 200, body: '' };
let asked: (string | undefined)[] = [];

beforeAll(async () => {
  certificate = makeCertificate();
  server = createServer(certificate, (request, reply) => {
    asked = [request.method, request.url, request.headers.authorization];
    reply.writeHead(answer.status).end(answer.body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function checkServed(body: string, settings: Pick<ModelSettings, 'inputs' | 'output'>, status = 200) {
  answer = { status, body };
  const { port } = server.address() as AddressInfo;
  const place = { kind: 'databricks', host: `127.0.0.1:${port}` } as const;
  const services = { ownToken: async () => 'own', ca: certificate.cert };
  return checkModel('delay', { ...LIMITS, ...place, ...settings }, services, SIGNAL);
}

function checkSaved(text: string, settings: Pick<ModelSettings, 'inputs' | 'output'>) {
  const mlmodel = join(folder, 'MLmodel');
  writeFileSync(mlmodel, text);
  const place = { kind: 'mlflow', url: 'http://127.0.0.1:1', mlmodel } as const;
  const services = { ownToken: () => Promise.reject(new Error('no credential')), ca: undefined };
  return checkModel('delay', { ...LIMITS, ...place, ...settings }, services, SIGNAL);
}

const DOUBLE = { type: 'number', format: 'double' };

test('a workspace’s endpoint that is what gateway.yaml says', async () => {
  expect(await checkServed(openApi(DOUBLE), { inputs: INPUTS, output: 'double' })).toEqual({
    kind: 'compared',
    differences: [],
  });
  expect(asked).toEqual(['GET', '/api/2.0/serving-endpoints/delay/openapi', 'Bearer own']);
});

test('and one that is not', async () => {
  const inputs = { distance: 'float', origins: 'string', seats: 'string' } as const;
  expect(await checkServed(openApi(DOUBLE), { inputs, output: 'long' })).toEqual({
    kind: 'compared',
    differences: [
      'its input "distance" is double, not float',
      'it has no input "origins"; its inputs are distance, hour, origin, seats',
      'its input "seats" is of a type that is not supported',
      'it needs input "hour" (long)',
      'its predictions are double, not long',
    ],
  });
});

test('predictions of several values', async () => {
  const both = openApi({ type: 'object', properties: { score: DOUBLE, label: { type: 'string' } } });
  const differences = async (output: ModelSettings['output']) => {
    const checked = await checkServed(both, { inputs: INPUTS, output });
    return checked.kind === 'compared' ? checked.differences : checked.reason;
  };
  expect(await differences({ score: 'double', label: 'string' })).toEqual([]);
  expect(await differences('double')).toEqual(['its predictions have several values: score, label']);
  expect(await differences({ level: 'long', label: 'long' })).toEqual([
    'it has no output "level"; its outputs are score, label',
    'its output "label" is string, not long',
  ]);
});

test.each([
  ['no such endpoint', '{}', 404, 'the workspace answers with status 404'],
  ['no JSON', '<html>', 200, 'it tells no signature'],
  ['no paths', '{}', 200, 'it tells no signature'],
])('a workspace that tells nothing: %s', async (_name, body, status, reason) => {
  expect(await checkServed(body, { inputs: INPUTS, output: 'double' }, status)).toEqual({ kind: 'unread', reason });
});

test('the file of a saved model', async () => {
  expect(await checkSaved(MLMODEL, { inputs: INPUTS, output: 'double' })).toEqual({
    kind: 'compared',
    differences: [],
  });
  const wrong = { inputs: { distance: 'double', hour: 'integer' }, output: { delay: 'double' } } as const;
  expect(await checkSaved(MLMODEL, wrong)).toEqual({
    kind: 'compared',
    differences: ['its input "hour" is long, not integer', 'its predictions are one value, and have no "delay"'],
  });
  expect(await checkSaved('flavors: {}\n', wrong)).toEqual({ kind: 'unread', reason: 'it tells no signature' });
});
