import type { CatalogTable } from '../catalog/catalog.js';
import type { Identity } from '../identity/identity.js';

/** Databricks' name for the group that everyone belongs to. */
const EVERYONE = 'account users';
const REQUIRED = ['SELECT', 'USE_SCHEMA', 'USE_CATALOG'] as const;

/**
 * Whether Unity Catalog lets this caller read the table: SELECT on it and USE on its schema and catalog, each held
 * by the user, by one of the groups, or by everyone. ALL_PRIVILEGES stands for each of them.
 */
export function mayRead(table: CatalogTable, identity: Identity): boolean {
  const principals = new Set([identity.user, ...identity.groups, EVERYONE]);
  const held = new Set<string>();
  for (const grant of table.grants) {
    if (principals.has(grant.principal)) for (const privilege of grant.privileges) held.add(privilege);
  }
  return REQUIRED.every((privilege) => held.has(privilege) || held.has('ALL_PRIVILEGES'));
}
