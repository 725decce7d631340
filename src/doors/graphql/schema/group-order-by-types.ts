import { type GraphQLInputFieldConfigMap, GraphQLInputObjectType } from 'graphql';
import { type AggregateMember, VALUE_AGGREGATES } from './aggregates.js';
import { orderDirectionType } from './enums.js';
import { aggregateOrderByName, groupOrderByName, measuresOrderByName } from './names.js';
import { SCALAR_TRAITS } from './scalar-traits.js';
import type { TypeFamily } from './schema-context.js';
import type { TypeParts } from './type-parts.js';

/** `FlightGroupOrderBy`: exactly one aggregate, measure or member of the key. */
export function createGroupOrderByType(
  parts: TypeParts,
  groupKeyOrderBy: TypeFamily['groupKeyOrderBy'],
): GraphQLInputObjectType {
  const { name } = parts.type;
  return new GraphQLInputObjectType({
    name: groupOrderByName(name),
    description: `One thing to sort groups of ${name} rows by.`,
    isOneOf: true,
    fields: () => {
      const fields: GraphQLInputFieldConfigMap = {
        ...(parts.type.groupsOnly
          ? {}
          : { count: { type: orderDirectionType, description: 'How many rows the group has.' } }),
        ...member('countDistinct', aggregateOrderByName(name, 'countDistinct'), parts.aggregates.countDistinct),
      };
      for (const aggregate of VALUE_AGGREGATES) {
        if (aggregate.parametrised) continue;
        const typeName = aggregateOrderByName(name, aggregate.name);
        Object.assign(fields, member(aggregate.name, typeName, parts.aggregates[aggregate.name]));
      }
      Object.assign(fields, member('measures', measuresOrderByName(name), sortableMeasures(parts)));
      if (groupKeyOrderBy !== undefined) {
        fields.key = { type: groupKeyOrderBy, description: 'A member of the key.' };
      }
      return fields;
    },
  });
}

function sortableMeasures(parts: TypeParts): readonly AggregateMember[] {
  return parts.aggregates.measures.filter((measure) => SCALAR_TRAITS[measure.scalar].sortable);
}

function member(name: string, typeName: string, members: readonly AggregateMember[]): GraphQLInputFieldConfigMap {
  if (members.length === 0) return {};
  const type = new GraphQLInputObjectType({
    name: typeName,
    description: `One \`${name}\` to sort groups by.`,
    isOneOf: true,
    fields: () => {
      const fields: GraphQLInputFieldConfigMap = {};
      for (const { name: field, description, deprecationReason } of members) {
        fields[field] = { type: orderDirectionType, description, deprecationReason };
      }
      return fields;
    },
  });
  return { [name]: { type, description: `One of \`${name}\`.` } };
}
