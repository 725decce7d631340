import type { Expression } from '../query/expression.js';
import { parseBoolean } from './parse-boolean.js';
import { parseQuery } from './parse-query.js';
import { parseValue } from './parse-value.js';
import { type Grammar, ParserState } from './parser-state.js';
import { queryColumnType } from './query-column.js';
import type { ParserScope } from './scope.js';

const GRAMMAR: Grammar = { expression: parseBoolean, value: parseValue, query: parseQuery };

/**
 * The IR of a Databricks SQL expression: the body of a policy function, or the SQL of `@expression` and `@measure`.
 * `aggregates` allows aggregate calls at the top. Scans of sub-queries bear the aliases `@p1`, `@p2`, …, unique in
 * one parse only. A body that is a query (`SELECT …`) is a scalar sub-query.
 * @throws ParserError naming the construct, with its line and column; nothing else.
 */
export function parseExpression(
  text: string,
  scope: ParserScope,
  options: { readonly aggregates: boolean },
): Expression {
  const state = new ParserState(text, scope, GRAMMAR, options.aggregates);
  const expression = state.sees('SELECT') ? parseBareQuery(state) : parseBoolean(state);
  const rest = state.peek();
  if (state.sees('OVER')) throw state.refused(rest, 'window function');
  if (rest.kind !== 'end') throw state.wrong(rest, 'it does not belong here');
  return expression;
}

function parseBareQuery(state: ParserState): Expression {
  const relation = parseQuery(state, 'scalar');
  return { kind: 'scalar-subquery', relation, type: queryColumnType(relation) };
}
