import { GraphQLInt, GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLString } from 'graphql';
import { connectionName, edgeName } from './names.js';
import { pageInfoType } from './page-info.js';

const REQUIRED_STRING = new GraphQLNonNull(GraphQLString);
const REQUIRED_INT = new GraphQLNonNull(GraphQLInt);
const REQUIRED_PAGE_INFO = new GraphQLNonNull(pageInfoType);

/** `FlightConnection` and, within it, `FlightEdge`. */
export function createConnectionType(object: GraphQLObjectType): GraphQLObjectType {
  const node = new GraphQLNonNull(object);
  const edge = new GraphQLObjectType({
    name: edgeName(object.name),
    description: `A row of ${object.name} and its place in the list.`,
    fields: {
      node: { type: node, description: 'The row.' },
      cursor: { type: REQUIRED_STRING, description: 'The place of the row, for `after` and `before`.' },
    },
  });
  return new GraphQLObjectType({
    name: connectionName(object.name),
    description: `A page of a list of ${object.name}.`,
    fields: () => ({
      nodes: { type: listOf(node), description: 'The rows of the page.' },
      edges: { type: listOf(new GraphQLNonNull(edge)), description: 'The rows of the page, each with its cursor.' },
      pageInfo: { type: REQUIRED_PAGE_INFO, description: 'Where the page stands in the list.' },
      totalCount: {
        type: REQUIRED_INT,
        description: 'How many rows the whole list has. Counted only when it is selected.',
      },
    }),
  });
}

function listOf(item: GraphQLNonNull<GraphQLObjectType>): GraphQLNonNull<GraphQLList<typeof item>> {
  return new GraphQLNonNull(new GraphQLList(item));
}
