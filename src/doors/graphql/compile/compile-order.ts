import type { GraphQLScalarName } from '../../../catalog/contract.js';
import { GatewayError } from '../../../errors.js';
import type { Expression, NullsPosition, SortDirection, SortKey } from '../../../query/expression.js';
import { badInput } from './context.js';
import type { TableScope } from './row-scope.js';

type Input = Readonly<Record<string, unknown>>;

/** One key of a list's order, with what a cursor needs to know of it. */
export interface OrderKey extends SortKey {
  /** Path in the contract, such as `origin.city`; part of what a cursor is bound to. */
  readonly path: string;
  readonly scalar: GraphQLScalarName;
  readonly nullable: boolean;
}

const DIRECTIONS: Readonly<Record<string, { readonly direction: SortDirection; readonly nulls: NullsPosition }>> = {
  ASC: { direction: 'asc', nulls: 'last' },
  DESC: { direction: 'desc', nulls: 'last' },
  ASC_NULLS_FIRST: { direction: 'asc', nulls: 'first' },
  ASC_NULLS_LAST: { direction: 'asc', nulls: 'last' },
  DESC_NULLS_FIRST: { direction: 'desc', nulls: 'first' },
  DESC_NULLS_LAST: { direction: 'desc', nulls: 'last' },
};

export function sortOf(
  direction: unknown,
  what: string,
): { readonly direction: SortDirection; readonly nulls: NullsPosition } {
  const found = typeof direction === 'string' ? DIRECTIONS[direction] : undefined;
  if (found === undefined) throw badInput(`${what} must be a direction such as ASC or DESC.`);
  return found;
}

/** The one entry of a one-key input object. */
export function onlyEntry(input: unknown, what: string): readonly [string, unknown] {
  const entries = input !== null && typeof input === 'object' ? Object.entries(input) : [];
  const [entry] = entries;
  if (entries.length !== 1 || entry === undefined) throw badInput(`${what} must have exactly one key.`);
  return entry;
}

function orderKey(scope: TableScope, input: Input, path: string, isOptional: boolean): OrderKey {
  const [name, operand] = onlyEntry(input, path === '' ? 'orderBy' : `orderBy ${path}`);
  const field = scope.type.fields.find((candidate) => candidate.name === name);
  const fullPath = path === '' ? name : `${path}.${name}`;
  if (field?.kind === 'relation') {
    return orderKey(scope.toOne(field), operand as Input, fullPath, true);
  }
  if (field?.kind !== 'column' && field?.kind !== 'computed')
    throw new GatewayError('INTERNAL', `No order field ${fullPath}.`);
  const expression: Expression = scope.presentValue(field);
  const nullable = isOptional || field.kind === 'computed' || scope.isNullable(field.column);
  return { expression, path: fullPath, scalar: field.scalar, nullable, ...sortOf(operand, `orderBy ${fullPath}`) };
}

/**
 * A list's order: what the caller asked for, then the type's key, so that it is total and a cursor names one row.
 */
export function compileOrder(scope: TableScope, argument: unknown): readonly OrderKey[] {
  const asked = Array.isArray(argument) ? argument.map((item) => orderKey(scope, item as Input, '', false)) : [];
  const paths = new Set<string>();
  const keys = asked.filter((key) => !paths.has(key.path) && paths.add(key.path) !== undefined);
  for (const name of scope.type.key) {
    if (!paths.has(name)) keys.push(orderKey(scope, { [name]: 'ASC' }, '', false));
  }
  return keys;
}

/** The same order backwards. */
export function reverseOrder<K extends SortKey>(keys: readonly K[]): readonly K[] {
  return keys.map((key) => ({
    ...key,
    direction: key.direction === 'asc' ? 'desc' : 'asc',
    nulls: key.nulls === 'first' ? 'last' : 'first',
  }));
}
