import type { DataType } from '../../../../query/types.js';
import type { Spelling } from '../../../definition.js';
import { inner, ordered } from '../aggregates.js';
import { atResult, bytewise, cast, type Spellings } from '../shared.js';

const plain =
  (name: string): Spelling =>
  (args, types, _result, clauses) =>
    inner(name, args.map((arg, index) => (index === 0 ? ordered(arg, types[0], clauses) : arg)).join(', '), clauses);

const atDigits =
  (name: string): Spelling =>
  ([value = ''], _types, result, clauses) =>
    cast(inner(name, value, clauses), result);

/** The order is the call's own. */
const within =
  (name: string): Spelling =>
  ([, fraction], _types, result, { orderBy, filter }) =>
    atResult(`${name}(${fraction}) WITHIN GROUP (${orderBy.trim()})${filter}`, result);

const mode: Spelling = ([value = ''], [type]: readonly DataType[], result, { orderBy, filter }) => {
  const order = orderBy === '' ? `ORDER BY ${bytewise(value, type)}` : orderBy.trim();
  return atResult(`mode() WITHIN GROUP (${order})${filter}`, result);
};

const STATISTICS = ['stddev_samp', 'stddev_pop', 'var_samp', 'var_pop'];
const PAIRS = [
  ...['covar_samp', 'covar_pop', 'corr'],
  ...[
    'regr_sxx',
    'regr_syy',
    'regr_sxy',
    'regr_avgx',
    'regr_avgy',
    'regr_slope',
    'regr_intercept',
    'regr_r2',
    'regr_count',
  ],
];
const entries = (names: readonly string[], id: (name: string) => string, spelling: (name: string) => Spelling) =>
  Object.fromEntries(names.map((name) => [id(name), spelling(name)]));

export const aggregateSpellings: Spellings = {
  pg_sum_numeric: atDigits('sum'),
  pg_avg: atDigits('avg'),
  pg_string_agg: plain('string_agg'),
  pg_array_agg: plain('array_agg'),
  ...entries([...STATISTICS, ...PAIRS], (name) => `pg_${name}`, plain),
  ...entries(STATISTICS, (name) => `pg_${name}_numeric`, atDigits),
  ...entries(['bit_and', 'bit_or', 'bit_xor'], (name) => `pg_${name}_agg`, plain),
  ...entries(['percentile_cont', 'percentile_disc'], (name) => `pg_${name}`, within),
  ...entries(['percentile_cont', 'percentile_disc'], (name) => `pg_${name}_array`, within),
  pg_json_agg: ([value = ''], _types, _result, clauses) =>
    `('[' || ${inner('string_agg', `coalesce(${value}, 'null'), ', '`, clauses)} || ']')`,
  pg_mode: mode,
  grouping: (args) => `GROUPING(${args.join(', ')})`,
};
