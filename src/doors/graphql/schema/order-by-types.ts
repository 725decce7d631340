import { type GraphQLInputFieldConfigMap, GraphQLInputObjectType } from 'graphql';
import { orderDirectionType } from './enums.js';
import { fieldTexts } from './field-texts.js';
import { groupKeyOrderByName, orderByName } from './names.js';
import type { SchemaContext, TypeFamily } from './schema-context.js';
import type { TypeParts } from './type-parts.js';

/** `FlightOrderBy`: exactly one column, or one of a to-one relation. */
export function createOrderByType(context: SchemaContext, parts: TypeParts): GraphQLInputObjectType {
  return new GraphQLInputObjectType({
    name: orderByName(parts.type.name),
    description: `One thing to sort ${parts.type.name} rows by.`,
    isOneOf: true,
    fields: () => directions(parts, (target) => context.family(target).orderBy),
  });
}

/** `FlightGroupKeyOrderBy`: exactly one member of the key that the groups are made by. */
export function createGroupKeyOrderByType(context: SchemaContext, parts: TypeParts): GraphQLInputObjectType {
  return new GraphQLInputObjectType({
    name: groupKeyOrderByName(parts.type.name),
    description: `One member of the key to sort groups of ${parts.type.name} by; it must be selected in \`key\`.`,
    isOneOf: true,
    fields: () => directions(parts, (target) => context.family(target).groupKeyOrderBy),
  });
}

function directions(parts: TypeParts, nested: (target: string) => TypeFamily['orderBy']): GraphQLInputFieldConfigMap {
  const fields: GraphQLInputFieldConfigMap = {};
  for (const field of parts.sortable) fields[field.name] = { type: orderDirectionType, ...fieldTexts(field) };
  for (const relation of parts.toOne) {
    const type = nested(relation.target);
    if (type !== undefined) fields[relation.name] = { type, ...fieldTexts(relation) };
  }
  return fields;
}
