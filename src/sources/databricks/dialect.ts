import { GatewayError } from '../../errors.js';
import type { Dialect } from '../../sql/dialect.js';
import { cast } from './cast.js';
import { quoteIdentifier, tableName } from './identifier.js';
import { jsonValue } from './json-value.js';
import { literal } from './literal.js';
import { parameter } from './parameter.js';
import { quantified } from './quantified.js';
import { quoteText } from './quote-text.js';
import { series, unnest } from './tables.js';
import { typeName } from './type-name.js';

const MAX_INT = 2_147_483_647;

/** Both counts are INT. A limit beyond that bounds nothing. */
function limit(count: number | undefined, offset: number): string {
  if (offset > MAX_INT)
    throw new GatewayError('NOT_SUPPORTED', `An offset of ${offset} is not supported on databricks.`);
  const clauses = [
    count === undefined || count > MAX_INT ? '' : `LIMIT ${count}`,
    offset === 0 ? '' : `OFFSET ${offset}`,
  ];
  return clauses.filter((clause) => clause !== '').join(' ');
}

/** Functions that count in INT where the IR says BIGINT. */
const COUNTS_IN_INT = new Set(['row_number', 'rank', 'dense_rank', 'ntile']);

/** How Databricks SQL differs from the common printer. The session's zone must be UTC. */
export const databricksDialect: Dialect = Object.freeze({
  name: 'databricks',
  quoteIdentifier,
  literal,
  parameter,
  typeName,
  cast,
  table: tableName,
  /** There is no such word: a binding that is read twice may be evaluated twice. */
  materialized: '',
  /** Of `rand() >= 0` the optimiser knows that it is true, and drops it. */
  barrier: { value: 'spark_partition_id()', condition: (column) => `${column} >= 0` },
  /** What holds a lambda stands above the groups, as a group's expression is not found again inside it. */
  fitsHaving: (condition) => !condition.includes(' -> '),
  /** A sub-query may not stand there, as a mask that asks a mapping table does. */
  fitsOrderBy: (key) => !key.includes('(SELECT '),
  limit,
  jsonValue,
  /** NULL if any part is. */
  concat: (parts) => (parts.length === 0 ? "''" : `concat(${parts.join(', ')})`),
  series,
  unnest,
  text: quoteText,
  quantified,
  windows: {
    filter: false,
    groups: false,
    exclude: false,
    /** An expression that is a group's key is not found again inside OVER. */
    overGroups: false,
    rows: (distance) => `CAST(${distance} AS INT)`,
    anyOrder: 'ORDER BY NULL',
    result: (call, { function: id }) => (COUNTS_IN_INT.has(id) ? `CAST(${call} AS BIGINT)` : call),
  },
} satisfies Dialect);
