import type { Grant } from '../catalog.js';
import type { UnityPermissions } from '../unity/objects.js';

/** What ALL_PRIVILEGES stands for, by the kind of the object on which it was granted. */
const ALL_PRIVILEGES: Readonly<Record<string, readonly string[]>> = {
  METASTORE: [],
  CATALOG: ['USE_CATALOG', 'USE_SCHEMA', 'SELECT'],
  SCHEMA: ['USE_SCHEMA', 'SELECT'],
  TABLE: ['SELECT'],
};

interface Source {
  readonly permissions: UnityPermissions | undefined;
  /** The kind of the object that was asked for, which is where a privilege that is not inherited was granted. */
  readonly level: 'CATALOG' | 'SCHEMA' | 'TABLE';
  /** Privileges taken from this object; those that mean nothing for the table are left out. */
  readonly takes: readonly string[];
}

/**
 * The privileges that decide whether a principal may read a table. ALL_PRIVILEGES is spelled out by where it was
 * granted: on a table it gives no USE of the schema and catalog above.
 */
export function effectiveGrants(sources: readonly Source[]): readonly Grant[] {
  const held = new Map<string, Set<string>>();
  for (const { permissions, level, takes } of sources) {
    for (const { principal, privileges } of permissions?.privilege_assignments ?? []) {
      const own = held.get(principal) ?? new Set<string>();
      held.set(principal, own);
      for (const { privilege, inherited_from_type } of privileges) {
        const name = privilege.toUpperCase().replaceAll(' ', '_');
        const granted = (inherited_from_type ?? level).toUpperCase();
        const meant = name === 'ALL_PRIVILEGES' ? (ALL_PRIVILEGES[granted] ?? []) : [name];
        for (const each of meant) if (takes.includes(each)) own.add(each);
      }
    }
  }
  return [...held]
    .filter(([, privileges]) => privileges.size > 0)
    .map(([principal, privileges]) => ({ principal, privileges: [...privileges].sort() }))
    .sort((a, b) => (a.principal < b.principal ? -1 : 1));
}
