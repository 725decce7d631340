import { type DataType, FLOAT64, INT64, NULL_TYPE } from '../../../query/types.js';
import type { AggregateClauses, Spelling } from '../../definition.js';
import { fromKey, hasKey, isText, keyOf, toNumber, unsupported, widen } from './shared.js';

/** FILTER is printed as a guard of the argument; an order within an aggregate is of lists alone. */
function checkClauses({ filter, orderBy }: AggregateClauses): void {
  if (filter !== '') throw unsupported('FILTER in an aggregate');
  if (orderBy !== '') throw unsupported('ORDER BY in an aggregate');
}

type Body = (argument: string, type: DataType, result: DataType) => string;

/** `argument` has DISTINCT in front of it already. */
const aggregate =
  (prepare: (argument: string, type: DataType) => string, body: Body): Spelling =>
  ([argument = '', ...more], [type = NULL_TYPE], result, clauses) => {
    checkClauses(clauses);
    if (more.length > 0) throw unsupported('An aggregate of several values');
    return body(`${clauses.distinct}${prepare(argument, type)}`, type, result);
  };

const atDouble = (argument: string, type: DataType) => widen(argument, type, FLOAT64);
const named = (name: string, prepare = atDouble) => aggregate(prepare, (argument) => `${name}(${argument})`);

const count: Spelling = ([argument], [type = NULL_TYPE], _result, clauses) => {
  checkClauses(clauses);
  return argument === undefined ? 'COUNT_BIG(*)' : `COUNT_BIG(${clauses.distinct}${keyOf(argument, type)})`;
};

/** BIT has no order. */
const truthOf = (name: 'MIN' | 'MAX') =>
  aggregate(
    (argument) => `CAST(${argument} AS tinyint)`,
    (argument) => `CAST(${name}(${argument}) AS bit)`,
  );

function extreme(name: 'MIN' | 'MAX'): Spelling {
  const ofTruth = truthOf(name);
  const ofKey = aggregate(keyOf, (argument, type) =>
    hasKey(type) ? fromKey(`${name}(${argument})`, type) : `${name}(${argument})`,
  );
  return (args, types, result, clauses) =>
    (types[0]?.kind === 'boolean' ? ofTruth : ofKey)(args, types, result, clauses);
}

/** Any of the values will do, so that no key is needed. */
const anyValue: Spelling = (args, types, result, clauses) =>
  types[0]?.kind === 'boolean'
    ? truthOf('MIN')(args, types, result, clauses)
    : aggregate(
        (argument) => argument,
        (argument) => `MIN(${argument})`,
      )(args, types, result, clauses);

/** A whole number as text of one length in the number's order. */
const sortable = (value: string) =>
  `RIGHT(CONCAT(N'0000000000000000000', CAST(${value} AS decimal(20,0)) + 9223372036854775808), 20)`;

/** The number and the value behind it in one text, of which the last or the first is taken: numbers are 20 digits. */
function extremeBy(name: 'MIN' | 'MAX'): Spelling {
  return ([value = '', ordering = ''], [type = NULL_TYPE, orderType = NULL_TYPE], _result, clauses) => {
    checkClauses(clauses);
    if (orderType.kind !== 'integer' || !isText(type)) throw unsupported(`${name}_BY of such values`);
    const row = `CASE WHEN ${ordering} IS NOT NULL THEN ${sortable(ordering)} + COALESCE(N'=' + ${value}, N'') END`;
    // A value that is NULL leaves no text behind the digits, any other the sign before it.
    return `STUFF(NULLIF(STUFF(${name}(${row}), 1, 20, N''), N''), 1, 1, N'')`;
  };
}

const sum = aggregate(
  (argument, type) => (type.kind === 'integer' ? widen(argument, type, INT64) : atLeastDouble(argument, type)),
  (argument, _type, result) => (result.kind === 'decimal' ? toNumber(`SUM(${argument})`, result) : `SUM(${argument})`),
);

function atLeastDouble(argument: string, type: DataType): string {
  return type.kind === 'float' ? atDouble(argument, type) : argument;
}

/** A list of more than 8,000 bytes needs elements of nvarchar(max). */
const jsonArray: Spelling = ([element = ''], _types, _result, { distinct, orderBy, filter }) => {
  if (filter !== '') throw unsupported('FILTER in an aggregate');
  if (distinct !== '') throw unsupported('DISTINCT in a list');
  const order = orderBy === '' ? '' : ` WITHIN GROUP (${orderBy.trim()})`;
  return `(N'[' + COALESCE(STRING_AGG(CAST(${element} AS nvarchar(max)), N',')${order}, N'') + N']')`;
};

const rank = (name: string): Spelling => {
  return () => `${name}()`;
};

export const aggregates: Readonly<Record<string, Spelling>> = {
  count,
  sum,
  avg: named('AVG'),
  min: extreme('MIN'),
  max: extreme('MAX'),
  stddev: named('STDEV'),
  variance: named('VAR'),
  // Its argument is printed as a predicate.
  count_if: ([condition], _types, _result, clauses) => {
    checkClauses(clauses);
    if (clauses.distinct !== '') throw unsupported('DISTINCT in COUNT_IF');
    return `COUNT_BIG(CASE WHEN ${condition} THEN 1 END)`;
  },
  bool_and: truthOf('MIN'),
  bool_or: truthOf('MAX'),
  any_value: anyValue,
  max_by: extremeBy('MAX'),
  min_by: extremeBy('MIN'),
  json_array_agg: jsonArray,
  row_number: rank('ROW_NUMBER'),
  rank: rank('RANK'),
  dense_rank: rank('DENSE_RANK'),
};
