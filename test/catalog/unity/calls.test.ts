import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { loadCatalog } from '../../../src/catalog/load-catalog.js';
import { createRestReader } from '../../../src/catalog/unity/rest/rest-reader.js';
import { countByKind } from '../../bench/unity/kind-of-call.js';
import { type CatalogSize, contractOf, OWNER, writeCatalog, writeTagPolicy } from '../../bench/unity/write-catalog.js';
import { makeCertificate } from '../../standins/certificate.js';
import { UnityStandin } from '../../standins/unity/unity-standin.js';

/** Tables 0 to 4 are mapped; 0 and 4 have a row filter and a mask. */
const SIZE: CatalogSize = { schemas: 3, tables: 60, columns: 7 };
const MAPPED = 5;
const certificate = makeCertificate();
let folder: string;
let service: UnityStandin;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'medallion-calls-'));
  writeCatalog(join(folder, 'plain'), SIZE);
  writeCatalog(join(folder, 'tagged'), SIZE);
  writeTagPolicy(join(folder, 'tagged'));
});
afterEach(() => service.stop());
afterAll(() => rmSync(folder, { recursive: true }));

async function load(place: 'plain' | 'tagged') {
  const options = { folder: join(folder, place), certificate, accepts: () => true, self: OWNER, pageSize: 2 };
  service = await UnityStandin.start(options);
  const reader = createRestReader({
    host: service.host,
    ca: certificate.cert,
    ownToken: () => Promise.resolve('good'),
    maxConcurrency: 4,
    timeoutMs: 5000,
  });
  writeFileSync(join(folder, 'types.graphql'), contractOf(MAPPED, SIZE));
  return async () => {
    const { signal } = new AbortController();
    const sources = ['lakehouse'];
    const catalog = await loadCatalog({ schemaDir: folder, sources, reader, resolvers: new Set(), signal });
    return { catalog, calls: service.calls.splice(0) };
  };
}

describe('what a reading asks for', () => {
  const governed = {
    'get tables': MAPPED,
    'permissions of table': MAPPED,
    'policies of table': MAPPED,
    'permissions of schema': 3,
    'permissions of catalog': 1,
    'who am I': 1,
    'get functions': 2,
  };

  test('the tables of the contract in full, what they share once, and no list of anything', async () => {
    const read = await load('plain');
    const { catalog, calls } = await read();
    expect([...catalog.tables.keys()].sort()).toEqual(
      [0, 3, 1, 4, 2].map((index) => `lakehouse.s${index % 3}.t${index}`),
    );
    expect(Object.fromEntries(countByKind(calls))).toEqual(governed);
    expect(new Set(calls).size).toBe(calls.length);
    expect((await read()).calls.sort()).toEqual(calls.sort());
  });

  test('with a policy by tag on the catalog: each column once more, and the table’s own tags not', async () => {
    const { catalog, calls } = await (await load('tagged'))();
    const counts = countByKind(calls);
    expect(Object.fromEntries(counts)).toEqual({ ...governed, 'tags of columns': MAPPED * SIZE.columns });
    const masked = [...catalog.tables.values()].flatMap(({ scopedPolicies }) =>
      scopedPolicies.flatMap(({ masks }) => masks.map(({ column }) => column)),
    );
    expect(masked).toEqual(['c1']);
  });

  test('a server without effective permissions, as the open one: refused by name, never served without grants', async () => {
    const read = await load('plain');
    service.fault = (path, reply) => {
      if (!path.includes('/effective-permissions/')) return false;
      reply.writeHead(404, { 'content-type': 'text/plain' }).end('Not Found');
      return true;
    };
    await expect(read()).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      message: expect.stringMatching(
        /^Unity Catalog: \/api\/2\.1\/unity-catalog\/effective-permissions\/.*: 404 {2}Not Found$/u,
      ),
    });
  });
});
