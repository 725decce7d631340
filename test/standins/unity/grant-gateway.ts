import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the service principal is granted on each table, its schema and its catalog. */
const PRIVILEGES = {
  catalog: ['USE_CATALOG'],
  schema: ['USE_SCHEMA'],
  // Policies of a table are shown only to those who may manage it.
  table: ['SELECT', 'MANAGE'],
} as const;

/** Adds the gateway's own grants to the permissions of a `schema/unity` folder. */
export function grantGateway(permissions: string, principal: string): void {
  for (const [kind, own] of Object.entries(PRIVILEGES)) {
    for (const file of readdirSync(join(permissions, kind))) {
      const path = join(permissions, kind, file);
      const { privilege_assignments: others } = JSON.parse(readFileSync(path, 'utf8')) as {
        readonly privilege_assignments: readonly object[];
      };
      const privileges = own.map((privilege) => ({ privilege }));
      const all = [...others, { principal, privileges }];
      writeFileSync(path, JSON.stringify({ privilege_assignments: all }));
    }
  }
}
