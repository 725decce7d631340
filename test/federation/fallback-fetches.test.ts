import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryCache } from '../../src/cache/result-cache.js';
import { TableSizes } from '../../src/cache/table-sizes.js';
import { TableVersions } from '../../src/cache/table-versions.js';
import type { Catalog } from '../../src/catalog/catalog.js';
import { loadCatalog } from '../../src/catalog/load-catalog.js';
import { createEmbeddedReader } from '../../src/catalog/unity/embedded-reader.js';
import { Engine, type EngineLimits } from '../../src/engine.js';
import { call } from '../../src/functions/registry.js';
import { makeIdentity } from '../../src/identity/identity.js';
import { column, literal, project } from '../../src/query/build.js';
import type { Expression } from '../../src/query/expression.js';
import { FLOAT64 } from '../../src/query/types.js';
import { openJoiner } from '../../src/sources/index.js';
import { mysqlDialect } from '../../src/sources/mysql/dialect.js';
import type { Source } from '../../src/sources/source.js';

const LIMITS = { statementTimeoutMs: 1000, maxRows: 1000, maxFetchedRows: 1000, maxResponseBytes: 1000 };
const caller = makeIdentity({
  issuer: 'https://id.example',
  id: '1',
  user: 'west.analyst@flights.demo',
  groups: ['west'],
  expiresAtMs: 9e15,
});

describe('what a dialect lacks', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'medallion-fallback-'));
  let joiner: Source;
  let catalog: Catalog;

  beforeAll(async () => {
    joiner = await openJoiner(dataDir);
    catalog = await loadCatalog({
      schemaDir: resolve('schema'),
      sources: ['lakehouse'],
      callerSources: new Set(),
      reader: createEmbeddedReader(resolve('schema/unity')),
      resolvers: new Set(['Airport.nearby']),
      signal: new AbortController().signal,
    });
  });
  afterAll(async () => {
    await joiner.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  function explain(fallbackFetches: EngineLimits['fallbackFetches'], expression: Expression) {
    const source = Object.assign(Object.create(joiner) as Source, {
      name: 'lakehouse',
      dialect: mysqlDialect,
      openHost: undefined,
    });
    const sources = new Map([['lakehouse', source]]);
    const engine = new Engine({
      catalog: () => catalog,
      sources,
      joiner,
      cache: createMemoryCache(1000),
      sizes: new TableSizes(sources, () => undefined),
      versions: new TableVersions(sources, { pollMs: 60_000, onError: () => undefined }),
      limits: { ...LIMITS, ...(fallbackFetches === undefined ? {} : { fallbackFetches }) },
      principalAt: () => expect.unreachable('no source runs as the caller'),
      onCache: () => undefined,
      onDenied: () => undefined,
      onStatement: () => undefined,
    });
    const table = catalog.tables.get('lakehouse.gold.flights') ?? expect.unreachable('no table');
    const fields = table.columns.map(({ name, type, nullable }) => ({ name, type, nullable }));
    const scan = { kind: 'scan', table: table.reference, alias: 't', fields } as const;
    const relation = project(scan, 'p', [{ name: 'a', expression }]);
    return engine.explain({ kind: 'query', shape: 'rows', relation }, caller);
  }

  const lacking = call('sqrt', [literal(4, FLOAT64)]);

  it.each([undefined, 'allow'] as const)('the gateway does from fetched rows: %s', (setting) => {
    const { plan } = explain(setting, lacking);
    expect(plan.source).toBe(joiner.name);
    expect(plan.stages.map((stage) => stage.kind)).toEqual(['fetch']);
  });

  it('is refused where nothing may be fetched for it, with the function and the source', () => {
    expect(() => explain('forbid', lacking)).toThrowError(
      'Function "sqrt" is not supported on mysql, and source lakehouse may not be read to do it elsewhere (limits.fallbackFetches).',
    );
  });

  it('what the dialect has is not concerned', () => {
    const { plan } = explain('forbid', column('t', 'delay', FLOAT64));
    expect(plan).toMatchObject({ source: 'lakehouse', stages: [] });
  });
});
