import { resolve } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createMemoryCache } from '../../src/cache/result-cache.js';
import { TableSizes } from '../../src/cache/table-sizes.js';
import { TableVersions } from '../../src/cache/table-versions.js';
import type { Catalog } from '../../src/catalog/catalog.js';
import { loadCatalog } from '../../src/catalog/load-catalog.js';
import { createEmbeddedReader } from '../../src/catalog/unity/embedded-reader.js';
import { Engine } from '../../src/engine.js';
import { GatewayError } from '../../src/errors.js';
import { type Identity, makeIdentity } from '../../src/identity/identity.js';
import { STRING } from '../../src/query/types.js';
import { duckdbDialect } from '../../src/sources/duckdb/dialect.js';
import type { Source, StatementOptions } from '../../src/sources/source.js';

const never = new AbortController().signal;
const reader = {
  key: 'text',
  read: (document: Buffer) => ({ value: { text: document.toString(), sizeBytes: 1 }, cacheable: true }),
};

/** A source that runs as the caller and answers with the token it was called with. */
class TokenEcho implements Source {
  readonly name = 'lakehouse';
  readonly dialect = duckdbDialect;
  readonly traits = { topNRows: undefined, sortsWholeGroups: false };
  readonly runsAs = 'caller';
  readonly texts: string[] = [];
  readonly calls: StatementOptions[] = [];

  async execute({ text }: { readonly text: string }, options: StatementOptions) {
    this.texts.push(text);
    this.calls.push(options);
    const token = await options.principal?.token(options.signal);
    const batch = { rowCount: 1, columns: [[Buffer.from(token ?? 'nobody')]] };
    return {
      fields: [{ name: 'c', type: STRING }],
      batches: (async function* () {
        yield batch;
      })(),
    };
  }

  versions(tables: readonly string[]) {
    return Promise.resolve(new Map(tables.map((table) => [table, '1'])));
  }

  health() {
    return Promise.resolve({ state: 'ready', latencyMs: 0 } as const);
  }

  close() {
    return Promise.resolve();
  }
}

function person(id: string, user = 'west.analyst@flights.demo', groups: readonly string[] = ['west']): Identity {
  return makeIdentity({ issuer: 'https://id.example', id, user, groups, expiresAtMs: 9e15 });
}

let source: TokenEcho;
let catalog: Catalog;
let engine: Engine;
const refused = new Set<Identity>();

beforeEach(async () => {
  source = new TokenEcho();
  refused.clear();
  catalog = await loadCatalog({
    schemaDir: resolve('schema'),
    sources: ['lakehouse'],
    callerSources: new Set(['lakehouse']),
    reader: createEmbeddedReader(resolve('schema/unity')),
    resolvers: new Set(['Airport.nearby']),
    signal: never,
  });
  const sources = new Map([['lakehouse', source]]);
  engine = new Engine({
    catalog: () => catalog,
    sources,
    cache: createMemoryCache(1_000_000),
    sizes: new TableSizes(sources, (error) => expect.unreachable(String(error))),
    versions: new TableVersions(sources, { pollMs: 60_000, onError: (error) => expect.unreachable(String(error)) }),
    limits: { statementTimeoutMs: 1000, maxRows: 1000, maxFetchedRows: 1000, maxResponseBytes: 1000 },
    principalAt: (_name, identity) => {
      if (refused.has(identity)) throw new GatewayError('UNAUTHENTICATED', 'Sign in again.');
      return { key: identity.subject, token: () => Promise.resolve(`token of ${identity.subject}`) };
    },
    onCache: () => undefined,
    onDenied: () => undefined,
    onStatement: () => undefined,
  });
});

function flights() {
  const table = catalog.tables.get('lakehouse.gold.flights');
  if (table === undefined) throw new Error('no table');
  const fields = table.columns.map(({ name, type, nullable }) => ({ name, type, nullable }));
  return {
    kind: 'query',
    shape: 'rows',
    relation: { kind: 'scan', table: table.reference, alias: 't', fields },
  } as const;
}

async function ask(identity: Identity): Promise<string> {
  return (await engine.document(engine.prepare(flights(), identity), identity, reader, { signal: never })).text;
}

describe('a source that runs as the caller', () => {
  test('gets each caller’s own token, and no caller the kept answer of another', async () => {
    const [one, two] = [person('1'), person('2')];
    expect(one.key).toBe(two.key);
    expect(await Promise.all([ask(one), ask(two)])).toEqual([
      'token of https://id.example 1',
      'token of https://id.example 2',
    ]);
    expect(await ask(one)).toBe('token of https://id.example 1');
    expect(source.calls.length).toBe(2);
  });

  test('is given the tables untouched: it enforces row filters and masks itself', async () => {
    await ask(person('1'));
    expect(source.texts.join()).not.toMatch(/WHERE|MATERIALIZED|'CA'/);
    expect(source.calls[0]?.tags).toEqual({ requestId: undefined, caller: 'https://id.example 1' });
  });

  test('grants still decide', async () => {
    await expect(ask(person('3', 'new.hire@flights.demo', []))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(source.calls).toEqual([]);
  });

  test('a caller whose token cannot be exchanged is refused, and nothing runs as the gateway', async () => {
    const one = person('1');
    refused.add(one);
    await expect(ask(one)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(engine.rows(flights(), one, { signal: never })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(source.calls).toEqual([]);
  });

  test('a cursor of one caller is none of another', () => {
    const tables = ['lakehouse.gold.flights'];
    expect(engine.policyFingerprint(tables, person('1'))).not.toBe(engine.policyFingerprint(tables, person('2')));
  });
});
