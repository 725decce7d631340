import type { ContractField } from '../../../catalog/contract.js';

/** What a contract field says of itself, for every place in the schema where the field turns up. */
export function fieldTexts(field: ContractField): {
  readonly description: string | undefined;
  readonly deprecationReason: string | undefined;
} {
  return { description: field.description, deprecationReason: field.deprecationReason };
}
