import type { ParameterSlot } from './parameter-slot.js';
import type { Relation } from './relation.js';
import type { DataType } from './types.js';

/** A scalar as the IR carries it: exact numbers as bigint or as decimal text, dates and times as ISO text. */
export type ScalarValue = string | number | bigint | boolean | null | Uint8Array;

export type SortDirection = 'asc' | 'desc';
export type NullsPosition = 'first' | 'last';

export interface SortKey {
  readonly expression: Expression;
  readonly direction: SortDirection;
  readonly nulls: NullsPosition;
}

/** A named output of Project, Aggregate, Window or Nest. */
export interface NamedExpression {
  readonly name: string;
  readonly expression: Expression;
}

/** A column `name` of the relation whose alias is `relation`. Aliases are unique in a whole query. */
export interface ColumnExpression {
  readonly kind: 'column';
  readonly relation: string;
  readonly name: string;
  readonly type: DataType;
}

/** A constant of the contract or a policy; printed into the statement, so that the engine can prune with it. */
export interface LiteralExpression {
  readonly kind: 'literal';
  readonly value: ScalarValue;
  readonly type: DataType;
}

/** A value the caller gave; always sent as a bound parameter, never as text. */
export interface ParameterExpression {
  readonly kind: 'parameter';
  readonly value: ScalarValue;
  readonly type: DataType;
  /** Present where the plan may be run again with another value. */
  readonly slot?: ParameterSlot;
}

/** A call of a scalar entry of the function registry. */
export interface CallExpression {
  readonly kind: 'call';
  readonly function: string;
  readonly arguments: readonly Expression[];
  readonly type: DataType;
}

export interface CastExpression {
  readonly kind: 'cast';
  readonly operand: Expression;
  readonly type: DataType;
  /** NULL instead of an error where the value does not convert. */
  readonly tryCast: boolean;
}

export interface CaseExpression {
  readonly kind: 'case';
  readonly branches: readonly { readonly when: Expression; readonly then: Expression }[];
  readonly otherwise: Expression | undefined;
  readonly type: DataType;
}

/** `operand IN (values)`, with SQL's three-valued logic. */
export interface InListExpression {
  readonly kind: 'in-list';
  readonly operand: Expression;
  readonly values: readonly Expression[];
  readonly type: DataType;
}

export interface ExistsExpression {
  readonly kind: 'exists';
  readonly relation: Relation;
  readonly type: DataType;
}

/** `(operands) IN (SELECT the relation's columns, in order)`. */
export interface InSubqueryExpression {
  readonly kind: 'in-subquery';
  readonly operands: readonly Expression[];
  readonly relation: Relation;
  readonly type: DataType;
  /** Only spares work: what it keeps back does not matter above, so that it may be left out. */
  readonly optional?: true | undefined;
}

/** The one column of the at most one row of `relation`, NULL if there is none. */
export interface ScalarSubqueryExpression {
  readonly kind: 'scalar-subquery';
  readonly relation: Relation;
  readonly type: DataType;
}

/** An aggregate function of the registry; legal only in Aggregate and Nest. */
export interface AggregateCallExpression {
  readonly kind: 'aggregate-call';
  readonly function: string;
  readonly arguments: readonly Expression[];
  readonly distinct: boolean;
  readonly filter: Expression | undefined;
  readonly orderBy: readonly SortKey[];
  readonly type: DataType;
}

/** `operand op ANY (relation)` or `operand op ALL (relation)`, with SQL's three-valued logic. `function`: eq, lt, … */
export interface QuantifiedExpression {
  readonly kind: 'quantified';
  readonly function: string;
  readonly quantifier: 'any' | 'all';
  readonly operand: Expression;
  /** One column. */
  readonly relation: Relation;
  readonly type: DataType;
}

/** Where a frame begins or ends; `distance` is a number of rows, of groups, or a distance in the order's one key. */
export type FrameBound =
  | { readonly kind: 'unbounded-preceding' | 'unbounded-following' | 'current-row' }
  | { readonly kind: 'preceding' | 'following'; readonly distance: Expression };

export interface WindowFrame {
  readonly unit: 'rows' | 'range' | 'groups';
  readonly start: FrameBound;
  readonly end: FrameBound;
  readonly exclude: 'none' | 'current-row' | 'group' | 'ties';
}

/** A window or aggregate function over a partition; legal only in Window. */
export interface WindowCallExpression {
  readonly kind: 'window-call';
  readonly function: string;
  readonly arguments: readonly Expression[];
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly SortKey[];
  /** Absent: SQL's own, up to the current row and its peers where there is an order, else the whole partition. */
  readonly frame?: WindowFrame | undefined;
  /** Of an aggregate function only. */
  readonly filter?: Expression | undefined;
  readonly type: DataType;
}

/**
 * What a served model predicts for these inputs, in its own order. No engine computes it: the planner takes it out of the
 * tree, so that it stands in none that is printed.
 */
export interface ModelCallExpression {
  readonly kind: 'model-call';
  readonly model: string;
  /** Which of the values of a prediction. */
  readonly output: number;
  readonly arguments: readonly Expression[];
  readonly type: DataType;
}

/** JSON text of an object, its keys in this order; `value`s must be of type json. NULL if any value is NULL. */
export interface JsonObjectExpression {
  readonly kind: 'json-object';
  readonly entries: readonly { readonly key: string; readonly value: Expression }[];
  readonly type: DataType;
}

/**
 * How a SQL value stands in JSON. `int` is GraphQL's 32-bit Int: a larger value is a fault, not a rounding.
 * `text` quotes the engine's text of an exact number, UUID and the like.
 */
export type JsonEncoding =
  | 'string'
  | 'boolean'
  | 'int'
  | 'float'
  | 'text'
  | 'date'
  | 'time'
  | 'datetime'
  | 'bytes'
  | 'json';

/**
 * JSON text of a scalar; never NULL: a NULL becomes `null`, or, where the contract says the value cannot be null,
 * a fault marker of `query/json-markers.ts`, which the door turns into a GraphQL error with null propagation.
 */
export interface JsonValueExpression {
  readonly kind: 'json-value';
  readonly operand: Expression;
  readonly encoding: JsonEncoding;
  readonly required: boolean;
  readonly type: DataType;
}

/** Constant JSON text, such as `"Flight"` for `__typename`. Never holds caller input. */
export interface JsonTextExpression {
  readonly kind: 'json-text';
  readonly text: string;
  readonly type: DataType;
}

/** A raw keyset position in the result; the door signs it before anyone sees it. */
export interface JsonCursorExpression {
  readonly kind: 'json-cursor';
  /** Binds the signature to the list it pages: see `CursorCodec` of the GraphQL door. */
  readonly scope: string;
  readonly values: readonly Expression[];
  readonly type: DataType;
}

export type Expression =
  | ColumnExpression
  | LiteralExpression
  | ParameterExpression
  | CallExpression
  | CastExpression
  | CaseExpression
  | InListExpression
  | ExistsExpression
  | InSubqueryExpression
  | ScalarSubqueryExpression
  | QuantifiedExpression
  | AggregateCallExpression
  | WindowCallExpression
  | ModelCallExpression
  | JsonObjectExpression
  | JsonValueExpression
  | JsonTextExpression
  | JsonCursorExpression;

export type ExpressionKind = Expression['kind'];
