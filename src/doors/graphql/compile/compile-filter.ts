import type { ColumnField, ComputedField, GraphQLScalarName, RelationField } from '../../../catalog/contract.js';
import { GatewayError } from '../../../errors.js';
import { conjunction } from '../../../functions/conjunction.js';
import { call } from '../../../functions/registry.js';
import { exists, FALSE, filter, inList, TRUE } from '../../../query/build.js';
import type { Expression } from '../../../query/expression.js';
import { badInput, type CompileContext, contractType } from './context.js';
import { inputValue } from './input-value.js';
import { equalKeys, type RowScope, TableScope } from './row-scope.js';

type Input = Readonly<Record<string, unknown>>;

export const COMPARISONS: Readonly<Record<string, string>> = {
  eq: 'eq',
  neq: 'neq',
  lt: 'lt',
  lte: 'lte',
  gt: 'gt',
  gte: 'gte',
  like: 'like',
  ilike: 'ilike',
  startsWith: 'starts_with',
  endsWith: 'ends_with',
  contains: 'contains',
};

function asInput(value: unknown, what: string): Input {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw badInput(`${what} must be an object, not ${value === null ? 'null' : typeof value}.`);
  }
  return value as Input;
}

function any(terms: readonly Expression[]): Expression {
  const [first] = terms;
  if (first === undefined) return FALSE;
  return terms.length === 1 ? first : call('or', terms);
}

/** The predicate that one scalar filter object, such as `{ gt: 60, isNull: false }`, puts on a value. */
export function scalarPredicate(
  context: CompileContext,
  value: Expression,
  scalar: GraphQLScalarName,
  input: Input,
  what: string,
): Expression {
  const terms = Object.entries(input).map(([operator, operand]) => {
    context.cost.condition();
    const path = `${what}.${operator}`;
    if (operator === 'isNull') {
      if (typeof operand !== 'boolean') throw badInput(`${path} must be true or false.`);
      return call(operand ? 'is_null' : 'is_not_null', [value]);
    }
    if (operator === 'in' || operator === 'notIn') {
      if (!Array.isArray(operand)) throw badInput(`${path} must be a list.`);
      if (operand.length > context.limits.maxInListItems) {
        throw badInput(`${path} has ${operand.length} items; ${context.limits.maxInListItems} are allowed.`);
      }
      const values = operand.map((item, index) => inputValue(item, scalar, value.type, `${path}[${index}]`));
      const found = values.length === 0 ? FALSE : inList(value, values);
      return operator === 'in' ? found : call('not', [found]);
    }
    const comparison = COMPARISONS[operator];
    if (comparison === undefined) throw new GatewayError('INTERNAL', `No filter operator ${operator}.`);
    return call(comparison, [value, inputValue(operand, scalar, value.type, path)]);
  });
  return conjunction(terms);
}

/** Related rows as a correlated sub-query: rows of the target with the relation's keys that meet `predicate`. */
function related(
  context: CompileContext,
  scope: RowScope,
  field: RelationField,
  predicate: (target: TableScope) => Expression | undefined,
): Expression {
  context.cost.relationCondition();
  const target = new TableScope(context, contractType(context, field.target));
  const condition = predicate(target);
  const keys = equalKeys(scope, target, field);
  const isAlways = condition === undefined || condition === TRUE;
  return exists(filter(target.relation(), isAlways ? keys : call('and', [keys, condition])));
}

function relationPredicate(
  context: CompileContext,
  scope: RowScope,
  field: RelationField,
  input: Input,
  what: string,
): Expression {
  if (field.cardinality === 'one') {
    return related(context, scope, field, (target) => compileFilter(context, target, input, what));
  }
  const terms = Object.entries(input).map(([quantifier, operand]) => {
    const path = `${what}.${quantifier}`;
    const inner = asInput(operand, path);
    switch (quantifier) {
      case 'some':
        return related(context, scope, field, (target) => compileFilter(context, target, inner, path));
      case 'none':
        return call('not', [related(context, scope, field, (target) => compileFilter(context, target, inner, path))]);
      case 'every':
        // No related row for which the condition is anything but true; an unknown one counts against.
        return call('not', [
          related(context, scope, field, (target) =>
            call('not', [call('coalesce', [compileFilter(context, target, inner, path), FALSE])]),
          ),
        ]);
      default:
        throw new GatewayError('INTERNAL', `No relation quantifier ${quantifier}.`);
    }
  });
  return conjunction(terms);
}

function listOf(operand: unknown, what: string): readonly Input[] {
  if (!Array.isArray(operand)) throw badInput(`${what} must be a list.`);
  return operand.map((item, index) => asInput(item, `${what}[${index}]`));
}

/** The predicate of a `…Filter` input over the rows of `scope`, in SQL's three-valued logic. */
export function compileFilter(context: CompileContext, scope: RowScope, input: Input, what = 'filter'): Expression {
  const terms = Object.entries(input).map(([name, operand]): Expression => {
    const path = `${what}.${name}`;
    if (name === 'and')
      return conjunction(listOf(operand, path).map((item) => compileFilter(context, scope, item, path)));
    if (name === 'or') return any(listOf(operand, path).map((item) => compileFilter(context, scope, item, path)));
    if (name === 'not') return call('not', [compileFilter(context, scope, asInput(operand, path), path)]);
    const field = scope.type.fields.find((candidate) => candidate.name === name);
    if (field === undefined || field.kind === 'resolver' || field.kind === 'model')
      throw new GatewayError('INTERNAL', `No filter field ${path}.`);
    const inner = asInput(operand, path);
    if (field.kind === 'relation') return relationPredicate(context, scope, field, inner, path);
    return fieldPredicate(context, scope, field, inner, path);
  });
  return conjunction(terms);
}

function fieldPredicate(
  context: CompileContext,
  scope: RowScope,
  field: ColumnField | ComputedField,
  input: Input,
  what: string,
): Expression {
  return scalarPredicate(context, scope.value(field), field.scalar, input, what);
}

/** The filter argument of a list, where there is one. */
export function filterArgument(context: CompileContext, scope: RowScope, argument: unknown): Expression | undefined {
  return argument === undefined || argument === null
    ? undefined
    : compileFilter(context, scope, asInput(argument, 'filter'));
}
