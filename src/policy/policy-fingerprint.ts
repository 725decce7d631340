import type { Catalog } from '../catalog/catalog.js';
import type { Identity } from '../identity/identity.js';
import { fingerprint } from '../query/fingerprint.js';
import type { Relation } from '../query/relation.js';
import { authorize } from './authorize.js';

/**
 * A name for what policy makes of these tables for this caller. Two callers have the same one exactly when they see
 * the same rows and values; a cursor signed under it is of no use to anyone who sees others.
 */
export function policyFingerprint(tables: readonly string[], identity: Identity, catalog: Catalog): string {
  return tables
    .map((name) => {
      const table = catalog.tables.get(name);
      const relation: Relation = {
        kind: 'scan',
        table: table?.reference ?? { source: '', name },
        alias: 't',
        fields: table?.columns.map(({ name: field, type, nullable }) => ({ name: field, type, nullable })) ?? [],
      };
      return fingerprint(authorize({ kind: 'query', shape: 'rows', relation }, identity, catalog));
    })
    .join('.');
}
