import type { ASTNode } from 'graphql';
import { type DataType, printType } from '../../query/types.js';
import type { RelationField } from '../contract.js';
import { singularOf } from '../names.js';
import { argumentNode, directiveUses } from '../sdl/directive-uses.js';
import { locationOf } from '../sdl/location.js';
import { listNames, suggest } from '../sdl/suggest.js';
import { isFiltered } from '../table-policies.js';
import { type FieldShape, fieldBase, shapeOf } from './field-shape.js';
import {
  columnNames,
  columnOf,
  type FieldContext,
  isMasked,
  isMetric,
  mayBeNull,
  type TypeScope,
} from './type-scope.js';
import { uniqueColumns } from './unique-columns.js';

type JoinPair = RelationField['on'][number];

function joinable(a: DataType, b: DataType): boolean {
  if (a.kind === 'decimal' || b.kind === 'decimal') return printType(a) === printType(b);
  if (a.kind === 'timestamp' && b.kind === 'timestamp') return a.zoned === b.zoned;
  return a.kind === b.kind && a.kind !== 'json' && a.kind !== 'float';
}

function checkSide(context: FieldContext, side: TypeScope, name: string, end: 'from' | 'to', place: ASTNode): void {
  if (side.facts === undefined || columnOf(side, name) !== undefined) return;
  const hint = suggest(name, columnNames(side)) || ` Its columns are ${columnNames(side).join(', ')}.`;
  const subject = `Field "${context.scope.declaration.name}.${context.node.name.value}"`;
  context.report(
    locationOf(place),
    `${subject} joins ${end} column "${name}", which table ${side.tableName} does not have.${hint}`,
  );
}

function checkPairs(context: FieldContext, target: TypeScope, on: readonly JoinPair[], place: ASTNode): void {
  if (on.length === 0) {
    context.report(locationOf(place), '@join needs at least one pair of columns: on: [{ from: "…", to: "…" }].');
  }
  for (const { from, to } of on) {
    checkSide(context, context.scope, from, 'from', place);
    checkSide(context, target, to, 'to', place);
    const left = columnOf(context.scope, from);
    const right = columnOf(target, to);
    if (left === undefined || right === undefined || joinable(left.type, right.type)) continue;
    context.report(
      locationOf(place),
      `Columns of different types cannot be joined: ${context.scope.tableName}.${from} is ${printType(left.type)}, ${target.tableName}.${to} is ${printType(right.type)}. Join columns of one type.`,
    );
  }
}

/** Whether Unity Catalog says that each row has its parent, and nothing may hide the parent from a caller. */
function alwaysThere(scope: TypeScope, target: TypeScope, on: readonly JoinPair[]): boolean {
  if (target.facts !== undefined && isFiltered(target.facts.table)) return false;
  if (on.some(({ from, to }) => mayBeNull(scope, from) || isMasked(target, to))) return false;
  return (scope.facts?.table.foreignKeys ?? []).some(
    (key) =>
      key.parentTable === target.tableName &&
      key.columns.length === on.length &&
      key.columns.every((column, index) =>
        on.some(({ from, to }) => from === column && to === key.parentColumns[index]),
      ),
  );
}

function checkOne(context: FieldContext, target: TypeScope, on: readonly JoinPair[], shape: FieldShape): void {
  const { scope, node, report } = context;
  const name = target.declaration.name;
  const subject = `Field "${scope.declaration.name}.${node.name.value}"`;
  const unique = uniqueColumns(target);
  if (unique !== undefined && !unique.every((column) => on.some(({ to }) => to === column))) {
    report(
      locationOf(node.type),
      `${subject} leads to one ${name}, but many rows may match: the key of ${target.tableName} is ${listNames(unique)}. Join to the whole key, or make the type [${name}!]!.`,
    );
    return;
  }
  if (shape.required && target.facts !== undefined && !alwaysThere(scope, target, on)) {
    report(
      locationOf(node.type),
      `${subject} is required, but its row may be missing or hidden from a caller: that takes a foreign key in Unity Catalog, columns that are never NULL, and no row filter on ${target.tableName}. Remove the "!".`,
    );
  }
}

function checkMany({ scope, node, report }: FieldContext, target: TypeScope, shape: FieldShape): void {
  if (shape.required && shape.list?.itemRequired === true && !shape.list.nested) return;
  const subject = `Field "${scope.declaration.name}.${node.name.value}"`;
  report(
    locationOf(node.type),
    `${subject} leads to many rows, none of them null. Write its type as [${target.declaration.name}!]!.`,
  );
}

/** A field with `@join`; undefined if its arguments do not fit, which has been reported. */
export function resolveRelationField(context: FieldContext, target: TypeScope): RelationField | undefined {
  const { node, report, scope } = context;
  const [use] = directiveUses(node.directives ?? [], 'join', report);
  if (use === undefined) return undefined;
  if (isMetric(target)) {
    report(
      locationOf(node.type),
      `Field "${scope.declaration.name}.${node.name.value}" leads to ${target.declaration.name}, but ${target.tableName} is a metric view, which has no rows. Remove the field.`,
    );
    return undefined;
  }
  const on = use.arguments.on.map(({ from, to }) => ({ from, to }));
  const shape = shapeOf(node.type);
  checkPairs(context, target, on, argumentNode(use.node, 'on'));
  if (shape.list === undefined) checkOne(context, target, on, shape);
  else checkMany(context, target, shape);
  if ((node.arguments ?? []).length > 0) {
    report(
      locationOf(node),
      `Field "${scope.declaration.name}.${node.name.value}" may not declare arguments: the gateway gives each relation its own. Remove them.`,
    );
  }
  return {
    kind: 'relation',
    ...fieldBase(node),
    cardinality: shape.list === undefined ? 'one' : 'many',
    target: target.declaration.name,
    on,
    required: shape.required,
    groups: shape.list === undefined ? undefined : `${singularOf(node.name.value)}Groups`,
  };
}
