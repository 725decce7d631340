import type { CatalogTable } from '../../catalog/catalog.js';
import type { ContractType } from '../../catalog/contract.js';
import type { Inspection } from '../../catalog/inspect-contract.js';
import type { Problem } from '../../catalog/problem.js';

/** Why policy cannot be evaluated on a table, as a noun phrase; undefined if it can. */
function denialOf(table: CatalogTable, { governance }: Inspection): string | undefined {
  const masks = table.masks.map((mask) => mask.function);
  const functions = table.rowFilter === undefined ? masks : [table.rowFilter.function, ...masks];
  for (const name of functions) {
    const policy = governance.functions.get(name);
    if (policy?.body === undefined) return `${name} has ${policy?.unmapped ?? 'a body that was not read'}`;
  }
  return undefined;
}

function columnsListed(type: ContractType): ReadonlySet<string> {
  return new Set(
    type.fields.flatMap((field) => {
      if (field.kind === 'column') return [field.column];
      return field.kind === 'computed' ? field.columns : [];
    }),
  );
}

function driftOf(type: ContractType, inspection: Inspection): readonly Problem[] {
  const facts = inspection.governance.tables.get(type.table);
  if (facts === undefined) return [];
  const denial = denialOf(facts.table, inspection);
  const denied: readonly Problem[] =
    denial === undefined
      ? []
      : [
          {
            severity: 'error',
            location: type.location,
            message: `Table ${type.table} is denied to everyone, because the gateway cannot evaluate its policy: ${denial}. Rewrite the function, or remove the type.`,
          },
        ];
  const listed = columnsListed(type);
  const unlisted = facts.table.columns.map(({ name }) => name).filter((name) => !listed.has(name));
  if (unlisted.length === 0) return denied;
  const word = unlisted.length === 1 ? 'column' : 'columns';
  return [
    ...denied,
    {
      severity: 'info',
      location: type.location,
      message: `Type "${type.name}" does not list ${word} ${unlisted.join(', ')} of ${type.table}; nobody sees what is not listed.`,
    },
  ];
}

/** Where contract and catalog have moved apart without the contract being wrong, and tables that policy denies. */
export function findDrift(inspection: Inspection): readonly Problem[] {
  return inspection.contract.types.flatMap((type) => driftOf(type, inspection));
}
