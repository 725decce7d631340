import { type GraphQLInputFieldConfigMap, GraphQLInputObjectType, GraphQLList, GraphQLNonNull } from 'graphql';
import { type AggregateMember, VALUE_AGGREGATES } from './aggregates.js';
import { aggregateHavingName, havingName, measuresHavingName } from './names.js';
import { scalarFilterType } from './scalar-filters.js';
import type { TypeParts } from './type-parts.js';

/** `FlightHaving`: conditions on the aggregates of a group. */
export function createHavingType(parts: TypeParts): GraphQLInputObjectType {
  const { name } = parts.type;
  const having: GraphQLInputObjectType = new GraphQLInputObjectType({
    name: havingName(name),
    description: `Conditions on a group of ${name} rows; all that are given must hold.`,
    fields: () => {
      const fields: GraphQLInputFieldConfigMap = {
        ...(parts.type.groupsOnly
          ? {}
          : { count: { type: scalarFilterType('Int'), description: 'How many rows the group has.' } }),
        ...member('countDistinct', aggregateHavingName(name, 'countDistinct'), parts.aggregates.countDistinct),
      };
      for (const aggregate of VALUE_AGGREGATES) {
        if (aggregate.parametrised) continue;
        const typeName = aggregateHavingName(name, aggregate.name);
        Object.assign(fields, member(aggregate.name, typeName, parts.aggregates[aggregate.name]));
      }
      Object.assign(fields, member('measures', measuresHavingName(name), parts.aggregates.measures));
      const list = new GraphQLList(new GraphQLNonNull(having));
      fields.and = { type: list, description: 'All of these hold.' };
      fields.or = { type: list, description: 'At least one of these holds.' };
      fields.not = { type: having, description: 'This does not hold.' };
      return fields;
    },
  });
  return having;
}

function member(name: string, typeName: string, members: readonly AggregateMember[]): GraphQLInputFieldConfigMap {
  if (members.length === 0) return {};
  const type = new GraphQLInputObjectType({
    name: typeName,
    description: `Conditions on \`${name}\` of a group; all that are given must hold.`,
    fields: () => {
      const fields: GraphQLInputFieldConfigMap = {};
      for (const { name: field, scalar, description, deprecationReason } of members) {
        fields[field] = { type: scalarFilterType(scalar), description, deprecationReason };
      }
      return fields;
    },
  });
  return { [name]: { type, description: `Conditions on \`${name}\`.` } };
}
