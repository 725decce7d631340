import type { Dialect } from '../../sql/dialect.js';
import { cast } from './cast.js';
import { concat } from './concat.js';
import { quoteIdentifier, tableName } from './identifier.js';
import { jsonValue } from './json-value.js';
import { literal } from './literal.js';
import { quoteFrame } from './quote-text.js';
import { typeName } from './type-name.js';

function limit(count: number | undefined, offset: number): string {
  const clauses = [count === undefined ? '' : `LIMIT ${count}`, offset === 0 ? '' : `OFFSET ${offset}`];
  return clauses.filter((clause) => clause !== '').join(' ');
}

const OPERATORS = { eq: '=', neq: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

/** How DuckDB differs from the common printer. */
export const duckdbDialect: Dialect = Object.freeze({
  name: 'duckdb',
  quoteIdentifier,
  literal,
  /** The cast gives the type at prepare time, so that the plan need not be bound again when the values come. */
  parameter: (index, type) => `$${index}::${typeName(type)}`,
  typeName,
  cast,
  table: tableName,
  materialized: 'MATERIALIZED ',
  /** DuckDB 1.5 takes the aggregates inside of a lambda for columns there. */
  fitsHaving: (condition) => !condition.includes('lambda '),
  fitsOrderBy: () => true,
  barrier: undefined,
  limit,
  jsonValue,
  concat,
  /** `generate_series` gives an INTEGER series as BIGINT. */
  series: (start, stop, step, type) =>
    `(SELECT unnest(generate_series(${start}, ${stop}, ${step}))::${typeName(type)} AS "value")`,
  unnest: (array, ordinality) =>
    ordinality
      ? `(SELECT unnest(${array}) AS "value", generate_subscripts(${array}, 1) AS "place")`
      : `(SELECT unnest(${array}) AS "value")`,
  text: quoteFrame,
  quantified: ({ operand, comparison, quantifier, subquery }) =>
    `(${operand} ${OPERATORS[comparison]} ${quantifier.toUpperCase()} (${subquery}))`,
  windows: {
    filter: true,
    groups: true,
    exclude: true,
    overGroups: true,
    rows: (distance) => distance,
    anyOrder: '',
    result: (call) => call,
  },
} satisfies Dialect);
