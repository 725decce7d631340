import { type GraphQLFieldConfig, GraphQLList, GraphQLNonNull } from 'graphql';
import { groupArguments } from './list-arguments.js';
import type { SchemaContext, TypeFamily } from './schema-context.js';

/** A field that groups the rows of a type. */
export function groupField(
  context: SchemaContext,
  family: TypeFamily,
  description: string,
): GraphQLFieldConfig<unknown, unknown> {
  return {
    type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(family.group))),
    description,
    args: groupArguments(context, family),
  };
}
