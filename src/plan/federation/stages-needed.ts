import type { Relation } from '../../query/relation.js';
import { walkRelation } from '../../query/walk.js';
import type { Stage } from './stage.js';

/** Names of those of `before` whose tables a stage reads, itself or for its keys; all others may run beside it. */
export function stagesNeeded(stage: Stage, before: ReadonlySet<string>): ReadonlySet<string> {
  const needed = new Set<string>();
  const look = (relation: Relation) =>
    walkRelation(relation, {
      relation: (node) => {
        if (node.kind === 'reference' && before.has(node.name)) needed.add(node.name);
      },
    });
  look(stage.relation);
  if (stage.kind === 'fetch') for (const { relation } of stage.keys) look(relation);
  return needed;
}
