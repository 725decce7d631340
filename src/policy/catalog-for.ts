import { createHash } from 'node:crypto';
import type { Catalog } from '../catalog/catalog.js';
import type { Contract } from '../catalog/contract.js';
import { restrictContract } from '../catalog/restrict-contract.js';
import type { Identity } from '../identity/identity.js';
import { mayExecute, mayRead } from './grants.js';

/** What one caller may know exists. Callers with the same `key` see the same names. */
export interface VisibleCatalog {
  readonly key: string;
  readonly contract: Contract;
}

/**
 * The contract as this caller may see it: types whose table is not granted are gone, and models that may not be executed,
 * and so is every field that leads to one. Introspection, `information_schema` and descriptions are made from this and from nothing else.
 */
export function catalogFor(catalog: Catalog, identity: Identity): VisibleCatalog {
  const visible = new Set<string>();
  const models = new Set<string>();
  for (const model of catalog.contract.models ?? []) if (mayExecute(model, identity)) models.add(model.name);
  for (const type of catalog.contract.types) {
    const table = catalog.tables.get(type.table);
    if (table !== undefined && mayRead(table, identity, catalog.tables)) visible.add(type.table);
  }
  const key = createHash('sha256')
    .update(JSON.stringify([catalog.version, [...visible].sort(), [...models].sort()]))
    .digest('base64url');
  return { key, contract: restrictContract(catalog.contract, { tables: visible, models }) };
}
