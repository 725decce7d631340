import { column } from '../../../query/build.js';
import type { ColumnExpression, Expression, NamedExpression } from '../../../query/expression.js';
import { expressionKey } from '../../../query/expression-key.js';
import type { Relation } from '../../../query/relation.js';

/** The aggregation of one query while its select list, HAVING and ORDER BY are translated: they add what they need. */
export class GroupStage {
  private readonly groups: NamedExpression[] = [];
  private readonly aggregates: NamedExpression[] = [];
  private readonly known = new Map<string, ColumnExpression>();

  constructor(
    readonly alias: string,
    explicitGroups: readonly Expression[],
    /** Indexes into the explicit groups; undefined: one set of all. */
    private readonly sets: readonly (readonly number[])[] | undefined,
    private readonly explicitCount = explicitGroups.length,
  ) {
    for (const expression of explicitGroups) this.groups.push({ name: `g${this.groups.length + 1}`, expression });
  }

  /** The value of explicit group `index`, from 0. */
  group(index: number): ColumnExpression | undefined {
    const found = this.groups[index];
    return found === undefined ? undefined : column(this.alias, found.name, found.expression.type);
  }

  /** The expression that is grouped by: what GROUPING names. */
  groupedExpression(index: number): Expression | undefined {
    return this.groups[index]?.expression;
  }

  /** A column that the groups determine, since they hold its table's key: it becomes a group itself. */
  dependent(expression: ColumnExpression): ColumnExpression {
    return this.add(this.groups, 'g', expression);
  }

  aggregate(expression: Expression): ColumnExpression {
    return this.add(this.aggregates, 'a', expression);
  }

  /** The Aggregate over `input`. `alias` other than the stage's: for a relation that renames it. */
  build(input: Relation, alias: string): Relation {
    const dependents = this.groups.slice(this.explicitCount).map((_, index) => this.explicitCount + index);
    return {
      kind: 'aggregate',
      input,
      alias,
      groups: this.groups,
      groupingSets: this.sets?.map((set) => [...set, ...dependents]),
      aggregates: this.aggregates,
    };
  }

  /** All columns of the stage, in the order of the Aggregate. */
  get items(): readonly NamedExpression[] {
    return [...this.groups, ...this.aggregates];
  }

  private add(items: NamedExpression[], prefix: string, expression: Expression): ColumnExpression {
    const key = `${prefix} ${expressionKey(expression)}`;
    const existing = this.known.get(key);
    if (existing !== undefined) return existing;
    const name = `${prefix}${items.length + 1}`;
    items.push({ name, expression });
    const added = column(this.alias, name, expression.type);
    this.known.set(key, added);
    return added;
  }
}
