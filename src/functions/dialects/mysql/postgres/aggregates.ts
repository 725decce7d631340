import { GatewayError } from '../../../../errors.js';
import { type DataType, NULL_TYPE } from '../../../../query/types.js';
import type { Spelling } from '../../../definition.js';
import { asItem, continuousPercentile, joined, NO_VALUE, ofItem } from '../aggregates.js';
import { castTo, kept, repeated, unless } from '../shared.js';
import { exactQuotient } from './quotient.js';

const scaleOf = (type: DataType | undefined) => (type?.kind === 'decimal' ? type.scale : 0);

const average: Spelling = ([value = ''], [type], result, clauses) => {
  const rows = clauses.distinct + kept(value, clauses);
  return exactQuotient(`SUM(${rows})`, `NULLIF(COUNT(${rows}), 0)`, scaleOf(type), result);
};

const TEXT = /^'(?:[^']|'')*'$/u;

const stringAgg: Spelling = ([value = '', separator = ''], _types, _result, clauses) => {
  if (!TEXT.test(separator))
    throw new GatewayError('NOT_SUPPORTED', 'A separator that is not a constant is not supported on mysql.');
  return joined(value, separator, clauses);
};

const statistic =
  (name: string): Spelling =>
  ([value = ''], _types, _result, clauses) =>
    `${name}(${clauses.distinct}${kept(value, clauses)})`;

/** All bits of no rows are set there. */
const ofBits =
  (name: string): Spelling =>
  ([value = ''], _types, _result, clauses) =>
    repeated(kept(value, clauses), (v) => `(CASE WHEN COUNT(${v}) > 0 THEN CAST(${name}(${v}) AS SIGNED) END)`);

const isDescending = (orderBy: string) => orderBy.endsWith(' DESC');

/** The first value at or beyond the fraction, in the order asked for. */
const percentileDisc: Spelling = ([value = '', at = ''], [type = NULL_TYPE], _result, clauses) =>
  repeated(kept(value, clauses), (v) => {
    const direction = isDescending(clauses.orderBy) ? 'DESC' : 'ASC';
    const list = `GROUP_CONCAT(${kept(asItem(value, type), clauses)} ORDER BY ${v} ${direction} SEPARATOR ',')`;
    const place = `GREATEST(CEILING(${at} * COUNT(${v})), 1)`;
    const item = `SUBSTRING_INDEX(SUBSTRING_INDEX(${list}, ',', ${place}), ',', -1)`;
    return ofItem(`NULLIF(${item}, ${NO_VALUE})`, type);
  });

const percentileCont: Spelling = ([value = '', at = ''], _types, _result, clauses) =>
  continuousPercentile(value, isDescending(clauses.orderBy) ? `(1 - ${at})` : at, clauses);

const jsonAgg: Spelling = ([element = ''], _types, _result, clauses) =>
  `CONCAT('[', ${joined(`COALESCE(${element}, 'null')`, "', '", clauses)}, ']')`;

const bucket = (
  x: string,
  a: string,
  b: string,
  n: string,
  inside: (from: string, value: string, to: string) => string,
) => {
  const clipped = (from: string, value: string, to: string) => `LEAST(${inside(from, value, to)}, ${n} - 1) + 1`;
  const up = `CASE WHEN ${x} < ${a} THEN 0 WHEN ${x} >= ${b} THEN ${n} + 1 ELSE ${clipped(a, x, b)} END`;
  const down = `CASE WHEN ${x} > ${a} THEN 0 WHEN ${x} <= ${b} THEN ${n} + 1 ELSE ${clipped(`(- ${a})`, `(- ${x})`, `(- ${b})`)} END`;
  const isNull = [x, a, b, n].map((part) => `${part} IS NULL`).join(' OR ');
  const value = `CASE WHEN ${isNull} THEN NULL WHEN ${a} < ${b} THEN ${up} ELSE ${down} END`;
  return castTo(unless(`${n} <= 0 OR ${a} = ${b}`, '22023', n, value), { kind: 'integer', bits: 64 });
};

const widthBucket =
  (inside: (n: string) => (from: string, value: string, to: string) => string): Spelling =>
  ([x = '', a = '', b = '', n = '']) =>
    repeated(x + a + b + n, () => bucket(x, a, b, n, inside(n)));

/** Bare calls: the printer writes OVER behind them. */
const windowed =
  (name: string): Spelling =>
  (args) => {
    if (args.length > 2) throw new GatewayError('NOT_SUPPORTED', `A default of ${name} is not supported on mysql.`);
    return `${name}(${args.join(', ')})`;
  };

const WINDOWS = ['percent_rank', 'cume_dist', 'ntile', 'lag', 'lead', 'first_value', 'last_value', 'nth_value'];

/** Aggregates, buckets and windows. */
export const postgresAggregates: Readonly<Record<string, Spelling>> = {
  pg_sum_numeric: ([value = ''], _types, result, clauses) =>
    castTo(`SUM(${clauses.distinct}${kept(value, clauses)})`, result),
  pg_avg: average,
  pg_string_agg: stringAgg,
  pg_json_agg: jsonAgg,
  pg_stddev_samp: statistic('STDDEV_SAMP'),
  pg_stddev_pop: statistic('STDDEV_POP'),
  pg_var_samp: statistic('VAR_SAMP'),
  pg_var_pop: statistic('VAR_POP'),
  pg_bit_and_agg: ofBits('BIT_AND'),
  pg_bit_or_agg: ofBits('BIT_OR'),
  pg_bit_xor_agg: ofBits('BIT_XOR'),
  pg_percentile_cont: percentileCont,
  pg_percentile_disc: percentileDisc,
  pg_width_bucket: widthBucket(
    (n) => (from, value, to) => `TRUNCATE(${n} * ((${value} - ${from}) / (${to} - ${from})), 0)`,
  ),
  pg_width_bucket_exact: widthBucket((n) => (from, value, to) => `((${value} - ${from}) * ${n}) DIV (${to} - ${from})`),
  ...Object.fromEntries(WINDOWS.map((id) => [id, windowed(id.toUpperCase())])),
  window_sum: ([value]) => `SUM(${value})`,
  window_sum_float: ([value]) => `SUM(${value})`,
};
