import type { CachedValue, ResultCache } from './cache/result-cache.js';
import { SingleFlight } from './cache/single-flight.js';
import type { TableSizes } from './cache/table-sizes.js';
import type { TableVersions } from './cache/table-versions.js';
import type { Catalog } from './catalog/catalog.js';
import { type ErrorCode, GatewayError, toGatewayError } from './errors.js';
import { BoundedRows, readDocument } from './execute/run-plan.js';
import { runStages } from './execute/run-stages.js';
import { type Identity, principalKey } from './identity/identity.js';
import type { Stage } from './plan/federation/stage.js';
import { withKeys } from './plan/federation/with-keys.js';
import { PIPELINE } from './plan/pipeline.js';
import { type Plan, type PlanContext, plan } from './plan/plan.js';
import { authorize } from './policy/authorize.js';
import type { Authorized } from './policy/authorized.js';
import { catalogFor, type VisibleCatalog } from './policy/catalog-for.js';
import { mayExecute } from './policy/grants.js';
import { policyFingerprint } from './policy/policy-fingerprint.js';
import type { ParameterSlot } from './query/parameter-slot.js';
import type { Query } from './query/query.js';
import { sameType } from './query/types.js';
import type { ColumnVector, LongVector, NumberVector } from './sources/column-vector.js';
import type { ModelEndpoint, PredictionOutcome } from './sources/model-serving/model-endpoint.js';
import type { ModelValue, PredictedValue } from './sources/model-serving/model-type.js';
import type {
  Principal,
  ResultBatch,
  ResultField,
  RunsAs,
  Source,
  StatementOptions,
  StatementResult,
  StatementTags,
} from './sources/source.js';
import type { Dialect } from './sql/dialect.js';
import { printStatement } from './sql/print-statement.js';
import type { BoundParameter, SqlStatement } from './sql/statement.js';
import { statementFingerprint } from './sql/statement-fingerprint.js';

export type {
  CachedValue,
  ColumnVector,
  LongVector,
  ModelValue,
  NumberVector,
  PredictedValue,
  PredictionOutcome,
  ResultBatch,
};

export interface ExecuteOptions {
  readonly signal: AbortSignal;
  /** Names the request in the source's own records. */
  readonly requestId?: string | undefined;
  /** The door that asks, for the same records. */
  readonly door?: StatementTags['door'];
}

/** Bounds of one run of `rows`; where absent, the engine's own hold. */
export interface RowsOptions extends ExecuteOptions {
  readonly timeoutMs?: number;
  readonly maxRows?: number;
}

/**
 * Makes of a document's bytes what its door keeps and sends. It must depend on the bytes and the plan alone, since
 * every caller whose policy gives the same plan gets the same value.
 */
export interface DocumentReader<T extends CachedValue> {
  /** Names the reader and all that it is parameterised by; part of the cache key. */
  readonly key: string;
  read(document: Buffer): { readonly value: T; readonly cacheable: boolean };
}

export type CacheOutcome = 'hit' | 'miss' | 'bypass';

export interface Rows {
  readonly fields: readonly ResultField[];
  readonly batches: AsyncIterable<ResultBatch>;
}

export interface EngineLimits {
  readonly statementTimeoutMs: number;
  readonly maxRows: number;
  readonly maxResponseBytes: number;
  /** Rows that a join across sources may fetch, of all of them together. */
  readonly maxFetchedRows: number;
  /** Whether what a source's dialect lacks is done elsewhere from rows of it; absent: it is. */
  readonly fallbackFetches?: 'allow' | 'forbid';
}

export interface EngineParts {
  readonly catalog: () => Catalog;
  readonly sources: ReadonlyMap<string, Source>;
  /** An engine without tables that joins what sources have of which none can host the others' rows. */
  readonly joiner?: Source | undefined;
  readonly sizes: TableSizes;
  /** Serving endpoints by name; absent where there are none. */
  readonly models?: ReadonlyMap<string, ModelEndpoint>;
  readonly cache: ResultCache;
  readonly versions: TableVersions;
  readonly limits: EngineLimits;
  /**
   * How a caller signs in at a source that runs as the caller.
   * @throws GatewayError UNAUTHENTICATED for a caller whose credential cannot be exchanged
   */
  readonly principalAt: (source: string, identity: Identity) => Principal;
  readonly onCache: (outcome: CacheOutcome) => void;
  /** Told when policy refuses a query. */
  readonly onDenied: (reason: 'no_grant' | 'policy_not_translatable') => void;
  /** Told of each statement at its end. */
  readonly onStatement: (source: string, outcome: 'ok' | ErrorCode, durationMs: number) => void;
}

/** A query that policy has decided on and the planner has placed. */
export interface PreparedQuery {
  /** Without the tree: what is kept for the next request is the statement. */
  readonly plan: Omit<Plan, 'relation'>;
  /** The last statement, at the plan's source. */
  readonly statement: SqlStatement;
  /** Names the authorised plan by the statement and values it became: the cache key before table versions. */
  readonly fingerprint: string;
  /** Whose rights the source runs it with; the caller's own are part of `fingerprint`. */
  readonly runsAs: RunsAs;
}

/** A prepared query with the tree that its statement was printed from. */
export interface ExplainedQuery extends PreparedQuery {
  readonly plan: Plan;
  /** What each stage sends or computes, its key sets' statements first. */
  readonly stageStatements: readonly StageStatements[];
}

export interface StageStatements {
  readonly stage: Stage;
  /** At the host, one for each key set. */
  readonly keys: readonly SqlStatement[];
  /** At the stage's source, before any keys are known. */
  readonly statement: SqlStatement;
}

/**
 * How long a result may be kept. What a source enforces itself leaves no trace in the plan: a changed policy, group or
 * mapping table there must hold within 30 s.
 */
const keptFor = ({ runsAs }: PreparedQuery): number | undefined => (runsAs === 'caller' ? 15_000 : undefined);

const isUnsupported = (error: unknown): error is GatewayError =>
  error instanceof GatewayError && error.code === 'NOT_SUPPORTED';

/** Another input in a slot; undefined where the plan was made for its value, or the input makes one of another type. */
export function inSlot(slot: ParameterSlot, inputs: Readonly<Record<string, unknown>>): BoundParameter | undefined {
  if (slot.wasRead) return undefined;
  const { value, type } = slot.convert(inputs[slot.input]);
  return sameType(type, slot.type) ? { value, type: slot.type, slot } : undefined;
}

/** authorize → plan → execute: the one way from a door to a source. */
export class Engine {
  private readonly flights = new SingleFlight<CachedValue>();

  constructor(private readonly parts: EngineParts) {}

  get catalog(): Catalog {
    return this.parts.catalog();
  }

  /** What this caller may know exists: the only source of introspection and descriptions. */
  catalogFor(identity: Identity): VisibleCatalog {
    return catalogFor(this.catalog, identity);
  }

  /** A name for what policy makes of these tables for this caller; equal for callers who see the same. */
  policyFingerprint(tables: readonly string[], identity: Identity): string {
    return policyFingerprint(tables, identity, this.catalog);
  }

  /** Decides and places a query; runs nothing. */
  prepare(query: Query, identity: Identity): PreparedQuery {
    const { plan: planned, stageStatements: _statements, ...prepared } = this.explain(query, identity);
    const { relation: _relation, ...summary } = planned;
    return { plan: summary, ...prepared };
  }

  /** As `prepare`, with the plan's tree for people to read. */
  explain(query: Query, identity: Identity): ExplainedQuery {
    const { planned, statement } = this.planned(this.authorize(query, identity));
    const { dialect } = this.source(planned.source);
    const stageStatements = planned.stages.map((stage) => this.stageStatements(stage, dialect));
    const runsAs = planned.reads.some(({ source }) => this.source(source).runsAs === 'caller') ? 'caller' : 'service';
    // How sources are joined goes by guesses at sizes, which change: what is asked does not.
    const asked = planned.asked ?? statementFingerprint(planned.source, statement);
    const fingerprint = runsAs === 'caller' ? `${asked} ${principalKey(identity)}` : asked;
    return { plan: planned, statement, stageStatements, fingerprint, runsAs };
  }

  /** A plan and its last statement. What a source's dialect lacks, another engine does, where there is one. */
  private planned(query: Authorized): { readonly planned: Plan; readonly statement: SqlStatement } {
    const planned = plan(query, this.planContext);
    const { dialect, openHost } = this.source(planned.source);
    try {
      return { planned, statement: printStatement(planned.relation, dialect) };
    } catch (error) {
      const host = openHost === undefined ? this.planContext.hostOf(new Set([planned.source])) : undefined;
      if (host === undefined || !isUnsupported(error)) throw error;
      this.checkFallback(error, planned.source);
      const apart = plan(query, this.planContext, PIPELINE, host);
      return { planned: apart, statement: printStatement(apart.relation, this.source(host).dialect) };
    }
  }

  private readonly planContext: PlanContext = {
    traitsOf: (source) => this.source(source).traits,
    hostOf: (sources) => {
      const { sources: all, joiner } = this.parts;
      const hosts = [...[...sources].sort(), ...[...all.keys()].sort()].filter(
        (name) => this.source(name).openHost !== undefined,
      );
      return hosts[0] ?? joiner?.name;
    },
    canRun: (source, relation) => {
      try {
        printStatement(relation, this.source(source).dialect);
        return true;
      } catch (error) {
        if (!isUnsupported(error)) throw error;
        this.checkFallback(error, source);
        return false;
      }
    },
    tableRows: (table) => this.parts.sizes.peek(table),
  };

  /** @throws GatewayError NOT_SUPPORTED where a source may not be read for work that its dialect cannot do */
  private checkFallback({ message }: GatewayError, source: string): void {
    if (this.parts.limits.fallbackFetches !== 'forbid') return;
    const because = `source ${source} may not be read to do it elsewhere (limits.fallbackFetches)`;
    throw new GatewayError('NOT_SUPPORTED', `${message.replace(/\.$/u, '')}, and ${because}.`);
  }

  private stageStatements(stage: Stage, hostDialect: Dialect): StageStatements {
    if (stage.kind !== 'fetch') return { stage, keys: [], statement: printStatement(stage.relation, hostDialect) };
    const unreduced = withKeys(stage.relation, stage.keys, () => undefined);
    return {
      stage,
      keys: stage.keys.map(({ relation }) => printStatement(relation, hostDialect)),
      statement: printStatement(unreduced, this.source(stage.source).dialect),
    };
  }

  private authorize(query: Query, identity: Identity): Authorized {
    try {
      return authorize(query, identity, this.parts.catalog());
    } catch (error) {
      if (error instanceof GatewayError && error.code === 'FORBIDDEN') {
        this.parts.onDenied(error.operatorDetail === undefined ? 'no_grant' : 'policy_not_translatable');
      }
      throw error;
    }
  }

  /**
   * The same plan with other inputs in its slots; undefined where it is good for its own alone.
   * @param inputs by name; of each slot
   * @param identity the caller that the query was prepared for
   */
  withInputs(
    prepared: PreparedQuery,
    identity: Identity,
    inputs: Readonly<Record<string, unknown>>,
  ): PreparedQuery | undefined {
    if (prepared.plan.stages.length > 0) return undefined;
    const { statement, runsAs } = prepared;
    const parameters: BoundParameter[] = [];
    for (const bound of statement.parameters) {
      const next = bound.slot === undefined ? bound : inSlot(bound.slot, inputs);
      if (next === undefined) return undefined;
      parameters.push(next);
    }
    const replaced = { ...statement, parameters };
    const asked = statementFingerprint(prepared.plan.source, replaced);
    const fingerprint = runsAs === 'caller' ? `${asked} ${principalKey(identity)}` : asked;
    return { ...prepared, statement: replaced, fingerprint };
  }

  /** A kept document, if there is one at the tables' current versions; never waits. */
  peekDocument<T extends CachedValue>(prepared: PreparedQuery, reader: DocumentReader<T>): T | undefined {
    const versions = this.parts.versions.peek(prepared.plan.reads);
    const key = this.cacheKey(prepared, reader, versions);
    const value = key === undefined ? undefined : this.parts.cache.get(key);
    if (value !== undefined) this.parts.onCache('hit');
    return value as T | undefined;
  }

  /**
   * Runs a json-document query, or finds its result kept; equal plans that run at the same time share one statement.
   * @param identity the caller that the query was prepared for
   */
  async document<T extends CachedValue>(
    prepared: PreparedQuery,
    identity: Identity,
    reader: DocumentReader<T>,
    options: ExecuteOptions,
  ): Promise<T> {
    const { plan: planned } = prepared;
    const versions = await this.parts.versions.resolve(planned.reads, options.signal);
    const key = this.cacheKey(prepared, reader, versions);
    if (key === undefined) {
      this.parts.onCache('bypass');
      return (await this.runDocument(prepared, identity, reader, options)).value;
    }
    const kept = this.parts.cache.get(key);
    this.parts.onCache(kept === undefined ? 'miss' : 'hit');
    if (kept !== undefined) return kept as T;
    const value = await this.flights.run(key, options.signal, async (signal) => {
      const result = await this.runDocument(prepared, identity, reader, { ...options, signal });
      if (result.cacheable) this.parts.cache.set(key, result.value, keptFor(prepared));
      return result.value;
    });
    return value as T;
  }

  /**
   * Streams the rows of a query. `fingerprint` is the prepared query's: while `prepare` gives the same, so does policy.
   * @throws GatewayError RESULT_TOO_LARGE in the stream past the bound of rows.
   */
  async rows(
    query: Query,
    identity: Identity,
    options: RowsOptions,
  ): Promise<Rows & Pick<PreparedQuery, 'fingerprint'>> {
    const prepared = this.prepare(query, identity);
    const { limits } = this.parts;
    const timeoutMs = Math.min(options.timeoutMs ?? limits.statementTimeoutMs, limits.statementTimeoutMs);
    const { result, release } = await this.start(prepared, identity, { ...options, timeoutMs }, false);
    const batches = new BoundedRows(result, options.maxRows ?? limits.maxRows, release);
    return { fields: result.fields, batches, fingerprint: prepared.fingerprint };
  }

  /**
   * Predicts for rows of inputs, in the order of the model's own. Inputs come as policy let the caller have them.
   * @returns an outcome for each row: its prediction, or why it has none
   * @throws GatewayError FORBIDDEN for a model that this caller may not execute, CANCELLED
   */
  async predict(
    name: string,
    rows: readonly (readonly ModelValue[])[],
    identity: Identity,
    { signal }: ExecuteOptions,
  ): Promise<readonly PredictionOutcome[]> {
    const declared = this.catalog.contract.models?.find((model) => model.name === name);
    if (declared === undefined || !mayExecute(declared, identity)) {
      throw new GatewayError('FORBIDDEN', 'There is no such model, or this caller may not execute it.');
    }
    const model = this.parts.models?.get(name);
    if (model === undefined) throw new GatewayError('SOURCE_UNAVAILABLE', `Model ${name} is not configured.`);
    const startedAt = performance.now();
    const finish = (outcome: 'ok' | ErrorCode) =>
      this.parts.onStatement(`model ${name}`, outcome, performance.now() - startedAt);
    try {
      const outcomes = await model.predict(rows, { signal, timeoutMs: this.parts.limits.statementTimeoutMs });
      finish(outcomes.find((outcome) => outcome instanceof GatewayError)?.code ?? 'ok');
      return outcomes;
    } catch (error) {
      finish(toGatewayError(error).code);
      throw error;
    }
  }

  /** How many different rows one statement may send to a model, and how many of them a call takes. */
  modelBounds(name: string): { readonly maxRows: number; readonly batchRows: number } {
    const { limits, models } = this.parts;
    const model = models?.get(name);
    const maxRows = Math.min(limits.maxFetchedRows, model?.maxRows ?? limits.maxFetchedRows);
    return { maxRows, batchRows: model?.batchRows ?? maxRows };
  }

  /** As `predict`, where the rows make one answer: the first that has no prediction fails all. */
  private async predictAll(
    model: string,
    rows: readonly (readonly ModelValue[])[],
    identity: Identity,
    options: ExecuteOptions,
  ): Promise<readonly (readonly PredictedValue[])[]> {
    const outcomes = await this.predict(model, rows, identity, options);
    return outcomes.map((outcome) => {
      if (outcome instanceof GatewayError) throw outcome;
      return outcome;
    });
  }

  private async runDocument<T extends CachedValue>(
    prepared: PreparedQuery,
    identity: Identity,
    reader: DocumentReader<T>,
    options: ExecuteOptions,
  ) {
    const startedAt = performance.now();
    const finish = (outcome: 'ok' | ErrorCode) =>
      this.parts.onStatement(prepared.plan.source, outcome, performance.now() - startedAt);
    const { statementTimeoutMs: timeoutMs, maxResponseBytes } = this.parts.limits;
    try {
      const { result, release } = await this.start(prepared, identity, { ...options, timeoutMs }, true);
      let document: Buffer;
      try {
        document = await readDocument(result, maxResponseBytes);
      } finally {
        await release();
      }
      finish('ok');
      return reader.read(document);
    } catch (error) {
      finish(toGatewayError(error).code);
      throw error;
    }
  }

  /** Runs a prepared query, its stages first. `release` gives back what they left. */
  private async start(
    { plan: planned, statement }: PreparedQuery,
    identity: Identity,
    options: ExecuteOptions & Pick<StatementOptions, 'timeoutMs'>,
    singleRow: boolean,
  ): Promise<{ readonly result: StatementResult; readonly release: () => Promise<void> }> {
    const host = this.source(planned.source);
    const { timeoutMs } = options;
    if (planned.stages.length === 0) {
      const result = await host.execute(statement, {
        ...this.onBehalfOf(host, identity, options),
        timeoutMs,
        singleRow,
      });
      return { result, release: async () => undefined };
    }
    const stopped = new AbortController();
    const signal = AbortSignal.any([options.signal, stopped.signal]);
    const session = await host.openHost?.({ signal, timeoutMs });
    if (session === undefined) throw new GatewayError('INTERNAL', `Source ${host.name} hosts no joins.`);
    const release = () => session.close();
    try {
      await runStages(planned.stages, {
        session,
        host,
        source: (name) => this.source(name),
        optionsFor: (source) => ({ ...this.onBehalfOf(source, identity, { ...options, signal }), timeoutMs }),
        signal,
        stop: () => stopped.abort(),
        maxFetchedRows: this.parts.limits.maxFetchedRows,
        predict: (model, rows) => this.predictAll(model, rows, identity, { ...options, signal }),
        maxPredictedRows: (model) => this.modelBounds(model).maxRows,
      });
      return { result: await session.execute(statement, singleRow), release };
    } catch (error) {
      await release();
      throw error;
    }
  }

  private cacheKey(
    { plan: planned, fingerprint }: PreparedQuery,
    reader: DocumentReader<CachedValue>,
    versions: string | undefined,
  ): string | undefined {
    if (!planned.cacheable || versions === undefined) return undefined;
    return `${fingerprint}\n${reader.key}\n${versions}`;
  }

  private onBehalfOf(
    source: Source,
    identity: Identity,
    { signal, requestId, door }: ExecuteOptions,
  ): Pick<StatementOptions, 'signal' | 'principal' | 'tags'> {
    const principal = source.runsAs === 'caller' ? this.parts.principalAt(source.name, identity) : undefined;
    return { signal, principal, tags: { requestId, caller: identity.subject, door } };
  }

  private source(name: string): Source {
    const { joiner, sources } = this.parts;
    const source = joiner?.name === name ? joiner : sources.get(name);
    if (source === undefined) throw new GatewayError('SOURCE_UNAVAILABLE', `Source ${name} is not configured.`);
    return source;
  }
}
