import type {
  ColumnExpression,
  Expression,
  JsonEncoding,
  JsonObjectExpression,
  JsonTextExpression,
  JsonValueExpression,
  LiteralExpression,
  NamedExpression,
  ParameterExpression,
  ScalarValue,
  SortKey,
} from './expression.js';
import type {
  AggregateRelation,
  FilterRelation,
  JoinRelation,
  JoinType,
  LimitRelation,
  ProjectRelation,
  Relation,
  SortRelation,
} from './relation.js';
import { BOOLEAN, type DataType, JSON_TYPE } from './types.js';

export function column(relation: string, name: string, type: DataType): ColumnExpression {
  return { kind: 'column', relation, name, type };
}

export function literal(value: ScalarValue, type: DataType): LiteralExpression {
  return { kind: 'literal', value, type };
}

export function parameter(value: ScalarValue, type: DataType): ParameterExpression {
  return { kind: 'parameter', value, type };
}

export const TRUE: LiteralExpression = Object.freeze(literal(true, BOOLEAN));
export const FALSE: LiteralExpression = Object.freeze(literal(false, BOOLEAN));

export function exists(relation: Relation): Expression {
  return { kind: 'exists', relation, type: BOOLEAN };
}

export function inList(operand: Expression, values: readonly Expression[]): Expression {
  return { kind: 'in-list', operand, values, type: BOOLEAN };
}

export function jsonText(text: string): JsonTextExpression {
  return { kind: 'json-text', text, type: JSON_TYPE };
}

export function jsonValue(operand: Expression, encoding: JsonEncoding, required: boolean): JsonValueExpression {
  return { kind: 'json-value', operand, encoding, required, type: JSON_TYPE };
}

export function jsonObject(entries: JsonObjectExpression['entries']): JsonObjectExpression {
  return { kind: 'json-object', entries, type: JSON_TYPE };
}

export function filter(input: Relation, predicate: Expression | undefined): Relation {
  if (predicate === undefined) return input;
  return { kind: 'filter', input, predicate } satisfies FilterRelation;
}

export function project(input: Relation, alias: string, items: readonly NamedExpression[]): ProjectRelation {
  return { kind: 'project', input, alias, items };
}

export function join(type: JoinType, left: Relation, right: Relation, on: Expression): JoinRelation {
  return { kind: 'join', type, left, right, on, lateral: false };
}

export function aggregate(
  input: Relation,
  alias: string,
  groups: readonly NamedExpression[],
  aggregates: readonly NamedExpression[],
): AggregateRelation {
  return { kind: 'aggregate', input, alias, groups, groupingSets: undefined, aggregates };
}

export function sort(input: Relation, keys: readonly SortKey[]): Relation {
  return keys.length === 0 ? input : ({ kind: 'sort', input, keys } satisfies SortRelation);
}

export function limit(input: Relation, count: number | undefined, offset = 0): Relation {
  if (count === undefined && offset === 0) return input;
  return { kind: 'limit', input, count, offset, per: undefined } satisfies LimitRelation;
}

export function limitPer(
  input: Relation,
  count: number | undefined,
  offset: number,
  partitionBy: readonly Expression[],
  orderBy: readonly SortKey[],
): Relation {
  if (count === undefined && offset === 0) return input;
  return { kind: 'limit', input, count, offset, per: { partitionBy, orderBy } } satisfies LimitRelation;
}

/** Hands out aliases that are unique within one query, in a fixed order, so that equal requests get equal plans. */
export class AliasGenerator {
  private next = 0;

  /** `space` keeps the aliases of one generator apart from those of another with the same prefixes. */
  constructor(private readonly space = '') {}

  fresh(prefix: string): string {
    this.next += 1;
    return `${this.space}${prefix}${this.next}`;
  }
}
