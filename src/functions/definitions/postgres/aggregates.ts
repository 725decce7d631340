import {
  arrayType,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  JSON_TYPE,
  STRING,
  type TypeKind,
} from '../../../query/types.js';
import { spellAggregate } from '../../aggregate-spelling.js';
import { exactDigits } from '../../common-type.js';
import { double, example, int, long, type RegisteredFunction, text, typed } from '../../define.js';
import type { AggregateClauses, FunctionCase, Spelling } from '../../definition.js';
import { constantNumber, constantText } from '../../literals.js';
import { castText } from '../../spell.js';
import { bind, fixed, postgresFunction, type Takes } from './postgres-function.js';
import { MAX_QUOTIENT_SCALE, placesText, QUOTIENT_SCALE, quotientText, weightText } from './quotient-text.js';

type Resolve = RegisteredFunction['resolve'];

function aggregate(
  id: string,
  resolve: Resolve,
  spelling: Spelling,
  cases: readonly FunctionCase[],
  optional: { readonly refine?: RegisteredFunction['refine']; readonly total?: boolean } = {},
): RegisteredFunction {
  return postgresFunction(id, resolve, spelling, { kind: 'aggregate', nulls: 'called', cases, ...optional });
}

const inner = (name: string, args: string, { distinct, orderBy, filter }: AggregateClauses) =>
  `${name}(${distinct}${args}${orderBy})${filter}`;

const plain = (name: string): Spelling => spellAggregate({ name, arguments: (args) => args, around: (call) => call });

const resultCast = (name: string): Spelling =>
  spellAggregate({ name, arguments: (args) => args, around: (call, result) => castText(call, result, 'duckdb') });

/** DuckDB answers NaN where Postgres answers NULL: for a spread of nothing. */
const nullForNaN = (name: string): Spelling =>
  spellAggregate({ name, arguments: (args) => args, around: (call) => `nullif(${call}, 'NaN'::DOUBLE)` });

const ofFloats = (id: string, duckdb: Spelling, takes: Takes, cases: readonly FunctionCase[]) =>
  aggregate(`pg_${id}`, fixed(takes, FLOAT64), duckdb, cases);

const TWO_NULL = [
  example(null, double(null), double(1)),
  example(null, double(1), double(null)),
  example(null, double(null), double(null)),
];

const scaleOf = (type: DataType | undefined) => (type?.kind === 'decimal' ? type.scale : 0);

/** sum / count as Postgres divides them, exactly. */
const average: Spelling = ([value = ''], [type], result, clauses) => {
  const scale = scaleOf(type);
  const total = `CAST(${inner('sum', value, clauses)} AS DECIMAL(38,${scale}))`;
  const count = `nullif(${inner('count', value, { ...clauses, orderBy: '' })}, 0)`;
  return quotientText({ text: total, scale }, { text: count, scale: 0 }, scaleOf(result));
};

const EXACT = ['integer', 'decimal'] as const;

/** Averages of bigint have up to 19 digits before the point. */
const averageType = fixed([EXACT], ([type]) => {
  if (type?.kind === 'null' || scaleOf(type) > MAX_QUOTIENT_SCALE) return undefined;
  const isLong = type?.kind === 'integer' && type.bits === 64;
  return decimalType(38, isLong ? QUOTIENT_SCALE - 1 : Math.max(QUOTIENT_SCALE, scaleOf(type)));
});

/** Digits after the point of a variance: as many as leave room for the square of the widest value. */
const statisticScale = (type: DataType | undefined) => {
  const whole = type === undefined ? 19 : (exactDigits(type)?.whole ?? 19);
  if (whole <= 9) return 20;
  return whole <= 11 ? 16 : 12;
};

/**
 * Variance and deviation of exact numbers, computed in DOUBLE (right to about 15 digits) and rounded to the digits
 * that Postgres gives the variance.
 */
const exactStatistic =
  (id: 'stddev_samp' | 'stddev_pop' | 'var_samp' | 'var_pop'): Spelling =>
  ([value = ''], [type], result, clauses) => {
    const variance = id.endsWith('samp') ? 'var_samp' : 'var_pop';
    const values = {
      v: inner(variance, `CAST(${value} AS DOUBLE)`, clauses),
      c: `CAST(${inner('count', value, { ...clauses, orderBy: '' })} AS DOUBLE)`,
    };
    return bind(values, 'vc', (vc) => {
      const rows = `${vc}.c * ${id.endsWith('samp') ? `(${vc}.c - 1)` : `${vc}.c`}`;
      const all = { v: id.startsWith('var') ? `${vc}.v` : `sqrt(${vc}.v)`, x: `${vc}.v * ${rows}`, y: rows };
      return bind(all, 'xy', (xy) => {
        const [x, y] = [`${xy}.x`, `${xy}.y`];
        const places = placesText(x, y, weightText(x), weightText(y), 2 * scaleOf(type));
        const isShort = `${xy}.v >= 1 AND ${places} + log10(${xy}.v) < 15`;
        const value15 = `CASE WHEN ${isShort} THEN round(${xy}.v, ${places}) ELSE ${xy}.v END`;
        return castText(`printf('%.15g', ${value15})`, result, 'duckdb');
      });
    });
  };

const fraction: NonNullable<RegisteredFunction['refine']> = ([, value], resolved) => {
  const number = value === undefined ? undefined : constantNumber(value);
  return number !== undefined && number >= 0 && number <= 1 ? resolved : 'its fraction must be a constant from 0 to 1';
};

/** `name(fraction) WITHIN GROUP (ORDER BY …)`: the order is the call's own. */
const within =
  (name: string): Spelling =>
  ([, at], _types, _result, { orderBy, filter }) =>
    `${name}(${at}) WITHIN GROUP (${orderBy.trim()})${filter}`;

const fractions: NonNullable<RegisteredFunction['refine']> = ([, value], resolved) => {
  const elements = value?.kind === 'call' && value.function === 'array' ? value.arguments : undefined;
  const numbers = elements?.map((element) => constantNumber(element) ?? Number.NaN) ?? [];
  const isFine = numbers.length > 0 && numbers.every((number) => number >= 0 && number <= 1);
  return isFine ? resolved : 'its fractions must be constants from 0 to 1';
};

/** Several fractions at once: NULL of no rows, not an array of NULLs. */
const ofFractions = (id: string, takes: readonly TypeKind[]) =>
  postgresFunction(
    `pg_${id}_array`,
    ([type, at, ...more]) =>
      type !== undefined && takes.includes(type.kind) && at?.kind === 'array' && more.length === 0
        ? arrayType(type)
        : undefined,
    within(id),
    { kind: 'aggregate', nulls: 'called', refine: fractions, deterministic: false },
  );

const anything = ([type]: readonly DataType[]) => (type?.kind === 'null' || type?.kind === 'json' ? undefined : type);

/** Postgres's aggregates where they differ from Databricks'. */
export const aggregateFunctions: readonly RegisteredFunction[] = [
  // int2 and int4 sum to bigint, wider and exact ones to numeric.
  aggregate(
    'pg_sum_numeric',
    fixed([EXACT], ([type]) => (type?.kind === 'null' ? undefined : decimalType(38, scaleOf(type)))),
    resultCast('sum'),
    [
      example('9223372036854775807', long(9223372036854775807n)),
      example('-1.50', typed(decimalType(3, 2), '-1.50')),
      example(null, int(null)),
    ],
  ),
  aggregate('pg_avg', averageType, average, [
    example('3.00000000000000000000', int(3)),
    example('-1.50000000000000000000', typed(decimalType(3, 2), '-1.50')),
    example(null, long(null)),
  ]),
  aggregate(
    'pg_string_agg',
    fixed(['string', 'string'], STRING),
    plain('string_agg'),
    [example('é', text('é'), text(',')), example('', text(''), text(',')), example(null, text(null), text(','))],
    {
      refine: ([, separator], resolved) =>
        separator !== undefined && constantText(separator) !== undefined
          ? resolved
          : 'its separator must be a constant',
    },
  ),
  aggregate(
    'pg_array_agg',
    ([type, ...more]) => (type === undefined || type.kind === 'null' || more.length > 0 ? undefined : arrayType(type)),
    plain('array_agg'),
    [example('[1]', int(1)), example('[NULL]', int(null)), example('[é]', text('é'))],
  ),
  ...(['stddev_samp', 'stddev_pop', 'var_samp', 'var_pop'] as const).map((id) =>
    ofFloats(
      id,
      plain(id),
      ['float'],
      [
        example(id.endsWith('samp') ? null : 0, double(1.5)),
        example(null, double(null)),
        example(id.endsWith('samp') ? null : 0, double(-2)),
      ],
    ),
  ),
  ...(['stddev_samp', 'stddev_pop', 'var_samp', 'var_pop'] as const).map((id) =>
    aggregate(
      `pg_${id}_numeric`,
      fixed([EXACT], ([type]) => (type?.kind === 'null' ? undefined : decimalType(38, statisticScale(type)))),
      exactStatistic(id),
      [
        example(id.endsWith('samp') ? null : '0.0000000000000000', int(3)),
        example(null, int(null)),
        example(id.endsWith('samp') ? null : '0.00000000000000000000', typed(decimalType(3, 2), '-1.50')),
      ],
    ),
  ),
  ...(['covar_samp', 'covar_pop', 'regr_sxx', 'regr_syy', 'regr_sxy', 'regr_avgx', 'regr_avgy'] as const).map((id) =>
    ofFloats(id, plain(id), ['float', 'float'], TWO_NULL),
  ),
  ...(['corr', 'regr_slope', 'regr_intercept', 'regr_r2'] as const).map((id) =>
    ofFloats(id, nullForNaN(id), ['float', 'float'], TWO_NULL),
  ),
  aggregate('pg_regr_count', fixed(['float', 'float'], INT64), resultCast('regr_count'), [
    example(1n, double(1), double(2)),
    example(0n, double(null), double(2)),
    example(0n, double(1), double(null)),
  ]),
  ...(['bit_and', 'bit_or', 'bit_xor'] as const).map((id) =>
    aggregate(
      `pg_${id}_agg`,
      fixed(['integer'], ([type]) => (type?.kind === 'null' ? undefined : type)),
      resultCast(id),
      [example(5n, int(5)), example(null, int(null)), example(-1n, long(-1n))],
    ),
  ),
  postgresFunction('pg_percentile_cont', fixed(['float', ['decimal', 'float']], FLOAT64), within('percentile_cont'), {
    kind: 'aggregate',
    nulls: 'called',
    refine: fraction,
    deterministic: false,
  }),
  postgresFunction(
    'pg_percentile_disc',
    fixed(
      [
        ['integer', 'decimal', 'float', 'string', 'date', 'timestamp', 'time', 'interval', 'boolean', 'uuid'],
        ['decimal', 'float'],
      ],
      anything,
    ),
    within('percentile_disc'),
    { kind: 'aggregate', nulls: 'called', refine: fraction, deterministic: false },
  ),
  ofFractions('percentile_cont', ['float']),
  ofFractions('percentile_disc', ['integer', 'decimal', 'float', 'string', 'date', 'timestamp']),
  // Elements are texts of JSON already.
  aggregate(
    'pg_json_agg',
    ([type, ...more]) => (type?.kind === 'json' && more.length === 0 ? JSON_TYPE : undefined),
    spellAggregate({
      name: 'string_agg',
      arguments: ([element = '']) => [`coalesce(${element}, 'null')`, "', '"],
      around: (call) => `('[' || ${call} || ']')`,
    }),
    [
      example('[1]', typed(JSON_TYPE, '1')),
      example('[null]', typed(JSON_TYPE, null)),
      example('["é"]', typed(JSON_TYPE, '"é"')),
    ],
  ),
  // The first in order of the most frequent values.
  aggregate(
    'pg_mode',
    ([type, ...more]) => (type === undefined || more.length > 0 ? undefined : anything([type])),
    ([value = ''], _types, _result, clauses) => inner('mode', value, clauses),
    [example(1n, int(1)), example(null, int(null)), example('é', text('é'))],
  ),
  // The bits of the grouping sets that leave a column out.
  postgresFunction(
    'grouping',
    (types) => (types.length > 0 && types.length <= 31 ? INT32 : undefined),
    (args) => `CAST(GROUPING(${args.join(', ')}) AS INTEGER)`,
    { kind: 'aggregate', nulls: 'called', deterministic: false },
  ),
];
