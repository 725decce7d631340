import type { ContractField, GraphQLScalarName } from '../contract.js';
import { snakeCase } from '../names.js';
import { MAPPING_DIRECTIVE_NAMES, type MappingDirectiveName } from '../sdl/directive-uses.js';
import { locationOf } from '../sdl/location.js';
import { listNames, suggest } from '../sdl/suggest.js';
import { impliedColumn, resolveColumnField } from './column-field.js';
import { resolveComputedField } from './computed-field.js';
import { type FieldShape, shapeOf } from './field-shape.js';
import { resolveModelField } from './model-field.js';
import { resolveRelationField } from './relation-field.js';
import { resolveResolverField } from './resolver-field.js';
import { isScalarName, SCALAR_NAMES } from './scalar-fit.js';
import { columnNames, type FieldContext, isMetric, metricFault, metricMeasure } from './type-scope.js';

type Mapping = Extract<MappingDirectiveName, 'column' | 'join' | 'expression' | 'model' | 'requires'>;

function mappingsOf({ node }: FieldContext): readonly Mapping[] {
  const present = new Set(node.directives?.map((directive) => directive.name.value));
  return MAPPING_DIRECTIVE_NAMES.filter((name): name is Mapping => present.has(name));
}

function subjectOf({ scope, node }: FieldContext): string {
  return `Field "${scope.declaration.name}.${node.name.value}"`;
}

/** The scalar of a column or computed field; reports a type that is none. */
function scalarOf(context: FieldContext, shape: FieldShape): GraphQLScalarName | undefined {
  const { node, report } = context;
  if (isScalarName(shape.typeName) && shape.list === undefined) return shape.typeName;
  const what = shape.list === undefined ? `type ${shape.typeName} is no scalar` : 'a list is no scalar';
  report(
    locationOf(node.type),
    `${subjectOf(context)} is one value of a row, but ${what}. Write one of ${listNames(SCALAR_NAMES, 'or')}.`,
  );
  return undefined;
}

function refuseArguments(context: FieldContext): void {
  const [first] = context.node.arguments ?? [];
  if (first === undefined) return;
  context.report(
    locationOf(first),
    `${subjectOf(context)} is a column or an expression, which takes no arguments. Remove them, or write a resolver and remove the mapping.`,
  );
}

function resolverName({ scope, node }: FieldContext): string {
  return `${scope.declaration.name}.${node.name.value}`;
}

/** A metric view has no rows for relations and resolvers to start from. */
function refusedOfMetric(context: FieldContext, mapping: Mapping | undefined): boolean {
  if (!isMetric(context.scope)) return false;
  const what = mapping ?? (context.resolvers.has(resolverName(context)) ? 'resolver' : undefined);
  if (what === undefined || what === 'column' || what === 'expression') return false;
  context.report(
    locationOf(context.node),
    `${subjectOf(context)} ${what === 'resolver' ? 'has a resolver' : `has @${what}`}, but ${context.scope.tableName} is a metric view: its fields are its dimensions. Remove the field${what === 'join' ? ', or join in the metric view' : ''}.`,
  );
  return true;
}

/** A field that nothing maps: what it could be, and both ways to mend it. */
function reportUnmapped(context: FieldContext, shape: FieldShape): void {
  const { scope, scopes, node, report } = context;
  const name = resolverName(context);
  const write = `write a resolver "${name}" in resolvers/`;
  if (scopes.has(shape.typeName)) {
    report(
      locationOf(node),
      `Field "${name}" leads to ${shape.typeName}, but nothing says how. Add @join(on: [{ from: "…", to: "…" }]), or ${write}.`,
    );
    return;
  }
  // An unknown type has been reported as such; the field needs no second message.
  if (!isScalarName(shape.typeName) && !context.declaredTypes.has(shape.typeName)) return;
  if (isScalarName(shape.typeName) && shape.list === undefined && (node.arguments ?? []).length === 0) {
    const unsupported = scope.facts?.unsupported.get(node.name.value);
    const hint = suggest(node.name.value, columnNames(scope)) || ` Its columns are ${columnNames(scope).join(', ')}.`;
    const fault = metricFault(scope, snakeCase(node.name.value)) ?? metricFault(scope, node.name.value);
    if (fault !== undefined) {
      report(
        locationOf(node),
        `Field "${name}" is a dimension of ${scope.tableName} that cannot be evaluated: ${fault}. Remove the field.`,
      );
      return;
    }
    if (metricMeasure(scope, node.name.value) !== undefined) {
      report(
        locationOf(node),
        `Field "${name}" is a measure of ${scope.tableName}. Declare it on the type: @measure(name: "${node.name.value}", type: "${shape.typeName}", sql: "measure(${node.name.value})").`,
      );
      return;
    }
    const lacks =
      unsupported === undefined
        ? `is no column of ${scope.tableName}, and nothing else maps it.${hint}`
        : `is a column of type ${unsupported}, which is not supported.`;
    report(locationOf(node), `Field "${name}" ${lacks} Name its column with @column(name: "…"), or ${write}.`);
    return;
  }
  report(
    locationOf(node),
    `Field "${name}" has no column, no @join and no @expression. Map it with one of these, or ${write}.`,
  );
}

/** A field without a mapping directive: a column by its name, else a hand-written resolver. */
function resolvePlain(context: FieldContext, shape: FieldShape): ContractField | undefined {
  const { node, report, resolvers } = context;
  const name = resolverName(context);
  const plain = isScalarName(shape.typeName) && shape.list === undefined && (node.arguments ?? []).length === 0;
  const column = plain ? impliedColumn(context.scope, node.name.value) : undefined;
  if (resolvers.has(name)) {
    if (column !== undefined && context.scope.facts !== undefined) {
      report(
        locationOf(node),
        `Field "${name}" is column "${column}", but there is a resolver of that name too. Rename one of the two.`,
      );
    }
    return resolveResolverField(node, report);
  }
  const scalar = isScalarName(shape.typeName) ? shape.typeName : undefined;
  if (column !== undefined && scalar !== undefined) return resolveColumnField(context, scalar, column);
  reportUnmapped(context, shape);
  // The field still counts for the served schema: a later comparison should not take it for removed.
  if (plain && scalar !== undefined) {
    return resolveColumnField({ ...context, report: () => {} }, scalar, node.name.value);
  }
  return scalar !== undefined || context.declaredTypes.has(shape.typeName)
    ? resolveResolverField(node, report)
    : undefined;
}

function resolveMapped(context: FieldContext, shape: FieldShape, mapping: Mapping): ContractField | undefined {
  const { node, report, scopes } = context;
  switch (mapping) {
    case 'model': {
      const scalar = scalarOf(context, shape);
      return scalar === undefined ? undefined : resolveModelField(context, scalar);
    }
    case 'requires':
      if (!context.resolvers.has(resolverName(context))) {
        report(
          locationOf(node),
          `Field "${resolverName(context)}" has @requires, and there is no such resolver. Write a resolver "${resolverName(context)}" in resolvers/, or map the field with @column, @join or @expression instead.`,
        );
      }
      return resolveResolverField(node, report);
    case 'join': {
      const target = scopes.get(shape.typeName);
      if (target !== undefined) return resolveRelationField(context, target);
      if (isScalarName(shape.typeName) || context.declaredTypes.has(shape.typeName)) {
        report(
          locationOf(node.type),
          `${subjectOf(context)} has @join, but ${shape.typeName} is no type with @table. Lead to one, or remove @join.`,
        );
      }
      return undefined;
    }
    case 'column':
    case 'expression': {
      const scalar = scalarOf(context, shape);
      refuseArguments(context);
      if (scalar === undefined) return undefined;
      return mapping === 'column' ? resolveColumnField(context, scalar) : resolveComputedField(context, scalar);
    }
    default:
      return mapping satisfies never;
  }
}

/** A field of a contract type; undefined if it cannot be served, which has been reported. */
export function resolveField(context: FieldContext): ContractField | undefined {
  const shape = shapeOf(context.node.type);
  const [mapping, ...others] = mappingsOf(context);
  if (refusedOfMetric(context, mapping)) return undefined;
  if (mapping === undefined) return resolvePlain(context, shape);
  const [other] = others;
  if (other !== undefined) {
    context.report(
      locationOf(context.node),
      `${subjectOf(context)} has @${mapping} and @${other}, which exclude each other. Keep one.`,
    );
  }
  if (mapping !== 'requires' && context.resolvers.has(resolverName(context))) {
    context.report(
      locationOf(context.node),
      `${subjectOf(context)} has @${mapping}, but there is a resolver of that name too. Remove one of the two.`,
    );
  }
  return resolveMapped(context, shape, mapping);
}
