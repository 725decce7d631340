import type { ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createEmbeddedReader } from '../../../src/catalog/unity/embedded-reader.js';
import type { UnityReader } from '../../../src/catalog/unity/reader.js';
import { createRestReader, type RestReaderOptions } from '../../../src/catalog/unity/rest/rest-reader.js';
import { GatewayError } from '../../../src/errors.js';
import { makeCertificate } from '../../standins/certificate.js';
import { UnityStandin } from '../../standins/unity/unity-standin.js';

const folder = resolve('schema/unity');
const certificate = makeCertificate();
const never = new AbortController().signal;
let service: UnityStandin;
let reader: UnityReader;

function readerWith(options: Partial<RestReaderOptions> = {}): UnityReader {
  return createRestReader({
    host: service.host,
    ca: certificate.cert,
    ownToken: () => Promise.resolve('good'),
    maxConcurrency: 4,
    timeoutMs: 2000,
    ...options,
  });
}

beforeAll(async () => {
  service = await UnityStandin.start({ folder, certificate, accepts: (token) => token === 'good', pageSize: 1 });
  reader = readerWith();
});
afterAll(() => service.stop());
afterEach(() => {
  service.fault = undefined;
});

async function failure(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof GatewayError)) throw new Error(`not a GatewayError: ${String(error)}`);
  expect(error.code).toBe('SOURCE_UNAVAILABLE');
  expect(error.publicMessage).toBe('A data source is not available.');
  return error.message;
}

/** Answers the first `times` calls by `answer`. */
function failing(times: number, answer: (reply: ServerResponse) => void): () => number {
  let left = times;
  service.fault = (_path, reply) => {
    if (left === 0) return false;
    left -= 1;
    answer(reply);
    return true;
  };
  return () => times - left;
}

const status =
  (code: number, headers: Record<string, string> = {}, body = '') =>
  (reply: ServerResponse) => {
    reply.writeHead(code, headers);
    reply.end(body);
  };

describe('the same objects as the files', () => {
  const embedded = createEmbeddedReader(folder);

  test('of every kind, over pages of which some are empty', async () => {
    expect(await reader.listCatalogs(never)).toEqual(await embedded.listCatalogs(never));
    expect(await reader.listSchemas('lakehouse', never)).toEqual(await embedded.listSchemas('lakehouse', never));
    const tables = await reader.listTables('lakehouse', 'gold', never);
    expect(tables).toEqual(await embedded.listTables('lakehouse', 'gold', never));
    expect(tables.length).toBeGreaterThan(3);
    for (const { full_name: name } of tables) {
      expect(await reader.getTable(name, never)).toEqual(await embedded.getTable(name, never));
      expect(await reader.getEffectivePermissions('table', name, never)).toEqual(
        await embedded.getEffectivePermissions('table', name, never),
      );
      expect(await reader.listPolicies(name, never)).toEqual([]);
      expect(await reader.listTags('table', name, never)).toEqual([]);
    }
    const filter = 'lakehouse.governance.flights_by_origin';
    expect(await reader.getFunction(filter, never)).toEqual(await embedded.getFunction(filter, never));
  });

  test('what is not there is undefined; a listing below it is an error', async () => {
    expect(await reader.getTable('lakehouse.gold.gone', never)).toBeUndefined();
    expect(await reader.getFunction('lakehouse.gold.gone', never)).toBeUndefined();
    expect(await reader.getEffectivePermissions('schema', 'lakehouse.gone', never)).toBeUndefined();
    expect(await failure(reader.listTables('lakehouse', 'gone', never))).toBe(
      'Unity Catalog has no schema lakehouse.gone.',
    );
  });

  test('a name stays one part of the path', async () => {
    expect(await reader.getTable('lakehouse.gold.a/../../b?c', never)).toBeUndefined();
    expect(service.calls.at(-1)).toBe('/api/2.1/unity-catalog/tables/lakehouse.gold.a%2F..%2F..%2Fb%3Fc');
  });
});

describe('faults', () => {
  test.each([
    ['429 with a wait', status(429, { 'retry-after': '0' }, '{"error_code":"REQUEST_LIMIT_EXCEEDED"}')],
    ['503 of a proxy', status(503, { 'retry-after': '0' }, '<html>busy</html>')],
    ['a connection that is cut', (reply: ServerResponse) => reply.destroy()],
    [
      'a body that breaks off',
      (reply: ServerResponse) => {
        reply.writeHead(200, { 'content-length': '1000' });
        reply.write('{"name":');
        setTimeout(() => reply.destroy(), 5);
      },
    ],
  ])('%s: the call is made again', async (_, answer) => {
    const failed = failing(2, answer);
    expect(await reader.getTable('lakehouse.gold.flights', never)).toMatchObject({ name: 'flights' });
    expect(failed()).toBe(2);
  });

  test('a fault that lasts is told, and no call is made for ever', async () => {
    const failed = failing(
      100,
      status(500, { 'retry-after': '0' }, '{"error_code":"INTERNAL_ERROR","message":"down"}'),
    );
    expect(await failure(reader.getTable('lakehouse.gold.flights', never))).toMatch(/500 INTERNAL_ERROR down$/);
    expect(failed()).toBe(4);
  });

  test.each([
    ['a 404 that the service did not write', status(404, {}, '<html>not found</html>'), /404 {2}<html>/],
    ['a 404 of another cause', status(404, {}, '{"error_code":"ENDPOINT_DISABLED"}'), /404 ENDPOINT_DISABLED/],
    ['403', status(403, {}, '{"error_code":"PERMISSION_DENIED","message":"no"}'), /403 PERMISSION_DENIED no/],
    ['an error of SCIM', status(401, {}, '{"detail":"expired","status":"401"}'), /401 {2}expired/],
    ['a redirect', status(302, { location: 'http://169.254.169.254/' }), /302/],
    ['no JSON', status(200, {}, 'hello'), /not JSON/],
    ['another object', status(200, {}, '{"name":1}'), /expected string/],
    [
      'a table of another name',
      status(200, {}, '{"name":"a","catalog_name":"b","schema_name":"c","full_name":"x.y.z","table_type":"T"}'),
      /full_name/,
    ],
  ])('%s is an error, never absence', async (_, answer, message) => {
    failing(2, answer);
    expect(await failure(reader.getTable('lakehouse.gold.flights', never))).toMatch(message);
  });

  test('pages that do not end', async () => {
    failing(100, status(200, {}, '{"next_page_token":"x"}'));
    expect(await failure(reader.listCatalogs(never))).toMatch(/do not end/);
  });

  test('no answer in time', async () => {
    service.fault = () => true;
    expect(await failure(readerWith({ timeoutMs: 100 }).listCatalogs(never))).toMatch(/no reply within 100 ms/);
  });

  test('a certificate that is not trusted', async () => {
    expect(await failure(readerWith({ ca: undefined }).listCatalogs(never))).toMatch(/self-signed/);
  });

  test('a token that is refused', async () => {
    const bad = readerWith({ ownToken: () => Promise.resolve('bad') });
    expect(await failure(bad.listCatalogs(never))).toMatch(/401 UNAUTHENTICATED/);
  });

  test('a token that was revoked before its end is replaced, once', async () => {
    const refusals: (string | undefined)[] = [];
    const ownToken = async (_signal: AbortSignal, refused?: string) => {
      refusals.push(refused);
      return refused === undefined ? 'revoked' : 'good';
    };
    expect((await readerWith({ ownToken }).listCatalogs(never)).length).toBeGreaterThan(0);
    expect(refusals.slice(0, 2)).toEqual([undefined, 'revoked']);
  });

  test('a caller that leaves, also while it waits to call again', async () => {
    const controller = new AbortController();
    failing(100, (reply) => {
      status(503, { 'retry-after': '60' })(reply);
      setTimeout(() => controller.abort(new Error('left')), 20);
    });
    await expect(reader.listCatalogs(controller.signal)).rejects.toThrow(/left|aborted/);
  });

  test('never more calls at once than allowed', async () => {
    let running = 0;
    let most = 0;
    service.fault = (_path, reply) => {
      running += 1;
      most = Math.max(most, running);
      setTimeout(() => {
        running -= 1;
        status(200, {}, '{}')(reply);
      }, 5);
      return true;
    };
    await Promise.all(Array.from({ length: 20 }, () => reader.listCatalogs(never)));
    expect(most).toBe(4);
  });
});
