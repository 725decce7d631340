import type { Spelling } from '../../../definition.js';
import { named, scaleOf } from './shared.js';

/** The whole window's sum of exact numbers at 38 digits; nothing may stand around the call. */
const windowSum: Spelling = ([value], [type]) => `sum(CAST(${value} AS DECIMAL(28,${scaleOf(type)})))`;
const withOffset =
  (name: string): Spelling =>
  ([value, offset, ...rest]) =>
    `${name}(${[value, ...(offset === undefined ? [] : [`CAST(${offset} AS INT)`]), ...rest].join(', ')})`;

/** Bare calls: the printer writes OVER behind them. */
export const windowsSpellings: Readonly<Record<string, Spelling>> = {
  percent_rank: named('percent_rank'),
  cume_dist: named('cume_dist'),
  ntile: ([count]) => `ntile(CAST(${count} AS INT))`,
  lag: withOffset('lag'),
  lead: withOffset('lead'),
  first_value: named('first_value'),
  last_value: named('last_value'),
  nth_value: withOffset('nth_value'),
  window_sum: windowSum,
  window_sum_float: named('sum'),
};
