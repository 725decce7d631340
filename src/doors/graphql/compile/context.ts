import {
  type FieldNode,
  GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  type SelectionSetNode,
} from 'graphql';
import type { CatalogTable } from '../../../catalog/catalog.js';
import type { Contract, ContractType } from '../../../catalog/contract.js';
import { GatewayError } from '../../../errors.js';
import type { AliasGenerator } from '../../../query/build.js';
import type { CursorCodec } from '../cursor.js';
import type { SelectionContext } from './collect-fields.js';
import type { CostMeter } from './cost-meter.js';
import type { ModelSite } from './model-site.js';
import type { CompiledField } from './pending-nest.js';
import type { RowScope } from './row-scope.js';

export interface CompileLimits {
  readonly defaultPageSize: number;
  readonly maxPageSize: number;
  readonly maxOffset: number;
  readonly maxGroups: number;
  readonly maxInListItems: number;
}

/** What the compilation of one operation shares. */
export interface CompileContext extends SelectionContext {
  readonly schema: GraphQLSchema;
  /** The caller's own: hidden types are not in it. */
  readonly contract: Contract;
  readonly tables: ReadonlyMap<string, CatalogTable>;
  readonly aliases: AliasGenerator;
  readonly limits: CompileLimits;
  readonly cost: CostMeter;
  readonly cursors: CursorCodec;
  /** Told when the selection holds a hand-written field, which the executor has to answer. */
  readonly onHandWritten: () => void;
  /** The predictions that the reply asks for: a marker in it names one by its index. Grows while it is compiled. */
  readonly models: ModelSite[];
  /** The JSON object of one row; here, so that lists and objects may hold each other. */
  readonly compileObject: (scope: RowScope, selectionSets: readonly SelectionSetNode[]) => CompiledField;
}

export function contractType(context: CompileContext, name: string): ContractType {
  const found = context.contract.types.find((type) => type.name === name);
  if (found === undefined) throw new GatewayError('INTERNAL', `No contract type ${name}.`);
  return found;
}

/** The coerced arguments of a field that validation has accepted on `typeName`. */
export function fieldArguments(
  context: CompileContext,
  typeName: string,
  node: FieldNode,
): Readonly<Record<string, unknown>> {
  const type = context.schema.getType(typeName);
  const field = type instanceof GraphQLObjectType ? type.getFields()[node.name.value] : undefined;
  if (field === undefined) throw new GatewayError('INTERNAL', `No field ${typeName}.${node.name.value}.`);
  return getArgumentValues(field, node, { ...context.variables });
}

export function badInput(message: string): GatewayError {
  return new GatewayError('BAD_USER_INPUT', message);
}
