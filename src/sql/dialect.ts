import type { DialectName } from '../functions/definition.js';
import type {
  Expression,
  JsonEncoding,
  NullsPosition,
  ScalarValue,
  SortDirection,
  WindowCallExpression,
} from '../query/expression.js';
import type { TableReference } from '../query/relation.js';
import type { DataType } from '../query/types.js';

/** A comparison with every row of a sub-query, its parts printed. */
export interface QuantifiedComparison {
  readonly operand: string;
  readonly comparison: 'eq' | 'neq' | 'lt' | 'lte' | 'gt' | 'gte';
  readonly quantifier: 'any' | 'all';
  /** Of the operand. */
  readonly type: DataType;
  /** A SELECT of one column. */
  readonly subquery: string;
}

/** What an engine has of window functions. */
export interface WindowSupport {
  /** FILTER before OVER; where it is not, the arguments are guarded. */
  readonly filter: boolean;
  /** GROUPS as a frame's unit. */
  readonly groups: boolean;
  /** EXCLUDE in a frame. */
  readonly exclude: boolean;
  /** False: no distance in a frame of RANGE. */
  readonly rangeDistance?: boolean;
  /** Window functions beside GROUP BY in one SELECT. */
  readonly overGroups: boolean;
  /** The distance of a bound of a frame of rows. */
  rows(distance: string): string;
  /** What orders a window of a function that is of windows alone, where no order was asked for; empty: none is needed. */
  readonly anyOrder: string;
  /** The call with its OVER at the type that the IR gives it. */
  result(call: string, node: WindowCallExpression): string;
}

/**
 * A column that a barrier adds to its rows, and a condition above them that is always true: of a value that the engine
 * cannot foresee it moves no expression below. In the barrier's own WHERE the condition would not hold: sub-queries of
 * that WHERE become joins, and what stands above moves between them and the rest.
 */
export interface BarrierMarker {
  readonly value: string;
  condition(column: string): string;
}

/** Forms of standard SQL that an engine may lack; a statement that needs one that has no other form is refused. */
export type StandardForm =
  /** FULL JOIN. */
  | 'full-join'
  /** LATERAL. */
  | 'lateral'
  /** GROUPING SETS: they are united. */
  | 'grouping-sets'
  /** Names of columns after a derived table's: they are given within. */
  | 'column-lists'
  /** A binding that another one reads which stands deeper: all go in front of the statement, if they read nothing around them. */
  | 'nested-bindings'
  /** WITH anywhere but in front of the statement: as above, and those that read what is around them are refused. */
  | 'inner-bindings'
  /** LIMIT in the sub-query of IN, ANY and ALL: it is put into a derived table. */
  | 'limit-in-list'
  /** INTERSECT ALL and EXCEPT ALL. */
  | 'counted-sets'
  /** FILTER of an aggregate: its argument is guarded, if it reads no NULL. */
  | 'filter';

/** What an engine makes of truth values that cannot stand where a value is wanted, nor a value where a truth is. */
export interface TruthForms {
  /** Whether the text of this boolean expression is a predicate; else it is a value. */
  isPredicate(node: Expression): boolean;
  /** Whether this function reads its argument at `index` as a predicate. */
  readsPredicate(functionId: string, index: number): boolean;
  toValue(predicate: string): string;
  toPredicate(value: string): string;
}

/** An operand of IN with its type. */
export interface TypedOperand {
  readonly sql: string;
  readonly type: DataType;
}

/** A group's key: what the rows are grouped by, and the value that is read of it. */
export interface GroupKey {
  readonly by: string;
  readonly value: string;
}

/** How many rows of a SELECT, and in which order: behind its SELECT, and at its end. */
export interface RowBounds {
  readonly head: string;
  readonly tail: readonly string[];
}

/** All in which one SQL dialect differs from the common printer. */
export interface Dialect {
  readonly name: DialectName;
  quoteIdentifier(name: string): string;
  /** A typed constant, safe to stand as an operand. */
  literal(value: ScalarValue, type: DataType): string;
  /** The placeholder of parameter `index` (1-based), cast to its type where the engine needs that. */
  parameter(index: number, type: DataType): string;
  typeName(type: DataType): string;
  cast(operand: string, from: DataType, to: DataType, tryCast: boolean): string;
  table(reference: TableReference): string;
  /** `MATERIALIZED ` or its like, between AS and the parenthesis of a binding: holds a barrier and evaluates a binding once. */
  readonly materialized: string;
  /** Whether the engine takes this condition in HAVING; else it stands above the groups. */
  fitsHaving(condition: string): boolean;
  /** Whether the engine takes this key in ORDER BY; else the key is a column of a derived table below. */
  fitsOrderBy(key: string): boolean;
  /** How a barrier is held other than by a materialised binding. */
  readonly barrier: BarrierMarker | undefined;
  limit(count: number | undefined, offset: number): string;
  /** JSON text of a non-NULL scalar, NULL for NULL. */
  jsonValue(operand: string, encoding: JsonEncoding, type: DataType): string;
  /** Concatenation that is NULL if any part is. */
  concat(parts: readonly string[]): string;
  /** A table of one column: the values from `start` to `stop`, both included, of type `type`. Its name is `v` where the engine lacks column lists. */
  series(start: string, stop: string, step: string, type: DataType): string;
  /** A table of an array's elements, and of their places from 1 in a second column if `ordinality`: `v` and `o` as above. */
  unnest(array: string, ordinality: boolean): string;
  /** Text constant of plain characters and the fault and cursor markers (U+0001 to U+0003). */
  text(value: string): string;
  quantified(comparison: QuantifiedComparison): string;
  readonly windows: WindowSupport;
  /** What the engine has not; undefined: it has all. */
  readonly lacks?: ReadonlySet<StandardForm>;
  /** A sort key; undefined: `key ASC NULLS LAST` and its like. */
  sortKey?(key: string, direction: SortDirection, nulls: NullsPosition, type: DataType): string;
  /** How the column of a table is read, as an operand; undefined: by its name alone. */
  tableColumn?(name: string, type: DataType): string;
  /** What a LIMIT holds, so that one is put where there is none: a barrier, and the order of a derived table. */
  readonly heldByLimit?: 'barrier' | 'barrier-and-order';
  /**
   * Whether an expression is a mere column. Where it is told, a projection of such stands in a join as the tables that it
   * is of: the engine finds no index through a derived table.
   */
  isColumn?(expression: string): boolean;
  /** The source needs the IR's types of the result, which the engine's own do not tell. */
  readonly needsResultTypes?: boolean;
  /** How a column of the whole statement's result is written; undefined: as it is. */
  resultColumn?(value: string, type: DataType): string;
  /** Truth values and predicates; undefined: they are the same. */
  readonly truth?: TruthForms;
  /** `operand IN (values)`; undefined: as it stands. */
  inList?(operand: TypedOperand, values: readonly string[]): string;
  /** `(operands) IN (subquery)`; undefined: as it stands. */
  inSubquery?(operands: readonly TypedOperand[], subquery: string): string;
  /** A key of GROUP BY or PARTITION BY; undefined: the value itself. */
  groupKey?(key: string, type: DataType): GroupKey;
  /**
   * Aggregates and groups may hold no sub-query: what holds one is a column of a derived table below. These are the
   * functions whose spelling is one; undefined: aggregates may hold them all.
   */
  readonly plainAggregates?: ReadonlySet<string>;
  /** LATERAL is written as CROSS APPLY and OUTER APPLY. */
  readonly apply?: boolean;
  /** ORDER BY and LIMIT where they do not stand at the end, or not in a nested SELECT; undefined: `limit` at the end. */
  rowBounds?(
    orderBy: readonly string[],
    limit: { readonly count: number | undefined; readonly offset: number } | undefined,
    isNested: boolean,
  ): RowBounds;
}
