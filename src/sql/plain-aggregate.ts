import type { Expression, NamedExpression } from '../query/expression.js';
import { mapExpressionChildren } from '../query/map-children.js';
import type { AggregateRelation } from '../query/relation.js';
import { walkExpression } from '../query/walk.js';

const SUBQUERIES: ReadonlySet<Expression['kind']> = new Set(['exists', 'in-subquery', 'scalar-subquery', 'quantified']);

/** Nodes past which a spelling may bind what it reads twice by a sub-query of its own. */
const MAX_NODES = 12;

function isPlain(expression: Expression, subqueryFunctions: ReadonlySet<string>): boolean {
  let nodes = 0;
  let hasSubquery = false;
  walkExpression(expression, {
    expression: (node) => {
      nodes += 1;
      const isBase64 = node.kind === 'json-value' && node.encoding === 'bytes';
      const isSpelledAsOne = node.kind === 'call' && subqueryFunctions.has(node.function);
      if (isBase64 || isSpelledAsOne || SUBQUERIES.has(node.kind)) hasSubquery = true;
    },
  });
  return !hasSubquery && nodes <= MAX_NODES;
}

const isConstant = ({ kind }: Expression) => kind === 'literal' || kind === 'parameter';

/**
 * The same aggregation over columns: what groups and arguments compute is made by a Project below. Undefined where
 * all of them are simple already.
 */
export function plainAggregate(
  relation: AggregateRelation,
  subqueryFunctions: ReadonlySet<string>,
  freshName: () => string,
): AggregateRelation | undefined {
  const { groups, aggregates } = relation;
  if ([...groups, ...aggregates].every(({ expression }) => isPlain(expression, subqueryFunctions))) return undefined;
  const alias = freshName();
  const items: NamedExpression[] = [];
  const asColumn = (expression: Expression): Expression => {
    if (isConstant(expression)) return expression;
    const name = `c${items.length + 1}`;
    items.push({ name, expression });
    return { kind: 'column', relation: alias, name, type: expression.type };
  };
  /** Everything within an aggregate call becomes a column; what stands around the calls stays. */
  const outside = (expression: Expression): Expression =>
    mapExpressionChildren(expression, {
      expression: expression.kind === 'aggregate-call' ? asColumn : outside,
      relation: (child) => child,
    });
  const plainGroups = groups.map(({ name, expression }) => ({ name, expression: asColumn(expression) }));
  const plainAggregates = aggregates.map(({ name, expression }) => ({ name, expression: outside(expression) }));
  return {
    ...relation,
    input: { kind: 'project', input: relation.input, alias, items },
    groups: plainGroups,
    aggregates: plainAggregates,
  };
}
