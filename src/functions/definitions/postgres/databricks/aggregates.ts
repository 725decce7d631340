import { type DataType, NULL_TYPE, printType } from '../../../../query/types.js';
import type { AggregateClauses, Spelling } from '../../../definition.js';
import { placesText, weightText } from '../quotient-text.js';
import { databricksQuotient } from './quotient.js';
import { bind, cast, refused, scaleOf } from './shared.js';

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

/** Types whose text is read back as the same value. */
const HAS_TEXT = new Set(['boolean', 'integer', 'float', 'decimal', 'string', 'date', 'timestamp', 'uuid']);

/**
 * The engine's own drops NULLs and has no order. Elements are joined in order, as hexadecimal text of their text, in
 * which no separator can be.
 */
const collected: Spelling = ([value = ''], [type], result, { distinct, orderBy, filter }) => {
  if (result.kind !== 'array' || type === undefined || !HAS_TEXT.has(type.kind) || distinct !== '')
    throw refused(distinct === '' ? `array_agg of ${printType(type ?? NULL_TYPE)}` : 'array_agg of distinct values');
  const order = orderBy === '' ? '' : ` WITHIN GROUP (${orderBy.trim()})`;
  const joinedText = `listagg(coalesce(hex(CAST(${value} AS STRING)), 'N'), ',')${order}${filter}`;
  const element = cast(`decode(unhex(nullif(element, 'N')), 'UTF-8')`, result.element);
  return `transform(split(${joinedText}, ','), element -> ${element})`;
};

/** Postgres's definitions over the sums of squares. The engine's own raise where all values are one. */
const regression =
  (body: (of: (name: string) => string) => string): Spelling =>
  (args, _types, _result, clauses) =>
    body((name) => inner(name, args.join(', '), clauses));

const slope = (of: (name: string) => string) => `(${of('regr_sxy')} / nullif(${of('regr_sxx')}, 0D))`;

const correlation = regression((of) => `(${of('regr_sxy')} / nullif(sqrt(${of('regr_sxx')} * ${of('regr_syy')}), 0D))`);
const determination = regression((of) => {
  const [xx, yy, xy] = [of('regr_sxx'), of('regr_syy'), of('regr_sxy')];
  return `CASE WHEN ${xx} = 0D THEN CAST(NULL AS DOUBLE) WHEN ${yy} = 0D THEN 1D ELSE ${xy} * ${xy} / nullif(${xx} * ${yy}, 0D) END`;
});

const fractions =
  (name: string): Spelling =>
  ([, at], [type], result, { orderBy, filter }) => {
    if (type?.kind !== 'float') throw refused(`percentiles of ${printType(type ?? NULL_TYPE)}`);
    return cast(`${name}(CAST(${at} AS ARRAY<DOUBLE>)) WITHIN GROUP (${orderBy.trim()})${filter}`, result);
  };

/** Digits that a DOUBLE tells, and how many after its point such a number of at least 1 may have. */
const DOUBLE_DIGITS = 15;

/** The engine rounds to constant digits alone: each number of them is a branch. */
function roundedTo(value: string, places: string): string {
  const branches = Array.from(
    { length: DOUBLE_DIGITS },
    (_, digits) => `WHEN ${digits} THEN round(${value}, ${digits})`,
  );
  return `CASE ${places} ${branches.join(' ')} ELSE ${value} END`;
}

/** As for DuckDB: of exact numbers, computed in DOUBLE and rounded to the digits that Postgres gives the variance. */
const exactStatistic =
  (id: 'stddev_samp' | 'stddev_pop' | 'var_samp' | 'var_pop'): Spelling =>
  ([value = ''], [type], result, clauses) => {
    const isSample = id.endsWith('samp');
    const values = {
      v: inner(isSample ? 'var_samp' : 'var_pop', `CAST(${value} AS DOUBLE)`, clauses),
      c: `CAST(${inner('count', value, clauses)} AS DOUBLE)`,
    };
    return bind(values, 'vc', (vc) => {
      const rows = `${vc}.c * ${isSample ? `(${vc}.c - 1)` : `${vc}.c`}`;
      const all = { v: id.startsWith('var') ? `${vc}.v` : `sqrt(${vc}.v)`, x: `${vc}.v * ${rows}`, y: rows };
      return bind(all, 'xy', (xy) => {
        const weight = (part: string) => weightText(part).replace('INTEGER', 'INT');
        const [x, y] = [`${xy}.x`, `${xy}.y`];
        const places = `CAST(${placesText(x, y, weight(x), weight(y), 2 * scaleOf(type))} AS INT)`;
        return bind({ v: `${xy}.v`, p: places }, 'vp', (vp) => {
          const isShort = `${vp}.v >= 1 AND ${vp}.p + log10(${vp}.v) < ${DOUBLE_DIGITS}`;
          const told = `CASE WHEN ${isShort} THEN ${roundedTo(`${vp}.v`, `${vp}.p`)} ELSE ${vp}.v END`;
          const text = `format_string('%.${DOUBLE_DIGITS - 1}e', ${told})`;
          return cast(`CASE WHEN ${vp}.v IS NOT NULL THEN ${text} END`, result);
        });
      });
    });
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
  pg_stddev_samp_numeric: exactStatistic('stddev_samp'),
  pg_stddev_pop_numeric: exactStatistic('stddev_pop'),
  pg_var_samp_numeric: exactStatistic('var_samp'),
  pg_var_pop_numeric: exactStatistic('var_pop'),
  pg_percentile_cont_array: fractions('percentile_cont'),
  pg_percentile_disc_array: fractions('percentile_disc'),
  pg_array_agg: collected,
  pg_corr: correlation,
  pg_regr_slope: regression(slope),
  pg_regr_intercept: regression((of) => `(${of('regr_avgy')} - ${slope(of)} * ${of('regr_avgx')})`),
  pg_regr_r2: determination,
  pg_regr_count: aggregate('regr_count'),
  pg_regr_sxx: aggregate('regr_sxx'),
  pg_regr_syy: aggregate('regr_syy'),
  pg_regr_sxy: aggregate('regr_sxy'),
  pg_regr_avgx: aggregate('regr_avgx'),
  pg_regr_avgy: aggregate('regr_avgy'),
  pg_mode: aggregate('mode', ', true'),
  pg_percentile_disc: percentileDisc,
  pg_bit_and_agg: aggregate('bit_and'),
  pg_bit_or_agg: aggregate('bit_or'),
  pg_bit_xor_agg: aggregate('bit_xor'),
  grouping,
};
