import { column, literal, project } from '../../../query/build.js';
import type { ColumnExpression, Expression } from '../../../query/expression.js';
import type { Field, Relation } from '../../../query/relation.js';
import { INT64, sameType } from '../../../query/types.js';
import type { PgNode } from '../analysis/read-node.js';
import type { Level } from './level.js';
import { flagOf, nodesOf, numberOf } from './pg-tree.js';
import type { Translation } from './translation.js';

interface TableFunction {
  readonly relation: Relation;
  readonly columns: readonly ColumnExpression[];
}

const NUMBER = 'n';

/** Numbers the rows in the order of their values: only for a series whose step is a constant. */
function numbered(translation: Translation, series: Relation, value: ColumnExpression, step: Expression): Relation {
  const isAscending = step.kind === 'literal' && typeof step.value === 'bigint' && step.value > 0n;
  const isDescending = step.kind === 'literal' && typeof step.value === 'bigint' && step.value < 0n;
  if (!isAscending && !isDescending) return series;
  const alias = translation.fresh('w');
  const expression: Expression = {
    kind: 'window-call',
    function: 'row_number',
    arguments: [],
    partitionBy: [],
    orderBy: [{ expression: value, direction: isAscending ? 'asc' : 'desc', nulls: 'last' }],
    type: INT64,
  };
  return { kind: 'window', input: series, alias, items: [{ name: NUMBER, expression }] };
}

function series(translation: Translation, level: Level, node: PgNode, ordinality: boolean): TableFunction {
  const args = nodesOf(node, 'args').map((arg) => translation.expression(arg, level));
  const [start, stop, given] = args;
  const type = start?.type;
  if (
    start === undefined ||
    stop === undefined ||
    args.length > 3 ||
    type === undefined ||
    !sameType(type, stop.type)
  ) {
    throw translation.refuse('generate_series of these arguments', node);
  }
  if (type.kind !== 'integer' && type.kind !== 'timestamp') {
    throw translation.refuse('generate_series of this type', node);
  }
  const step = given ?? (type.kind === 'integer' ? literal(1n, type) : undefined);
  if (step === undefined) throw translation.refuse('generate_series without a step', node);
  const field: Field = { name: 'c1', type, nullable: false };
  const alias = translation.fresh('f');
  const value = column(alias, field.name, type);
  const relation: Relation = { kind: 'series', alias, field, start, stop, step };
  if (!ordinality) return { relation, columns: [value] };
  const window = numbered(translation, relation, value, step);
  if (window.kind !== 'window') throw translation.refuse('WITH ORDINALITY over a series of this step', node);
  const outer = translation.fresh('p');
  const items = [
    { name: 'c1', expression: value },
    { name: 'c2', expression: column(window.alias, NUMBER, INT64) },
  ];
  return {
    relation: project(window, outer, items),
    columns: [column(outer, 'c1', type), column(outer, 'c2', INT64)],
  };
}

function unnest(translation: Translation, level: Level, node: PgNode, ordinality: boolean): TableFunction {
  const [array, ...more] = nodesOf(node, 'args');
  if (array === undefined || more.length > 0) throw translation.refuse('unnest of several arrays', node);
  const operand = translation.expression(array, level);
  if (operand.type.kind !== 'array') throw translation.refuse('unnest of this type', node);
  const alias = translation.fresh('f');
  const field: Field = { name: 'c1', type: operand.type.element, nullable: true };
  const columns = [column(alias, 'c1', field.type)];
  if (ordinality) columns.push(column(alias, NUMBER, INT64));
  return {
    relation: { kind: 'unnest', alias, field, array: operand, ordinality: ordinality ? NUMBER : undefined },
    columns,
  };
}

/** A function in FROM: generate_series, unnest, or any scalar function as a table of one row. */
export function tableFunction(
  translation: Translation,
  level: Level,
  node: PgNode,
  ordinality: boolean,
): TableFunction {
  if (node.tag === 'FUNCEXPR' && flagOf(node, 'funcretset')) {
    const name = translation.statement.functions.get(numberOf(node, 'funcid'))?.name ?? '';
    if (name === 'generate_series') return series(translation, level, node, ordinality);
    if (name === 'unnest') return unnest(translation, level, node, ordinality);
    throw translation.refuse(`set-returning function ${name}`, node);
  }
  const expression = translation.expression(node, level);
  const alias = translation.fresh('f');
  const unit: Relation = { kind: 'values', alias: translation.fresh('v'), fields: [], rows: [[]] };
  const items = [{ name: 'c1', expression }];
  const columns = [column(alias, 'c1', expression.type)];
  if (ordinality) {
    items.push({ name: NUMBER, expression: literal(1n, INT64) });
    columns.push(column(alias, NUMBER, INT64));
  }
  return { relation: project(unit, alias, items), columns };
}
