import { aggregateCall } from '../../functions/registry.js';
import { AliasGenerator, aggregate, column, filter, limit, literal, project, sort } from '../../query/build.js';
import { conjuncts } from '../../query/conjunction.js';
import type { ColumnExpression, Expression, SortKey } from '../../query/expression.js';
import type { LimitRelation, Relation } from '../../query/relation.js';
import { definedAliases } from '../../query/rename-aliases.js';
import { rewriteRelation } from '../../query/rewrite.js';
import { BOOLEAN, INT64, NULL_TYPE } from '../../query/types.js';
import { walkRelation } from '../../query/walk.js';
import type { EngineTraits } from '../../sources/source.js';
import { type Copy, copyOf, isRepeatable } from '../repeatable.js';
import { upToBound } from '../up-to-bound.js';

/** Whether the relation reads columns of a query around it: no engine's IN of several columns may stand in such a one. */
function isCorrelated(relation: Relation): boolean {
  const defined = definedAliases(relation);
  let found = false;
  walkRelation(relation, {
    expression: (node) => {
      if (node.kind === 'column' && !defined.has(node.relation)) found = true;
    },
  });
  return found;
}

/** The columns of the tables below that are never NULL, as `alias.name`; those an outer join may blank are not. */
function neverNull(relation: Relation): ReadonlySet<string> {
  const found = new Set<string>();
  const collect = (node: Relation): void => {
    switch (node.kind) {
      case 'scan':
        for (const field of node.fields) if (!field.nullable) found.add(`${node.alias}.${field.name}`);
        return;
      case 'filter':
        collect(node.input);
        return;
      case 'project': {
        collect(node.input);
        for (const { name, expression } of node.items) {
          if (expression.kind !== 'column') continue;
          if (found.has(`${expression.relation}.${expression.name}`)) found.add(`${node.alias}.${name}`);
        }
        return;
      }
      case 'join':
        if (node.type !== 'right' && node.type !== 'full') collect(node.left);
        if (node.type === 'inner' || node.type === 'right') collect(node.right);
        return;
      default:
        return;
    }
  };
  collect(relation);
  return found;
}

/** What tells the rows apart well enough: the sort's columns that are never NULL, since `IN` finds no NULL. */
function rowNames(keys: readonly SortKey[], input: Relation): readonly ColumnExpression[] {
  const sound = neverNull(input);
  return keys.flatMap(({ expression }) =>
    expression.kind === 'column' && sound.has(`${expression.relation}.${expression.name}`) ? [expression] : [],
  );
}

/** Beyond this many rows, a heap of values costs more than it saves. */
const MAX_HEAP_ROWS = 20_000;

/** A range of an integer key holds at most so many times the page's rows: the key is unique where it is the table's. */
const SHORT_RANGE_FACTOR = 4;

function readsOnly(columns: readonly Expression[], relation: Relation): boolean {
  const names = new Set(columns.map((node) => (node.kind === 'column' ? `${node.relation}.${node.name}` : '')));
  let count = 0;
  walkRelation(relation, {
    relation: (node) => {
      if (node.kind === 'scan' || node.kind === 'reference') count += node.fields.length;
    },
  });
  return count <= names.size;
}

/** The integer that a term compares the column with, if it does: `id >= 7`. */
function boundOf(term: Expression, key: ColumnExpression, functions: readonly string[]): bigint | undefined {
  if (term.kind !== 'call' || !functions.includes(term.function)) return undefined;
  const [left, right] = term.arguments;
  if (left?.kind !== 'column' || left.relation !== key.relation || left.name !== key.name) return undefined;
  if (right?.kind !== 'literal' && right?.kind !== 'parameter') return undefined;
  if (right.type.kind !== 'integer' || right.value === null) return undefined;
  return BigInt(right.value as bigint | number);
}

/** Whether the filter leaves so short a range of the first sort key that sorting whole rows is the lesser work. */
function isShortRange(first: SortKey | undefined, input: Relation, rows: number): boolean {
  if (input.kind === 'project' && first?.expression.kind === 'column') {
    const { name } = first.expression;
    const expression = input.items.find((item) => item.name === name)?.expression;
    return expression !== undefined && isShortRange({ ...first, expression }, input.input, rows);
  }
  if (input.kind !== 'filter' || first?.expression.kind !== 'column') return false;
  const key = first.expression;
  const bounds = (...functions: readonly string[]) =>
    conjuncts(input.predicate).flatMap((term) => boundOf(term, key, functions) ?? []);
  const lowest = bounds('gt', 'gte').reduce<bigint | undefined>(
    (a, b) => (a === undefined || b > a ? b : a),
    undefined,
  );
  const highest = bounds('lt', 'lte').reduce<bigint | undefined>(
    (a, b) => (a === undefined || b < a ? b : a),
    undefined,
  );
  return lowest !== undefined && highest !== undefined && highest - lowest <= BigInt(SHORT_RANGE_FACTOR * rows);
}

/** The first values of the one sort key, kept in a heap. */
function firstValues(copy: Copy, direction: SortKey['direction'], rows: number, alias: string): Relation {
  const [key = NULL] = copy.expressions;
  const call = aggregateCall(direction === 'asc' ? 'n_smallest' : 'n_largest', [key, literal(BigInt(rows), INT64)]);
  const all = aggregate(copy.relation, `${alias}a`, [], [{ name: 'values', expression: call }]);
  const array: Expression = {
    kind: 'scalar-subquery',
    relation: project(all, `${alias}p`, [{ name: 'values', expression: column(`${alias}a`, 'values', call.type) }]),
    type: call.type,
  };
  const field = { name: 'value', type: key.type, nullable: false };
  const values: Relation = { kind: 'unnest', alias: `${alias}u`, field, array, ordinality: undefined };
  return project(values, alias, [{ name: 'key1', expression: column(`${alias}u`, 'value', key.type) }]);
}

/** The names of the first rows, by a sort of the keys alone; of few candidates, since several keys are dear to sort. */
function firstBySort(copy: Copy, keys: readonly SortKey[], names: number, rows: number, alias: string): Relation {
  const [lead] = keys;
  const isBounded = lead !== undefined && keys.length > 1 && rows <= MAX_HEAP_ROWS;
  const candidates = isBounded ? upToBound(copy.relation, [], lead, rows, new AliasGenerator(alias)) : copy.relation;
  return project(
    limit(sort(candidates, keys), rows),
    alias,
    copy.expressions.slice(0, names).map((expression, index) => ({ name: `key${index + 1}`, expression })),
  );
}

const NULL: Expression = literal(null, NULL_TYPE);

/**
 * Finds the first rows by their sort keys alone, and reads the other columns for these rows only.
 *
 * Before: `Limit 10000 (Sort id (Filter(p, t)))`
 * After:  `Limit 10000 (Sort id (Filter(id IN (Limit 10000 (Sort id (Filter(p, t')))), Filter(p, t))))`
 * Any set of rows that holds the first n, sorted again and cut, gives the first n: no key needs to be unique.
 * Must not fire: where the engine keeps a heap of the first rows anyway; over a barrier; with no key that is never NULL;
 * in a query that reads columns from around it; where a range of the key leaves few rows to sort.
 */
export function fetchColumnsLate(relation: Relation, { topNRows }: EngineTraits): Relation {
  if (topNRows === undefined) return relation;
  const aliases = new AliasGenerator();
  const late = (node: LimitRelation): Relation => {
    if (node.per !== undefined || node.count === undefined || node.input.kind !== 'sort') return node;
    const rows = node.count + node.offset;
    const { keys, input } = node.input;
    if (rows <= topNRows || !isRepeatable(input) || isCorrelated(input)) return node;
    const names = rowNames(keys, input);
    if (names.length === 0 || readsOnly(names, input) || isShortRange(keys[0], input, rows)) return node;
    const copy = copyOf(input, [...names, ...keys.map(({ expression }) => expression)], () => aliases.fresh('y'));
    const copied = keys.map((key, index) => ({
      ...key,
      expression: copy.expressions[names.length + index] ?? key.expression,
    }));
    const alias = aliases.fresh('first');
    const first =
      keys.length === 1 && names.length === 1 && rows <= MAX_HEAP_ROWS
        ? firstValues(copy, keys[0]?.direction ?? 'asc', rows, alias)
        : firstBySort(copy, copied, names.length, rows, alias);
    const isFirst: Expression = { kind: 'in-subquery', operands: names, relation: first, type: BOOLEAN };
    return { ...node, input: { ...node.input, input: filter(input, isFirst) } };
  };
  return rewriteRelation(relation, { relation: (node) => (node.kind === 'limit' ? late(node) : node) });
}
