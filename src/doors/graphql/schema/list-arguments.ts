import { type GraphQLFieldConfigArgumentMap, GraphQLInt, GraphQLList, GraphQLNonNull, GraphQLString } from 'graphql';
import type { SchemaContext, TypeFamily } from './schema-context.js';

/** Arguments of a connection field over the rows of a type. */
export function connectionArguments(context: SchemaContext, family: TypeFamily): GraphQLFieldConfigArgumentMap {
  const { defaultPageSize, maxPageSize } = context.options;
  const size = `At most this many, ${defaultPageSize} unless given, ${maxPageSize} at most`;
  return {
    filter: { type: family.filter, description: 'Only rows for which this holds.' },
    ...(family.orderBy === undefined ? {} : { orderBy: orderByArgument(family.orderBy) }),
    first: { type: GraphQLInt, description: `${size}.` },
    after: { type: GraphQLString, description: 'Only rows after this cursor, with the same filter and order.' },
    last: { type: GraphQLInt, description: `${size}, from the end of the list. Not with \`first\`.` },
    before: { type: GraphQLString, description: 'Only rows before this cursor, with the same filter and order.' },
    offset: {
      type: GraphQLInt,
      description: 'Leaves out this many rows at the start. Deep pages want `after` instead.',
    },
  };
}

/** Arguments of a grouping field over the rows of a type. */
export function groupArguments(context: SchemaContext, family: TypeFamily): GraphQLFieldConfigArgumentMap {
  const { maxGroups } = context.options;
  return {
    filter: { type: family.filter, description: 'Groups only rows for which this holds.' },
    having: { type: family.having, description: 'Only groups for which this holds.' },
    orderBy: orderByArgument(family.groupOrderBy),
    first: {
      type: GraphQLInt,
      description: `At most this many groups, ${maxGroups} at most. Without it, all of them; more than ${maxGroups} are an error.`,
    },
    offset: { type: GraphQLInt, description: 'Leaves out this many groups at the start.' },
  };
}

function orderByArgument(type: TypeFamily['groupOrderBy']): GraphQLFieldConfigArgumentMap[string] {
  return {
    type: new GraphQLList(new GraphQLNonNull(type)),
    description: 'What to sort by, the most significant first.',
  };
}
