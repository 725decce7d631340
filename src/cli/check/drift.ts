import { type CatalogTable, metricTables } from '../../catalog/catalog.js';
import type { ContractType } from '../../catalog/contract.js';
import type { Inspection } from '../../catalog/inspect-contract.js';
import type { Problem } from '../../catalog/problem.js';
import { masksOf, rowFiltersOf } from '../../catalog/table-policies.js';

/** What policy denies to everyone because one of its functions has no IR, a sentence each. */
function denialsOf(table: CatalogTable, { governance }: Inspection): readonly string[] {
  const name = table.reference.name;
  const uses = [
    ...rowFiltersOf(table).map((filter) => ({ what: 'its row filter', function: filter.function })),
    ...masksOf(table).map((mask) => ({ what: `the mask of "${mask.column}"`, function: mask.function })),
  ];
  const scoped = table.scopedPolicies.flatMap(({ name: policy, to, unmapped }) =>
    unmapped === undefined
      ? []
      : [
          `Table ${name} is denied to ${to.join(', ')}: policy ${policy} uses ${unmapped}, which the gateway cannot evaluate.`,
        ],
  );
  const unread = uses.flatMap((use) => {
    const policy = governance.functions.get(use.function);
    if (policy?.body !== undefined) return [];
    const construct = policy?.unmapped ?? 'a body that was not read';
    return [
      `Table ${name} is denied to everyone: ${use.what}, function ${use.function}, uses ${construct}, which the gateway cannot evaluate. Rewrite the function, or take it out of the contract.`,
    ];
  });
  return [...unread, ...scoped];
}

const NEEDED = ['SELECT', 'USE_SCHEMA', 'USE_CATALOG'] as const;

/** A table that nobody can read, because a privilege is granted to no one: the type is in nobody's schema. */
function missingGrants({ reference, grants }: CatalogTable): readonly string[] {
  const held = new Set(grants.flatMap(({ privileges }) => privileges));
  const missing = NEEDED.filter((privilege) => !held.has(privilege));
  if (missing.length === 0) return [];
  return [`Nobody can read table ${reference.name}: Unity Catalog grants ${missing.join(' and ')} for it to no one.`];
}

function columnsListed(type: ContractType): ReadonlySet<string> {
  return new Set(
    type.fields.flatMap((field) => {
      if (field.kind === 'column') return [field.column];
      if (field.kind === 'model')
        return field.inputs.flatMap((input) => (input.kind === 'column' ? [input.column] : []));
      return field.kind === 'computed' ? field.columns : [];
    }),
  );
}

/** The tables below a metric view: what policy denies of them, it denies of the view. */
function metricTablesOf({ metricView }: CatalogTable, { governance }: Inspection): readonly CatalogTable[] {
  if (metricView === undefined) return [];
  return metricTables(metricView).flatMap((name) => governance.tables.get(name)?.table ?? []);
}

function driftOf(type: ContractType, inspection: Inspection): readonly Problem[] {
  const facts = inspection.governance.tables.get(type.table);
  if (facts === undefined) return [];
  const listed = columnsListed(type);
  const below = metricTablesOf(facts.table, inspection);
  const denied = [facts.table, ...below]
    .flatMap((table) => denialsOf(table, inspection))
    .map((message): Problem => ({ severity: 'error', location: type.location, message }));
  const ungranted = missingGrants(facts.table).map(
    (message): Problem => ({ severity: 'warning', location: type.location, message }),
  );
  const measured = new Set(type.measures.map(({ metric }) => metric));
  const unlisted = [
    ...facts.table.columns.map(({ name }) => name).filter((name) => !listed.has(name)),
    ...(facts.table.metricView?.measures ?? []).map(({ name }) => name).filter((name) => !measured.has(name)),
  ];
  if (unlisted.length === 0) return [...denied, ...ungranted];
  const noun = type.groupsOnly ? 'field' : 'column';
  const word = unlisted.length === 1 ? noun : `${noun}s`;
  return [
    ...denied,
    ...ungranted,
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
