import { Kind } from 'graphql';
import type { Contract, ContractField } from '../../../catalog/contract.js';
import { isScalarName } from './scalars.js';
import { readResolverField } from './sdl/read-resolver-field.js';
import type { SupportingDefinition } from './sdl/read-supporting-types.js';
import { namedTypeOf } from './sdl/type-references.js';

export interface PrunedContract {
  readonly contract: Contract;
  readonly definitions: readonly SupportingDefinition[];
}

/**
 * Leaves out every field whose type this caller's contract does not have, and with it the supporting types that
 * are left without a field: a hidden table answers like one that never was. A type name that is only misspelt
 * vanishes here too; `findSchemaProblems` over the whole contract is what reports it.
 */
export function pruneReferences(contract: Contract, definitions: readonly SupportingDefinition[]): PrunedContract {
  const available = availableTypes(contract, definitions);
  const has = (name: string): boolean => isScalarName(name) || available.has(name);
  const keeps = (field: ContractField): boolean => {
    if (field.kind === 'relation') return available.has(field.target);
    return field.kind !== 'resolver' || has(namedTypeOf(readResolverField(field).type));
  };
  return {
    contract: {
      ...contract,
      types: contract.types.map((type) => ({ ...type, fields: type.fields.filter(keeps) })),
      queryFields: contract.queryFields.filter(keeps),
    },
    definitions: definitions
      .filter((definition) => available.has(definition.name.value))
      .map((definition) =>
        definition.kind === Kind.OBJECT_TYPE_DEFINITION
          ? { ...definition, fields: (definition.fields ?? []).filter((field) => has(namedTypeOf(field.type))) }
          : definition,
      ),
  };
}

/** Contract types, and the supporting types that keep at least one field. */
function availableTypes(contract: Contract, definitions: readonly SupportingDefinition[]): ReadonlySet<string> {
  const available = new Set(contract.types.map((type) => type.name));
  for (const definition of definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) available.add(definition.name.value);
  }
  const objects = definitions.filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION);
  for (let before = -1; before !== available.size; ) {
    before = available.size;
    for (const { name, fields = [] } of objects) {
      const usable = fields.some(({ type }) => isScalarName(namedTypeOf(type)) || available.has(namedTypeOf(type)));
      if (usable) available.add(name.value);
    }
  }
  return available;
}
