import { type DataType, NULL_TYPE } from '../../../query/types.js';
import type { AggregateClauses, Spelling } from '../../definition.js';
import { bytewise } from './collation.js';
import { asDouble, castTo, kept, refusedType, repeated, unless } from './shared.js';

const GREATEST_DOUBLE = '1.7976931348623157e308';

const plain =
  (name: string): Spelling =>
  ([value = ''], _types, _result, clauses) =>
    `${name}(${clauses.distinct}${kept(value, clauses)})`;

/** Of DOUBLEs that add up beyond their range MariaDB answers 0, and so that must not come to pass. */
function ofDoubles(name: 'SUM' | 'AVG', value: string, { distinct }: AggregateClauses): string {
  return repeated(value, (v) =>
    unless(`MAX(ABS(${v})) > ${GREATEST_DOUBLE} / COUNT(${v})`, '22003', `COUNT(${v})`, `${name}(${distinct}${v})`),
  );
}

const sum: Spelling = ([value = ''], [type = NULL_TYPE], result, clauses) => {
  const rows = kept(value, clauses);
  return type.kind === 'float' ? ofDoubles('SUM', rows, clauses) : castTo(`SUM(${clauses.distinct}${rows})`, result);
};

const average: Spelling = ([value = ''], [type], _result, clauses) => {
  const rows = kept(asDouble(value, type), clauses);
  return type?.kind === 'float' ? ofDoubles('AVG', rows, clauses) : `AVG(${clauses.distinct}${rows})`;
};

const statistic =
  (name: string): Spelling =>
  ([value = ''], [type], _result, clauses) =>
    `${name}(${clauses.distinct}${kept(asDouble(value, type), clauses)})`;

/** The `index`-th of a sorted list of numbers, from 1. */
const element = (list: string, index: string) =>
  `CAST(SUBSTRING_INDEX(SUBSTRING_INDEX(${list}, ',', ${index}), ',', -1) AS DOUBLE)`;

/**
 * Percentiles are taken from the sorted list of a group's values as text, which a DOUBLE reads back from unchanged:
 * MariaDB has them over windows only, and MySQL not at all. A list that is too long for a packet fails the statement.
 */
export function continuousPercentile(value: string, fraction: string, clauses: AggregateClauses): string {
  const rows = kept(value, clauses);
  return repeated(rows, (v) => {
    const list = `GROUP_CONCAT(${v} ORDER BY ${v} SEPARATOR ',')`;
    const place = `(${fraction} * (COUNT(${v}) - 1))`;
    const low = element(list, `FLOOR(${place}) + 1`);
    const high = element(list, `CEILING(${place}) + 1`);
    return `(${low} + (${high} - ${low}) * (${place} - FLOOR(${place})))`;
  });
}

/** Text that a value of the type reads back from, with no comma in it; and the value of such a text. */
export function asItem(value: string, type: DataType): string {
  switch (type.kind) {
    case 'string':
    case 'json':
    case 'uuid':
    case 'binary':
      return `HEX(${value})`;
    case 'boolean':
    case 'integer':
    case 'decimal':
    case 'float':
    case 'date':
    case 'time':
    case 'timestamp':
      return `CAST(${value} AS CHAR)`;
    default:
      return refusedType('max_by', type);
  }
}

export function ofItem(item: string, type: DataType): string {
  switch (type.kind) {
    case 'string':
    case 'json':
    case 'uuid':
      return bytewise(`CONVERT(UNHEX(${item}) USING utf8mb4)`);
    case 'binary':
      return `UNHEX(${item})`;
    default:
      return castTo(item, type);
  }
}

/** No value's text. */
export const NO_VALUE = "'-'";

/** The value of the row whose ordering is the greatest or the least, NULL or not. */
const extremeBy =
  (direction: 'ASC' | 'DESC'): Spelling =>
  ([value = '', ordering = ''], [type = NULL_TYPE], _result, clauses) => {
    const item = `COALESCE(${asItem(value, type)}, ${NO_VALUE})`;
    const row = kept(`CASE WHEN ${ordering} IS NOT NULL THEN ${item} END`, clauses);
    const list = `GROUP_CONCAT(${row} ORDER BY ${ordering} ${direction} SEPARATOR ',')`;
    return ofItem(`NULLIF(SUBSTRING_INDEX(${list}, ',', 1), ${NO_VALUE})`, type);
  };

/** A list in the order asked for; a value that is NULL is left out. */
export function joined(value: string, separator: string, clauses: AggregateClauses): string {
  return `GROUP_CONCAT(${clauses.distinct}${kept(value, clauses)}${clauses.orderBy} SEPARATOR ${separator})`;
}

/** Aggregates; FILTER is a guard of the argument. */
export const aggregateSpellings: Readonly<Record<string, Spelling>> = {
  count: ([value], _types, _result, clauses) => {
    if (value === undefined && clauses.filter === '') return 'COUNT(*)';
    return `COUNT(${clauses.distinct}${kept(value ?? '1', clauses)})`;
  },
  sum,
  avg: average,
  min: plain('MIN'),
  max: plain('MAX'),
  stddev: statistic('STDDEV_SAMP'),
  variance: statistic('VAR_SAMP'),
  percentile: ([value = '', fraction = ''], [type], _result, clauses) =>
    continuousPercentile(asDouble(value, type), fraction, clauses),
  count_if: ([condition = ''], _types, _result, clauses) =>
    `COUNT(${kept(`CASE WHEN ${condition} THEN 1 END`, clauses)})`,
  bool_and: plain('MIN'),
  bool_or: plain('MAX'),
  any_value: plain('MIN'),
  max_by: extremeBy('DESC'),
  min_by: extremeBy('ASC'),
  json_array_agg: ([value = ''], _types, _result, clauses) =>
    `CONCAT('[', COALESCE(${joined(value, "','", clauses)}, ''), ']')`,
  row_number: () => 'ROW_NUMBER()',
  rank: () => 'RANK()',
  dense_rank: () => 'DENSE_RANK()',
};
