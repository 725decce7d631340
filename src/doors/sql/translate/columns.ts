import type { Expression } from '../../../query/expression.js';
import type { PgNode } from '../analysis/read-node.js';
import { SqlError } from '../sql-error.js';
import type { Level, RangeEntry } from './level.js';
import { listOf, nodesOf, numberOf } from './pg-tree.js';
import type { Translation } from './translation.js';

const JOIN = 2;
const GROUP = 9;

function missing(): SqlError {
  return new SqlError('XX000', 'the analysed statement cannot be read');
}

/** The value of column `number` (from 1) of a join whose USING merged it, or of an aliased join. */
function joinColumn(translation: Translation, level: Level, entry: RangeEntry, number: number): Expression {
  const merged = listOf(entry.node, 'joinaliasvars').length === 0 ? undefined : nodesOf(entry.node, 'joinaliasvars');
  const node = merged?.[number - 1];
  if (node === undefined) throw missing();
  return translation.expression(node, level);
}

function groupColumn(translation: Translation, level: Level, entry: RangeEntry, number: number): Expression {
  if (level.phase === 'groups') {
    const found = level.groups?.group(number - 1);
    if (found === undefined) throw missing();
    return found;
  }
  const node = nodesOf(entry.node, 'groupexprs')[number - 1];
  if (node === undefined) throw missing();
  return translation.expression(node, level);
}

/**
 * What a `VAR` stands for. Above an aggregation only groups can be read: any other column there depends on them.
 * @throws SqlError 0A000 for a whole row and for system columns
 */
export function columnOf(translation: Translation, node: PgNode, current: Level): Expression {
  const level = current.up(numberOf(node, 'varlevelsup'));
  const entry = level.range(numberOf(node, 'varno'));
  const number = numberOf(node, 'varattno');
  if (number === 0) throw translation.refuse('a whole row as a value', node);
  if (number < 0) throw translation.refuse('a system column', node);
  const kind = numberOf(entry.node, 'rtekind');
  if (kind === JOIN) return joinColumn(translation, level, entry, number);
  if (kind === GROUP) return groupColumn(translation, level, entry, number);
  const found = entry.columns?.[number - 1];
  if (found === undefined) throw missing();
  return level.phase === 'groups' && level.groups !== undefined ? level.groups.dependent(found) : found;
}
