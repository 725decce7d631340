import { type GraphQLFieldConfigArgumentMap, type GraphQLFieldConfigMap, GraphQLNonNull } from 'graphql';
import type { ContractType } from '../../../catalog/contract.js';
import { groupField } from './group-field.js';
import { connectionArguments } from './list-arguments.js';
import { scalarType } from './scalars.js';
import type { SchemaContext, TypeFamily } from './schema-context.js';

/** The root fields of a type: `flights`, `flight` and `flightGroups`, the last alone for a metric view. */
export function queryFieldsOf(context: SchemaContext, type: ContractType): GraphQLFieldConfigMap<unknown, unknown> {
  const family = context.family(type.name);
  if (type.groupsOnly) {
    const description = `Measures of ${type.name}: the selection says what to group by and what to measure.`;
    return { [type.groups]: groupField(context, family, description) };
  }
  return {
    [type.plural]: {
      type: new GraphQLNonNull(family.connection),
      description: `${type.name} rows, a page at a time.`,
      args: connectionArguments(context, family),
    },
    ...lookupField(type, family),
    [type.groups]: groupField(
      context,
      family,
      `Groups of ${type.name} rows: the selection says what to group by and what to measure.`,
    ),
  };
}

/** Looks a row up by its key; absent for a caller who may not see all of the key's fields. */
function lookupField(type: ContractType, family: TypeFamily): GraphQLFieldConfigMap<unknown, unknown> {
  const args: GraphQLFieldConfigArgumentMap = {};
  for (const name of type.key) {
    const field = type.fields.find((candidate) => candidate.name === name);
    if (field?.kind !== 'column') return {};
    args[name] = { type: scalarType(field.scalar, true), description: field.description };
  }
  const description = `The ${type.name} with this key; null if there is none.`;
  return { [type.singular]: { type: family.object, description, args } };
}
