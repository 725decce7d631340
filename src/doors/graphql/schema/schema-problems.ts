import type { Contract } from '../../../catalog/contract.js';
import { fieldNameProblems } from './problems/field-name-problems.js';
import type { SchemaProblem } from './problems/schema-problem.js';
import { typeNameProblems } from './problems/type-name-problems.js';
import { typeReferenceProblems } from './problems/type-reference-problems.js';
import { readSupportingTypes, type SupportingDefinition } from './sdl/read-supporting-types.js';

/**
 * Everything in a whole contract that keeps it from becoming a schema: type, field and root names taken twice or
 * reserved, and types that are unknown or stand where they cannot. For boot and `medallion check`.
 * @throws GatewayError CONTRACT_INVALID if SDL in the contract does not parse
 */
export function findSchemaProblems(contract: Contract): readonly SchemaProblem[] {
  return schemaProblems(contract, readSupportingTypes(contract.supportingSdl));
}

/** As `findSchemaProblems`, over supporting types that are parsed already. */
export function schemaProblems(
  contract: Contract,
  definitions: readonly SupportingDefinition[],
): readonly SchemaProblem[] {
  return [
    ...typeNameProblems(contract, definitions),
    ...fieldNameProblems(contract),
    ...typeReferenceProblems(contract, definitions),
  ];
}
