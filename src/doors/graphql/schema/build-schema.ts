import { type GraphQLFieldConfigMap, type GraphQLNamedType, GraphQLObjectType, GraphQLSchema } from 'graphql';
import type { Contract } from '../../../catalog/contract.js';
import { GatewayError } from '../../../errors.js';
import { locationText } from './location-text.js';
import { QUERY_NAME } from './names.js';
import type { SchemaOptions } from './options.js';
import { pruneReferences } from './prune-references.js';
import { queryFieldsOf } from './query-fields.js';
import { isScalarName, SCALARS } from './scalars.js';
import type { SchemaContext, TypeFamily } from './schema-context.js';
import { schemaProblems } from './schema-problems.js';
import { createSupportingType } from './sdl/create-supporting-type.js';
import { readSupportingTypes, type SupportingDefinition } from './sdl/read-supporting-types.js';
import { resolverFieldConfig } from './sdl/resolver-field-config.js';
import { createTypeFamily } from './type-family.js';
import { sortableTypeNames, typePartsOf } from './type-parts.js';

/**
 * The GraphQL schema that a caller is served, made of the contract as that caller may see it. Only types that a
 * field of Query leads to are in it. An empty contract gives a Query without fields, on which `{ __typename }` and
 * introspection still work; that is why the schema is marked as valid instead of being validated.
 * @throws GatewayError CONTRACT_INVALID naming every name that is taken twice or type that cannot be used
 */
export function buildSchema(contract: Contract, options: SchemaOptions): GraphQLSchema {
  const pruned = pruneReferences(contract, readSupportingTypes(contract.supportingSdl));
  assertNoProblems(pruned.contract, pruned.definitions);
  const context = createContext(pruned.contract, pruned.definitions, options);
  const query = new GraphQLObjectType({
    name: QUERY_NAME,
    description: 'What can be asked.',
    fields: () => {
      const fields: GraphQLFieldConfigMap<unknown, unknown> = {};
      for (const type of pruned.contract.types) Object.assign(fields, queryFieldsOf(context, type));
      for (const field of pruned.contract.queryFields) {
        fields[field.name] = resolverFieldConfig(context.references, field);
      }
      return fields;
    },
  });
  return new GraphQLSchema({ query, assumeValid: true });
}

function createContext(
  contract: Contract,
  definitions: readonly SupportingDefinition[],
  options: SchemaOptions,
): SchemaContext {
  const families = new Map<string, TypeFamily>();
  const supporting = new Map<string, GraphQLNamedType>();
  const context: SchemaContext = {
    options,
    references: {
      named: (name) => (isScalarName(name) ? SCALARS[name] : (families.get(name)?.object ?? supporting.get(name))),
    },
    family: (name) => {
      const family = families.get(name);
      if (family === undefined) throw new GatewayError('CONTRACT_INVALID', `The contract has no type ${name}.`);
      return family;
    },
  };
  const allParts = contract.types.map(typePartsOf);
  const sortable = sortableTypeNames(allParts);
  for (const parts of allParts) {
    const { name } = parts.type;
    families.set(name, createTypeFamily(context, parts, sortable.has(name)));
  }
  for (const definition of definitions) {
    supporting.set(definition.name.value, createSupportingType(context.references, definition));
  }
  return context;
}

function assertNoProblems(contract: Contract, definitions: readonly SupportingDefinition[]): void {
  const problems = schemaProblems(contract, definitions);
  if (problems.length === 0) return;
  const lines = problems.map(({ message, location }) =>
    location === undefined ? message : `${locationText(location)} ${message}`,
  );
  throw new GatewayError('CONTRACT_INVALID', lines.join('\n'));
}
