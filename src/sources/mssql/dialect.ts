import { GatewayError } from '../../errors.js';
import type { NullsPosition, SortDirection } from '../../query/expression.js';
import type { DataType } from '../../query/types.js';
import type { Dialect, StandardForm } from '../../sql/dialect.js';
import { cast } from './cast.js';
import { asText, comparisonKey, hasKey, valueOfKey } from './collation.js';
import { quoteIdentifier, tableName } from './identifier.js';
import { jsonValue } from './json-value.js';
import { literal } from './literal.js';
import { inList, inSubquery } from './membership.js';
import { parameter } from './parameter.js';
import { quantified } from './quantified.js';
import { quoteText } from './quote-text.js';
import { resultColumn } from './result-column.js';
import { rowBounds } from './row-bounds.js';
import { truth } from './truth.js';
import { typeName } from './type-name.js';

function unsupported(what: string): GatewayError {
  return new GatewayError('NOT_SUPPORTED', `${what} is not supported on mssql.`);
}

/** NULL is below all values, and its place cannot be said. */
function sortKey(text: string, direction: SortDirection, nulls: NullsPosition, type: DataType): string {
  const isNatural = (direction === 'asc') === (nulls === 'first');
  const order = `${comparisonKey(text, type)} ${direction.toUpperCase()}`;
  if (isNatural) return order;
  const [ofNull, ofValue] = nulls === 'last' ? [1, 0] : [0, 1];
  return `CASE WHEN ${text} IS NULL THEN ${ofNull} ELSE ${ofValue} END, ${order}`;
}

function groupKey(text: string, type: DataType): { readonly by: string; readonly value: string } {
  const by = comparisonKey(text, type);
  return { by, value: hasKey(type) ? valueOfKey(by, type) : text };
}

/** A frame's distance is digits alone. */
function rows(distance: string): string {
  const digits = /^(\d+)$|^CAST\((\d+) AS (?:smallint|bigint)\)$/u.exec(distance);
  if (digits === null) throw unsupported('A distance of a frame that is no constant of the statement');
  return digits[1] ?? digits[2] ?? '';
}

/** Numbers alone, and from SQL Server 2022 on. */
function series(start: string, stop: string, step: string, type: DataType): string {
  if (type.kind !== 'integer') throw unsupported('A series of other values than whole numbers');
  return `GENERATE_SERIES(${start}, ${stop}, ${step})`;
}

function tableColumn(name: string, { kind }: DataType): string {
  return kind === 'string' || kind === 'json' ? asText(name) : name;
}

const LACKS: ReadonlySet<StandardForm> = new Set(['inner-bindings', 'counted-sets', 'filter']);

/** How SQL Server's SQL differs from the common printer. The session must be set as `connection.ts` sets it. */
export const mssqlDialect: Dialect = Object.freeze({
  name: 'mssql',
  quoteIdentifier,
  literal,
  parameter,
  typeName,
  cast,
  table: tableName,
  /** There is no such word: a binding that is read twice may be evaluated twice. */
  materialized: '',
  fitsHaving: () => true,
  fitsOrderBy: () => true,
  barrier: undefined,
  limit: (count, offset) => rowBounds([], { count, offset }, true).tail.join(' '),
  jsonValue,
  /** NULL if any part is. Begins with text of no length, since others are cut beyond 4,000 characters. */
  concat: (parts) => (parts.length === 0 ? "N''" : `(${["CAST(N'' AS nvarchar(max))", ...parts].join(' + ')})`),
  series,
  unnest: () => {
    throw unsupported('An array');
  },
  text: quoteText,
  quantified,
  windows: {
    filter: false,
    groups: false,
    exclude: false,
    overGroups: true,
    rangeDistance: false,
    rows,
    anyOrder: 'ORDER BY (SELECT NULL)',
    result: (call) => call,
  },
  lacks: LACKS,
  sortKey,
  tableColumn,
  /** No condition moves below a TOP, since it would change which rows there are; their order is kept by none. */
  heldByLimit: 'barrier',
  needsResultTypes: true,
  resultColumn,
  truth,
  inList,
  inSubquery,
  groupKey,
  plainAggregates: new Set(['greatest', 'least']),
  apply: true,
  rowBounds,
} satisfies Dialect);
