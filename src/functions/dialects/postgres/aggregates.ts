import { type DataType, FLOAT64 } from '../../../query/types.js';
import type { AggregateClauses, Spelling } from '../../definition.js';
import { bytewise, cast, refused, type Spellings, widen } from './shared.js';

/** `name(DISTINCT x ORDER BY y) FILTER (…)`. DISTINCT is of texts in the order of their bytes, if they are ordered. */
export const inner = (name: string, args: string, { distinct, orderBy, filter }: AggregateClauses) =>
  `${name}(${distinct}${args}${orderBy})${filter}`;

/** The clause with one more condition. */
export function filtered(filter: string, condition: string): string {
  const own = / FILTER \(WHERE ([\s\S]*)\)$/u.exec(filter)?.[1];
  return ` FILTER (WHERE ${own === undefined ? condition : `${condition} AND (${own})`})`;
}

/** An argument that DISTINCT and ORDER BY have to agree on. */
export const ordered = (value: string, type: DataType | undefined, { distinct, orderBy }: AggregateClauses) =>
  distinct !== '' && orderBy !== '' ? bytewise(value, type) : value;

const atDouble =
  (name: string): Spelling =>
  ([value = ''], [type], _result, clauses) =>
    inner(name, widen(value, type, FLOAT64), clauses);

const HEX = (name: string, value: string, clauses: AggregateClauses) =>
  `decode(${inner(name, `encode(${value}, 'hex') COLLATE "C"`, clauses)}, 'hex')`;

/** min and max of what PostgreSQL has none of goes by a text of the same order. */
const extreme =
  (name: 'min' | 'max'): Spelling =>
  ([value = ''], [type], _result, clauses) => {
    switch (type?.kind) {
      case 'boolean':
        return inner(name === 'min' ? 'bool_and' : 'bool_or', value, clauses);
      case 'uuid':
        return `${inner(name, `${value}::text COLLATE "C"`, clauses)}::uuid`;
      case 'binary':
        return HEX(name, value, clauses);
      default:
        return inner(name, bytewise(value, type), clauses);
    }
  };

/** The value of the row with the greatest or least key that is not NULL, NULL or not. DISTINCT changes nothing. */
const extremeBy =
  (direction: 'DESC' | 'ASC'): Spelling =>
  ([value = '', key = ''], [type, keyType], _result, { filter }) => {
    if (type?.kind === 'array') throw refused('max_by or min_by of arrays');
    return `(array_agg(${value} ORDER BY ${bytewise(key, keyType)} ${direction})${filtered(filter, `${key} IS NOT NULL`)})[1]`;
  };

/** The values in order, without NULLs, and what of them is asked for. */
const values =
  (direction: 'DESC' | 'ASC', subscript: (count: string) => string): Spelling =>
  ([value = '', count = ''], [type], _result, { distinct, filter }) => {
    const key = bytewise(value, type);
    return `(array_agg(${distinct}${key} ORDER BY ${key} ${direction})${filtered(filter, `${value} IS NOT NULL`)})[${subscript(count)}]`;
  };

const percentile: Spelling = ([value = '', fraction], [type], _result, { distinct, filter }) => {
  if (distinct !== '') throw refused('A percentile of DISTINCT values');
  return `percentile_cont(${fraction}) WITHIN GROUP (ORDER BY ${widen(value, type, FLOAT64)})${filter}`;
};

const plain =
  (name: string): Spelling =>
  ([value = ''], _types, _result, clauses) =>
    inner(name, value, clauses);

export const aggregateSpellings: Spellings = {
  count: (args, _types, _result, clauses) => inner('count', args[0] ?? '*', clauses),
  sum: ([value = ''], _types, result, clauses) => cast(inner('sum', value, clauses), result),
  avg: atDouble('avg'),
  min: extreme('min'),
  max: extreme('max'),
  stddev: atDouble('stddev_samp'),
  variance: atDouble('var_samp'),
  percentile,
  count_if: ([condition], _types, _result, clauses) => inner('count', `CASE WHEN ${condition} THEN 1 END`, clauses),
  bool_and: plain('bool_and'),
  bool_or: plain('bool_or'),
  // Any value will do, and the least needs no memory.
  any_value: extreme('min'),
  max_by: extremeBy('DESC'),
  min_by: extremeBy('ASC'),
  n_largest: values('DESC', (count) => `1:${count}`),
  n_smallest: values('ASC', (count) => `1:${count}`),
  nth_largest: values('DESC', (count) => count),
  nth_smallest: values('ASC', (count) => count),
  json_array_agg: ([value = ''], types, _result, clauses) =>
    `('[' || coalesce(${inner('string_agg', `${ordered(value, types[0], clauses)}, ','`, clauses)}, '') || ']')`,
};
