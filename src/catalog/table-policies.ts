import type { CatalogTable, ColumnMask, RowFilter } from './catalog.js';

/** Row filters of the table that hold for anyone. */
export function rowFiltersOf({ rowFilter, scopedPolicies }: CatalogTable): readonly RowFilter[] {
  const scoped = scopedPolicies.flatMap((policy) => (policy.rowFilter === undefined ? [] : [policy.rowFilter]));
  return rowFilter === undefined ? scoped : [rowFilter, ...scoped];
}

/** Masks of the table that hold for anyone. */
export function masksOf({ masks, scopedPolicies }: CatalogTable): readonly ColumnMask[] {
  return [...masks, ...scopedPolicies.flatMap((policy) => policy.masks)];
}

/** Whether rows may be hidden from anyone. */
export function isFiltered(table: CatalogTable): boolean {
  return rowFiltersOf(table).length > 0 || table.scopedPolicies.some(({ unmapped }) => unmapped !== undefined);
}

/** Whether anyone may read another value of the column than the one that is stored. */
export function isMaskedColumn(table: CatalogTable, column: string): boolean {
  return masksOf(table).some((mask) => mask.column === column);
}
