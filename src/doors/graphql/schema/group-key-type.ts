import { type GraphQLFieldConfigArgumentMap, type GraphQLFieldConfigMap, GraphQLObjectType } from 'graphql';
import type { GraphQLScalarName } from '../../../catalog/contract.js';
import { dateBucketType } from './enums.js';
import { fieldTexts } from './field-texts.js';
import { groupKeyName } from './names.js';
import { SCALAR_TRAITS } from './scalar-traits.js';
import { SCALARS } from './scalars.js';
import type { SchemaContext } from './schema-context.js';
import type { TypeParts } from './type-parts.js';

const BUCKET_ARGUMENTS: GraphQLFieldConfigArgumentMap = {
  bucket: { type: dateBucketType, description: 'Groups by calendar period instead of by single values.' },
};
const BIN_ARGUMENTS: GraphQLFieldConfigArgumentMap = {
  bin: {
    type: SCALARS.Float,
    description:
      'Groups by ranges of this positive width, whole for whole numbers; a range is named by its lower bound, a multiple of the width.',
  },
};

/** `FlightGroupKey`: what groups can be made by; every member is nullable, since null is a group too. */
export function createGroupKeyType(context: SchemaContext, parts: TypeParts): GraphQLObjectType {
  return new GraphQLObjectType({
    name: groupKeyName(parts.type.name),
    description: `What ${parts.type.name} rows can be grouped by: the groups are made by the fields that are selected.`,
    fields: () => {
      const fields: GraphQLFieldConfigMap<unknown, unknown> = {};
      for (const field of parts.sortable) {
        fields[field.name] = { type: SCALARS[field.scalar], ...keyArguments(field.scalar), ...fieldTexts(field) };
      }
      for (const relation of parts.toOne) {
        const type = context.family(relation.target).groupKey;
        if (type !== undefined) fields[relation.name] = { type, ...fieldTexts(relation) };
      }
      return fields;
    },
  });
}

function keyArguments(scalar: GraphQLScalarName): { readonly args?: GraphQLFieldConfigArgumentMap } {
  if (SCALAR_TRAITS[scalar].calendar) return { args: BUCKET_ARGUMENTS };
  return SCALAR_TRAITS[scalar].numeric ? { args: BIN_ARGUMENTS } : {};
}
