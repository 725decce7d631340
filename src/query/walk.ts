import type { Expression, NamedExpression, SortKey } from './expression.js';
import type { Relation } from './relation.js';

export interface Visitor {
  readonly expression?: (node: Expression) => void;
  readonly relation?: (node: Relation) => void;
}

/** Visits without copying: it runs several times over every request's tree. */
class Walker {
  constructor(private readonly visitor: Visitor) {}

  relation(node: Relation): void {
    this.visitor.relation?.(node);
    switch (node.kind) {
      case 'scan':
      case 'reference':
        return;
      case 'filter':
        this.relation(node.input);
        this.expression(node.predicate);
        return;
      case 'project':
      case 'window':
        this.relation(node.input);
        this.named(node.items);
        return;
      case 'join':
        this.relation(node.left);
        this.relation(node.right);
        this.expression(node.on);
        return;
      case 'aggregate':
        this.relation(node.input);
        this.named(node.groups);
        this.named(node.aggregates);
        return;
      case 'sort':
        this.relation(node.input);
        this.keys(node.keys);
        return;
      case 'limit':
        this.relation(node.input);
        if (node.per !== undefined) {
          this.list(node.per.partitionBy);
          this.keys(node.per.orderBy);
        }
        return;
      case 'distinct':
      case 'barrier':
        this.relation(node.input);
        return;
      case 'set-operation':
        this.relation(node.left);
        this.relation(node.right);
        return;
      case 'values':
        for (const row of node.rows) this.list(row);
        return;
      case 'series':
        this.list([node.start, node.stop, node.step]);
        return;
      case 'unnest':
        this.expression(node.array);
        return;
      case 'with':
        for (const binding of node.bindings) this.relation(binding.relation);
        this.relation(node.body);
        return;
      case 'nest':
        this.relation(node.input);
        this.relation(node.child);
        for (const pair of node.on) {
          this.expression(pair.parent);
          this.expression(pair.child);
        }
        this.named(node.aggregates);
        return;
      default:
        node satisfies never;
    }
  }

  expression(node: Expression): void {
    this.visitor.expression?.(node);
    switch (node.kind) {
      case 'column':
      case 'literal':
      case 'parameter':
      case 'json-text':
        return;
      case 'call':
      case 'model-call':
        this.list(node.arguments);
        return;
      case 'cast':
      case 'json-value':
        this.expression(node.operand);
        return;
      case 'case':
        for (const branch of node.branches) {
          this.expression(branch.when);
          this.expression(branch.then);
        }
        if (node.otherwise !== undefined) this.expression(node.otherwise);
        return;
      case 'in-list':
        this.expression(node.operand);
        this.list(node.values);
        return;
      case 'exists':
      case 'scalar-subquery':
        this.relation(node.relation);
        return;
      case 'in-subquery':
        this.list(node.operands);
        this.relation(node.relation);
        return;
      case 'quantified':
        this.expression(node.operand);
        this.relation(node.relation);
        return;
      case 'aggregate-call':
        this.list(node.arguments);
        if (node.filter !== undefined) this.expression(node.filter);
        this.keys(node.orderBy);
        return;
      case 'window-call':
        this.list(node.arguments);
        this.list(node.partitionBy);
        this.keys(node.orderBy);
        if (node.filter !== undefined) this.expression(node.filter);
        for (const bound of node.frame === undefined ? [] : [node.frame.start, node.frame.end]) {
          if ('distance' in bound) this.expression(bound.distance);
        }
        return;
      case 'json-object':
        for (const entry of node.entries) this.expression(entry.value);
        return;
      case 'json-cursor':
        this.list(node.values);
        return;
      default:
        node satisfies never;
    }
  }

  private list(items: readonly Expression[]): void {
    for (const item of items) this.expression(item);
  }

  private named(items: readonly NamedExpression[]): void {
    for (const item of items) this.expression(item.expression);
  }

  private keys(keys: readonly SortKey[]): void {
    for (const key of keys) this.expression(key.expression);
  }
}

/** Visits every relation and expression below `root`, parents first, sub-queries included. */
export function walkRelation(root: Relation, visitor: Visitor): void {
  new Walker(visitor).relation(root);
}

/** Visits every expression and relation below `root`, parents first, sub-queries included. */
export function walkExpression(root: Expression, visitor: Visitor): void {
  new Walker(visitor).expression(root);
}
