import { type GraphQLFieldConfigMap, GraphQLNonNull, GraphQLObjectType } from 'graphql';
import { type AggregateMember, VALUE_AGGREGATES } from './aggregates.js';
import { aggregateName, groupName, measuresName } from './names.js';
import { SCALARS, scalarType } from './scalars.js';
import type { TypeFamily } from './schema-context.js';
import type { TypeParts } from './type-parts.js';

type Fields = GraphQLFieldConfigMap<unknown, unknown>;

const PERCENTILE_ARGUMENTS = {
  p: {
    type: new GraphQLNonNull(SCALARS.Float),
    description: 'Which percentile, from 0 to 1: 0.5 is the median, 0.95 the value that 95 in 100 do not exceed.',
  },
};

/** `FlightGroup`: the key and the aggregates of one group; a member that would be empty is left out. */
export function createGroupType(parts: TypeParts, groupKey: TypeFamily['groupKey']): GraphQLObjectType {
  const { name } = parts.type;
  return new GraphQLObjectType({
    name: groupName(name),
    description: `A group of ${name} rows. What is selected in \`key\` makes the groups; without \`key\` all rows are one.`,
    fields: () => ({
      ...(groupKey === undefined ? {} : { key: { type: new GraphQLNonNull(groupKey), description: KEY_DESCRIPTION } }),
      ...(parts.type.groupsOnly
        ? {}
        : { count: { type: scalarType('Int', true), description: 'How many rows the group has.' } }),
      ...countDistinctField(parts),
      ...valueFields(parts),
      ...measuresField(parts),
    }),
  });
}

const KEY_DESCRIPTION = 'What the rows of the group have in common.';

function countDistinctField(parts: TypeParts): Fields {
  const members = parts.aggregates.countDistinct;
  if (members.length === 0) return {};
  const type = new GraphQLObjectType({
    name: aggregateName(parts.type.name, 'countDistinct'),
    description: 'How many different values a group has; nulls do not count.',
    fields: memberFields(members, true),
  });
  return { countDistinct: { type: new GraphQLNonNull(type), description: 'Counts of different values.' } };
}

function valueFields(parts: TypeParts): Fields {
  const fields: Fields = {};
  for (const aggregate of VALUE_AGGREGATES) {
    const members = parts.aggregates[aggregate.name];
    if (members.length === 0) continue;
    const type = new GraphQLObjectType({
      name: aggregateName(parts.type.name, aggregate.name),
      description: `${aggregate.description} over the rows of a group; nulls do not count, and without a value it is null.`,
      fields: memberFields(members, false),
    });
    fields[aggregate.name] = {
      type: new GraphQLNonNull(type),
      description: `${aggregate.description}.`,
      ...(aggregate.parametrised ? { args: PERCENTILE_ARGUMENTS } : {}),
    };
  }
  return fields;
}

function measuresField(parts: TypeParts): Fields {
  const members = parts.aggregates.measures;
  if (members.length === 0) return {};
  const type = new GraphQLObjectType({
    name: measuresName(parts.type.name),
    description: `Governed measures of ${parts.type.name}, defined once for everyone.`,
    fields: memberFields(members, false),
  });
  return { measures: { type: new GraphQLNonNull(type), description: 'Governed measures.' } };
}

function memberFields(members: readonly AggregateMember[], required: boolean): () => Fields {
  return () => {
    const fields: Fields = {};
    for (const { name, scalar, description, deprecationReason } of members) {
      fields[name] = { type: scalarType(scalar, required), description, deprecationReason };
    }
    return fields;
  };
}
