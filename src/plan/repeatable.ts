import { functionNamed } from '../functions/registry.js';
import type { Expression } from '../query/expression.js';
import type { Relation } from '../query/relation.js';
import { renameAliases } from '../query/rename-aliases.js';
import { walkRelation } from '../query/walk.js';

const ROW_BY_ROW: ReadonlySet<Relation['kind']> = new Set(['scan', 'reference', 'values', 'filter', 'project', 'join']);

/**
 * Whether evaluating the relation a second time gives the same rows at no more than a second reading: rows of tables,
 * filtered and joined, and no function that answers anew each time. A barrier does not count: it is computed whole.
 */
export function isRepeatable(relation: Relation): boolean {
  let result = true;
  walkRelation(relation, {
    relation: (node) => {
      if (!ROW_BY_ROW.has(node.kind)) result = false;
    },
    expression: (node) => {
      if (node.kind === 'call' && functionNamed(node.function)?.deterministic !== true) result = false;
    },
  });
  return result;
}

/** A second reading of a relation: its copy under fresh aliases, and expressions over it as the copy names them. */
export interface Copy {
  readonly relation: Relation;
  readonly expressions: readonly Expression[];
}

/** Copies `relation`; `expressions` are over its columns. */
export function copyOf(relation: Relation, expressions: readonly Expression[], fresh: () => string): Copy {
  const items = expressions.map((expression, index) => ({ name: String(index), expression }));
  const copy = renameAliases({ kind: 'project', input: relation, alias: '', items }, fresh);
  if (copy.kind !== 'project') return { relation, expressions };
  return { relation: copy.input, expressions: copy.items.map(({ expression }) => expression) };
}
