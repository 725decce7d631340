import { expect, test } from 'vitest';
import { loadCatalog } from '../../src/catalog/load-catalog.js';
import { createEmbeddedReader } from '../../src/catalog/unity/embedded-reader.js';

test('demo', async () => {
  const t=performance.now();
  const catalog = await loadCatalog({ schemaDir: 'schema', sources: ['lakehouse'], reader: createEmbeddedReader('schema/unity'), resolvers: new Set(['Airport.nearby']), signal: new AbortController().signal });
  console.log(performance.now()-t);
  for (const f of catalog.functions.values()) console.log(f.name, f.unmapped, f.returns);
  console.dir(catalog.contract, { depth: 5 });
  expect(1).toBe(1);
});
