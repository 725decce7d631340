import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors.js';
import type { AccessToken } from '../../../src/lib/access-token.js';
import { openModel } from '../../../src/sources/model-serving/open-model.js';
import type { ModelSettings } from '../../../src/sources/model-serving/settings.js';
import { type Certificate, makeCertificate } from '../../standins/certificate.js';
import { answerWith, type ModelServer, startModelServer } from '../../standins/models/model-server.js';

const SETTINGS: ModelSettings = {
  inputs: { distance: 'double' },
  output: 'double',
  nulls: 'skip',
  batchRows: 100,
  batchBytes: 1_000_000,
  maxRows: 1000,
  maxConcurrency: 4,
  timeoutMs: 2000,
  version: '1',
  cacheSeconds: 0,
  cacheEntries: 1000,
};
const OPTIONS = { signal: new AbortController().signal, timeoutMs: 10_000 };

let certificate: Certificate;
let server: ModelServer;

beforeAll(async () => {
  certificate = makeCertificate();
  server = await startModelServer({ predict: ({ distance }) => distance, certificate });
});
beforeEach(() => server.reset());
afterAll(() => server.close());

async function predictWith(ownToken: AccessToken, ca: string | undefined = certificate.cert) {
  const place = { kind: 'databricks', host: `127.0.0.1:${server.port}`, endpoint: 'delay model' } as const;
  const endpoint = openModel('delay', { ...SETTINGS, ...place }, { ownToken, ca });
  try {
    const [outcome] = await endpoint.predict([[7]], OPTIONS);
    return outcome;
  } finally {
    endpoint.close();
  }
}

const accepting = (token: string) =>
  server.behave((call, reply) =>
    call.authorization === `Bearer ${token}` ? 'answer' : answerWith(401, 'SECRET')(reply),
  );

test('the workspace’s path and the gateway’s own token', async () => {
  accepting('own');
  expect(await predictWith(async () => 'own')).toEqual([7]);
  expect(server.calls.map(({ path }) => path)).toEqual(['/serving-endpoints/delay%20model/invocations']);
});

test('a token that is not taken any more is renewed once', async () => {
  accepting('new');
  const refused: (string | undefined)[] = [];
  const outcome = await predictWith(async (_signal, old) => {
    refused.push(old);
    return old === undefined ? 'old' : 'new';
  });
  expect(outcome).toEqual([7]);
  expect(refused).toEqual([undefined, 'old']);
});

test('a token that is never taken: the operator’s trouble, in general words for the caller', async () => {
  accepting('other');
  const outcome = await predictWith(async (_signal, old) => (old === undefined ? 'old' : 'new'));
  expect(outcome).toMatchObject({ code: 'SOURCE_UNAVAILABLE', publicMessage: 'A data source is not available.' });
  expect(server.calls).toHaveLength(2);
});

test('an authority that gives no token: no call', async () => {
  const error = new GatewayError('SOURCE_UNAVAILABLE', 'The gateway could not sign in at the workspace.');
  expect(await predictWith(() => Promise.reject(error))).toBe(error);
  expect(server.calls).toEqual([]);
});

test('a host with a certificate that is not trusted is not called', async () => {
  const outcome = await predictWith(async () => 'own', makeCertificate().cert);
  expect(outcome).toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
  expect(server.calls).toEqual([]);
});
