import { GatewayError } from '../../../errors.js';
import { type DataType, FLOAT64, NULL_TYPE, printType, sameType } from '../../../query/types.js';
import type { AggregateClauses, Spelling } from '../../definition.js';
import { type Fault, raise } from './raise.js';
import { typeName } from './type-name.js';

/** Longest text that may be repeated. There is no way to bind a value within an expression. */
const MAX_REPEATED = 8_000;

/** @throws GatewayError NOT_SUPPORTED for expressions that are nested too deep to be repeated */
export function repeated<T>(text: string, body: (text: string) => T): T {
  if (text.length <= MAX_REPEATED) return body(text);
  throw new GatewayError('NOT_SUPPORTED', 'An expression nested as deep as this is not supported on mysql.');
}

export function castTo(text: string, type: DataType): string {
  return `CAST(${text} AS ${typeName(type)})`;
}

/** The argument at a type that holds all of its values. Integers of all widths are BIGINT in an expression. */
export function widened(text: string, type: DataType, target: DataType): string {
  if (sameType(type, target) || target.kind === 'boolean') return text;
  if (type.kind === 'integer' && target.kind === 'integer') return text;
  if (type.kind === 'float' && target.kind === 'float' && target.bits === 64) return `CAST(${text} AS DOUBLE)`;
  return castTo(text, target);
}

/** Each argument at one type. */
export const allAt = (args: readonly string[], types: readonly DataType[], target: DataType): string[] =>
  args.map((arg, index) => widened(arg, types[index] ?? NULL_TYPE, target));

export const asDouble = (text: string, type: DataType | undefined) => widened(text, type ?? NULL_TYPE, FLOAT64);

const COLUMN = /`$/u;

/** A column may be unsigned, whose sums with negative numbers raise. */
export const asSigned = (text: string) => (COLUMN.test(text) ? `CAST(${text} AS SIGNED)` : text);

const LITERAL = /^\(?-?\d*[1-9]\d*(\.\d+)?(e[+-]?\d+)?\)?$/u;

/** A divisor that raises where it is zero. */
export function nonZero(divisor: string): string {
  if (LITERAL.test(divisor)) return divisor;
  return repeated(divisor, (d) => `(CASE WHEN ${d} = 0 THEN ${raise('22012', d)} ELSE ${d} END)`);
}

/** `name(arg, …)`. */
export const named =
  (name: string): Spelling =>
  (args) =>
    `${name}(${args.join(', ')})`;

/** A value where the condition holds; where it does not, the fault. NULL conditions are none. */
export function unless(isFaulty: string, fault: Fault, witness: string, value: string): string {
  return `(CASE WHEN ${isFaulty} THEN ${raise(fault, witness)} ELSE ${value} END)`;
}

const FILTER = ' FILTER (WHERE ';

/** The argument of an aggregate on the rows that FILTER keeps, NULL on the others. */
export function kept(argument: string, { filter }: AggregateClauses): string {
  return filter === '' ? argument : `CASE WHEN ${filter.slice(FILTER.length, -1)} THEN ${argument} END`;
}

/** @throws GatewayError NOT_SUPPORTED */
export function refusedType(id: string, type: DataType): never {
  throw new GatewayError('NOT_SUPPORTED', `${id} of ${printType(type)} is not supported on mysql.`);
}
