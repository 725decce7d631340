import { literal } from '../../query/build.js';
import type { ComputedField, GraphQLScalarName } from '../contract.js';
import { argumentNode, directiveUses } from '../sdl/directive-uses.js';
import { locationOf } from '../sdl/location.js';
import { checkScalar } from './check-scalar.js';
import { fieldBase, shapeOf } from './field-shape.js';
import { mayGiveNull } from './may-give-null.js';
import { columnsRead, parseRowSql } from './row-sql.js';
import { assumedType } from './scalar-fit.js';
import { type FieldContext, mayBeNull } from './type-scope.js';

/** A field with `@expression`; undefined if its arguments do not fit, which has been reported. */
export function resolveComputedField(context: FieldContext, scalar: GraphQLScalarName): ComputedField | undefined {
  const { scope, node, report } = context;
  const [use] = directiveUses(node.directives ?? [], 'expression', report);
  if (use === undefined) return undefined;
  const subject = `field "${scope.declaration.name}.${node.name.value}"`;
  const place = argumentNode(use.node, 'sql');
  const parsed = parseRowSql(subject, use.arguments.sql, scope, place, false, report);
  const required = shapeOf(node.type).required;
  if (parsed !== undefined) {
    checkScalar(`The expression of ${subject}`, scalar, parsed.type, node.type, report);
    if (required && mayGiveNull(parsed, (column) => mayBeNull(scope, column))) {
      report(
        locationOf(node.type),
        `The expression of ${subject} may give NULL. Remove the "!", or write coalesce(…, a value).`,
      );
    }
  }
  const expression = parsed ?? literal(null, assumedType(scalar));
  return {
    kind: 'computed',
    ...fieldBase(node),
    expression,
    columns: columnsRead(expression, scope),
    scalar,
    required,
    type: expression.type,
  };
}
