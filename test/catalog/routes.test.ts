import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/catalog/load-catalog.js';
import { createEmbeddedReader } from '../../src/catalog/unity/embedded-reader.js';

const SCHEMA = resolve(import.meta.dirname, '../../schema');

describe('which source reads which table', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medallion-routes-'));
    await cp(SCHEMA, folder, { recursive: true });
    const file = join(folder, 'flights.graphql');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('source: "lakehouse"', 'source: "operations"'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function sourcesOf(options: Partial<Parameters<typeof loadCatalog>[0]>) {
    const { tables } = await loadCatalog({
      schemaDir: folder,
      sources: ['lakehouse', 'operations', 'warehouse'],
      reader: createEmbeddedReader(join(folder, 'unity')),
      resolvers: new Set(['Airport.nearby']),
      signal: new AbortController().signal,
      ...options,
    });
    const of = (name: string) => tables.get(name)?.reference.source;
    return {
      flights: of('lakehouse.gold.flights'),
      airports: of('lakehouse.gold.airports'),
      mapping: of('lakehouse.governance.airport_access'),
    };
  }

  it('is the one that the contract names, and that of the reading table for one that only policies name', async () => {
    const { mapping, ...named } = await sourcesOf({});
    expect(named).toEqual({ flights: 'operations', airports: 'lakehouse' });
    expect(['lakehouse', 'operations']).toContain(mapping);
  });

  it('is the one that serves the catalog, for a table that only policies name', async () => {
    const sourcesByCatalog = new Map([['lakehouse', 'lakehouse']]);
    expect(await sourcesOf({ sourcesByCatalog })).toEqual({
      flights: 'operations',
      airports: 'lakehouse',
      mapping: 'lakehouse',
    });
  });

  it('is the warehouse that federates it, where the source is routed', async () => {
    const routes = new Map([['operations', 'warehouse']]);
    const sourcesByCatalog = new Map([['lakehouse', 'warehouse']]);
    expect(await sourcesOf({ routes, sourcesByCatalog })).toEqual({
      flights: 'warehouse',
      airports: 'lakehouse',
      mapping: 'warehouse',
    });
  });
});
