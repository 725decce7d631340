import type { Expression } from '../../query/expression.js';
import {
  arrayType,
  BOOLEAN,
  type DataType,
  decimalType,
  FLOAT64,
  INT64,
  isNumeric,
  JSON_TYPE,
  NULL_TYPE,
} from '../../query/types.js';
import { type AggregateSpelling, spellAggregate } from '../aggregate-spelling.js';
import { bool, define, double, example, int, long, type RegisteredFunction, text, typed } from '../define.js';
import type { DialectName, FunctionCase } from '../definition.js';
import { constantNumber } from '../literals.js';
import { castText, widen } from '../spell.js';

/**
 * The cases of an aggregate give its arguments on ONE row; aggregates over many rows are tested in
 * `test/functions/aggregates.test.ts`.
 */
interface AggregateParts {
  readonly id: string;
  readonly resolve: (types: readonly DataType[]) => DataType | undefined;
  readonly spellings: Readonly<Partial<Record<DialectName, AggregateSpelling>>>;
  readonly total?: boolean;
  readonly refine?: RegisteredFunction['refine'];
  readonly cases: readonly FunctionCase[];
}

function aggregate(parts: AggregateParts): RegisteredFunction {
  const spelling = Object.fromEntries(
    Object.entries(parts.spellings).map(([dialect, entry]) => [dialect, spellAggregate(entry)]),
  );
  return define({
    id: parts.id,
    kind: 'aggregate',
    resolve: parts.resolve,
    nulls: 'called',
    total: parts.total ?? false,
    refine: parts.refine,
    spelling,
    cases: parts.cases,
  });
}

const asIs = (args: readonly string[]) => args;
const bare = (call: string) => call;

const call = (name: string): AggregateSpelling => ({ name, arguments: asIs, around: bare });
const onBoth = (duckdb: string, databricks = duckdb) => ({ duckdb: call(duckdb), databricks: call(databricks) });

/** The result is cast to the declared type, where the engine's own is wider. */
const castResult = (name: string, dialect: DialectName): AggregateSpelling => ({
  name,
  arguments: asIs,
  around: (text, result) => castText(text, result, dialect),
});

/** All arguments enter as DOUBLE, so that the result is one. */
const atDouble = (name: string, dialect: DialectName): AggregateSpelling => ({
  name,
  arguments: ([first = '', ...rest], types) => [widen(first, types[0] ?? NULL_TYPE, FLOAT64, dialect), ...rest],
  around: bare,
});

const oneNumber =
  (result: (type: DataType) => DataType) =>
  ([type, ...more]: readonly DataType[]) =>
    type !== undefined && isNumeric(type) && more.length === 0 ? result(type) : undefined;

const oneBoolean = (result: DataType) => (types: readonly DataType[]) =>
  types.length === 1 && types.every((type) => type.kind === 'boolean' || type.kind === 'null') ? result : undefined;

const ordered = (type: DataType) => type.kind !== 'json' && type.kind !== 'null';

function sumType(type: DataType): DataType {
  switch (type.kind) {
    case 'integer':
      return INT64;
    case 'decimal':
      return decimalType(38, type.scale);
    default:
      return FLOAT64;
  }
}

/** Sample statistics, as Spark's `stddev` and `variance`: NULL for fewer than two rows. DuckDB raises on infinities. */
function statistic(id: 'stddev' | 'variance'): RegisteredFunction {
  const name = id === 'stddev' ? 'stddev_samp' : 'var_samp';
  return aggregate({
    id,
    resolve: oneNumber(() => FLOAT64),
    spellings: { duckdb: atDouble(name, 'duckdb'), databricks: atDouble(name, 'databricks') },
    cases: [example(null, int(1)), example(null, double(null)), example(null, double(-0.5))],
  });
}

function extremeBy(id: 'max_by' | 'min_by'): RegisteredFunction {
  return aggregate({
    id,
    resolve: ([value, ordering, ...more]) =>
      value !== undefined && ordering !== undefined && ordered(ordering) && more.length === 0 ? value : undefined,
    // The plain max_by skips rows whose value is NULL; Spark takes the value of the extreme row, NULL or not.
    spellings: { duckdb: call(id === 'max_by' ? 'arg_max_null' : 'arg_min_null'), databricks: call(id) },
    total: true,
    cases: [
      example('a', text('a'), int(1)),
      example(null, text('a'), int(null)),
      example('', text(''), double(-1)),
      example(null, int(null), int(1)),
    ],
  });
}

/** DuckDB refuses a million. */
const MAX_NTH = 100_000;

/** The second argument of the aggregates over the first n values: a constant. */
function countFault(count: Expression | undefined): string | undefined {
  const value = count === undefined ? undefined : constantNumber(count);
  return value !== undefined && value >= 1 && value <= MAX_NTH
    ? undefined
    : `its second argument must be a constant from 1 to ${MAX_NTH}`;
}

const valueAndCount =
  (result: (type: DataType) => DataType) =>
  ([type, count, ...more]: readonly DataType[]) =>
    type !== undefined && ordered(type) && count?.kind === 'integer' && more.length === 0 ? result(type) : undefined;

/** The n largest or smallest values that are not NULL, in order, duplicates counted; NULL if there is none. */
function firstValues(id: 'n_largest' | 'n_smallest'): RegisteredFunction {
  return aggregate({
    id,
    resolve: valueAndCount(arrayType),
    refine: ([, count], resolved) => countFault(count) ?? resolved,
    spellings: { duckdb: call(id === 'n_largest' ? 'max' : 'min') },
    total: true,
    cases: [
      example(null, int(null), long(1n)),
      // As the engine shows an array.
      example('[3]', int(3), long(1n)),
      example('[é]', text('é'), long(2n)),
    ],
  });
}

/**
 * The n-th largest or smallest value that is not NULL, duplicates counted; NULL if there are fewer. For the planner,
 * which finds with it where the first rows of a group end.
 */
function nth(id: 'nth_largest' | 'nth_smallest'): RegisteredFunction {
  const name = id === 'nth_largest' ? 'max' : 'min';
  return define({
    id,
    kind: 'aggregate',
    nulls: 'called',
    resolve: valueAndCount((type) => type),
    refine: ([, count], resolved) => countFault(count) ?? resolved,
    spelling: {
      duckdb: ([value = '', count = ''], _types, _result, { distinct, orderBy, filter }) =>
        `list_extract(${name}(${distinct}${value}, ${count}${orderBy})${filter}, ${count})`,
    },
    total: true,
    cases: [
      example(3, int(3), long(1n)),
      example('é', text('é'), long(1n)),
      example(Number.NaN, double(Number.NaN), long(1n)),
      example(null, int(null), long(1n)),
      example(null, int(3), long(2n)),
    ],
  });
}

export const aggregateFunctions: readonly RegisteredFunction[] = [
  aggregate({
    // No argument counts rows, one counts its non-NULL values.
    id: 'count',
    resolve: (types) => (types.length <= 1 ? INT64 : undefined),
    spellings: {
      duckdb: { ...call('count'), arguments: (args) => (args.length === 0 ? ['*'] : args) },
      databricks: { ...call('count'), arguments: (args) => (args.length === 0 ? ['*'] : args) },
    },
    total: true,
    cases: [example(1n), example(1n, text('')), example(0n, text(null)), example(1n, double(Number.NaN))],
  }),
  aggregate({
    id: 'sum',
    resolve: oneNumber(sumType),
    spellings: { duckdb: castResult('sum', 'duckdb'), databricks: castResult('sum', 'databricks') },
    cases: [
      example(-9223372036854775808n, long(-9223372036854775808n)),
      example(null, int(null)),
      example('-1.50', typed(decimalType(3, 2), '-1.50')),
      example(0.5, double(0.5)),
      example(3n, int(3)),
    ],
  }),
  aggregate({
    id: 'avg',
    resolve: oneNumber(() => FLOAT64),
    spellings: { duckdb: atDouble('avg', 'duckdb'), databricks: atDouble('avg', 'databricks') },
    cases: [example(3, int(3)), example(null, double(null)), example(-1.5, typed(decimalType(3, 2), '-1.50'))],
  }),
  ...(['min', 'max'] as const).map((id) =>
    aggregate({
      id,
      resolve: ([type, ...more]) => (type !== undefined && ordered(type) && more.length === 0 ? type : undefined),
      spellings: onBoth(id),
      total: true,
      cases: [
        example('é', text('é')),
        example(null, int(null)),
        example(-1n, long(-1n)),
        example(false, bool(false)),
        example(Number.NaN, double(Number.NaN)),
      ],
    }),
  ),
  statistic('stddev'),
  statistic('variance'),
  aggregate({
    // Continuous: interpolates between the two nearest rows, in DOUBLE.
    id: 'percentile',
    resolve: ([value, fraction, ...more]) =>
      value !== undefined && fraction !== undefined && isNumeric(value) && isNumeric(fraction) && more.length === 0
        ? FLOAT64
        : undefined,
    spellings: { duckdb: atDouble('quantile_cont', 'duckdb'), databricks: atDouble('percentile', 'databricks') },
    refine: ([, fraction], resolved) => {
      const value = fraction === undefined ? undefined : constantNumber(fraction);
      return value !== undefined && value >= 0 && value <= 1 ? resolved : 'its fraction must be a constant from 0 to 1';
    },
    cases: [
      example(3, int(3), double(0.5)),
      example(null, double(null), double(0)),
      example(-1.5, typed(decimalType(3, 2), '-1.50'), double(1)),
    ],
  }),
  aggregate({
    id: 'count_if',
    resolve: oneBoolean(INT64),
    // DuckDB's count_if answers NULL where every row is NULL.
    spellings: {
      duckdb: { ...call('count'), arguments: ([condition]) => [`CASE WHEN ${condition} THEN 1 END`] },
      databricks: call('count_if'),
    },
    total: true,
    cases: [example(1n, bool(true)), example(0n, bool(false)), example(0n, bool(null))],
  }),
  aggregate({
    id: 'bool_and',
    resolve: oneBoolean(BOOLEAN),
    spellings: onBoth('bool_and'),
    total: true,
    cases: [example(true, bool(true)), example(false, bool(false)), example(null, bool(null))],
  }),
  aggregate({
    id: 'bool_or',
    resolve: oneBoolean(BOOLEAN),
    spellings: onBoth('bool_or'),
    total: true,
    cases: [example(true, bool(true)), example(false, bool(false)), example(null, bool(null))],
  }),
  aggregate({
    // Any row's value, NULL only where there is no other.
    id: 'any_value',
    resolve: ([type, ...more]) => (type !== undefined && type.kind !== 'null' && more.length === 0 ? type : undefined),
    spellings: {
      duckdb: call('any_value'),
      databricks: { ...call('any_value'), arguments: (args) => [...args, 'true'] },
    },
    total: true,
    cases: [example('', text('')), example(null, text(null)), example(-1n, int(-1))],
  }),
  extremeBy('max_by'),
  extremeBy('min_by'),
  firstValues('n_largest'),
  firstValues('n_smallest'),
  nth('nth_largest'),
  nth('nth_smallest'),
  define({
    // Text of a JSON array in the order asked for; `[]` for no rows. Its elements are JSON texts and never NULL:
    // the printer makes a JSON `null` of a NULL value before it arrives here.
    id: 'json_array_agg',
    kind: 'aggregate',
    nulls: 'called',
    resolve: ([type, ...more]) => (type?.kind === 'json' && more.length === 0 ? JSON_TYPE : undefined),
    spelling: {
      duckdb: spellAggregate({
        name: 'string_agg',
        arguments: (args) => [...args, "','"],
        around: (text) => `('[' || coalesce(${text}, '') || ']')`,
      }),
      databricks: ([value], _types, _result, { distinct, orderBy, filter }) => {
        const order = orderBy === '' ? '' : ` WITHIN GROUP (${orderBy.trim()})`;
        return `concat('[', coalesce(listagg(${distinct}${value}, ',')${order}${filter}, ''), ']')`;
      },
    },
    total: true,
    cases: [
      example('[{"a":1}]', typed(JSON_TYPE, '{"a":1}')),
      example('[null]', typed(JSON_TYPE, 'null')),
      example('["é"]', typed(JSON_TYPE, '"é"')),
    ],
  }),
];
