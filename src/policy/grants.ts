import { type CatalogTable, type MetricView, metricTables } from '../catalog/catalog.js';
import type { ModelEndpoint } from '../catalog/contract.js';
import type { Identity } from '../identity/identity.js';

/** Databricks' name for the group that everyone belongs to. */
const EVERYONE = 'account users';
const REQUIRED = ['SELECT', 'USE_SCHEMA', 'USE_CATALOG'] as const;

const APPLICATION_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** Users are named by e-mail address, service principals by application id, and groups by anything else. */
function isUserName(name: string): boolean {
  return name.includes('@') || APPLICATION_ID.test(name);
}

/**
 * The names that a grant to this caller may bear. A grant does not say whether it is to a user or a group, so a user
 * whose name is a group's, or a group with a user's, matches nothing.
 */
export function principalsOf(identity: Identity): ReadonlySet<string> {
  const groups = identity.groups.filter((group) => !isUserName(group));
  return new Set([...(isUserName(identity.user) ? [identity.user] : []), ...groups, EVERYONE]);
}

/**
 * Whether Unity Catalog lets this caller read the table: SELECT on it and USE on its schema and catalog, each held
 * by the user, by one of the groups, or by everyone. ALL_PRIVILEGES on a table gives SELECT; the catalog reader spells
 * out what it gives elsewhere.
 */
function isGranted(table: CatalogTable, identity: Identity): boolean {
  const principals = principalsOf(identity);
  const held = new Set<string>();
  for (const grant of table.grants) {
    if (principals.has(grant.principal)) for (const privilege of grant.privileges) held.add(privilege);
  }
  return REQUIRED.every((privilege) => held.has(privilege));
}

/** Whether this caller may execute the model: EXECUTE on it is granted to the user, one of the groups, or everyone. */
export function mayExecute({ groups }: Pick<ModelEndpoint, 'groups'>, identity: Identity): boolean {
  const principals = principalsOf(identity);
  return groups.some((group) => principals.has(group));
}

/** Whether this caller is granted every table below a metric view. */
export function mayReadBelow(view: MetricView, identity: Identity, tables: ReadonlyMap<string, CatalogTable>): boolean {
  return metricTables(view).every((name) => {
    const below = tables.get(name);
    return below !== undefined && isGranted(below, identity);
  });
}

/**
 * Whether this caller may read the table. What is below a metric view is read with its owner's rights: where it is not
 * known that the owner has them, or the source runs as the caller, the caller needs them too.
 * @param tables of the catalog, by full name.
 */
export function mayRead(table: CatalogTable, identity: Identity, tables: ReadonlyMap<string, CatalogTable>): boolean {
  if (!isGranted(table, identity)) return false;
  const view = table.metricView;
  if (view === undefined || (view.ownerReads && table.enforcedBy === 'gateway')) return true;
  return mayReadBelow(view, identity, tables);
}
