import { call } from '../functions/registry.js';
import { literal } from '../query/build.js';
import type { Expression, NamedExpression, SortKey } from '../query/expression.js';
import type { Relation } from '../query/relation.js';
import { INT32 } from '../query/types.js';
import { type GroupedParts, groupQuery } from './group-query.js';
import { REFUSED_CLAUSES } from './keywords.js';
import { parseFrom } from './parse-from.js';
import type { ParserState, QueryUse } from './parser-state.js';
import { copyProblem } from './repeatable.js';
import type { Token } from './token.js';

/**
 * `SELECT [DISTINCT] … FROM … [WHERE …] [GROUP BY … [HAVING …]] [ORDER BY …] [LIMIT n]`. For IN and scalars the
 * result is a Project of one column, or a Distinct of it; for EXISTS the rows alone.
 */
export function parseQuery(state: ParserState, use: QueryUse): Relation {
  if (state.sees('WITH')) {
    throw state.refused(state.peek(), state.sees('WITH', 'RECURSIVE') ? 'recursive WITH' : 'WITH');
  }
  const select = state.expect('SELECT');
  const aggregatesOutside = state.aggregatesAllowed;
  const distinct = state.accept('DISTINCT');
  if (!distinct) state.accept('ALL');
  // The tables come after the items that name their columns: read FROM first, then come back.
  const itemsAt = state.index;
  skipItems(state);
  state.aggregatesAllowed = false;
  const from = state.accept('FROM') ? parseFrom(state) : undefined;
  const afterFrom = state.index;
  state.queries.push(from?.tables ?? []);
  try {
    state.index = itemsAt;
    state.aggregatesAllowed = true;
    const items = parseItems(state, use);
    if (!state.sees('FROM') && from !== undefined) throw state.wrong(state.peek(), 'expected , or FROM');
    if (from !== undefined) state.index = afterFrom;
    const query = parseClauses(state, select, items, from, distinct, use);
    refuseClauses(state);
    return query;
  } finally {
    state.queries.pop();
    state.aggregatesAllowed = aggregatesOutside;
  }
}

/** Moves to this query's FROM, or to where it ends. `IS DISTINCT FROM` is none. */
function skipItems(state: ParserState): void {
  for (let depth = 0; state.peek().kind !== 'end'; state.next()) {
    if (state.sees('(')) depth += 1;
    else if (state.sees(')')) depth -= 1;
    if (depth < 0) return;
    if (depth === 0 && state.sees('FROM')) return;
    if (depth === 0 && state.sees('DISTINCT', 'FROM')) state.next();
  }
}

interface Item extends NamedExpression {
  readonly token: Token;
}

const NO_ITEM = literal(1n, INT32);

function parseItems(state: ParserState, use: QueryUse): readonly Item[] {
  const items: Item[] = [];
  do {
    const token = state.peek();
    if (state.accept('*')) {
      if (use !== 'exists') throw state.refused(token, 'SELECT *', 'name one column');
      items.push({ name: '*', expression: NO_ITEM, token });
      continue;
    }
    const expression = state.nested(() => state.grammar.expression(state));
    if (state.sees('OVER')) throw state.refused(state.peek(), 'window function');
    const named = state.accept('AS') || state.peek().kind === 'quoted' || isPlainAlias(state);
    items.push({ name: named ? state.next().text : '', expression, token });
  } while (state.accept(','));
  return items;
}

const ITEM_ENDS: ReadonlySet<string> = new Set(['FROM', 'WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT']);

function isPlainAlias(state: ParserState): boolean {
  const token = state.peek();
  const refused = REFUSED_CLAUSES.some((clause) => state.sees(...clause));
  return token.kind === 'word' && !ITEM_ENDS.has(token.key) && !refused;
}

function parseClauses(
  state: ParserState,
  select: Token,
  items: readonly Item[],
  from: { readonly relation: Relation } | undefined,
  distinct: boolean,
  use: QueryUse,
): Relation {
  const [only] = items;
  if (use !== 'exists' && items.length !== 1)
    throw state.refused(select, 'SELECT', 'it must give exactly one column here');
  let input: Relation = from?.relation ?? { kind: 'values', alias: state.freshAlias(), fields: [], rows: [[]] };
  state.aggregatesAllowed = false;
  const where = state.peek();
  if (state.accept('WHERE')) {
    const predicate = state.nested(() => state.grammar.expression(state));
    input = { kind: 'filter', input, predicate: condition(state, where, 'WHERE', predicate) };
  }
  const groups = parseGroups(state);
  state.aggregatesAllowed = true;
  const having = parseHaving(state);
  const order = parseOrder(state, items, distinct);
  const count = parseLimit(state);
  const tables = state.queries.at(-1) ?? [];
  const parts: GroupedParts = { items: items.map((item) => item.expression), having, keys: order };
  const grouped = groupQuery(state, select, input, tables, groups, parts);
  let output = grouped.input;
  if (grouped.having !== undefined) output = { kind: 'filter', input: output, predicate: grouped.having };
  if (grouped.keys.length > 0) output = { kind: 'sort', input: output, keys: grouped.keys };
  const limited = (input: Relation): Relation =>
    count === undefined ? input : { kind: 'limit', input, count, offset: 0, per: undefined };
  if (use === 'exists') return limited(output);
  const [expression = only?.expression ?? NO_ITEM] = grouped.items;
  const project = (relation: Relation): Relation => ({
    kind: 'project',
    input: relation,
    alias: state.freshAlias(),
    items: [{ name: 'value', expression }],
  });
  if (!distinct) return project(limited(output));
  if (count !== undefined) throw state.refused(select, 'SELECT DISTINCT with LIMIT');
  return { kind: 'distinct', input: project(output) };
}

/** Refuses what is no condition, naming its type. */
function condition(state: ParserState, token: Token, construct: string, predicate: Expression): Expression {
  state.at(token, construct, () => call('and', [predicate]));
  return predicate;
}

function parseGroups(state: ParserState): readonly Expression[] | undefined {
  if (!state.accept('GROUP')) return undefined;
  state.expect('BY');
  const groups: Expression[] = [];
  do {
    const token = state.peek();
    const next = state.peek(1).key;
    if (
      state.sees('ALL') ||
      ((state.sees('ROLLUP') || state.sees('CUBE')) && next === '(') ||
      state.sees('GROUPING', 'SETS')
    ) {
      throw state.refused(token, `GROUP BY ${token.key}`);
    }
    const group = state.nested(() => state.grammar.expression(state));
    if (group.kind === 'literal') throw state.refused(token, 'GROUP BY', 'a constant or a position is not mapped');
    groups.push(group);
  } while (state.accept(','));
  if (state.sees('WITH')) throw state.refused(state.peek(), 'GROUP BY … WITH');
  return groups;
}

function parseHaving(state: ParserState): Expression | undefined {
  const token = state.peek();
  if (!state.accept('HAVING')) return undefined;
  return condition(
    state,
    token,
    'HAVING',
    state.nested(() => state.grammar.expression(state)),
  );
}

/** NULLs come first in ascending and last in descending order, as in Databricks. A bare alias is its item. */
function parseOrder(state: ParserState, items: readonly Item[], distinct: boolean): readonly SortKey[] {
  const order = state.peek();
  if (!state.accept('ORDER')) return [];
  state.expect('BY');
  if (distinct) throw state.refused(order, 'ORDER BY with SELECT DISTINCT');
  const keys: SortKey[] = [];
  do {
    const token = state.peek();
    const before = state.index;
    const alias = items.find((item) => item.name !== '' && item.name.toLowerCase() === token.text.toLowerCase());
    const isBare = token.kind !== 'string' && !['.', '('].includes(state.peek(1).key);
    let expression: Expression;
    if (alias !== undefined && isBare) {
      state.index = before + 1;
      const problem = copyProblem(alias.expression, 2);
      if (problem !== undefined) throw state.refused(token, 'ORDER BY', problem);
      expression = alias.expression;
    } else expression = state.nested(() => state.grammar.expression(state));
    if (expression.kind === 'literal') throw state.refused(token, 'ORDER BY', 'a constant or a position is not mapped');
    const direction = state.accept('DESC') ? 'desc' : 'asc';
    if (direction === 'asc') state.accept('ASC');
    const nulls = state.accept('NULLS', 'FIRST') ? 'first' : state.accept('NULLS', 'LAST') ? 'last' : undefined;
    keys.push({ expression, direction, nulls: nulls ?? (direction === 'asc' ? 'first' : 'last') });
  } while (state.accept(','));
  return keys;
}

function parseLimit(state: ParserState): number | undefined {
  if (!state.accept('LIMIT')) return undefined;
  const token = state.next();
  const value = token.number?.value;
  if (typeof value !== 'bigint' || value > 1_000_000n)
    throw state.refused(token, 'LIMIT', 'it takes a whole number up to 1000000');
  return Number(value);
}

function refuseClauses(state: ParserState): void {
  const clause = REFUSED_CLAUSES.find((words) => state.sees(...words));
  if (clause !== undefined) throw state.refused(state.peek(), clause.join(' '));
}
