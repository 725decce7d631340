import type { ParameterExpression } from '../query/expression.js';
import type { Relation } from '../query/relation.js';
import type { Dialect } from './dialect.js';
import type { Scope } from './scope.js';

/** What printing one statement shares: the dialect, the bound parameters, and the way from expressions to relations. */
export interface PrintContext {
  readonly dialect: Dialect;
  /** Binds a value; returns its 1-based index. */
  bind(parameter: ParameterExpression): number;
  /** SQL of a sub-query. `exists` needs no columns; `list` is that of IN, ANY and ALL. */
  subquery(relation: Relation, outer: Scope, use: 'exists' | 'columns' | 'list'): string;
  /** A name for a derived table that no alias of the query has. */
  freshName(): string;
  /** Puts `name AS (…)` in front of the whole statement. What it holds must not read what is around it. */
  hoist(binding: string): void;
  /** Bindings that stand in front of the whole statement, less those whose name another one has where it belongs. */
  readonly inFront: Set<string>;
}
