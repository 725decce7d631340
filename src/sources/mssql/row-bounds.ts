import { GatewayError } from '../../errors.js';
import type { RowBounds } from '../../sql/dialect.js';

/** More rows than a table can have; a TOP of it keeps them all, and still no condition moves below it. */
const ALL_ROWS = '9223372036854775807';

/** A key twice in a list is an error. */
function orderText(orderBy: readonly string[]): string {
  return `ORDER BY ${[...new Set(orderBy)].join(', ')}`;
}

/**
 * TOP where no row is skipped, else OFFSET and FETCH, which need an order and more than no row. A nested SELECT may
 * have an order only for the sake of its TOP; another order of it means nothing.
 */
export function rowBounds(
  orderBy: readonly string[],
  limit: { readonly count: number | undefined; readonly offset: number } | undefined,
  isNested: boolean,
): RowBounds {
  const order = orderBy.length === 0 ? [] : [orderText(orderBy)];
  if (limit === undefined) return { head: '', tail: isNested ? [] : order };
  const { count, offset } = limit;
  for (const number of [count ?? 0, offset])
    if (!Number.isSafeInteger(number) || number < 0)
      throw new GatewayError('NOT_SUPPORTED', `A limit or offset of ${number} is not supported on mssql.`);
  if (offset === 0 || count === 0) return { head: `TOP (${count ?? ALL_ROWS}) `, tail: order };
  const skip = `OFFSET ${offset} ROWS`;
  return {
    head: '',
    tail: [
      orderBy.length === 0 ? 'ORDER BY (SELECT NULL)' : orderText(orderBy),
      count === undefined ? skip : `${skip} FETCH NEXT ${count} ROWS ONLY`,
    ],
  };
}
