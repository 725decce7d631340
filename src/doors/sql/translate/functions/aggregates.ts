import { aggregateCall, call } from '../../../../functions/registry.js';
import type { AggregateCallExpression, Expression, SortKey } from '../../../../query/expression.js';
import { FLOAT64 } from '../../../../query/types.js';
import { OID } from '../../types/pg-types.js';
import { type Builtin, cast } from './builtin.js';
import { toText } from './casts.js';
import { jsonOf } from './json.js';

/** The registry's aggregate and its arguments. */
export interface AggregatePieces {
  readonly function: string;
  readonly arguments: readonly Expression[];
  /** WITHIN GROUP of an ordered-set aggregate. */
  readonly orderBy?: readonly SortKey[];
}

type Chooser = (builtin: Builtin) => AggregatePieces | undefined;

const asIs =
  (id: string): Chooser =>
  ({ args }) => ({ function: id, arguments: args });

const isExact = (expression: Expression | undefined) =>
  expression?.type.kind === 'integer' || expression?.type.kind === 'decimal';

export const toDouble = (expression: Expression): Expression =>
  expression.type.kind === 'decimal' ? call('pg_float8_of_numeric', [expression]) : cast(expression, FLOAT64);

const sum: Chooser = ({ args, resultType }) => {
  if (resultType === OID.numeric) return { function: 'pg_sum_numeric', arguments: args };
  return resultType === OID.int8 || resultType === OID.float8 ? { function: 'sum', arguments: args } : undefined;
};

const avg: Chooser = ({ args, resultType }) => {
  if (resultType === OID.numeric) return isExact(args[0]) ? { function: 'pg_avg', arguments: args } : undefined;
  return resultType === OID.float8 ? { function: 'avg', arguments: args } : undefined;
};

/** Of exact numbers a numeric, else in DOUBLE. */
const statistic =
  (id: string): Chooser =>
  ({ args, resultType }) =>
    resultType === OID.numeric
      ? { function: `${id}_numeric`, arguments: args }
      : { function: id, arguments: args.map(toDouble) };

/** The value ordered by and the fraction, which Postgres gives as the direct argument. */
const percentile =
  (id: string): Chooser =>
  ({ args, options }) => {
    const [fraction, ...aggregated] = args;
    const key = options.orderBy?.[0];
    const value = key?.expression ?? aggregated[0];
    if (fraction === undefined || value === undefined || (options.orderBy?.length ?? 0) > 1) return undefined;
    const orderBy: readonly SortKey[] = [key ?? { expression: value, direction: 'asc', nulls: 'last' }];
    return { function: fraction.type.kind === 'array' ? `${id}_array` : id, arguments: [value, fraction], orderBy };
  };

const mode: Chooser = ({ args, options }) => {
  const key = options.orderBy?.[0];
  const value = key?.expression ?? args[0];
  if (value === undefined) return undefined;
  return {
    function: 'pg_mode',
    arguments: [value],
    orderBy: [key ?? { expression: value, direction: 'asc', nulls: 'last' }],
  };
};

const stringAgg: Chooser = ({ args, argTypes, timeZone }) => {
  const [value, separator] = args;
  const text = value === undefined ? undefined : toText(value, argTypes[0] ?? 0, timeZone);
  return text === undefined || separator === undefined
    ? undefined
    : { function: 'pg_string_agg', arguments: [text, separator] };
};

const jsonAgg: Chooser = ({ args }) => {
  const element = args[0] === undefined ? undefined : jsonOf(args[0]);
  return element === undefined ? undefined : { function: 'pg_json_agg', arguments: [element] };
};

const CHOOSERS: Readonly<Record<string, Chooser>> = {
  count: asIs('count'),
  sum,
  avg,
  min: asIs('min'),
  max: asIs('max'),
  string_agg: stringAgg,
  array_agg: asIs('pg_array_agg'),
  json_agg: jsonAgg,
  bool_and: asIs('bool_and'),
  bool_or: asIs('bool_or'),
  every: asIs('bool_and'),
  any_value: asIs('any_value'),
  stddev: statistic('pg_stddev_samp'),
  stddev_samp: statistic('pg_stddev_samp'),
  stddev_pop: statistic('pg_stddev_pop'),
  variance: statistic('pg_var_samp'),
  var_samp: statistic('pg_var_samp'),
  var_pop: statistic('pg_var_pop'),
  corr: asIs('pg_corr'),
  covar_samp: asIs('pg_covar_samp'),
  covar_pop: asIs('pg_covar_pop'),
  regr_slope: asIs('pg_regr_slope'),
  regr_intercept: asIs('pg_regr_intercept'),
  regr_r2: asIs('pg_regr_r2'),
  regr_count: asIs('pg_regr_count'),
  regr_sxx: asIs('pg_regr_sxx'),
  regr_syy: asIs('pg_regr_syy'),
  regr_sxy: asIs('pg_regr_sxy'),
  regr_avgx: asIs('pg_regr_avgx'),
  regr_avgy: asIs('pg_regr_avgy'),
  bit_and: asIs('pg_bit_and_agg'),
  bit_or: asIs('pg_bit_or_agg'),
  bit_xor: asIs('pg_bit_xor_agg'),
  percentile_cont: percentile('pg_percentile_cont'),
  percentile_disc: percentile('pg_percentile_disc'),
  mode,
  grouping: asIs('grouping'),
};

/** What aggregate of the registry a call of Postgres's means; undefined: none. */
export function aggregatePieces(builtin: Builtin): AggregatePieces | undefined {
  return Object.hasOwn(CHOOSERS, builtin.name) ? CHOOSERS[builtin.name]?.(builtin) : undefined;
}

/** char(n) counts and compares without its blanks, which min, max and DISTINCT would see. */
export function aggregateMaker(builtin: Builtin): AggregateCallExpression | undefined {
  const { distinct = false, filter, orderBy } = builtin.options;
  const pieces = aggregatePieces(builtin);
  if (pieces === undefined) return undefined;
  return aggregateCall(pieces.function, pieces.arguments, {
    distinct,
    filter,
    orderBy: pieces.orderBy ?? orderBy ?? [],
  });
}
