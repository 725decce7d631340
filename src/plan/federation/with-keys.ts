import { conjunction } from '../../functions/conjunction.js';
import { call } from '../../functions/registry.js';
import { FALSE, inList, parameter, TRUE } from '../../query/build.js';
import type { Expression, ScalarValue } from '../../query/expression.js';
import type { Relation } from '../../query/relation.js';
import { rewriteRelation } from '../../query/rewrite.js';
import type { KeySet } from './stage.js';

/** The keys of a set, a list of values each; undefined: more than are worth sending. */
export type KeyRows = readonly (readonly ScalarValue[])[] | undefined;

function isOneOf(operands: readonly Expression[], { columns }: KeySet, rows: NonNullable<KeyRows>): Expression {
  const [operand] = operands;
  if (rows.length === 0 || operand === undefined) return FALSE;
  const value = (row: readonly ScalarValue[], index: number) =>
    parameter(row[index] ?? null, columns[index]?.type ?? operand.type);
  if (operands.length === 1)
    return inList(
      operand,
      rows.map((row) => value(row, 0)),
    );
  const alternatives = rows.map((row) =>
    conjunction(operands.map((each, index) => call('eq', [each, value(row, index)]))),
  );
  const [only] = alternatives;
  return alternatives.length === 1 && only !== undefined ? only : call('or', alternatives);
}

/** A fragment with its key sets filled in; a set that has no rows to send keeps nothing back. */
export function withKeys(
  relation: Relation,
  keySets: readonly KeySet[],
  rowsOf: (keySet: KeySet) => KeyRows,
): Relation {
  return rewriteRelation(relation, {
    expression: (node) => {
      if (node.kind !== 'in-subquery' || node.relation.kind !== 'reference') return node;
      const { name } = node.relation;
      const keySet = keySets.find((candidate) => candidate.name === name);
      if (keySet === undefined) return node;
      const rows = rowsOf(keySet);
      return rows === undefined ? TRUE : isOneOf(node.operands, keySet, rows);
    },
  });
}
