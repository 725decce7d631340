import { ROW_ALIAS } from '../../../catalog/catalog.js';
import type { Expression, FrameBound, WindowFrame } from '../../../query/expression.js';
import { rewriteExpression } from '../../../query/rewrite.js';
import { MEASURE } from '../analysis/measure-name.js';
import type { PgNode } from '../analysis/read-node.js';
import { OID } from '../types/pg-types.js';
import { castTo } from './casts.js';
import { countedRow } from './counted-row.js';
import { typeOidOf } from './expression-type.js';
import { type WindowPieces, windowExpression } from './functions/builtins.js';
import type { GroupStage } from './group-stage.js';
import type { Level } from './level.js';
import { flagOf, nodeOf, nodesOf, numberOf, numbersOf, optionalNode } from './pg-tree.js';
import { sortKeysOf } from './sort-keys.js';
import type { Translation } from './translation.js';

function functionName(translation: Translation, node: PgNode, field: string): string {
  const name = translation.statement.functions.get(numberOf(node, field))?.name;
  if (name === undefined) throw translation.refuse('an aggregate', node);
  return name;
}

function stageOf(translation: Translation, node: PgNode, level: Level): GroupStage {
  if (numberOf(node, 'agglevelsup') !== 0) throw translation.refuse("an outer query's aggregate in a sub-query", node);
  if (level.groups === undefined) throw translation.refuse('an aggregate here', node);
  return level.groups;
}

/** Statistics of exact numbers are computed in DOUBLE, but Postgres's are numeric, and used as such. */
function exactly(translation: Translation, node: PgNode, value: Expression, typeOid: number): Expression {
  if (typeOid !== OID.numeric || value.type.kind !== 'float') return value;
  return castTo(translation, value, { from: OID.float8, to: OID.numeric, modifier: -1, node });
}

/** `MEASURE(column)` of a metric view: the aggregate that the view defines. */
function measureOf(translation: Translation, node: PgNode, level: Level): Expression {
  const [entry, ...more] = nodesOf(node, 'args');
  const isPlain =
    more.length === 0 &&
    optionalNode(node, 'aggfilter') === undefined &&
    nodesOf(node, 'aggdistinct').length === 0 &&
    nodesOf(node, 'aggorder').length === 0;
  if (entry === undefined || !isPlain) throw translation.refuse('MEASURE with DISTINCT, ORDER BY or FILTER', node);
  const argument = level.inRows(() => translation.expression(nodeOf(entry, 'expr'), level));
  const { relation, name } = argument.kind === 'column' ? argument : { relation: '', name: '' };
  const measure = translation.measures.get(relation)?.get(name);
  if (measure === undefined) throw translation.refuse('MEASURE of anything but a measure of a metric view', node);
  return rewriteExpression(measure, {
    expression: (child) => (child.kind === 'column' && child.relation === ROW_ALIAS ? { ...child, relation } : child),
  });
}

/** An `AGGREF`: the value of the aggregate on the groups. Its own arguments are evaluated on rows. */
export function aggregateReference(translation: Translation, node: PgNode, level: Level): Expression {
  const stage = stageOf(translation, node, level);
  const name = functionName(translation, node, 'aggfnoid');
  if (name === MEASURE) return stage.aggregate(measureOf(translation, node, level));
  const isMeasured = level.ranges.some(({ columns = [] }) =>
    columns.some((found) => found !== undefined && translation.measures.has(found.relation)),
  );
  if (isMeasured) throw translation.refuse('an aggregate other than MEASURE over a metric view', node);
  const entries = nodesOf(node, 'args');
  const direct = nodesOf(node, 'aggdirectargs');
  const expression = level.inRows(() => {
    const byReference = (clause: PgNode): Expression => {
      const reference = numberOf(clause, 'tleSortGroupRef');
      const entry = entries.find((candidate) => numberOf(candidate, 'ressortgroupref') === reference);
      if (entry === undefined) throw translation.refuse('this ORDER BY in an aggregate', node);
      return translation.expression(nodeOf(entry, 'expr'), level);
    };
    const plain = entries.filter((entry) => !flagOf(entry, 'resjunk')).map((entry) => nodeOf(entry, 'expr'));
    const operands = [...direct, ...plain];
    const args = operands.map((operand) =>
      name === 'count' && operand.tag === 'ROWEXPR'
        ? countedRow(translation, operand, level)
        : translation.expression(operand, level),
    );
    const filterNode = optionalNode(node, 'aggfilter');
    const orderBy = sortKeysOf(nodesOf(node, 'aggorder'), byReference);
    const options = {
      distinct: nodesOf(node, 'aggdistinct').length > 0,
      filter: filterNode === undefined ? undefined : translation.expression(filterNode, level),
      orderBy,
    };
    const argTypes = operands.map(typeOidOf);
    const resultType = numberOf(node, 'aggtype');
    return translation.builtin({ kind: 'aggregate', name, args, argTypes, resultType, options }, node);
  });
  return exactly(translation, node, stage.aggregate(expression), numberOf(node, 'aggtype'));
}

/** GROUPING(…): which of the groups are not in a row's grouping set. */
export function groupingFunction(translation: Translation, node: PgNode, level: Level): Expression {
  const stage = stageOf(translation, node, level);
  const clauses = nodesOf(level.query, 'groupClause').map((clause) => numberOf(clause, 'tleSortGroupRef'));
  const args = numbersOf(node, 'refs').map((reference) => {
    const found = stage.groupedExpression(clauses.indexOf(reference));
    if (found === undefined) throw translation.refuse('this GROUPING', node);
    return found;
  });
  const argTypes = nodesOf(node, 'args').map(typeOidOf);
  const grouping = { kind: 'aggregate', name: 'grouping', args, argTypes, resultType: OID.int4 } as const;
  return stage.aggregate(translation.builtin(grouping, node));
}

const FRAME = {
  nonDefault: 0x1,
  range: 0x2,
  rows: 0x4,
  startUnboundedPreceding: 0x20,
  endUnboundedFollowing: 0x100,
  startCurrentRow: 0x200,
  endCurrentRow: 0x400,
  startPreceding: 0x800,
  endPreceding: 0x1000,
  startFollowing: 0x2000,
  endFollowing: 0x4000,
  excludeCurrentRow: 0x8000,
  excludeGroup: 0x10000,
  excludeTies: 0x20000,
} as const;

function bound(distance: Expression | undefined, isPreceding: boolean): FrameBound | undefined {
  return distance === undefined ? undefined : { kind: isPreceding ? 'preceding' : 'following', distance };
}

function frameStart(options: number, distance: Expression | undefined): FrameBound | undefined {
  if ((options & FRAME.startUnboundedPreceding) !== 0) return { kind: 'unbounded-preceding' };
  if ((options & FRAME.startCurrentRow) !== 0) return { kind: 'current-row' };
  return bound(distance, (options & FRAME.startPreceding) !== 0);
}

function frameEnd(options: number, distance: Expression | undefined): FrameBound | undefined {
  if ((options & FRAME.endUnboundedFollowing) !== 0) return { kind: 'unbounded-following' };
  if ((options & FRAME.endCurrentRow) !== 0) return { kind: 'current-row' };
  return bound(distance, (options & FRAME.endPreceding) !== 0);
}

function excluded(options: number): WindowFrame['exclude'] {
  if ((options & FRAME.excludeCurrentRow) !== 0) return 'current-row';
  if ((options & FRAME.excludeGroup) !== 0) return 'group';
  return (options & FRAME.excludeTies) !== 0 ? 'ties' : 'none';
}

/** The frame of a WINDOW clause; undefined for SQL's default. */
function frameOf(translation: Translation, clause: PgNode, level: Level): WindowFrame | undefined {
  const options = numberOf(clause, 'frameOptions');
  if ((options & FRAME.nonDefault) === 0) return undefined;
  const distance = (field: string) => {
    const node = optionalNode(clause, field);
    return node === undefined ? undefined : translation.expression(node, level);
  };
  const start = frameStart(options, distance('startOffset'));
  const end = frameEnd(options, distance('endOffset'));
  if (start === undefined || end === undefined) throw translation.refuse('this window frame', clause);
  const unit = (options & FRAME.range) !== 0 ? 'range' : (options & FRAME.rows) !== 0 ? 'rows' : 'groups';
  return { unit, start, end, exclude: excluded(options) };
}

/** A `WINDOWFUNC`: the value of the function on the window its clause describes. */
export function windowReference(translation: Translation, node: PgNode, level: Level): Expression {
  const name = functionName(translation, node, 'winfnoid');
  const winref = numberOf(node, 'winref');
  const clause = nodesOf(level.query, 'windowClause').find((candidate) => numberOf(candidate, 'winref') === winref);
  if (level.windows === undefined || clause === undefined) throw translation.refuse('a window function here', node);
  const target = (item: PgNode): Expression =>
    translation.expression(level.target(numberOf(item, 'tleSortGroupRef')), level);
  const operands = nodesOf(node, 'args');
  const args = operands.map((operand) => translation.expression(operand, level));
  const filterNode = optionalNode(node, 'aggfilter');
  const { windows } = level;
  const window = {
    partitionBy: nodesOf(clause, 'partitionClause').map(target),
    orderBy: sortKeysOf(nodesOf(clause, 'orderClause'), target),
    frame: frameOf(translation, clause, level),
    filter: filterNode === undefined ? undefined : translation.expression(filterNode, level),
  };
  const over = (pieces: WindowPieces) => windows.add({ kind: 'window-call', ...pieces, ...window });
  const { timeZone } = translation.caller;
  const type = numberOf(node, 'wintype');
  const value = translation.at(node, () =>
    windowExpression(name, args, operands.map(typeOidOf), type, over, { timeZone }),
  );
  return exactly(translation, node, value, type);
}
