import { type Catalog, metricTables } from '../catalog/catalog.js';
import { type Identity, principalKey } from '../identity/identity.js';
import { fingerprint } from '../query/fingerprint.js';
import type { Relation } from '../query/relation.js';
import { authorize } from './authorize.js';

/**
 * A name for what policy makes of these tables for this caller. Two callers have the same one only when they see the
 * same rows and values; a cursor signed under it is of no use to anyone who sees others. Where a source enforces
 * policy itself, every caller has a name of their own.
 */
export function policyFingerprint(tables: readonly string[], identity: Identity, catalog: Catalog): string {
  return tables
    .flatMap((name) => {
      const view = catalog.tables.get(name)?.metricView;
      return view === undefined ? [name] : metricTables(view);
    })
    .map((name) => {
      const table = catalog.tables.get(name);
      const relation: Relation = {
        kind: 'scan',
        table: table?.reference ?? { source: '', name },
        alias: 't',
        fields: table?.columns.map(({ name: field, type, nullable }) => ({ name: field, type, nullable })) ?? [],
      };
      const seen = fingerprint(authorize({ kind: 'query', shape: 'rows', relation }, identity, catalog));
      return table?.enforcedBy === 'source' ? `${seen} ${principalKey(identity)}` : seen;
    })
    .join('.');
}
