import type { FieldNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { CatalogTable } from '../../../catalog/catalog.js';
import type { Contract, ContractType } from '../../../catalog/contract.js';
import { GatewayError } from '../../../errors.js';
import { conjunction } from '../../../functions/conjunction.js';
import { aggregateCall, call } from '../../../functions/registry.js';
import { AliasGenerator, column, filter, jsonText, limit, project } from '../../../query/build.js';
import type { Expression } from '../../../query/expression.js';
import type { Query } from '../../../query/query.js';
import type { Relation } from '../../../query/relation.js';
import { JSON_TYPE } from '../../../query/types.js';
import type { CursorCodec } from '../cursor.js';
import { QUERY_NAME } from '../schema/names.js';
import { collectFields, type SelectionContext, subselections } from './collect-fields.js';
import { compileConnection } from './compile-connection.js';
import { compileGroups } from './compile-groups.js';
import { compileObject } from './compile-object.js';
import { badInput, type CompileContext, type CompileLimits, fieldArguments } from './context.js';
import { CostMeter } from './cost-meter.js';
import { documentItem } from './document-item.js';
import { inputValue } from './input-value.js';
import { isolate } from './isolate.js';
import type { ModelSite } from './model-site.js';
import { type CompiledField, withNests } from './pending-nest.js';
import { PageScope, TableScope } from './row-scope.js';

export interface OperationInput extends SelectionContext {
  readonly schema: GraphQLSchema;
  readonly contract: Contract;
  readonly tables: ReadonlyMap<string, CatalogTable>;
  readonly operation: OperationDefinitionNode;
  readonly limits: CompileLimits & { readonly maxCost: number };
  readonly cursors: CursorCodec;
}

export interface CompiledOperation {
  /** One json-document query for each source that the operation reads. */
  readonly queries: readonly Query[];
  /** Root response keys in order, by the index of the query that answers them; undefined: not compiled. */
  readonly rootKeys: ReadonlyMap<string, number | undefined>;
  /** False: the one query's text is the whole reply. */
  readonly needsExecutor: boolean;
  /** What the markers of predictions in the reply mean, by their index. */
  readonly models: readonly ModelSite[];
  readonly cost: number;
}

/** A compile context of its own for one operation, or for rows that are loaded beside it. */
export function createContext(input: Omit<OperationInput, 'operation'>, onHandWritten: () => void): CompileContext {
  const context: CompileContext = {
    ...input,
    aliases: new AliasGenerator(),
    cost: new CostMeter(input.limits.maxCost),
    onHandWritten,
    models: [],
    compileObject: (scope, selectionSets) => compileObject(context, scope, selectionSets),
  };
  return context;
}

/** The unit relation: one row without columns, which the root's lists stand beside. */
const UNIT: Relation = Object.freeze({ kind: 'values', alias: 'unit', fields: [], rows: [[]] });

/** `airport(iata: "SFO")`: the row with this key as an object, or null. */
function compileByKey(
  context: CompileContext,
  type: ContractType,
  node: FieldNode,
  nodes: readonly FieldNode[],
): CompiledField {
  const args = fieldArguments(context, QUERY_NAME, node);
  context.cost.list(1);
  const source = new TableScope(context, type);
  const terms = type.key.map((name): Expression => {
    const field = type.fields.find((candidate) => candidate.name === name);
    if (field?.kind !== 'column') throw new GatewayError('INTERNAL', `No key field ${type.name}.${name}.`);
    const value = source.column(field.column);
    return call('eq', [value, inputValue(args[name], field.scalar, value.type, name)]);
  });
  const scope = new PageScope(context, source);
  const item = compileObject(context, scope, subselections(nodes));
  const base = limit(filter(source.relation(), conjunction(terms)), 1);
  const page = scope.over(base);
  const isolated =
    item.nests.length === 0
      ? { relation: page, rewrite: (expression: Expression) => expression }
      : isolate(page, context.aliases.fresh('q'), [
          item.value,
          ...item.nests.flatMap((nest) => nest.on.map((pair) => pair.parent)),
        ]);
  const alias = context.aliases.fresh('n');
  const value = call('coalesce', [column(alias, 'v1', JSON_TYPE), jsonText('null')]);
  return {
    value,
    nests: [
      {
        child: withNests(isolated.relation, item.nests, isolated.rewrite),
        on: [],
        alias,
        aggregates: [{ name: 'v1', expression: aggregateCall('any_value', [isolated.rewrite(item.value)]) }],
      },
    ],
  };
}

function compileRoot(
  context: CompileContext,
  node: FieldNode,
  nodes: readonly FieldNode[],
): { readonly type: ContractType; readonly compiled: CompiledField } | undefined {
  const name = node.name.value;
  for (const type of context.contract.types) {
    if (name === type.singular) return { type, compiled: compileByKey(context, type, node, nodes) };
    if (name !== type.plural && name !== type.groups) continue;
    const args = fieldArguments(context, QUERY_NAME, node);
    const compile = name === type.plural ? compileConnection : compileGroups;
    return { type, compiled: compile(context, type, args, subselections(nodes), undefined) };
  }
  return undefined;
}

interface RootGroup {
  readonly entries: { key: string; value: Expression }[];
  readonly fields: CompiledField[];
}

/**
 * Compiles the mapped root fields of an operation, each source's into one query whose single row is the JSON object
 * of those fields. Introspection and hand-written root fields are left to the executor.
 * @throws GatewayError BAD_USER_INPUT, COST_LIMIT or NOT_SUPPORTED before anything runs.
 */
export function compileOperation(input: OperationInput): CompiledOperation {
  let handWritten = false;
  const context = createContext(input, () => {
    handWritten = true;
  });
  const groups = new Map<string, RootGroup>();
  const rootKeys = new Map<string, number | undefined>();
  const typenames: string[] = [];
  for (const [key, nodes] of collectFields(context, QUERY_NAME, [input.operation.selectionSet])) {
    const [node] = nodes;
    if (node?.name.value === '__typename') {
      typenames.push(key);
      rootKeys.set(key, 0);
      continue;
    }
    const root = node === undefined ? undefined : compileRoot(context, node, nodes);
    if (root === undefined) {
      rootKeys.set(key, undefined);
      continue;
    }
    const source = input.tables.get(root.type.table)?.reference.source;
    if (source === undefined) throw badInput(`${key} has no source.`);
    const group = groups.get(source) ?? { entries: [], fields: [] };
    groups.set(source, group);
    rootKeys.set(key, [...groups.keys()].indexOf(source));
    group.entries.push({ key, value: root.compiled.value });
    group.fields.push(root.compiled);
  }
  const [firstGroup] = groups.values();
  for (const key of typenames) {
    if (firstGroup === undefined) rootKeys.set(key, undefined);
    else firstGroup.entries.push({ key, value: jsonText(JSON.stringify(QUERY_NAME)) });
  }
  const order = [...rootKeys.keys()];
  const queries = [...groups.values()].map((group): Query => {
    group.entries.sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
    const nests = group.fields.flatMap((field) => field.nests);
    const body = withNests(UNIT, nests, (expression) => expression);
    return {
      kind: 'query',
      shape: 'json-document',
      relation: project(body, 'document', [documentItem(group.entries)]),
    };
  });
  const needsExecutor = handWritten || queries.length !== 1 || [...rootKeys.values()].includes(undefined);
  return { queries, rootKeys, needsExecutor, models: context.models, cost: context.cost.estimate };
}
