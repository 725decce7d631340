import type { ColumnExpression, Expression, SortKey } from '../../../query/expression.js';
import type { Field, Relation } from '../../../query/relation.js';
import type { PgNode } from '../analysis/read-node.js';
import type { SqlError } from '../sql-error.js';
import type { BuiltinKind, BuiltinOptions } from './functions/builtin.js';
import type { AnalysedStatement, BoundTable, CallerFacts, ParameterValue } from './input.js';
import type { Level } from './level.js';

/** A translated query: its relation's output columns are `columns`, in this order. */
export interface TranslatedQuery {
  readonly relation: Relation;
  readonly columns: readonly ColumnExpression[];
  /** Postgres's types of the columns. */
  readonly typeOids: readonly number[];
  /** Only if asked for: the order of the rows, over output columns that stand behind `columns`. */
  readonly sortKeys: readonly SortKey[];
}

export interface QueryOptions {
  /** Put the ORDER BY's keys out as further columns. */
  readonly keepSortKeys?: boolean;
}

/** A relation that is evaluated once and read by several references. */
export interface Binding {
  readonly name: string;
  readonly relation: Relation;
  readonly fields: readonly Field[];
}

/** A call of something of Postgres's, its operands translated. */
export interface BuiltinCall {
  readonly kind: BuiltinKind;
  readonly name: string;
  readonly args: readonly Expression[];
  /** Postgres's types of the arguments. */
  readonly argTypes: readonly number[];
  readonly resultType: number;
  readonly options?: Pick<BuiltinOptions, 'distinct' | 'filter' | 'orderBy' | 'resultTypmod'>;
}

/** One statement's translation: what its parts share, and how they call each other. */
export interface Translation {
  readonly statement: AnalysedStatement;
  readonly tables: ReadonlyMap<number, BoundTable>;
  readonly parameters: readonly ParameterValue[];
  readonly caller: CallerFacts;
  /** Bindings so far; all stand before the whole query. */
  readonly bindings: Binding[];
  /** Measures of the metric views that are read, by the alias of each Scan. */
  readonly measures: Map<string, ReadonlyMap<string, Expression>>;
  /** A new alias. @throws SqlError 54001 once a statement needs unreasonably many */
  fresh(prefix: string): string;
  expression(node: PgNode, level: Level): Expression;
  /** A function, operator, aggregate or cast of Postgres's as the registry has it; `node` is where it stands. */
  builtin(call: BuiltinCall, node: PgNode): Expression;
  query(node: PgNode, outer: Level | undefined, options?: QueryOptions): TranslatedQuery;
  /** SqlError 0A000 that names a construct, at the node's place in the text. */
  refuse(construct: string, node: PgNode): SqlError;
  /** Runs `make`; errors of it get the node's place. */
  at<T>(node: PgNode, make: () => T): T;
  /** 1-based character position of a node. */
  positionOf(node: PgNode): number | undefined;
}
