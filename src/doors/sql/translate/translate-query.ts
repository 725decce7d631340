import type { PgNode } from '../analysis/read-node.js';
import { declareCommonTables } from './common-tables.js';
import { fromAndWhere } from './from-clause.js';
import { Level } from './level.js';
import { flagOf, nodesOf, numberOf, optionalNode } from './pg-tree.js';
import { selectAbove } from './select-query.js';
import { leftmostIndex, setOperation } from './set-operation.js';
import type { QueryOptions, TranslatedQuery, Translation } from './translation.js';

const SELECT = 1;

/** What a query may not be or hold, by the flags that Postgres sets. */
function checkQuery(translation: Translation, query: PgNode): void {
  if (numberOf(query, 'commandType') !== SELECT) throw translation.refuse('anything but SELECT', query);
  if (flagOf(query, 'hasModifyingCTE')) throw translation.refuse('a writing WITH query', query);
  if (flagOf(query, 'hasForUpdate') || nodesOf(query, 'rowMarks').length > 0) {
    throw translation.refuse('FOR UPDATE', query);
  }
}

/** One query of the statement, sub-queries of all kinds included. */
export function translateQuery(
  translation: Translation,
  query: PgNode,
  outer: Level | undefined,
  options: QueryOptions,
): TranslatedQuery {
  checkQuery(translation, query);
  const level = new Level(query, outer);
  declareCommonTables(translation, level);
  const operation = optionalNode(query, 'setOperations');
  if (operation === undefined) return selectAbove(translation, level, fromAndWhere(translation, level), options);
  const { relation, columns } = setOperation(translation, level, operation);
  level.range(leftmostIndex(operation)).columns = columns;
  return selectAbove(translation, level, relation, options);
}
