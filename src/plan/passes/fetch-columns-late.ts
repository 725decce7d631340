import { AliasGenerator, filter, limit, project, sort } from '../../query/build.js';
import { conjuncts } from '../../query/conjunction.js';
import type { ColumnExpression, Expression, SortKey } from '../../query/expression.js';
import type { LimitRelation, Relation } from '../../query/relation.js';
import { rewriteRelation } from '../../query/rewrite.js';
import { BOOLEAN } from '../../query/types.js';
import { walkRelation } from '../../query/walk.js';
import type { EngineTraits } from '../../sources/source.js';
import { copyOf, isRepeatable } from '../repeatable.js';

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

/**
 * Finds the first rows by their sort keys alone, and reads the other columns for these rows only.
 *
 * Before: `Limit 10000 (Sort id (Filter(p, t)))`
 * After:  `Limit 10000 (Sort id (Filter(id IN (Limit 10000 (Sort id (Filter(p, t')))), Filter(p, t))))`
 * Any set of rows that holds the first n, sorted again and cut, gives the first n: no key needs to be unique.
 * Must not fire: where the engine keeps a heap of the first rows anyway; over a barrier; with no key that is never NULL;
 * where a range of the key leaves few rows to sort.
 */
export function fetchColumnsLate(relation: Relation, { topNRows }: EngineTraits): Relation {
  if (topNRows === undefined) return relation;
  const aliases = new AliasGenerator();
  const late = (node: LimitRelation): Relation => {
    if (node.per !== undefined || node.count === undefined || node.input.kind !== 'sort') return node;
    const rows = node.count + node.offset;
    const { keys, input } = node.input;
    if (rows <= topNRows || !isRepeatable(input)) return node;
    const names = rowNames(keys, input);
    if (names.length === 0 || readsOnly(names, input) || isShortRange(keys[0], input, rows)) return node;
    const copy = copyOf(input, [...names, ...keys.map(({ expression }) => expression)], () => aliases.fresh('y'));
    const copied = keys.map((key, index) => ({
      ...key,
      expression: copy.expressions[names.length + index] ?? key.expression,
    }));
    const alias = aliases.fresh('first');
    const first = project(
      limit(sort(copy.relation, copied), rows),
      alias,
      names.map((name, index) => ({ name: `key${index + 1}`, expression: copy.expressions[index] ?? name })),
    );
    const isFirst: Expression = { kind: 'in-subquery', operands: names, relation: first, type: BOOLEAN };
    return { ...node, input: { ...node.input, input: filter(input, isFirst) } };
  };
  return rewriteRelation(relation, { relation: (node) => (node.kind === 'limit' ? late(node) : node) });
}
