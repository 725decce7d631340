import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLFormattedError,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Catalog } from '../../catalog/catalog.js';
import type { Contract } from '../../catalog/contract.js';
import { type DocumentReader, type Engine, inSlot, type PreparedQuery } from '../../engine.js';
import { GatewayError } from '../../errors.js';
import type { Identity } from '../../identity/identity.js';
import type { ParameterSlot } from '../../query/parameter-slot.js';
import { bindableVariables } from './compile/bindable-variables.js';
import { BoundVariable } from './compile/bound-variable.js';
import { compileByKeys } from './compile/compile-by-keys.js';
import { type CompiledOperation, compileOperation, createContext } from './compile/compile-operation.js';
import type { CompileLimits } from './compile/context.js';
import type { ModelSite } from './compile/model-site.js';
import { requiredKey } from './compile/required-columns.js';
import { type CursorCodec, createCursorCodec } from './cursor.js';
import { type DocumentLimits, isDeeperThan, MAX_INPUT_DEPTH } from './document-limits.js';
import { hasFaults, parseData, sealCursors } from './document-text.js';
import { executeOver, type LoadByKeys } from './executor.js';
import { fillPredictions, type Predict } from './fill-predictions.js';
import { formatError } from './format-error.js';
import { predictionResolvers } from './prediction-resolvers.js';
import { type DocumentBody, hasData, type Reply, replyBody } from './reply.js';
import type { FieldResolver, ResolverContext, RowsRequest } from './resolver.js';
import { createVisibleSchema, type VisibleSchema } from './visible-schema.js';

export interface GraphqlLimits extends CompileLimits, DocumentLimits {
  readonly maxQueryTokens: number;
  readonly maxCost: number;
  /** Of a reply with its predictions; the engine holds what sources give to the same. */
  readonly maxResponseBytes: number;
}

export interface GraphqlDoorParts {
  readonly engine: Engine;
  readonly limits: GraphqlLimits;
  /** By `Type.field`. */
  readonly resolvers: ReadonlyMap<string, FieldResolver>;
  /** Secret that signs cursors. */
  readonly cursorKey: Uint8Array;
  /** Told of errors whose detail the caller does not read. */
  readonly report: (error: GatewayError, requestId: string | undefined) => void;
}

/** A document that has passed validation against one visibility set, with the operation to run. */
export interface KnownOperation {
  readonly id: number;
  readonly visible: VisibleSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** Variables whose values its plan does not depend on. */
  readonly bindable: ReadonlySet<string>;
}

/** An operation that was prepared with some variables, for any other values of those that its plan does not depend on. */
interface Template {
  readonly prepared: PreparedOperation;
  readonly slots: readonly ParameterSlot[];
}

/** An operation with its variables, compiled, authorised and planned for one caller. */
interface PreparedOperation {
  readonly needsExecutor: boolean;
  readonly queries: readonly PreparedQuery[];
  readonly models: readonly ModelSite[];
  /** As sent, and as coerced by the operation's definitions. */
  readonly rawVariables: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Longest JSON text of variables under which a prepared operation is kept. */
const LONGEST_KEPT_VARIABLES = 4096;
/** What a kept reply costs beside its bytes. */
const ENTRY_OVERHEAD_BYTES = 128;
const KEPT_SCHEMAS = 64;
const KEPT_OPERATIONS = 2000;
const KEPT_PREPARED = 2000;
/** Bounds in characters of text; parsed or planned, each takes some ten times as many bytes. */
const KEPT_OPERATION_CHARACTERS = 4_000_000;
const KEPT_PREPARED_CHARACTERS = 4_000_000;
const ENTRY_OVERHEAD_CHARACTERS = 200;

/** What a prepared operation keeps in memory, in characters: its statements with their values, and its key. */
function preparedSize({ queries }: PreparedOperation, key: string): number {
  const values = queries.flatMap(({ statement }) => statement.parameters.map(({ value }) => value));
  const texts = [
    ...queries.map(({ statement }) => statement.text),
    ...values.filter((value) => typeof value === 'string'),
  ];
  return texts.reduce((sum, text) => sum + text.length, key.length + ENTRY_OVERHEAD_CHARACTERS);
}

/** Parts apart by JSON's quoting, so that no operation name can be made to look like another document's. */
function operationKey(visible: VisibleSchema, operationName: string | undefined, text: string): string {
  return `${visible.key}\n${operationName === undefined ? '' : JSON.stringify(operationName)}\n${text}`;
}

/** The variables of a request that its plan does not depend on. NULL is not a value that a comparison takes. */
function boundNames({ bindable }: KnownOperation, variables: Readonly<Record<string, unknown>>): readonly string[] {
  return [...bindable].filter((name) => variables[name] !== undefined && variables[name] !== null);
}

/** Equal for requests that differ in the values of `bound` alone. */
function templateKey(
  { id }: KnownOperation,
  identity: Identity,
  raw: Readonly<Record<string, unknown>>,
  bound: readonly string[],
): string {
  const others = Object.entries(raw).filter(([name]) => !bound.includes(name));
  return `${id}\n${identity.key}\n${JSON.stringify([bound, others])}`;
}

/** One run of an operation. */
interface Run {
  readonly prepared: PreparedOperation;
  readonly identity: Identity;
  readonly signal: AbortSignal;
  readonly requestId: string | undefined;
  readonly report: (error: GatewayError) => void;
  /** By the index that their faults in the documents bear; grows as predictions fail. */
  readonly predictionErrors: GatewayError[];
}

/** One failed call of a model fails many fields: the log has it once. */
function reportOnce(report: (error: GatewayError) => void): (error: GatewayError) => void {
  const reported = new Set<GatewayError>();
  return (error) => {
    if (!reported.has(error)) report(error);
    reported.add(error);
  };
}

class RequestErrors extends GatewayError {
  constructor(readonly errors: readonly GraphQLError[]) {
    super('BAD_USER_INPUT', errors.map((error) => error.message).join('\n'));
  }
}

function fragmentsOf(document: DocumentNode): Readonly<Record<string, FragmentDefinitionNode>> {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  return fragments;
}

/** Validated GraphQL operations → engine → reply text. Knows nothing of HTTP. */
export class GraphqlDoor {
  private readonly schemas = new LRUCache<string, VisibleSchema>({ max: KEPT_SCHEMAS });
  private readonly visibility = new LRUCache<string, VisibleSchema>({ max: 10_000 });
  private readonly operations = new LRUCache<string, KnownOperation>({
    max: KEPT_OPERATIONS,
    maxSize: KEPT_OPERATION_CHARACTERS,
    sizeCalculation: (_known, key) => key.length + ENTRY_OVERHEAD_CHARACTERS,
  });
  private readonly prepared = new LRUCache<string, PreparedOperation>({
    max: KEPT_PREPARED,
    maxSize: KEPT_PREPARED_CHARACTERS,
    sizeCalculation: preparedSize,
  });
  private readonly templates = new LRUCache<string, Template>({
    max: KEPT_PREPARED,
    maxSize: KEPT_PREPARED_CHARACTERS,
    sizeCalculation: ({ prepared }, key) => preparedSize(prepared, key),
  });
  private readonly fingerprints = new LRUCache<string, string>({ max: 10_000 });
  private nextId = 0;
  private readonly reader: DocumentReader<DocumentBody>;

  constructor(private readonly parts: GraphqlDoorParts) {
    const sealing = createCursorCodec(parts.cursorKey, () => '');
    this.reader = {
      key: 'graphql',
      read: (document) => {
        const faulty = hasFaults(document);
        const body = sealCursors(document, sealing);
        return { value: { body, faulty, sizeBytes: body.byteLength + ENTRY_OVERHEAD_BYTES }, cacheable: !faulty };
      },
    };
  }

  /** The schema that this caller sees. */
  schemaFor(identity: Identity): VisibleSchema {
    const { catalog } = this.parts.engine;
    const callerKey = `${catalog.version}\n${identity.key}`;
    const known = this.visibility.get(callerKey);
    if (known !== undefined) return known;
    const visible = this.parts.engine.catalogFor(identity);
    const schema =
      this.schemas.get(visible.key) ?? createVisibleSchema(visible.key, visible.contract, this.parts.limits);
    this.schemas.set(visible.key, schema);
    this.visibility.set(callerKey, schema);
    return schema;
  }

  /** The operation, if this text was validated before for a caller who sees the same names. */
  known(identity: Identity, text: string, operationName: string | undefined): KnownOperation | undefined {
    return this.operations.get(operationKey(this.schemaFor(identity), operationName, text));
  }

  /** Keeps a validated operation. */
  remember(
    visible: VisibleSchema,
    text: string,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    operationName: string | undefined,
  ): KnownOperation {
    this.nextId += 1;
    const fragments = fragmentsOf(document);
    const known: KnownOperation = {
      id: this.nextId,
      visible,
      document,
      operation,
      operationName: operation.name?.value,
      fragments,
      bindable: bindableVariables(operation, fragments, visible.contract),
    };
    this.operations.set(operationKey(visible, operationName, text), known);
    return known;
  }

  /** The reply that is kept for this operation, if one is; never waits and never throws. */
  peek(
    known: KnownOperation,
    variables: Readonly<Record<string, unknown>> | undefined,
    identity: Identity,
  ): Reply | undefined {
    try {
      const { needsExecutor, queries, models } = this.prepare(known, variables ?? {}, identity);
      const [single] = queries;
      // What is kept holds the markers of predictions, not the predictions.
      if (needsExecutor || single === undefined || models.length > 0) return undefined;
      const kept = this.parts.engine.peekDocument(single, this.reader);
      return kept === undefined ? undefined : { body: kept.body, errors: [], cache: 'hit' };
    } catch {
      return undefined; // `run` answers with the error.
    }
  }

  /** Runs an operation to its reply; never throws. @param requestId names the request in the log */
  async run(
    known: KnownOperation,
    variables: Readonly<Record<string, unknown>> | undefined,
    identity: Identity,
    signal: AbortSignal,
    requestId?: string,
  ): Promise<Reply> {
    const report = reportOnce((error) => this.parts.report(error, requestId));
    try {
      const prepared = this.prepare(known, variables ?? {}, identity);
      const run: Run = { prepared, identity, signal, requestId, report, predictionErrors: [] };
      const bodies = await this.bodies(prepared.queries, prepared.models, run);
      const [single] = bodies;
      if (!prepared.needsExecutor && single !== undefined && !hasFaults(single)) {
        return { body: single, errors: [], cache: 'miss' };
      }
      // Without a prototype, a field that a caller calls __proto__ is a field.
      const data: Readonly<Record<string, unknown>> = Object.assign(Object.create(null), ...bodies.map(parseData));
      return await this.execute(known, run, data);
    } catch (error) {
      const errors = error instanceof RequestErrors ? error.errors : [error];
      return { data: undefined, errors: errors.map((one) => formatError(one, report)), cache: 'miss' };
    }
  }

  /** What an operation would do: each source's plan and statement. Runs nothing. */
  explain(known: KnownOperation, variables: Readonly<Record<string, unknown>>, identity: Identity) {
    const { cost, needsExecutor, queries, models } = this.compile(known, this.coerce(known, variables), identity);
    const asked = models.map(({ endpoint, field }) => ({ endpoint, field }));
    return {
      cost,
      needsExecutor,
      models: asked,
      queries: queries.map((query) => this.parts.engine.explain(query, identity)),
    };
  }

  private prepare(
    known: KnownOperation,
    raw: Readonly<Record<string, unknown>>,
    identity: Identity,
  ): PreparedOperation {
    if (isDeeperThan(raw, MAX_INPUT_DEPTH + 1)) {
      throw new GatewayError('BAD_USER_INPUT', `The variables are more than ${MAX_INPUT_DEPTH} levels deep.`);
    }
    const text = known.operation.variableDefinitions?.length ? JSON.stringify(raw) : '';
    const key = text.length > LONGEST_KEPT_VARIABLES ? undefined : `${known.id}\n${identity.key}\n${text}`;
    const kept = key === undefined ? undefined : this.prepared.get(key);
    if (kept !== undefined) return kept;
    const variables = this.coerce(known, raw);
    const prepared = this.fromTemplate(known, raw, variables, identity) ?? this.plan(known, raw, variables, identity);
    if (key !== undefined) this.prepared.set(key, prepared);
    return prepared;
  }

  /** Compiles, authorises and plans an operation, and keeps what other values of its variables can use of that. */
  private plan(
    known: KnownOperation,
    raw: Readonly<Record<string, unknown>>,
    variables: Readonly<Record<string, unknown>>,
    identity: Identity,
  ): PreparedOperation {
    const { engine } = this.parts;
    const bound = boundNames(known, variables);
    const slots: ParameterSlot[] = [];
    const boxed = Object.fromEntries(bound.map((name) => [name, new BoundVariable(name, variables[name], slots)]));
    const { needsExecutor, queries, models } = this.compile(known, { ...variables, ...boxed }, identity);
    const prepared: PreparedOperation = {
      needsExecutor,
      models,
      queries: queries.map((query) => engine.prepare(query, identity)),
      rawVariables: raw,
      variables,
    };
    const isReusable =
      !needsExecutor && models.length === 0 && slots.length > 0 && slots.every((slot) => !slot.wasRead);
    if (isReusable) this.templates.set(templateKey(known, identity, raw, bound), { prepared, slots });
    return prepared;
  }

  /** The operation with the plan that other values of its variables had, if that is good for these. */
  private fromTemplate(
    known: KnownOperation,
    raw: Readonly<Record<string, unknown>>,
    variables: Readonly<Record<string, unknown>>,
    identity: Identity,
  ): PreparedOperation | undefined {
    const bound = boundNames(known, variables);
    if (bound.length === 0) return undefined;
    const template = this.templates.get(templateKey(known, identity, raw, bound));
    // A value that is left out of the statement is held to what it may be all the same.
    if (template?.slots.every((slot) => inSlot(slot, variables) !== undefined) !== true) return undefined;
    const queries: PreparedQuery[] = [];
    for (const query of template.prepared.queries) {
      const other = this.parts.engine.withInputs(query, identity, variables);
      if (other === undefined) return undefined;
      queries.push(other);
    }
    return { ...template.prepared, queries, rawVariables: raw, variables };
  }

  private coerce(known: KnownOperation, raw: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const definitions = known.operation.variableDefinitions ?? [];
    const { errors, coerced } = getVariableValues(known.visible.schema, definitions, raw, { maxErrors: 10 });
    if (errors !== undefined) throw new RequestErrors(errors.map((error) => asBadInput(error)));
    return coerced;
  }

  private compile(
    known: KnownOperation,
    variables: Readonly<Record<string, unknown>>,
    identity: Identity,
  ): CompiledOperation {
    const catalog = this.parts.engine.catalog;
    try {
      return compileOperation({
        ...this.compileInput(known, variables, identity, catalog),
        operation: known.operation,
      });
    } catch (error) {
      // Arguments that do not coerce are the caller's; graphql-js throws them without a code.
      throw error instanceof GraphQLError && error.originalError === undefined ? asBadInput(error) : error;
    }
  }

  private compileInput(
    known: KnownOperation,
    variables: Readonly<Record<string, unknown>>,
    identity: Identity,
    catalog: Catalog,
  ) {
    return {
      schema: known.visible.schema,
      contract: known.visible.contract,
      tables: catalog.tables,
      fragments: known.fragments,
      variables,
      limits: this.parts.limits,
      cursors: this.cursorsFor(identity),
    };
  }

  private cursorsFor(identity: Identity): CursorCodec {
    const { engine, cursorKey } = this.parts;
    return createCursorCodec(cursorKey, (tables) => {
      const key = [engine.catalog.version, identity.key, ...tables].join('\n');
      const fingerprint = this.fingerprints.get(key) ?? engine.policyFingerprint(tables, identity);
      this.fingerprints.set(key, fingerprint);
      return fingerprint;
    });
  }

  private document(query: PreparedQuery, identity: Identity, signal: AbortSignal, requestId?: string) {
    return this.parts.engine.document(query, identity, this.reader, { signal, requestId, door: 'graphql' });
  }

  /** The documents of an operation, from one statement a source, with their predictions. */
  private async bodies(
    queries: readonly PreparedQuery[],
    models: readonly ModelSite[],
    { identity, signal, requestId, predictionErrors }: Run,
  ): Promise<readonly Buffer[]> {
    const documents = await Promise.all(queries.map((query) => this.document(query, identity, signal, requestId)));
    const bodies = documents.map(({ body }) => body);
    const filled = await fillPredictions(
      bodies,
      models,
      this.predictFor(identity, signal, requestId),
      predictionErrors,
    );
    const { maxResponseBytes } = this.parts.limits;
    if (filled.some((body) => body.byteLength > maxResponseBytes)) {
      const message = `The result is larger than ${maxResponseBytes} bytes. Ask for fewer rows or fields.`;
      throw new GatewayError('RESULT_TOO_LARGE', message);
    }
    return filled;
  }

  private predictFor(identity: Identity, signal: AbortSignal, requestId: string | undefined): Predict {
    return (endpoint, rows) =>
      this.parts.engine.predict(endpoint, rows, identity, { signal, requestId, door: 'graphql' });
  }

  /** Hand-written fields, and the root fields that predict. */
  private resolversFor(contract: Contract, predict: Predict): ReadonlyMap<string, FieldResolver> {
    const { resolvers } = this.parts;
    return contract.models?.length ? new Map([...resolvers, ...predictionResolvers(contract, predict)]) : resolvers;
  }

  private async execute(known: KnownOperation, run: Run, data: Readonly<Record<string, unknown>>): Promise<Reply> {
    const { prepared, identity, signal, requestId, report, predictionErrors } = run;
    const result = await executeOver({
      schema: known.visible.schema,
      document: known.document,
      operationName: known.operationName,
      variables: prepared.rawVariables,
      data,
      resolvers: this.resolversFor(known.visible.contract, this.predictFor(identity, signal, requestId)),
      contractTypes: known.visible.contractTypes,
      supportingTypes: known.visible.supportingTypes,
      context: this.resolverContext(identity, signal),
      loadByKeys: this.loadByKeys(known, run),
      predictionErrors,
    });
    const errors: readonly GraphQLFormattedError[] = (result.errors ?? []).map((error) => formatError(error, report));
    const text = result.data === undefined ? undefined : JSON.stringify(result.data);
    return { data: text, errors, cache: 'miss' };
  }

  private loadByKeys(known: KnownOperation, run: Run): LoadByKeys {
    const { prepared, identity } = run;
    return async (typeName, keys, nodes) => {
      const input = this.compileInput(known, prepared.variables, identity, this.parts.engine.catalog);
      const context = createContext(input, () => undefined);
      const query = compileByKeys(context, typeName, keys, nodes);
      const planned = this.parts.engine.prepare(query, identity);
      const [body] = await this.bodies([planned], context.models, run);
      if (body === undefined) throw new GatewayError('INTERNAL', 'A query without a document.');
      const rows = parseData(body).rows as readonly Readonly<Record<string, unknown>>[];
      const keyNames = known.visible.contract.types.find((type) => type.name === typeName)?.key ?? [];
      const identify = (row: Readonly<Record<string, unknown>>, prefix: string) =>
        JSON.stringify(keyNames.map((name) => String(row[`${prefix}${name}`])));
      const byKey = new Map(rows.map((row) => [identify(row, requiredKey('')), row]));
      return keys.map((key) => byKey.get(identify(key, '')));
    };
  }

  private resolverContext(identity: Identity, signal: AbortSignal): ResolverContext {
    const made = new Map<object, unknown>();
    return {
      identity,
      signal,
      rows: (request) => this.rows(request, identity, signal),
      once: <T>(key: object, make: () => T): T => {
        if (!made.has(key)) made.set(key, make());
        return made.get(key) as T;
      },
    };
  }

  /** Rows for a hand-written field: the type's own list, asked for as any caller would. */
  async rows(request: RowsRequest, identity: Identity, signal: AbortSignal) {
    const visible = this.schemaFor(identity);
    const type = visible.contract.types.find((candidate) => candidate.name === request.type);
    if (type === undefined)
      throw new GatewayError('FORBIDDEN', `Type ${request.type} does not exist or is not visible to this caller.`);
    const unknown = request.fields.find(
      (name) =>
        !type.fields.some((field) => field.name === name && (field.kind === 'column' || field.kind === 'computed')),
    );
    if (unknown !== undefined || request.fields.length === 0) {
      throw new GatewayError('BAD_USER_INPUT', `${request.type} has no column field ${unknown ?? '(none given)'}.`);
    }
    const text = `query ($filter: ${type.name}Filter, $orderBy: [${type.name}OrderBy!], $first: Int!) { rows: ${type.plural}(filter: $filter, orderBy: $orderBy, first: $first) { nodes { ${request.fields.join(' ')} } } }`;
    const known = this.known(identity, text, undefined) ?? this.rememberOwn(visible, text);
    const reply = await this.run(
      known,
      { filter: request.filter ?? {}, orderBy: request.orderBy ?? [], first: request.first },
      identity,
      signal,
    );
    const [error] = reply.errors;
    if (error !== undefined || !hasData(reply)) {
      throw new GatewayError('INTERNAL', error?.message ?? 'No rows came back.');
    }
    const { data } = JSON.parse(replyBody(reply).toString()) as {
      data: { rows: { nodes: readonly Readonly<Record<string, unknown>>[] } };
    };
    return data.rows.nodes;
  }

  private rememberOwn(visible: VisibleSchema, text: string): KnownOperation {
    const document = parse(text);
    const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
    if (operation === undefined) throw new GatewayError('INTERNAL', 'A document without an operation.');
    return this.remember(visible, text, document, operation, undefined);
  }
}

function asBadInput(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, { nodes: error.nodes ?? null, extensions: { code: 'BAD_USER_INPUT' } });
}
