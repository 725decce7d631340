import { StatementFailure } from '../executor.js';
import { type GovernedObjects, placesOf } from './governed-objects.js';

const NEEDS = [
  { privilege: 'USE_CATALOG', shown: 'USE CATALOG', on: 'Catalog' },
  { privilege: 'USE_SCHEMA', shown: 'USE SCHEMA', on: 'Schema' },
  { privilege: 'SELECT', shown: 'SELECT', on: 'Table' },
] as const;

/**
 * Checks that somebody may read a table: a right on each of catalog, schema and table, given there or on anything above.
 * Who owns one of them has all rights on that one. BROWSE and MANAGE are none of these.
 * @param principals the user with all groups
 * @throws StatementFailure INSUFFICIENT_PERMISSIONS
 */
export function checkMayRead(objects: GovernedObjects, principals: ReadonlySet<string>, table: string): void {
  const places = placesOf(table);
  const held = new Set<string>();
  for (const [level, place] of places.entries()) {
    for (const privilege of objects.grantsOn(place, principals)) held.add(privilege);
    const need = NEEDS[level];
    const isOwner = principals.has(objects.ownerOf(place) ?? '');
    if (need === undefined || isOwner || held.has(need.privilege) || held.has('ALL_PRIVILEGES')) continue;
    const message = `Insufficient privileges: User does not have ${need.shown} on ${need.on} '${place.fullName}'.`;
    throw new StatementFailure('INSUFFICIENT_PERMISSIONS', '42501', message);
  }
}
