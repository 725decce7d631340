import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DocumentNode, Kind, type OperationDefinitionNode, parse, validate } from 'graphql';
import { createMemoryCache } from '../../../src/cache/result-cache.js';
import { TableSizes } from '../../../src/cache/table-sizes.js';
import { TableVersions } from '../../../src/cache/table-versions.js';
import type { Catalog } from '../../../src/catalog/catalog.js';
import { loadCatalog } from '../../../src/catalog/load-catalog.js';
import { GraphqlDoor, type KnownOperation } from '../../../src/doors/graphql/graphql-door.js';
import { httpStatusOf } from '../../../src/doors/graphql/http-status.js';
import { replyBody } from '../../../src/doors/graphql/reply.js';
import { Engine, type EngineParts } from '../../../src/engine.js';
import { type Identity, makeIdentity } from '../../../src/identity/identity.js';
import { DuckdbSource } from '../../../src/sources/duckdb/duckdb-source.js';
import { openJoiner } from '../../../src/sources/index.js';
import type { EngineTraits, Source } from '../../../src/sources/source.js';
import { contractSdl } from './contract-sdl.js';
import { type Caller, type Data, SOURCE, type World } from './model.js';
import { unityReaderOf } from './unity-objects.js';
import { writeTables } from './write-tables.js';

export interface Answer {
  readonly status: number | undefined;
  /** The body's bytes, as text. */
  readonly body: string;
  readonly cache: 'hit' | 'miss';
  readonly data: unknown;
  readonly errors: readonly { readonly message: string; readonly extensions?: { readonly code?: unknown } }[];
  /** What the operator's log was told. */
  readonly log: readonly string[];
}

/** Makes the engine under test; the mutation tests make broken ones. */
export type MakeEngine = (parts: EngineParts) => Engine;

/** One gateway process as far as GraphQL goes: engine, cache and door, over one set of files. */
export interface Process {
  readonly engine: Engine;
  readonly door: GraphqlDoor;
  ask(caller: Caller, document: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer>;
  known(caller: Caller, document: string): KnownOperation;
}

/** A source that counts what it runs. */
export interface CountedSource extends Source {
  readonly statementsRun: number;
}

/** Opens the engine over a world's files. @param tables the Parquet files by Unity Catalog full name */
export type OpenSource = (
  world: World,
  tables: ReadonlyMap<string, string>,
  dataDir: string,
  name: string,
) => Promise<CountedSource>;

/** The sources that a world's tables are dealt out to, in turn; each holds all of them, as policies may need. */
export const ONE_SOURCE: readonly string[] = [SOURCE];

/** A set of files with the engine over them. */
export interface OpenData {
  readonly data: Data;
  readonly source: CountedSource;
  /** Where its tables are in several sources. */
  readonly isSplit: boolean;
  /** A process with an empty cache. */
  start(make?: MakeEngine): Process;
  close(): Promise<void>;
}

export interface OpenWorld {
  readonly world: World;
  readonly catalog: Catalog;
  open(data: Data): Promise<OpenData>;
  close(): Promise<void>;
}

export const LIMITS = {
  statementTimeoutMs: 20_000,
  maxRows: 100_000,
  maxFetchedRows: 100_000,
  maxResponseBytes: 32_000_000,
  defaultPageSize: 100,
  maxPageSize: 1000,
  maxOffset: 1000,
  maxGroups: 1000,
  maxInListItems: 100,
  maxCost: 1e12,
  maxQueryTokens: 20_000,
  maxDepth: 100,
  maxAliases: 1000,
  maxFragments: 100,
  maxDirectives: 100,
  maxRootFields: 100,
} as const;

const CURSOR_KEY = new Uint8Array(32).fill(7);
const never = new AbortController().signal;

export function identityOf({ user, groups }: Caller): Identity {
  return makeIdentity({ issuer: 'https://issuer.test', id: user, user, groups, expiresAtMs: Number.MAX_SAFE_INTEGER });
}

/** A document that the schema refuses: these tests only send ones that it should accept. */
export class InvalidDocument extends Error {}

function operationOf(document: DocumentNode): OperationDefinitionNode {
  const found = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (found === undefined) throw new InvalidDocument('A document without an operation.');
  return found;
}

/** Every pass that an engine's weakness asks for fires, on tables of any size. They are spelled for DuckDB alone. */
export const ALL_TRAITS: EngineTraits = { topNRows: 0, sortsWholeGroups: true };

function withAllTraits(source: CountedSource): CountedSource {
  if (!(source instanceof DuckdbSource)) return source;
  return new Proxy(source, {
    get: (target, name, receiver): unknown => (name === 'traits' ? ALL_TRAITS : Reflect.get(target, name, receiver)),
  });
}

function startProcess(
  catalog: Catalog,
  opened: readonly CountedSource[],
  joiner: Source | undefined,
  make: MakeEngine,
): Process {
  const sources = new Map(opened.map((source) => [source.name, withAllTraits(source)]));
  const log: string[] = [];
  const engine = make({
    catalog: () => catalog,
    sources,
    joiner,
    cache: createMemoryCache(64 * 1024 * 1024),
    sizes: new TableSizes(sources, (error) => log.push(String(error))),
    versions: new TableVersions(sources, { pollMs: 3_600_000, onError: (error) => log.push(String(error)) }),
    limits: LIMITS,
    principalAt: () => {
      throw new Error('DuckDB runs as the gateway.');
    },
    onCache: () => undefined,
    onDenied: () => undefined,
    onStatement: () => undefined,
  });
  const door = new GraphqlDoor({
    engine,
    limits: LIMITS,
    resolvers: new Map(),
    cursorKey: CURSOR_KEY,
    report: (error) => log.push((error.operatorDetail ?? error.message).split('\n')[0] ?? ''),
  });
  const known = (caller: Caller, text: string): KnownOperation => {
    const identity = identityOf(caller);
    const kept = door.known(identity, text, undefined);
    if (kept !== undefined) return kept;
    const visible = door.schemaFor(identity);
    const document = parse(text);
    const [error] = validate(visible.schema, document);
    if (error !== undefined) throw new InvalidDocument(`${error.message}\n${text}`);
    return door.remember(visible, text, document, operationOf(document), undefined);
  };
  return {
    engine,
    door,
    known,
    async ask(caller, text, variables) {
      log.length = 0;
      const operation = known(caller, text);
      const identity = identityOf(caller);
      const kept = door.peek(operation, variables, identity);
      const reply = kept ?? (await door.run(operation, variables, identity, new AbortController().signal));
      const body = replyBody(reply).toString();
      const { data, errors = [] } = JSON.parse(body) as Pick<Answer, 'data'> & Partial<Pick<Answer, 'errors'>>;
      return {
        status: httpStatusOf(reply.errors, data !== undefined, true),
        body,
        cache: reply.cache,
        data,
        errors,
        log: [...log],
      };
    },
  };
}

const openDuckdb: OpenSource = (_world, tables, dataDir, name) =>
  DuckdbSource.open({
    name,
    config: { threads: 1, maxConnections: 2, maxStreams: 2, memoryLimitMb: 256, statementTimeoutMs: 20_000 },
    tables,
    dataDir,
  });

/** Writes a world's contract and governance, and loads them as the gateway does. */
export async function openWorld(
  world: World,
  openSource: OpenSource = openDuckdb,
  names: readonly string[] = ONE_SOURCE,
): Promise<OpenWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'medallion-property-'));
  const schemaDir = join(folder, 'schema');
  await mkdir(schemaDir);
  await writeFile(join(schemaDir, 'world.graphql'), contractSdl(world, names));
  const catalog = await loadCatalog({
    schemaDir,
    sources: names,
    reader: unityReaderOf(world),
    resolvers: new Set(),
    signal: never,
  });
  const denied = [...catalog.functions.values()].filter(({ unmapped }) => unmapped !== undefined);
  if (denied.length > 0) throw new Error(denied.map(({ name, unmapped }) => `${name}: ${unmapped}`).join('\n'));
  let opened = 0;
  const open: OpenData[] = [];
  return {
    world,
    catalog,
    async open(data) {
      opened += 1;
      const dataDir = join(folder, `data-${opened}`);
      await mkdir(dataDir);
      const tables = await writeTables(dataDir, world, data);
      const sources = await Promise.all(names.map((name) => openSource(world, tables, dataDir, name)));
      const [source] = sources;
      if (source === undefined) throw new Error('A world needs a source.');
      const hosts = sources.some(({ openHost }) => openHost !== undefined);
      const joiner = hosts || sources.length === 1 ? undefined : await openJoiner(dataDir);
      const result: OpenData = {
        data,
        source,
        isSplit: sources.length > 1,
        start: (make = (parts) => new Engine(parts)) => startProcess(catalog, sources, joiner, make),
        close: async () => {
          for (const opened of sources) await opened.close();
          await joiner?.close();
        },
      };
      open.push(result);
      return result;
    },
    async close() {
      for (const one of open) await one.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
