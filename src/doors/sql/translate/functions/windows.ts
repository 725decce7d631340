import { constantNumber } from '../../../../functions/literals.js';
import { call, functionNamed } from '../../../../functions/registry.js';
import { literal } from '../../../../query/build.js';
import type { Expression } from '../../../../query/expression.js';
import { type DataType, FLOAT64, INT32 } from '../../../../query/types.js';
import { OID } from '../../types/pg-types.js';
import { aggregatePieces, toDouble } from './aggregates.js';
import { type Builtin, cast, intLiteral } from './builtin.js';
import { unify } from './unify.js';

/** A bare call of a window or aggregate function, for a WindowCallExpression. */
export interface WindowPieces {
  readonly function: string;
  readonly arguments: readonly Expression[];
  readonly type: DataType;
}

/** Makes the window call of these pieces, with the query's own window; answers what reads its value. */
export type Over = (pieces: WindowPieces) => Expression;

function pieces(id: string, args: readonly Expression[]): WindowPieces | undefined {
  const type = functionNamed(id)?.resolve(args.map((argument) => argument.type));
  return type === undefined ? undefined : { function: id, arguments: args, type };
}

const RANKS: ReadonlySet<string> = new Set(['row_number', 'rank', 'dense_rank', 'percent_rank', 'cume_dist']);
const VALUES: ReadonlySet<string> = new Set(['first_value', 'last_value']);
/** Aggregates whose spelling is one call with nothing around it, which OVER may follow. */
const BARE: ReadonlySet<string> = new Set([
  ...['count', 'min', 'max', 'bool_and', 'bool_or', 'any_value', 'avg', 'pg_string_agg', 'pg_array_agg'],
  ...['pg_stddev_samp', 'pg_stddev_pop', 'pg_var_samp', 'pg_var_pop', 'pg_covar_samp', 'pg_covar_pop'],
]);

/** lag and lead: the value and its default at one type. */
function neighbour({ name, args }: Builtin): WindowPieces | undefined {
  const [value, by = intLiteral(1), absent] = args;
  if (value === undefined) return undefined;
  if (absent === undefined) return pieces(name, [value, by]);
  const both = unify([value, absent]);
  return both === undefined ? undefined : pieces(name, [both[0] ?? value, by, both[1] ?? absent]);
}

/** A rank that is not a constant, or below 1, raises in Postgres for some rows only. */
const isRank = (expression: Expression | undefined) =>
  expression?.kind === 'literal' && (constantNumber(expression) ?? 0) >= 1;

function plain(builtin: Builtin): WindowPieces | undefined {
  const { name, args } = builtin;
  if (RANKS.has(name)) return pieces(name, args);
  if (name === 'lag' || name === 'lead') return neighbour(builtin);
  if (VALUES.has(name)) return pieces(name, args);
  if (name === 'nth_value') return isRank(args[1]) ? pieces(name, args) : undefined;
  if (name === 'ntile') return isRank(args[0]) ? pieces(name, args) : undefined;
  const aggregate = aggregatePieces(builtin);
  if (aggregate === undefined || aggregate.orderBy !== undefined) return undefined;
  return BARE.has(aggregate.function) ? pieces(aggregate.function, aggregate.arguments) : undefined;
}

const first = (args: readonly Expression[]) => args[0] ?? literal(null, INT32);

/** sum and avg of exact numbers are computed from window calls, since nothing may stand around one. */
function composed(builtin: Builtin, over: Over): Expression | undefined {
  const { name, args, resultType } = builtin;
  const value = first(args);
  if (name === 'sum' && resultType === OID.float8) return overPieces('window_sum_float', [cast(value, FLOAT64)], over);
  if (name === 'sum' && resultType === OID.int8) {
    const total = overPieces('window_sum', args, over);
    return total === undefined ? undefined : call('pg_int8', [total]);
  }
  if (name === 'sum' && resultType === OID.numeric) return overPieces('window_sum', args, over);
  if (name === 'avg' && resultType === OID.numeric) {
    const total = overPieces('window_sum', args, over);
    const count = overPieces('count', args, over);
    if (total === undefined || count === undefined) return undefined;
    return call('pg_mean', [total, count]);
  }
  const statistic = aggregatePieces(builtin)?.function ?? '';
  if (statistic.startsWith('pg_') && statistic.endsWith('_numeric') && name !== 'sum') {
    const made = overPieces(statistic.replace(/_numeric$/, ''), [toDouble(value)], over);
    return made === undefined ? undefined : call('pg_numeric_of_text', [call('pg_fifteen_digits', [made])]);
  }
  if (name === 'ntile') {
    const made = plain(builtin);
    return made === undefined ? undefined : cast(over(made), INT32);
  }
  return undefined;
}

function overPieces(id: string, args: readonly Expression[], over: Over): Expression | undefined {
  const made = pieces(id, args);
  return made === undefined ? undefined : over(made);
}

/** A window function of Postgres, made of one or several window calls. */
export function windowMaker(builtin: Builtin, over: Over): Expression | undefined {
  const made = composed(builtin, over);
  if (made !== undefined) return made;
  const one = plain(builtin);
  return one === undefined ? undefined : over(one);
}

/**
 * A window function that is a single call; undefined where it needs a computation around. A sum of integers is
 * DECIMAL(38,0) even where Postgres makes it bigint.
 */
export function windowPieces(builtin: Builtin): WindowPieces | undefined {
  const { name, args, resultType } = builtin;
  if (name === 'sum') {
    return resultType === OID.float8 ? pieces('window_sum_float', args) : pieces('window_sum', args);
  }
  return plain(builtin);
}
