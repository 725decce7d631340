import DataLoader from 'dataloader';
import {
  type DocumentNode,
  execute,
  type FieldNode,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
} from 'graphql';
import { GatewayError } from '../../errors.js';
import { JSON_FAULTS } from '../../query/json-markers.js';
import { requiredKey } from './compile/required-columns.js';
import { faultOf } from './document-text.js';
import type { FieldResolver, ResolverContext } from './resolver.js';

/** Loads rows of a contract type by key for a selection, one result a key, undefined where the caller sees none. */
export type LoadByKeys = (
  typeName: string,
  keys: readonly Readonly<Record<string, unknown>>[],
  nodes: readonly FieldNode[],
) => Promise<readonly (Readonly<Record<string, unknown>> | undefined)[]>;

export interface ExecutorInput {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The compiled part of the reply, by response key. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly resolvers: ReadonlyMap<string, FieldResolver>;
  readonly contractTypes: ReadonlySet<string>;
  /** Types of schema/ that no table answers: their fields are read by name from what a resolver returned. */
  readonly supportingTypes: ReadonlySet<string>;
  readonly context: ResolverContext;
  readonly loadByKeys: LoadByKeys;
  /** Errors of predictions, by the index that their faults in the data bear. */
  readonly predictionErrors: readonly GatewayError[];
}

function checked(value: unknown, info: GraphQLResolveInfo, predictionErrors: readonly GatewayError[]): unknown {
  const fault = faultOf(value);
  if (typeof fault === 'object') {
    throw predictionErrors[fault.prediction] ?? new GatewayError('INTERNAL', 'A prediction failed.');
  }
  switch (fault) {
    case undefined:
      return value;
    case 'N':
      return null;
    case 'F':
      throw new GatewayError('INTERNAL', `${info.parentType.name}.${info.fieldName} is not a finite number.`);
    case 'I':
      throw new GatewayError(
        'RESULT_TOO_LARGE',
        `${info.parentType.name}.${info.fieldName} does not fit into a 32-bit Int.`,
      );
    case 'D':
      throw new GatewayError(
        'RESULT_TOO_LARGE',
        `${info.parentType.name}.${info.fieldName} is outside the years 1 to 9999.`,
      );
    case 'L':
      throw new GatewayError(
        'RESULT_TOO_LARGE',
        `${info.fieldName} has more groups than a list may hold. Give first, or filter more.`,
      );
    default:
      throw new GatewayError('INTERNAL', `Unknown fault ${fault satisfies never}: ${JSON_FAULTS[fault]}.`);
  }
}

/** The columns that a hand-written field asked for, under their field names. */
function parentOf(source: unknown): Readonly<Record<string, unknown>> {
  const parent: Record<string, unknown> = {};
  if (source === null || typeof source !== 'object') return parent;
  const prefix = requiredKey('');
  for (const [key, value] of Object.entries(source))
    if (key.startsWith(prefix)) parent[key.slice(prefix.length)] = value;
  return parent;
}

/** Batches the contract rows that hand-written fields point to: one statement for each place in the operation. */
class KeyLoaders {
  private readonly loaders = new Map<
    readonly FieldNode[],
    DataLoader<Readonly<Record<string, unknown>>, unknown, string>
  >();

  constructor(private readonly load: LoadByKeys) {}

  of(typeName: string, nodes: readonly FieldNode[]) {
    const existing = this.loaders.get(nodes);
    if (existing !== undefined) return existing;
    const loader = new DataLoader<Readonly<Record<string, unknown>>, unknown, string>(
      async (keys) => [...(await this.load(typeName, keys, nodes))].map((row) => row ?? null),
      { cacheKeyFn: (key) => JSON.stringify(key), maxBatchSize: 500 },
    );
    this.loaders.set(nodes, loader);
    return loader;
  }
}

/**
 * Runs graphql-js over an already fetched document: for operations with introspection or hand-written fields, and
 * for documents with faults, whose errors and null propagation are graphql-js's own.
 */
export function executeOver(input: ExecutorInput) {
  const loaders = new KeyLoaders(input.loadByKeys);
  const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (source, args, _context, info) => {
    const parent = info.parentType.name;
    const written = input.resolvers.get(`${parent}.${info.fieldName}`);
    if (written !== undefined) return written(parentOf(source), args, input.context, info);
    const record = (source ?? {}) as Readonly<Record<string, unknown>>;
    if (!input.supportingTypes.has(parent)) {
      return checked(record[String(info.path.key)], info, input.predictionErrors);
    }
    const value = record[info.fieldName];
    const target = getNamedType(info.returnType).name;
    if (!input.contractTypes.has(target) || value === null || value === undefined) return value;
    const loader = loaders.of(target, info.fieldNodes);
    return Array.isArray(value) ? loader.loadMany(value) : loader.load(value as Readonly<Record<string, unknown>>);
  };
  return execute({
    schema: input.schema,
    document: input.document,
    operationName: input.operationName,
    rootValue: input.data,
    variableValues: input.variables,
    fieldResolver,
  });
}
