import { bytewise, refusedType, cast as typed } from '../../functions/dialects/postgres/shared.js';
import type { NullsPosition, SortDirection, WindowCallExpression } from '../../query/expression.js';
import type { DataType } from '../../query/types.js';
import type { Dialect } from '../../sql/dialect.js';
import { cast } from './cast.js';
import { quoteIdentifier, tableName } from './identifier.js';
import { jsonValue } from './json-value.js';
import { literal } from './literal.js';
import { quoteFrame } from './quote-text.js';
import { tableColumn } from './table-column.js';
import { typeName } from './type-name.js';

function limit(count: number | undefined, offset: number): string {
  const clauses = [count === undefined ? '' : `LIMIT ${count}`, offset === 0 ? '' : `OFFSET ${offset}`];
  return clauses.filter((clause) => clause !== '').join(' ');
}

/** Text is put in order by its bytes. */
function sortKey(key: string, direction: SortDirection, nulls: NullsPosition, type: DataType): string {
  return `${bytewise(key, type)} ${direction.toUpperCase()} NULLS ${nulls.toUpperCase()}`;
}

const OPERATORS = { eq: '=', neq: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

/** The extremes that are spelled by way of another type, around which OVER cannot stand. */
const EXTREMES = new Set(['min', 'max', 'any_value']);

/** The call at the IR's type: sums forget their digits, and ntile counts in 32 bits. */
function windowResult(call: string, { function: id, type }: WindowCallExpression): string {
  if (EXTREMES.has(id) && (type.kind === 'uuid' || type.kind === 'binary')) throw refusedType(`A window's ${id}`, type);
  if (id === 'ntile') return typed(call, type);
  return type.kind === 'decimal' && !EXTREMES.has(id) ? typed(call, type) : call;
}

/**
 * How PostgreSQL differs from the common printer. The session must be in UTC, write dates in ISO's form and floats with
 * the fewest digits, and read a backslash in a text as itself: `connection.ts`.
 */
export const postgresDialect: Dialect = Object.freeze({
  name: 'postgres',
  quoteIdentifier,
  literal,
  parameter: (index, type) => `$${index}::${typeName(type)}`,
  typeName,
  cast,
  table: tableName,
  tableColumn,
  sortKey,
  materialized: 'MATERIALIZED ',
  fitsHaving: () => true,
  fitsOrderBy: () => true,
  barrier: undefined,
  limit,
  jsonValue,
  /** NULL if any part is. */
  concat: (parts) => (parts.length === 0 ? "''" : `(${parts.join(' || ')})`),
  series: (start, stop, step, type) =>
    `(SELECT g.v::${typeName(type)} AS "value" FROM generate_series(${start}, ${stop}, ${step}) AS g(v))`,
  unnest: (array, ordinality) =>
    ordinality
      ? `(SELECT u.v AS "value", u.n AS "place" FROM unnest(${array}) WITH ORDINALITY AS u(v, n))`
      : `(SELECT u.v AS "value" FROM unnest(${array}) AS u(v))`,
  text: quoteFrame,
  quantified: ({ operand, comparison, quantifier, type, subquery }) => {
    const isOrder = comparison !== 'eq' && comparison !== 'neq';
    const left = isOrder ? bytewise(operand, type) : operand;
    return `(${left} ${OPERATORS[comparison]} ${quantifier.toUpperCase()} (${subquery}))`;
  },
  windows: {
    filter: true,
    groups: true,
    exclude: true,
    overGroups: true,
    rows: (distance) => distance,
    anyOrder: '',
    result: windowResult,
  },
} satisfies Dialect);
