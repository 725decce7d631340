import { commonType } from '../../../functions/common-type.js';
import { column, project } from '../../../query/build.js';
import type { ColumnExpression } from '../../../query/expression.js';
import type { Relation } from '../../../query/relation.js';
import { sameType } from '../../../query/types.js';
import type { PgNode } from '../analysis/read-node.js';
import { asType } from './as-type.js';
import { castTo } from './casts.js';
import { nullTypeOf } from './datum.js';
import type { Level } from './level.js';
import { flagOf, nodeOf, numberOf, numbersOf } from './pg-tree.js';
import type { Translation } from './translation.js';

interface Side {
  readonly relation: Relation;
  readonly columns: readonly ColumnExpression[];
  readonly typeOids: readonly number[];
}

const OPERATIONS: readonly ('union' | 'intersect' | 'except' | undefined)[] = [
  undefined,
  'union',
  'intersect',
  'except',
];

/** The side with its columns at Postgres's types for the operation's result. */
function converted(translation: Translation, side: Side, typeOids: readonly number[], node: PgNode): Side {
  if (side.typeOids.every((oid, index) => oid === typeOids[index])) return side;
  const alias = translation.fresh('s');
  const items = side.columns.map((expression, index) => {
    const from = side.typeOids[index] ?? 0;
    const to = typeOids[index] ?? from;
    return { name: `c${index + 1}`, expression: castTo(translation, expression, { from, to, modifier: -1, node }) };
  });
  const columns = items.map(({ name, expression }) => column(alias, name, expression.type));
  return { relation: project(side.relation, alias, items), columns, typeOids };
}

/** The side with its columns at these types of the IR. */
function widened(translation: Translation, side: Side, types: readonly ColumnExpression['type'][]): Relation {
  if (side.columns.every(({ type }, index) => sameType(type, types[index] ?? type))) return side.relation;
  const alias = translation.fresh('s');
  const items = side.columns.map((expression, index) => ({
    name: `c${index + 1}`,
    expression: asType(expression, types[index] ?? expression.type),
  }));
  return project(side.relation, alias, items);
}

function sideOf(translation: Translation, level: Level, node: PgNode): Side {
  if (node.tag === 'SETOPERATIONSTMT') return setOperation(translation, level, node);
  const entry = level.range(numberOf(node, 'rtindex'));
  return translation.query(nodeOf(entry.node, 'subquery'), level);
}

/** UNION, INTERSECT or EXCEPT of two sides, nested as written. */
export function setOperation(translation: Translation, level: Level, node: PgNode): Side {
  const operation = OPERATIONS[numberOf(node, 'op')];
  if (operation === undefined) throw translation.refuse('this set operation', node);
  const typeOids = numbersOf(node, 'colTypes');
  const side = (field: string) =>
    converted(translation, sideOf(translation, level, nodeOf(node, field)), typeOids, node);
  const [left, right] = [side('larg'), side('rarg')];
  const types = left.columns.map(({ type }, index) => {
    const common = commonType(type, right.columns[index]?.type ?? type);
    if (common === undefined) throw translation.refuse('a set operation of these types', node);
    return common.kind === 'null' ? nullTypeOf(typeOids[index] ?? 0, -1) : common;
  });
  const alias = translation.fresh('u');
  const fields = types.map((type, index) => ({ name: `c${index + 1}`, type, nullable: true }));
  return {
    relation: {
      kind: 'set-operation',
      operation,
      all: flagOf(node, 'all'),
      left: widened(translation, left, types),
      right: widened(translation, right, types),
      alias,
      fields,
    },
    columns: fields.map(({ name, type }) => column(alias, name, type)),
    typeOids,
  };
}

/** The range table's index of the leftmost query, under whose columns the statement's own select list reads. */
export function leftmostIndex(node: PgNode): number {
  return node.tag === 'SETOPERATIONSTMT' ? leftmostIndex(nodeOf(node, 'larg')) : numberOf(node, 'rtindex');
}
