import { type GraphQLFieldConfig, type GraphQLFieldConfigMap, GraphQLNonNull, GraphQLObjectType } from 'graphql';
import type { ContractField, RelationField } from '../../../catalog/contract.js';
import { fieldTexts } from './field-texts.js';
import { groupField } from './group-field.js';
import { connectionArguments } from './list-arguments.js';
import { scalarType } from './scalars.js';
import type { SchemaContext } from './schema-context.js';
import { resolverFieldConfig } from './sdl/resolver-field-config.js';
import type { TypeParts } from './type-parts.js';

type Fields = GraphQLFieldConfigMap<unknown, unknown>;

/** The object type of a row. */
export function createObjectType(context: SchemaContext, parts: TypeParts): GraphQLObjectType {
  const { type } = parts;
  return new GraphQLObjectType({
    name: type.name,
    description: type.description ?? `One ${type.name}.`,
    fields: () => {
      const fields: Fields = {};
      for (const field of type.fields) Object.assign(fields, fieldsOf(context, field));
      return fields;
    },
  });
}

function fieldsOf(context: SchemaContext, field: ContractField): Fields {
  switch (field.kind) {
    case 'column':
    case 'computed':
      return { [field.name]: { type: scalarType(field.scalar, field.required), ...fieldTexts(field) } };
    case 'relation':
      return field.cardinality === 'one'
        ? { [field.name]: toOneField(context, field) }
        : { [field.name]: toManyField(context, field), ...relationGroups(context, field) };
    case 'resolver':
    case 'model':
      return { [field.name]: resolverFieldConfig(context.references, field) };
  }
}

function toOneField(context: SchemaContext, field: RelationField): GraphQLFieldConfig<unknown, unknown> {
  const target = context.family(field.target).object;
  return { type: field.required ? new GraphQLNonNull(target) : target, ...fieldTexts(field) };
}

function toManyField(context: SchemaContext, field: RelationField): GraphQLFieldConfig<unknown, unknown> {
  const target = context.family(field.target);
  return {
    type: new GraphQLNonNull(target.connection),
    args: connectionArguments(context, target),
    ...fieldTexts(field),
  };
}

function relationGroups(context: SchemaContext, field: RelationField): Fields {
  if (field.groups === undefined) return {};
  const description = `Groups of \`${field.name}\`: the selection says what to group by and what to measure.`;
  return {
    [field.groups]: {
      ...groupField(context, context.family(field.target), description),
      deprecationReason: field.deprecationReason,
    },
  };
}
