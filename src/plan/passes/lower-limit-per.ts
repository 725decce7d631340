import { call } from '../../functions/registry.js';
import { AliasGenerator, column, literal } from '../../query/build.js';
import type { Expression } from '../../query/expression.js';
import type { Relation } from '../../query/relation.js';
import { rewriteRelation } from '../../query/rewrite.js';
import { INT64 } from '../../query/types.js';

/**
 * Spells "so many rows of each group" as a row number and a filter on it.
 *
 * Before: `Limit 5 per origin ORDER BY delay (x)`
 * After:  `Filter(rank <= 5, Window(rank: row_number() OVER (PARTITION BY origin ORDER BY delay), x))`
 * Must not fire: on a plain limit, which the engine does better as ORDER BY … LIMIT.
 */
export function lowerLimitPer(relation: Relation): Relation {
  const aliases = new AliasGenerator();
  return rewriteRelation(relation, {
    relation: (node) => {
      if (node.kind !== 'limit' || node.per === undefined) return node;
      const alias = aliases.fresh('k');
      const rank = column(alias, 'rank', INT64);
      const terms: Expression[] = [];
      if (node.count !== undefined) terms.push(call('lte', [rank, literal(BigInt(node.count + node.offset), INT64)]));
      if (node.offset > 0) terms.push(call('gt', [rank, literal(BigInt(node.offset), INT64)]));
      const [only] = terms;
      const predicate = terms.length === 1 && only !== undefined ? only : call('and', terms);
      return {
        kind: 'filter',
        predicate,
        input: {
          kind: 'window',
          alias,
          input: node.input,
          items: [
            {
              name: 'rank',
              expression: {
                kind: 'window-call',
                function: 'row_number',
                arguments: [],
                partitionBy: node.per.partitionBy,
                orderBy: node.per.orderBy,
                type: INT64,
              },
            },
          ],
        },
      };
    },
  });
}
