import { asBytewise, columnOf } from '../../functions/dialects/mysql/collation.js';
import { typeName } from '../../functions/dialects/mysql/type-name.js';
import type { NullsPosition, SortDirection } from '../../query/expression.js';
import type { DataType } from '../../query/types.js';
import type { Dialect, StandardForm } from '../../sql/dialect.js';
import { cast } from './cast.js';
import { quoteIdentifier, tableName } from './identifier.js';
import { jsonValue } from './json-value.js';
import { literal } from './literal.js';
import { parameter } from './parameter.js';
import { quantified } from './quantified.js';
import { quoteText } from './quote-text.js';
import { series, unnest } from './tables.js';
import { windowResult } from './window-share.js';

/** The manual's own number for a LIMIT that bounds nothing. */
const NO_LIMIT = '18446744073709551615';

function limit(count: number | undefined, offset: number): string {
  return `LIMIT ${count ?? NO_LIMIT}${offset === 0 ? '' : ` OFFSET ${offset}`}`;
}

/** NULL is below all values, and its place cannot be said. */
function sortKey(key: string, direction: SortDirection, nulls: NullsPosition): string {
  const isNatural = (direction === 'asc') === (nulls === 'first');
  const order = `${key} ${direction.toUpperCase()}`;
  return isNatural ? order : `${key} IS NULL ${nulls === 'last' ? 'ASC' : 'DESC'}, ${order}`;
}

/** Text is compared by its bytes, whatever character set and collation the table has; `TINYINT(1)` may hold a 2. */
function tableColumn(name: string, { kind }: DataType): string {
  switch (kind) {
    case 'string':
    case 'json':
    case 'uuid':
      return asBytewise(name);
    case 'boolean':
      return `(${name} <> 0)`;
    default:
      return name;
  }
}

const PLAIN_COLUMN = /^`(?:[^`]|``)+`\.`(?:[^`]|``)+`$/u;
const isColumn = (expression: string) => PLAIN_COLUMN.test(expression) || columnOf(expression) !== undefined;

const LACKS: ReadonlySet<StandardForm> = new Set([
  'full-join',
  'lateral',
  'grouping-sets',
  'column-lists',
  'limit-in-list',
  'nested-bindings',
]);

/**
 * How SQL of MariaDB and MySQL differs from the common printer, as far as both can say it. The session must be set as
 * `connection.ts` sets it.
 */
export const mysqlDialect: Dialect = Object.freeze({
  name: 'mysql',
  quoteIdentifier,
  literal,
  parameter,
  typeName,
  cast,
  table: tableName,
  materialized: '',
  fitsHaving: () => true,
  fitsOrderBy: () => true,
  barrier: undefined,
  limit,
  jsonValue,
  /** NULL if any part is. */
  concat: (parts) => (parts.length === 0 ? "''" : `CONCAT(${parts.join(', ')})`),
  series,
  unnest,
  text: quoteText,
  quantified,
  windows: {
    filter: false,
    groups: false,
    exclude: false,
    /** MariaDB 10.11 loses rows of a rank that stands beside GROUP BY. */
    overGroups: false,
    rows: (distance) => distance,
    anyOrder: '',
    result: windowResult,
  },
  lacks: LACKS,
  sortKey,
  tableColumn,
  /** A derived table with a LIMIT is neither merged nor given conditions from above. */
  heldByLimit: 'barrier-and-order',
  isColumn,
  needsResultTypes: true,
} satisfies Dialect);
