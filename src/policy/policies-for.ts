import type { CatalogTable, ColumnMask, RowFilter } from '../catalog/catalog.js';
import type { Identity } from '../identity/identity.js';
import { PolicyDenial } from './denial.js';
import { principalsOf } from './grants.js';

/** The one row filter of a table and the one mask of each column that hold for a caller. */
export interface CallerPolicies {
  readonly rowFilter: RowFilter | undefined;
  readonly masks: readonly ColumnMask[];
}

/** The same function with the same arguments is one policy, however many times it is given. */
function theOne<T extends RowFilter | ColumnMask>(given: readonly T[], what: string): T | undefined {
  const distinct = new Map(given.map((policy) => [JSON.stringify(policy), policy]));
  if (distinct.size > 1) throw new PolicyDenial(`${what} that hold for this caller at once`);
  return given[0];
}

/**
 * What holds for this caller: the table's own policies and those whose principals the caller is among.
 * @throws PolicyDenial where two different ones hold at once, which Unity Catalog takes for an error too, or where one
 *   that is for this caller cannot be evaluated
 */
export function policiesFor(table: CatalogTable, identity: Identity): CallerPolicies {
  const { rowFilter, masks, scopedPolicies } = table;
  if (scopedPolicies.length === 0) return { rowFilter, masks };
  const principals = principalsOf(identity);
  const isAmong = (names: readonly string[]) => names.some((name) => principals.has(name));
  const own = scopedPolicies.filter(({ to, except }) => isAmong(to) && !isAmong(except));
  for (const { name, unmapped } of own) {
    if (unmapped !== undefined) throw new PolicyDenial(`${unmapped} (policy ${name})`);
  }
  const filters = own.flatMap((policy) => (policy.rowFilter === undefined ? [] : [policy.rowFilter]));
  const allMasks = [...masks, ...own.flatMap((policy) => policy.masks)];
  const columns = [...new Set(allMasks.map(({ column }) => column))];
  return {
    rowFilter: theOne(rowFilter === undefined ? filters : [rowFilter, ...filters], 'two row filters'),
    masks: columns.flatMap((column) => {
      const mask = theOne(
        allMasks.filter((candidate) => candidate.column === column),
        `two masks of column ${column}`,
      );
      return mask === undefined ? [] : [mask];
    }),
  };
}
