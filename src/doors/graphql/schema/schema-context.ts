import type { GraphQLInputObjectType, GraphQLObjectType } from 'graphql';
import type { SchemaOptions } from './options.js';
import type { TypeReferences } from './sdl/type-references.js';

/** The GraphQL types of one contract type that other types refer to; undefined where one would have no members. */
export interface TypeFamily {
  readonly object: GraphQLObjectType;
  readonly connection: GraphQLObjectType;
  readonly filter: GraphQLInputObjectType;
  readonly listFilter: GraphQLInputObjectType;
  readonly orderBy: GraphQLInputObjectType | undefined;
  readonly group: GraphQLObjectType;
  readonly groupKey: GraphQLObjectType | undefined;
  readonly having: GraphQLInputObjectType;
  readonly groupOrderBy: GraphQLInputObjectType;
  readonly groupKeyOrderBy: GraphQLInputObjectType | undefined;
}

/** What the makers of types share while one schema is built. Families are complete only once thunks run. */
export interface SchemaContext {
  readonly options: SchemaOptions;
  readonly references: TypeReferences;
  /** The family of a contract type. @throws GatewayError CONTRACT_INVALID for a name that is none */
  family(name: string): TypeFamily;
}
