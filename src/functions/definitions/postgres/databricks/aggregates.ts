import { type DataType, NULL_TYPE, printType } from '../../../../query/types.js';
import type { AggregateClauses, Spelling } from '../../../definition.js';
import { databricksQuotient } from './quotient.js';
import { cast, refused, scaleOf } from './shared.js';

const inner = (name: string, args: string, { distinct, filter }: AggregateClauses) =>
  `${name}(${distinct}${args})${filter}`;

/** Integers are summed as DECIMALs, which hold every sum. */
const asDecimal = (value: string, type: DataType | undefined) =>
  type?.kind === 'decimal' ? value : `CAST(${value} AS DECIMAL(20,0))`;

const total: Spelling = ([value = ''], [type], result, clauses) =>
  cast(inner('sum', asDecimal(value, type), clauses), result);

const average: Spelling = ([value = ''], [type], result, clauses) => {
  const scale = scaleOf(type);
  const sum = `CAST(${inner('sum', asDecimal(value, type), clauses)} AS DECIMAL(38,${scale}))`;
  return databricksQuotient(
    { text: sum, scale },
    { text: `nullif(${inner('count', value, clauses)}, 0L)`, scale: 0 },
    scaleOf(result),
  );
};

const joined: Spelling = ([value, separator], _types, _result, { distinct, orderBy, filter }) =>
  `listagg(${distinct}${value}, ${separator})${orderBy === '' ? '' : ` WITHIN GROUP (${orderBy.trim()})`}${filter}`;

const aggregate =
  (name: string, rest = ''): Spelling =>
  (args, _types, _result, clauses) =>
    inner(name, args.join(', ') + rest, clauses);

/** Only where a DOUBLE, in which the engine answers, holds every value. */
const percentileDisc: Spelling = ([, at], [type], result, { orderBy, filter }) => {
  if (type?.kind !== 'float' && !(type?.kind === 'integer' && type.bits <= 32))
    throw refused(`percentile_disc of ${printType(type ?? NULL_TYPE)}`);
  return cast(`percentile_disc(${at}) WITHIN GROUP (${orderBy.trim()})${filter}`, result);
};

const grouping: Spelling = (args) => {
  const shifts = args.map((arg, index) => `CAST(grouping(${arg}) AS INT) * ${2 ** (args.length - 1 - index)}`);
  return `(${shifts.join(' + ')})`;
};

/** Aggregates; sums and averages of exact numbers are exact. */
export const aggregatesSpellings: Readonly<Record<string, Spelling>> = {
  pg_sum_numeric: total,
  pg_avg: average,
  pg_string_agg: joined,
  pg_stddev_samp: aggregate('stddev_samp'),
  pg_stddev_pop: aggregate('stddev_pop'),
  pg_var_samp: aggregate('var_samp'),
  pg_var_pop: aggregate('var_pop'),
  pg_covar_samp: aggregate('covar_samp'),
  pg_covar_pop: aggregate('covar_pop'),
  pg_percentile_cont: ([, at], _types, _result, { orderBy, filter }) =>
    `percentile_cont(${at}) WITHIN GROUP (${orderBy.trim()})${filter}`,
  pg_mode: aggregate('mode', ', true'),
  pg_percentile_disc: percentileDisc,
  pg_bit_and_agg: aggregate('bit_and'),
  pg_bit_or_agg: aggregate('bit_or'),
  pg_bit_xor_agg: aggregate('bit_xor'),
  grouping,
};
