import { column } from '../../../query/build.js';
import type { ColumnExpression, Expression, NamedExpression, WindowCallExpression } from '../../../query/expression.js';
import { expressionKey } from '../../../query/expression-key.js';
import type { Relation } from '../../../query/relation.js';

/** The window functions of one query, gathered while its select list and ORDER BY are translated. */
export class WindowStage {
  private readonly items: NamedExpression[] = [];
  private readonly known = new Map<string, ColumnExpression>();

  constructor(readonly alias: string) {}

  add(call: WindowCallExpression): ColumnExpression {
    const key = expressionKey(call);
    const existing = this.known.get(key);
    if (existing !== undefined) return existing;
    const name = `w${this.items.length + 1}`;
    this.items.push({ name, expression: call });
    const added = column(this.alias, name, call.type);
    this.known.set(key, added);
    return added;
  }

  /** The calls so far. */
  get expressions(): readonly Expression[] {
    return this.items.map(({ expression }) => expression);
  }

  build(input: Relation): Relation {
    return this.items.length === 0 ? input : { kind: 'window', input, alias: this.alias, items: this.items };
  }
}
