import type { ASTNode } from 'graphql';
import type { ColumnField, GraphQLScalarName } from '../contract.js';
import { snakeCase } from '../names.js';
import { argumentNode, directiveUses } from '../sdl/directive-uses.js';
import { locationOf } from '../sdl/location.js';
import { suggest } from '../sdl/suggest.js';
import { checkScalar } from './check-scalar.js';
import { fieldBase, shapeOf } from './field-shape.js';
import { assumedType } from './scalar-fit.js';
import {
  columnNames,
  columnOf,
  type FieldContext,
  isMasked,
  mayBeNull,
  metricFault,
  type TypeScope,
} from './type-scope.js';

/** The column that a field without `@column` reads: its name in snake_case, else the name as it is. */
export function impliedColumn(scope: TypeScope, name: string): string | undefined {
  if (scope.facts === undefined) return snakeCase(name);
  return [snakeCase(name), name].find((candidate) => columnOf(scope, candidate) !== undefined);
}

function reportUnknown(context: FieldContext, column: string, place: ASTNode): void {
  const { scope, node, report } = context;
  const unsupported = scope.facts?.unsupported.get(column);
  const subject = `Field "${scope.declaration.name}.${node.name.value}"`;
  if (unsupported !== undefined) {
    report(
      locationOf(place),
      `${subject} reads column "${column}" of type ${unsupported}, which is not supported. Remove the field.`,
    );
    return;
  }
  const fault = metricFault(scope, column);
  if (fault !== undefined) {
    report(
      locationOf(place),
      `${subject} reads dimension "${column}" of ${scope.tableName}, which cannot be evaluated: ${fault}. Remove the field.`,
    );
    return;
  }
  const hint = suggest(column, columnNames(scope)) || ` Its columns are ${columnNames(scope).join(', ')}.`;
  report(
    locationOf(place),
    `${subject} reads column "${column}", which table ${scope.tableName} does not have.${hint}`,
  );
}

/**
 * A field that is a column: the implied one, unless `@column` names one. Undefined if there is neither, because the
 * directive's arguments do not fit, which has been reported.
 */
export function resolveColumnField(
  context: FieldContext,
  scalar: GraphQLScalarName,
  implied?: string,
): ColumnField | undefined {
  const { scope, node, report } = context;
  const [use] = directiveUses(node.directives ?? [], 'column', report);
  const column = use?.arguments.name ?? implied;
  if (column === undefined) return undefined;
  const found = columnOf(scope, column);
  const shape = shapeOf(node.type);
  const subject = `Field "${scope.declaration.name}.${node.name.value}"`;
  if (found === undefined && scope.facts !== undefined) {
    reportUnknown(context, column, use === undefined ? node : argumentNode(use.node, 'name'));
  }
  if (found !== undefined) {
    checkScalar(`Column "${column}" of ${scope.tableName}`, scalar, found.type, node.type, report);
    if (shape.required && mayBeNull(scope, column)) {
      const reason = isMasked(scope, column) ? 'is masked, and a mask may give NULL' : 'may be NULL';
      report(locationOf(node.type), `${subject} is required, but column "${column}" ${reason}. Remove the "!".`);
    }
  }
  const base = fieldBase(node);
  return {
    kind: 'column',
    ...base,
    description: base.description ?? found?.comment,
    column,
    scalar,
    required: shape.required,
    type: found?.type ?? assumedType(scalar),
  };
}
