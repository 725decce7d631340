import type { Expression, NamedExpression } from '../../../query/expression.js';
import type { NestRelation, Relation } from '../../../query/relation.js';

/** A nest whose input is not built yet: its parent keys are still expressions over the parent's rows. */
export type PendingNest = Omit<NestRelation, 'kind' | 'input'>;

/** What a field contributes: the JSON of its value, and the nests that the value reads. */
export interface CompiledField {
  readonly value: Expression;
  readonly nests: readonly PendingNest[];
}

/** Stacks nests on an input, their parent keys rewritten to the input's columns. */
export function withNests(
  input: Relation,
  nests: readonly PendingNest[],
  rewrite: (expression: Expression) => Expression,
): Relation {
  return nests.reduce<Relation>(
    (current, nest) => ({
      kind: 'nest',
      input: current,
      child: nest.child,
      on: nest.on.map((pair) => ({ ...pair, parent: rewrite(pair.parent) })),
      alias: nest.alias,
      aggregates: nest.aggregates,
    }),
    input,
  );
}

/** The aggregates of one nest, each under a fresh short name. */
export class AggregateList {
  readonly items: NamedExpression[] = [];

  add(expression: Expression): string {
    const name = `v${this.items.length + 1}`;
    this.items.push({ name, expression });
    return name;
  }
}
