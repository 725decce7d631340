import { join } from 'node:path';
import { createMemoryCache, NO_CACHE } from './cache/result-cache.js';
import { TableSizes } from './cache/table-sizes.js';
import { TableVersions } from './cache/table-versions.js';
import type { Catalog } from './catalog/catalog.js';
import { CatalogStore, type Freshness } from './catalog/catalog-store.js';
import type { ModelEndpoint as DeclaredModel } from './catalog/contract.js';
import { loadCatalog } from './catalog/load-catalog.js';
import { createEmbeddedReader } from './catalog/unity/embedded-reader.js';
import type { UnityReader } from './catalog/unity/reader.js';
import { createRestReader, type RestReaderOptions } from './catalog/unity/rest/rest-reader.js';
import type { GatewayConfig } from './config/config.js';
import { ApolloServers } from './doors/graphql/apollo.js';
import { graphiqlAssets } from './doors/graphql/graphiql/assets.js';
import { GraphqlDoor } from './doors/graphql/graphql-door.js';
import { GraphqlHttpDoor } from './doors/graphql/http-handler.js';
import type { FieldResolver, ResolverMap } from './doors/graphql/resolver.js';
import { type DependencyState, startHttpServer } from './doors/http/http-server.js';
import { explainStatement, openSqlDoor } from './doors/sql/sql-door.js';
import { Engine, type ExplainedQuery } from './engine.js';
import type { GatewayError } from './errors.js';
import { CallerLimiter } from './execute/caller-limiter.js';
import { readCredential } from './identity/credentials.js';
import { openDevIssuer } from './identity/dev-issuer.js';
import type { Identity } from './identity/identity.js';
import { openVerifier } from './identity/open-verifier.js';
import { openSignIn, type SignIn } from './identity/sign-in.js';
import type { TokenVerifier } from './identity/token-verifier.js';
import { ensureLakehouse } from './lakehouse/ensure.js';
import { secretFile } from './lib/secret-file.js';
import { createLogger, type Logger } from './observe/logger.js';
import { createMetrics } from './observe/prometheus-metrics.js';
import { openJoiner, openSource } from './sources/index.js';
import type { ModelEndpoint } from './sources/model-serving/model-endpoint.js';
import { openModel } from './sources/model-serving/open-model.js';
import { inputColumns, outputColumns } from './sources/model-serving/settings.js';
import type { Source } from './sources/source.js';

export interface GatewayOptions {
  readonly config: GatewayConfig;
  /** Hand-written fields, by type and field name. */
  readonly resolvers?: ResolverMap;
  /** Sources by name, opened by the caller and closed with the gateway, in place of those of the configuration. */
  readonly sources?: ReadonlyMap<string, Source>;
  /** Where progress of the first start goes, a line each. */
  readonly log?: (line: string) => void;
}

/** Where a gateway listens. */
export interface Addresses {
  /** http://host:port */
  readonly http: string;
  /** postgres://host:port; undefined where the SQL door is off. */
  readonly sql: string | undefined;
}

/** A gateway in this process. */
export interface Gateway {
  readonly engine: Engine;
  readonly graphql: GraphqlDoor;
  readonly sources: ReadonlyMap<string, Source>;
  /** Verifies a bearer token. */
  readonly verifier: TokenVerifier;
  /** What a SQL statement would read and run for a caller; runs nothing. @throws GatewayError BAD_USER_INPUT as the SQL door refuses */
  explainSql(text: string, identity: Identity): Promise<readonly ExplainedQuery[]>;
  /** Opens the listeners of all doors. */
  listen(): Promise<Addresses>;
  /** Drains and closes everything; running requests end first. */
  close(): Promise<void>;
}

const CURSOR_KEY_BYTES = 32;

/** `{ Airport: { nearby } }` → `Airport.nearby`. */
export function flattenResolvers(map: ResolverMap): ReadonlyMap<string, FieldResolver> {
  return new Map(
    Object.entries(map).flatMap(([type, fields]) =>
      Object.entries(fields).map(([field, resolver]) => [`${type}.${field}`, resolver] as const),
    ),
  );
}

/** The sources whose statements run as the caller. */
function callerSources(config: GatewayConfig): ReadonlySet<string> {
  const names = Object.entries(config.sources).flatMap(([name, settings]) =>
    'identity' in settings && settings.identity === 'caller' ? [name] : [],
  );
  return new Set(names);
}

/** Whether another source reads it: it is then not connected to. */
const isRouted = (settings: GatewayConfig['sources'][string]) => 'route' in settings && settings.route === 'warehouse';

/** Which source reads which catalog, and which sources are read through another one. */
function catalogRoutes(config: GatewayConfig) {
  const routes = new Map<string, string>();
  const sourcesByCatalog = new Map<string, string>();
  for (const [name, settings] of Object.entries(config.sources)) {
    if ('route' in settings && settings.route === 'warehouse' && settings.warehouse !== undefined) {
      routes.set(name, settings.warehouse);
    }
    if ('catalog' in settings) sourcesByCatalog.set(settings.catalog ?? name, routes.get(name) ?? name);
  }
  return { routes, sourcesByCatalog };
}

/** What the catalog has to know of the serving endpoints of a configuration. */
export function declaredModels({ models }: GatewayConfig): readonly DeclaredModel[] {
  return Object.entries(models).map(([name, model]) => ({
    name,
    inputs: inputColumns(model),
    outputs: outputColumns(model),
    sendsNulls: model.nulls === 'send',
    groups: model.groups,
  }));
}

function openModels(config: GatewayConfig, signIn: SignIn): ReadonlyMap<string, ModelEndpoint> {
  return new Map(
    Object.entries(config.models).map(([name, model]) => [name, openModel(name, model, signIn.at(model))] as const),
  );
}

/** Opens the Unity Catalog of a configuration: its folder of files, or the service. Reads nothing yet. */
export function openUnity(
  config: GatewayConfig,
  signIn: SignIn,
  onRetry: NonNullable<RestReaderOptions['onRetry']> = () => undefined,
): UnityReader {
  const { catalog } = config;
  return catalog.kind === 'embedded'
    ? createEmbeddedReader(catalog.path)
    : createRestReader({ ...catalog, ...signIn.at(catalog), onRetry });
}

/** Reads governance and contract of a configuration; touches no source of data. */
export function readCatalog(
  config: GatewayConfig,
  resolvers: ReadonlyMap<string, FieldResolver>,
  signal: AbortSignal,
  reader: UnityReader = openUnity(config, openSignIn(config.identity)),
): Promise<Catalog> {
  return loadCatalog({
    schemaDir: config.schemaDir,
    sources: Object.keys(config.sources),
    ...catalogRoutes(config),
    callerSources: callerSources(config),
    reader,
    resolvers: new Set(resolvers.keys()),
    models: declaredModels(config),
    signal,
  });
}

async function openSources(
  config: GatewayConfig,
  signIn: SignIn,
  log: (line: string) => void,
  given: ReadonlyMap<string, Source>,
): Promise<ReadonlyMap<string, Source>> {
  const { dataDir } = config;
  const demoFiles = async () => (await ensureLakehouse({ dataDir, log })).files;
  const sources = new Map(given);
  for (const [name, settings] of Object.entries(config.sources)) {
    if (sources.has(name) || isRouted(settings)) continue;
    const services = { dataDir, demoFiles, ...signIn.at(settings) };
    sources.set(name, await openSource(name, settings, services));
  }
  return sources;
}

/** Whether none of the sources can take in the others' rows, or do what another's dialect lacks. */
function needsJoiner(sources: ReadonlyMap<string, Source>): boolean {
  return [...sources.values()].every(({ openHost }) => openHost === undefined);
}

/** The verifier, with the dev issuer's key where that issuer is on. */
async function openIdentity(config: GatewayConfig): Promise<TokenVerifier> {
  const { devIssuer } = config.identity;
  const dev = devIssuer.enabled ? await openDevIssuer({ settings: devIssuer, dataDir: config.dataDir }) : undefined;
  return openVerifier(config.identity, dev);
}

function identifyBy(verifier: TokenVerifier) {
  return (rawHeaders: readonly string[], client: { readonly signal: AbortSignal }): Identity | Promise<Identity> => {
    const { token } = readCredential(rawHeaders);
    return verifier.peek(token) ?? verifier.verify(token, client.signal);
  };
}

async function readinessOf(
  sources: ReadonlyMap<string, Source>,
  store: CatalogStore,
  kind: GatewayConfig['catalog']['kind'],
  signal: AbortSignal,
): Promise<readonly DependencyState[]> {
  const states = await Promise.all(
    [...sources.values()].map(async (source): Promise<DependencyState> => {
      // One that does not answer in time must not keep the others' states back.
      const health = await source.health(signal).catch(() => ({ state: 'down' }) as const);
      return { name: source.name, state: health.state };
    }),
  );
  return [...states, catalogState(store.freshness, kind)];
}

/** Whoever asks for readiness may not be who operates the gateway: no host, and no reason of a failure. */
function catalogState(freshness: Freshness, kind: GatewayConfig['catalog']['kind']): DependencyState {
  if (freshness.state === 'confirmed') return { name: 'catalog', state: 'ready' };
  const what = kind === 'unity' ? 'Unity Catalog' : 'governance';
  const seconds = Math.round(freshness.ageMs / 1000);
  if (freshness.state === 'failing') {
    const detail = `${what} cannot be read; what was read ${seconds} s ago still holds`;
    return { name: 'catalog', state: 'ready', detail };
  }
  return { name: 'catalog', state: 'down', detail: `${what} was last read ${seconds} s ago: every table is denied` };
}

function reporter(logger: Logger) {
  return (error: GatewayError, requestId: string | undefined): void => {
    const { code, operatorDetail: detail, cause } = error;
    logger.error({ requestId, code, detail, err: cause ?? error }, error.message);
  };
}

/**
 * Builds a gateway from its configuration: everything is made here and handed to what needs it.
 * @throws GatewayError CONFIG_INVALID or CONTRACT_INVALID with file and line of each fault.
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { config } = options;
  const logger = createLogger(config.observe);
  const metrics = createMetrics();
  const resolvers = flattenResolvers(options.resolvers ?? {});
  const signIn = openSignIn(config.identity);
  const unity = openUnity(config, signIn, (err, pauseMs) =>
    logger.warn({ err, pauseMs }, 'a call of Unity Catalog is made again'),
  );
  const starting = new AbortController();
  const store = await CatalogStore.open(
    {
      load: (signal) => readCatalog(config, resolvers, signal, unity),
      refreshMs: config.catalog.refreshSeconds * 1000,
      maxStalenessMs: config.catalog.maxStalenessSeconds * 1000,
      onError: (err) => logger.error({ err }, 'governance or contract could not be read; the last good reading stays'),
      onChange: (catalog) => logger.info({ version: catalog.version }, 'governance or contract changed'),
    },
    starting.signal,
  );
  const sources = await openSources(config, signIn, options.log ?? (() => undefined), options.sources ?? new Map());
  const joiner = needsJoiner(sources) ? await openJoiner(config.dataDir) : undefined;
  const versions = new TableVersions(sources, {
    pollMs: config.cache.versionPollSeconds * 1000,
    onError: (err) => logger.warn({ err }, 'table versions could not be read; results are not kept meanwhile'),
  });
  versions.start();
  const { limits } = config;
  const report = reporter(logger);
  // One for each door: a BI tool's long reads must not hold up the same person's page.
  const limiterOf = (door: 'graphql' | 'sql') =>
    new CallerLimiter({
      maxConcurrent: limits.maxConcurrentRequestsPerCaller,
      maxQueued: limits.maxQueuedRequestsPerCaller,
      onQueued: () => {
        const queued = metrics.requestQueued(door);
        return () => queued.end();
      },
    });
  const limiters = { graphql: limiterOf('graphql'), sql: limiterOf('sql') };
  const models = openModels(config, signIn);
  const engine = new Engine({
    catalog: () => store.current(),
    sources,
    joiner,
    sizes: new TableSizes(sources, (err) =>
      logger.warn({ err }, 'sizes of tables could not be read; plans go by guesses'),
    ),
    models,
    cache: config.cache.enabled ? createMemoryCache(config.cache.maxSizeMb * 1024 * 1024) : NO_CACHE,
    versions,
    limits,
    principalAt: (_source, identity) => signIn.principal(identity),
    onCache: (outcome) => metrics.cacheLookup(outcome),
    onDenied: (reason) => metrics.policyDenied(reason),
    onStatement: (source, outcome, durationMs) => metrics.statementFinished(source, outcome, durationMs),
  });
  const cursorKey = secretFile(join(config.dataDir, 'cursor.key'), CURSOR_KEY_BYTES);
  const graphql = new GraphqlDoor({ engine, limits, resolvers, cursorKey, report });
  const apollo = new ApolloServers(graphql, {
    introspection: config.doors.graphql.introspection,
    maxQueryTokens: limits.maxQueryTokens,
    report,
  });
  const verifier = await openIdentity(config);
  const closers: (() => Promise<void> | void)[] = [];
  return {
    engine,
    graphql,
    sources,
    verifier,
    explainSql: (text, identity) =>
      explainStatement({ engine, settings: config.doors.sql, dataDir: config.dataDir }, text, identity),
    async listen() {
      const server = await startHttpServer({
        ...config.doors.http,
        logger,
        metrics,
        readiness: (signal) => readinessOf(sources, store, config.catalog.kind, signal),
        doors: [
          new GraphqlHttpDoor({
            door: graphql,
            apollo,
            limits,
            graphiql: config.doors.graphql.graphiql ? graphiqlAssets() : undefined,
            metrics,
            identify: identifyBy(verifier),
            admit: (caller, signal, task) => limiters.graphql.run(caller, signal, task),
          }),
        ],
      });
      closers.push(() => server.close());
      if (!config.doors.sql.enabled) return { http: server.url, sql: undefined };
      const door = await openSqlDoor({
        engine,
        settings: config.doors.sql,
        limiter: limiters.sql,
        statementTimeoutMs: limits.statementTimeoutMs,
        dataDir: config.dataDir,
        verify: (token, signal) => verifier.peek(token) ?? verifier.verify(token, signal),
        logger,
      });
      closers.push(() => door.close());
      return { http: server.url, sql: door.url };
    },
    async close() {
      await Promise.all(closers.map((closer) => closer()));
      apollo.stop();
      versions.stop();
      store.close();
      for (const model of models.values()) model.close();
      for (const source of sources.values()) await source.close();
      await joiner?.close();
    },
  };
}
