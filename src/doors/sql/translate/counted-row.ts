import type { Expression } from '../../../query/expression.js';
import { type DataType, sameType } from '../../../query/types.js';
import type { PgNode } from '../analysis/read-node.js';
import { OID, PG_TYPES } from '../types/pg-types.js';
import { castTo } from './casts.js';
import { arrayOf } from './constants.js';
import { typeOidOf } from './expression-type.js';
import type { Level } from './level.js';
import { nodesOf } from './pg-tree.js';
import type { Translation } from './translation.js';

/** Types whose values differ exactly where their texts do. */
const TEXT_TELLS_APART: ReadonlySet<DataType['kind']> = new Set(['string', 'integer', 'boolean', 'date', 'uuid']);

/** `(a, b)` as what count(DISTINCT (a, b)) counts: an array is equal to another where the rows are, NULLs included. */
export function countedRow(translation: Translation, node: PgNode, level: Level): Expression {
  const fields = nodesOf(node, 'args').map((field) => ({
    value: translation.expression(field, level),
    typeOid: typeOidOf(field),
  }));
  const [first] = fields;
  if (first === undefined) throw translation.refuse('an empty row', node);
  const isUniform = fields.every(({ value }) => sameType(value.type, first.value.type));
  if (!isUniform && !fields.every(({ value }) => TEXT_TELLS_APART.has(value.type.kind))) {
    throw translation.refuse('a count of rows of these types', node);
  }
  const elementOid = isUniform ? first.typeOid : OID.text;
  const elements = fields.map(({ value, typeOid }) =>
    isUniform ? value : castTo(translation, value, { from: typeOid, to: OID.text, modifier: -1, node }),
  );
  return arrayOf(translation, node, elements, PG_TYPES.get(elementOid)?.arrayOid ?? 0);
}
