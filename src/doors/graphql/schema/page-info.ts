import { GraphQLBoolean, GraphQLNonNull, GraphQLObjectType, GraphQLString } from 'graphql';
import { PAGE_INFO_NAME } from './names.js';

/** Relay's PageInfo, one for all connections. */
export const pageInfoType = new GraphQLObjectType({
  name: PAGE_INFO_NAME,
  description: 'Where a page stands in its list.',
  fields: {
    hasNextPage: { type: new GraphQLNonNull(GraphQLBoolean), description: 'Whether more rows follow this page.' },
    hasPreviousPage: { type: new GraphQLNonNull(GraphQLBoolean), description: 'Whether rows precede this page.' },
    startCursor: { type: GraphQLString, description: 'Cursor of the first row; write it in `before`.' },
    endCursor: { type: GraphQLString, description: 'Cursor of the last row; write it in `after`.' },
  },
});
