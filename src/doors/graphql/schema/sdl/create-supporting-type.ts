import {
  type ConstDirectiveNode,
  type EnumTypeDefinitionNode,
  GraphQLEnumType,
  type GraphQLEnumValueConfigMap,
  type GraphQLFieldConfigMap,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  type GraphQLNamedType,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSpecifiedByDirective,
  getDirectiveValues,
  type InputObjectTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { deprecationReasonOf, fieldConfigOf, inputFieldConfigOf } from './field-config.js';
import type { SupportingDefinition } from './read-supporting-types.js';
import type { TypeReferences } from './type-references.js';

/** A type that the contract adds for its resolver fields. References are looked up when its fields are first read. */
export function createSupportingType(references: TypeReferences, definition: SupportingDefinition): GraphQLNamedType {
  const texts = { name: definition.name.value, description: definition.description?.value };
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
      return new GraphQLObjectType({ ...texts, fields: () => objectFields(references, definition) });
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return new GraphQLInputObjectType({
        ...texts,
        isOneOf: definition.directives?.some((directive) => directive.name.value === 'oneOf') ?? false,
        fields: () => inputFields(references, definition),
      });
    case Kind.ENUM_TYPE_DEFINITION:
      return new GraphQLEnumType({ ...texts, values: enumValues(definition) });
    case Kind.SCALAR_TYPE_DEFINITION:
      return new GraphQLScalarType({ ...texts, specifiedByURL: specifiedByUrl(definition) });
  }
}

function objectFields(
  references: TypeReferences,
  definition: ObjectTypeDefinitionNode,
): GraphQLFieldConfigMap<unknown, unknown> {
  const fields: GraphQLFieldConfigMap<unknown, unknown> = {};
  for (const field of definition.fields ?? []) {
    const name = field.name.value;
    fields[name] = fieldConfigOf(references, field, `${definition.name.value}.${name}`);
  }
  return fields;
}

function inputFields(
  references: TypeReferences,
  definition: InputObjectTypeDefinitionNode,
): GraphQLInputFieldConfigMap {
  const fields: GraphQLInputFieldConfigMap = {};
  for (const field of definition.fields ?? []) {
    const name = field.name.value;
    fields[name] = inputFieldConfigOf(references, field, `${definition.name.value}.${name}`);
  }
  return fields;
}

function enumValues(definition: EnumTypeDefinitionNode): GraphQLEnumValueConfigMap {
  const values: GraphQLEnumValueConfigMap = {};
  for (const value of definition.values ?? []) {
    values[value.name.value] = {
      description: value.description?.value,
      deprecationReason: deprecationReasonOf(value),
    };
  }
  return values;
}

function specifiedByUrl(node: { readonly directives?: readonly ConstDirectiveNode[] }): string | undefined {
  const url = getDirectiveValues(GraphQLSpecifiedByDirective, node)?.url;
  return typeof url === 'string' ? url : undefined;
}
