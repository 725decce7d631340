import type { Spelling } from '../../definition.js';
import { named, type Spellings } from './shared.js';

/** Counts of rows are 32 bits here. */
const withCount =
  (name: string): Spelling =>
  ([value, count, ...rest], _types, _result, { filter }) =>
    `${name}(${[value, ...(count === undefined ? [] : [`${count}::integer`]), ...rest].join(', ')})${filter}`;

const filteredCall =
  (name: string, cast = ''): Spelling =>
  ([value], _types, _result, { filter }) =>
    `${name}(${value}${cast})${filter}`;

/** Bare calls: the printer writes OVER behind them. */
export const windowSpellings: Spellings = {
  row_number: named('row_number'),
  rank: named('rank'),
  dense_rank: named('dense_rank'),
  percent_rank: named('percent_rank'),
  cume_dist: named('cume_dist'),
  ntile: ([count = '1']) => `ntile(${count}::integer)`,
  lag: withCount('lag'),
  lead: withCount('lead'),
  first_value: named('first_value'),
  last_value: named('last_value'),
  nth_value: withCount('nth_value'),
  window_sum: filteredCall('sum', '::numeric'),
  window_sum_float: filteredCall('sum'),
};
