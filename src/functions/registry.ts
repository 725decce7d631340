import { GatewayError } from '../errors.js';
import type { AggregateCallExpression, CallExpression, Expression, SortKey } from '../query/expression.js';
import { type DataType, printType } from '../query/types.js';
import type { RegisteredFunction } from './define.js';
import type { FunctionDefinition } from './definition.js';
import { aggregateFunctions } from './definitions/aggregate.js';
import { arithmeticFunctions } from './definitions/arithmetic.js';
import { comparisonFunctions } from './definitions/comparison.js';
import { conditionalFunctions } from './definitions/conditional.js';
import { dateFunctions } from './definitions/date.js';
import { divisionFunctions } from './definitions/division.js';
import { encodingFunctions } from './definitions/encoding.js';
import { identityFunctions } from './definitions/identity.js';
import { likeFunctions } from './definitions/like.js';
import { logicFunctions } from './definitions/logic.js';
import { numberFunctions } from './definitions/numbers.js';
import { postgresFunctions } from './definitions/postgres/postgres-functions.js';
import { stringFunctions } from './definitions/string.js';
import { textBuildingFunctions } from './definitions/text-building.js';
import { windowFunctions } from './definitions/window.js';
import { DIALECT_SPELLINGS } from './dialects/spellings.js';

/** The entry with the spellings that stand apart from its definition. */
function withDialects(entry: RegisteredFunction): RegisteredFunction {
  const spelling = { ...entry.spelling };
  for (const [dialect, spellings] of Object.entries(DIALECT_SPELLINGS)) {
    const own = Object.hasOwn(spellings, entry.id) ? spellings[entry.id] : undefined;
    if (own !== undefined) Object.assign(spelling, { [dialect]: own });
  }
  return Object.freeze({ ...entry, spelling: Object.freeze(spelling) });
}

const functions: readonly RegisteredFunction[] = [
  ...comparisonFunctions,
  ...logicFunctions,
  ...arithmeticFunctions,
  ...divisionFunctions,
  ...numberFunctions,
  ...stringFunctions,
  ...textBuildingFunctions,
  ...likeFunctions,
  ...conditionalFunctions,
  ...dateFunctions,
  ...encodingFunctions,
  ...identityFunctions,
  ...aggregateFunctions,
  ...windowFunctions,
  ...postgresFunctions,
].map(withDialects);

const byId: ReadonlyMap<string, RegisteredFunction> = new Map(functions.map((entry) => [entry.id, entry]));

/** The entry with this id, or undefined. */
export function functionNamed(id: string): RegisteredFunction | undefined {
  return byId.get(id);
}

/** All entries, in the order of the files that define them. */
export function allFunctions(): readonly FunctionDefinition[] {
  return functions;
}

/**
 * A call of a scalar function, its type resolved.
 * @throws GatewayError NOT_SUPPORTED if the function does not exist or does not take these arguments; the message
 * names the function and the types.
 */
export function call(id: string, args: readonly Expression[]): CallExpression {
  return Object.freeze({ kind: 'call', function: id, arguments: args, type: resolveCall(id, 'scalar', args) });
}

/** What an aggregate call may carry beside its arguments. */
export interface AggregateOptions {
  readonly distinct?: boolean;
  readonly filter?: Expression | undefined;
  readonly orderBy?: readonly SortKey[];
}

/** A call of an aggregate function, its type resolved. Throws as `call` does. */
export function aggregateCall(
  id: string,
  args: readonly Expression[],
  options: AggregateOptions = {},
): AggregateCallExpression {
  const { distinct = false, filter, orderBy = [] } = options;
  const type = resolveCall(id, 'aggregate', args);
  if (distinct && args.length === 0) throw new GatewayError('NOT_SUPPORTED', `${id}(DISTINCT) needs an argument.`);
  return Object.freeze({ kind: 'aggregate-call', function: id, arguments: args, distinct, filter, orderBy, type });
}

/** The result type of a call, arguments' values considered. Throws as `call` does. */
function resolveCall(id: string, kind: FunctionDefinition['kind'], args: readonly Expression[]): DataType {
  const definition = byId.get(id);
  if (definition === undefined || definition.kind !== kind) {
    throw new GatewayError('NOT_SUPPORTED', `There is no ${kind} function "${id}".`);
  }
  const types = args.map((argument) => argument.type);
  const resolved = definition.resolve(types);
  if (resolved === undefined) throw new GatewayError('NOT_SUPPORTED', refusal(id, types));
  const refined = definition.refine?.(args, resolved) ?? resolved;
  if (typeof refined === 'string') throw new GatewayError('NOT_SUPPORTED', `${id}: ${refined}.`);
  return refined;
}

function refusal(id: string, types: readonly DataType[]): string {
  const isText = (type: DataType) => type.kind === 'string';
  const mixed = types.some(isText) && types.some((type) => !isText(type) && type.kind !== 'null');
  const hint = mixed ? ' Text does not convert by itself: write a CAST.' : '';
  return `${id} does not take (${types.map(printType).join(', ')}).${hint}`;
}
