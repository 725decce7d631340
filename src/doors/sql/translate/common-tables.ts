import type { PgNode } from '../analysis/read-node.js';
import { outerAliases } from './aliases-read.js';
import type { Level } from './level.js';
import { flagOf, nodeOf, nodesOf, numberOf, textOf } from './pg-tree.js';
import type { Binding, Translation } from './translation.js';

const MATERIALIZED = 1;

/**
 * The binding of a WITH query that several places read. Bindings stand before the whole statement, where DuckDB takes
 * them whatever sub-query they are read in; one that reads a row of an outer query cannot, and is repeated instead.
 */
function bind(translation: Translation, level: Level, node: PgNode): Binding | undefined {
  const { relation, columns } = translation.query(nodeOf(node, 'ctequery'), level);
  if (outerAliases(relation).size > 0) return undefined;
  const fields = columns.map(({ name, type }) => ({ name, type, nullable: true }));
  const binding = { name: translation.fresh('c'), relation, fields };
  translation.bindings.push(binding);
  return binding;
}

/** Makes the WITH queries of a query known to it. One that is read once is translated where it is read. */
export function declareCommonTables(translation: Translation, level: Level): void {
  for (const node of nodesOf(level.query, 'cteList')) {
    if (flagOf(node, 'cterecursive')) throw translation.refuse('WITH RECURSIVE', node);
    const references = numberOf(node, 'cterefcount');
    const isShared = references > 1 || (references === 1 && numberOf(node, 'ctematerialized') === MATERIALIZED);
    const binding = isShared ? bind(translation, level, node) : undefined;
    level.commonTables.set(textOf(node, 'ctename'), { query: nodeOf(node, 'ctequery'), level, binding });
  }
}
