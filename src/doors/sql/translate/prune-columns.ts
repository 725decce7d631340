import type { Expression, NamedExpression } from '../../../query/expression.js';
import { mapExpressionChildren, mapRelationChildren } from '../../../query/map-children.js';
import type { Field, Relation } from '../../../query/relation.js';
import { walkExpression } from '../../../query/walk.js';

/** Alias of an aggregation without groups that the relation's one row comes of. */
function totalAlias(relation: Relation): string | undefined {
  switch (relation.kind) {
    case 'aggregate':
      return relation.groups.length === 0 ? relation.alias : undefined;
    case 'filter':
    case 'sort':
    case 'limit':
    case 'window':
      return totalAlias(relation.input);
    default:
      return undefined;
  }
}

function reads(items: readonly NamedExpression[], alias: string): boolean {
  let found = false;
  for (const { expression } of items) {
    walkExpression(expression, {
      expression: (node) => {
        if (node.kind === 'column' && node.relation === alias) found = true;
      },
    });
  }
  return found;
}

/** Goes down a tree and drops what nothing above reads. Readers come before what they read. */
class Pruner {
  private readonly read = new Map<string, Set<string>>();

  /** `whole`: all columns are put out, by place. */
  relation(node: Relation, whole: boolean): Relation {
    switch (node.kind) {
      case 'scan':
      case 'reference':
        return { ...node, fields: node.fields.filter(({ name }) => this.isRead(node.alias, name)) };
      case 'project': {
        const needed = this.needed(node.alias, node.items);
        // SQL text shows an aggregation without groups by its aggregates alone.
        const total = totalAlias(node.input);
        const keepsAll = whole || (total !== undefined && !reads(needed, total));
        const items = this.named(keepsAll ? node.items : needed);
        return { ...node, items, input: this.relation(node.input, false) };
      }
      case 'aggregate': {
        const needed = this.needed(node.alias, node.aggregates);
        const kept = needed.length === 0 && node.groups.length === 0 ? node.aggregates : needed;
        const aggregates = this.named(whole ? node.aggregates : kept);
        const groups = this.named(node.groups);
        return { ...node, groups, aggregates, input: this.relation(node.input, false) };
      }
      case 'window': {
        const items = this.named(whole ? node.items : this.needed(node.alias, node.items));
        const input = this.relation(node.input, whole);
        return items.length === 0 ? input : { ...node, items, input };
      }
      case 'join': {
        const on = this.expression(node.on);
        // The right side may read the left one's columns.
        const right = this.relation(node.right, whole);
        return { ...node, on, right, left: this.relation(node.left, whole) };
      }
      case 'filter': {
        const predicate = this.expression(node.predicate);
        return { ...node, predicate, input: this.relation(node.input, whole) };
      }
      case 'sort': {
        const keys = node.keys.map((key) => ({ ...key, expression: this.expression(key.expression) }));
        return { ...node, keys, input: this.relation(node.input, whole) };
      }
      case 'limit': {
        const per = node.per && {
          partitionBy: node.per.partitionBy.map((item) => this.expression(item)),
          orderBy: node.per.orderBy.map((key) => ({ ...key, expression: this.expression(key.expression) })),
        };
        return { ...node, per, input: this.relation(node.input, whole) };
      }
      case 'with': {
        const body = this.relation(node.body, whole);
        const bindings = node.bindings.toReversed().map((binding) => this.binding(binding));
        return { ...node, bindings: bindings.toReversed(), body };
      }
      case 'values':
      case 'series':
      case 'unnest':
      case 'distinct':
      case 'set-operation':
      case 'barrier':
      case 'nest':
        return mapRelationChildren(node, {
          expression: (child) => this.expression(child),
          relation: (child) => this.relation(child, true),
        });
      default:
        return node satisfies never;
    }
  }

  private binding<T extends { readonly name: string; readonly relation: Relation }>(binding: T): T {
    return { ...binding, relation: this.relation(binding.relation, true) };
  }

  private expression(node: Expression): Expression {
    if (node.kind === 'column') this.add(node.relation, node.name);
    return mapExpressionChildren(node, {
      expression: (child) => this.expression(child),
      relation: (child) => this.relation(child, node.kind !== 'exists'),
    });
  }

  private named(items: readonly NamedExpression[]): readonly NamedExpression[] {
    return items.map((item) => ({ ...item, expression: this.expression(item.expression) }));
  }

  private needed<T extends NamedExpression | Field>(alias: string, items: readonly T[]): readonly T[] {
    return items.filter(({ name }) => this.isRead(alias, name));
  }

  private isRead(alias: string, name: string): boolean {
    return this.read.get(alias)?.has(name) === true;
  }

  private add(alias: string, name: string): void {
    const names = this.read.get(alias);
    if (names === undefined) this.read.set(alias, new Set([name]));
    else names.add(name);
  }
}

/**
 * Drops the columns that nothing reads, so that a table gives only those that a statement needs.
 *
 * Before: `Project(s.c1, Project s(c1: t.a, c2: t.b, Scan t(a, b, c)))`
 * After:  `Project(s.c1, Project s(c1: t.a, Scan t(a)))`
 * Must not fire: on what is put out by place (the answer, sides of a set operation, DISTINCT, sub-queries).
 */
export function pruneColumns(root: Relation): Relation {
  return new Pruner().relation(root, true);
}
