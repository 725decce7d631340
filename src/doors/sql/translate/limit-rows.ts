import { call } from '../../../functions/registry.js';
import { column, filter, limit, literal, sort } from '../../../query/build.js';
import type { Expression, NamedExpression, SortKey } from '../../../query/expression.js';
import type { Relation } from '../../../query/relation.js';
import { INT64 } from '../../../query/types.js';
import type { RowLimit } from './row-limit.js';
import type { Translation } from './translation.js';

function position(name: 'rank' | 'row_number', orderBy: readonly SortKey[]): NamedExpression {
  const expression: Expression = {
    kind: 'window-call',
    function: name,
    arguments: [],
    partitionBy: [],
    orderBy,
    type: INT64,
  };
  return { name, expression };
}

/**
 * `FETCH FIRST n ROWS WITH TIES`: a row whose rank is at most `offset + count` is among the first or equal to the
 * last of them; the offset is counted in rows.
 */
function limitWithTies(
  translation: Translation,
  input: Relation,
  keys: readonly SortKey[],
  count: number,
  offset: number,
): Relation {
  const alias = translation.fresh('w');
  const rows = (value: number) => literal(BigInt(value), INT64);
  const items = [position('rank', keys)];
  const terms = [call('lte', [column(alias, 'rank', INT64), rows(count + offset)])];
  if (offset > 0) {
    items.push(position('row_number', keys));
    terms.push(call('gt', [column(alias, 'row_number', INT64), rows(offset)]));
  }
  const [only] = terms;
  const predicate = terms.length === 1 ? only : call('and', terms);
  return sort(filter({ kind: 'window', input, alias, items }, predicate), keys);
}

/** Sorts, then cuts. */
export function sortAndLimit(
  translation: Translation,
  input: Relation,
  keys: readonly SortKey[],
  rows: RowLimit | undefined,
): Relation {
  if (rows === undefined) return sort(input, keys);
  const { count, offset, withTies } = rows;
  if (withTies && count !== undefined && count > 0) return limitWithTies(translation, input, keys, count, offset);
  return limit(sort(input, keys), count, offset);
}
