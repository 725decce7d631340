import { aggregateCall, call, functionNamed } from '../../functions/registry.js';
import { aggregate, column, filter, literal, project } from '../../query/build.js';
import type { AggregateCallExpression, ColumnExpression, Expression, NamedExpression } from '../../query/expression.js';
import { outputsOf } from '../../query/outputs.js';
import type { AggregateRelation, Relation } from '../../query/relation.js';
import { definedAliases } from '../../query/rename-aliases.js';
import { rewriteExpression, rewriteRelation } from '../../query/rewrite.js';
import { isSelfContained } from '../../query/self-contained.js';
import { type DataType, INT64, sameType } from '../../query/types.js';
import { walkExpression } from '../../query/walk.js';
import { RowEstimator } from './estimate-rows.js';
import type { PlaceContext } from './place.js';
import { sinkPredicates } from './sink-predicates.js';
import { sourcesOf } from './sources-of.js';

/** Work that reads every row is worth it only where this many of them become one. */
const ROWS_PER_GROUP = 4;
/** How many values a column that is no key of the other side is guessed to have for each of its keys. */
const VALUES_PER_KEY = 10;
/** Sums of shorter decimals fit their type whatever rows they are of, up to 10^11 of them. */
const MAX_SUM_PRECISION = 27;

type Rename = (expression: Expression) => Expression;

/** A part of a join whose rows may be put together before the join. */
interface Side {
  readonly relation: Relation;
  /** What it is joined with. */
  readonly beside: readonly Relation[];
  /** What is asked of the joined rows, up to the aggregate. */
  readonly conditions: readonly Expression[];
  /** The aggregate's input with another relation in the place of this one. */
  readonly rebuild: (replacement: Relation, rename: Rename) => Relation;
}

/** Parts of which no row stands in the joined rows but as one of its own: not the optional side of an outer join. */
function sidesOf(relation: Relation): readonly Side[] {
  if (relation.kind === 'filter') {
    const sunk = sinkPredicates(relation);
    if (sunk !== relation) return sidesOf(sunk);
    return sidesOf(relation.input).map((side) => ({
      ...side,
      conditions: [...side.conditions, relation.predicate],
      rebuild: (replacement, rename) => filter(side.rebuild(replacement, rename), rename(relation.predicate)),
    }));
  }
  if (relation.kind !== 'join' || relation.lateral) return [];
  const { type, left, right, on } = relation;
  const within = (whole: Relation, other: Relation, isLeft: boolean): readonly Side[] => {
    const itself: Side = { relation: whole, beside: [], conditions: [], rebuild: (replacement) => replacement };
    return [itself, ...sidesOf(whole)].map((side) => ({
      ...side,
      beside: [...side.beside, other],
      conditions: [...side.conditions, on],
      rebuild: (replacement, rename) => {
        const rebuilt = side.rebuild(replacement, rename);
        return { ...relation, ...(isLeft ? { left: rebuilt } : { right: rebuilt }), on: rename(on) };
      },
    }));
  };
  const lefts = type === 'right' || type === 'full' ? [] : within(left, right, true);
  return type === 'inner' ? [...lefts, ...within(right, left, false)] : lefts;
}

/** Whether an expression is the same for all rows that have its columns' values, and reads nothing else. */
function isPlain(expression: Expression): boolean {
  let plain = true;
  walkExpression(expression, {
    relation: () => {
      plain = false;
    },
    expression: (node) => {
      if (node.kind === 'window-call') plain = false;
      if (node.kind === 'call' && functionNamed(node.function)?.deterministic !== true) plain = false;
    },
  });
  return plain;
}

const isExact = (type: DataType): boolean => type.kind !== 'float' && type.kind !== 'array' && type.kind !== 'json';

/** Whether no part of a sum can be too large where the whole is not: rows that the join drops are in parts, too. */
function sumsInParts(type: DataType): boolean {
  if (type.kind === 'integer') return type.bits < 64;
  return type.kind === 'decimal' && type.precision <= MAX_SUM_PRECISION;
}

/** Whether an aggregate's parts make up the whole exactly, and in what it reads. */
function hasParts(expression: Expression): expression is AggregateCallExpression {
  if (expression.kind !== 'aggregate-call') return false;
  const { distinct, filter: condition, orderBy, arguments: args } = expression;
  const [argument] = args;
  if (distinct || condition !== undefined || orderBy.length > 0 || args.length > 1) return false;
  if (argument === undefined) return expression.function === 'count';
  if (argument.kind !== 'column') return false;
  switch (expression.function) {
    case 'count':
      return true;
    case 'sum':
      return sumsInParts(argument.type);
    case 'min':
    case 'max':
      return isExact(argument.type);
    default:
      return false;
  }
}

const keyOf = ({ relation, name }: ColumnExpression) => `${relation}.${name}`;

function columnsRead(expressions: readonly Expression[]): ReadonlySet<string> {
  const read = new Set<string>();
  for (const expression of expressions) {
    walkExpression(expression, { expression: (node) => void (node.kind === 'column' && read.add(keyOf(node))) });
  }
  return read;
}

/** The whole of the parts; undefined where that is not of the type that the aggregate had. */
function combined(
  { function: id, type }: AggregateCallExpression,
  part: ColumnExpression,
): AggregateCallExpression | undefined {
  const whole = aggregateCall(id === 'count' ? 'sum' : id, [part]);
  return sameType(whole.type, type) ? whole : undefined;
}

/** The aggregate over parts that `side` makes, if that is worth it. */
function overParts(whole: AggregateRelation, side: Side, alias: string, context: PlaceContext): Relation | undefined {
  const [source, ...others] = sourcesOf(side.relation);
  if (source === undefined || others.length > 0 || source === context.host) return undefined;
  if (!side.beside.some((other) => [...sourcesOf(other)].some((name) => name !== source))) return undefined;
  const asked = [...side.conditions, ...whole.groups.map(({ expression }) => expression)];
  if (!asked.every(isPlain) || !isSelfContained(side.relation)) return undefined;
  const outputs = outputsOf(side.relation);
  const own = new Map(outputs.map((output) => [keyOf(output), output]));
  const calls: AggregateCallExpression[] = [];
  for (const { expression } of whole.aggregates) {
    if (!hasParts(expression)) return undefined;
    if (![...columnsRead([expression])].every((key) => own.has(key))) return undefined;
    calls.push(expression);
  }
  const read = columnsRead(asked);
  const kept = outputs.filter((output) => read.has(keyOf(output)));
  if (kept.length === 0 || !kept.every(({ type }) => isExact(type))) return undefined;
  const joined = columnsRead(side.conditions);
  const estimator = new RowEstimator(context.tableRows);
  const besides = Math.max(...side.beside.map((other) => estimator.rows(other)));
  const groups = besides * VALUES_PER_KEY ** kept.filter((output) => !joined.has(keyOf(output))).length;
  if (groups * ROWS_PER_GROUP > estimator.rows(side.relation)) return undefined;

  const keys = kept.map((expression, index) => ({ name: `key${index + 1}`, expression }));
  const parts = calls.map((expression, index) => ({ name: `part${index + 1}`, expression }));
  const partial = aggregate(side.relation, alias, keys, parts);
  if (!context.canRun(source, partial)) return undefined;
  const renamed = new Map(keys.map((key) => [keyOf(key.expression), column(alias, key.name, key.expression.type)]));
  const rename: Rename = (expression) =>
    rewriteExpression(expression, {
      expression: (node) => (node.kind === 'column' ? (renamed.get(keyOf(node)) ?? node) : node),
    });
  const wholes: NamedExpression[] = [];
  for (const [index, { name }] of whole.aggregates.entries()) {
    const part = parts[index];
    const expression = part && combined(part.expression, column(alias, part.name, part.expression.type));
    if (expression === undefined) return undefined;
    wholes.push({ name, expression });
  }
  const inner = `${alias}w`;
  const put: AggregateRelation = {
    ...whole,
    alias: inner,
    input: side.rebuild(partial, rename),
    groups: whole.groups.map(({ name, expression }) => ({ name, expression: rename(expression) })),
    aggregates: wholes,
  };
  // Where there are no groups and no rows, nothing is counted.
  const counts = new Set(
    calls.flatMap(({ function: id }, index) => (id === 'count' ? [whole.aggregates[index]?.name] : [])),
  );
  const items = outputsOf(put).map((output) => ({
    name: output.name,
    expression: counts.has(output.name) ? call('coalesce', [output, literal(0n, INT64)]) : output,
  }));
  return project(put, whole.alias, items);
}

/**
 * Has the source of a join's larger side put its rows together by what the join and the groups read of them, so that
 * groups are fetched and not rows.
 *
 * Before: `Aggregate(by c.segment: sum(o.total), crm o JOIN lakehouse c ON o.customer = c.id)`
 * After:  `Aggregate(by c.segment: sum(p.part1), Aggregate(by o.customer: sum(o.total), crm o) p JOIN c ON p.key1 = c.id)`
 * Must not fire: where an aggregate depends on the order of its rows (floats), or reads both sides; where a part could raise
 * for rows that the join drops; below the optional side of an outer join; where about as many groups as rows would come.
 */
export function partialAggregates(root: Relation, context: PlaceContext): Relation {
  const taken = new Set(definedAliases(root));
  let made = 0;
  const nextAlias = () => {
    do made += 1;
    while (taken.has(`pre${made}`) || taken.has(`pre${made}w`));
    return `pre${made}`;
  };
  return rewriteRelation(root, {
    relation: (node) => {
      if (node.kind !== 'aggregate') return node;
      for (const side of sidesOf(node.input)) {
        const apart = overParts(node, side, nextAlias(), context);
        if (apart !== undefined) return apart;
      }
      return node;
    },
  });
}
