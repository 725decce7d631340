import { GatewayError } from '../../errors.js';
import type { SqlStatement } from '../../sql/statement.js';
import { tableName } from './identifier.js';

/** How long a table that has no history is not asked for one again, in ms. */
const FORGET_MS = 10 * 60_000;

/** Runs a statement with the gateway's own rights and gives its rows. */
export type ReadRows = (statement: SqlStatement, signal: AbortSignal) => Promise<readonly (readonly unknown[])[]>;

function historyOf(table: string, index: number): string {
  const name = tableName({ source: '', name: table });
  return `(SELECT ${index} AS place, version, timestamp FROM (DESCRIBE HISTORY ${name}) ORDER BY version DESC LIMIT 1)`;
}

/** Whether the statement itself was refused, as it is for a view; anything else concerns all tables alike. */
function isRefusal(error: unknown): boolean {
  return error instanceof GatewayError && ['INTERNAL', 'NOT_SUPPORTED', 'FORBIDDEN'].includes(error.code);
}

/**
 * The Delta version of each table, all in one statement. A view or a foreign table has none and fails that statement;
 * then each table is asked on its own, and those without are left out for a while: their results are not kept.
 */
export class TableVersions {
  private readonly withoutUntilMs = new Map<string, number>();

  constructor(private readonly read: ReadRows) {}

  async of(tables: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const now = performance.now();
    const asked = tables.filter((table) => (this.withoutUntilMs.get(table) ?? 0) <= now);
    if (asked.length === 0) return new Map();
    try {
      return await this.together(asked, signal);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (asked.length > 1) return this.oneByOne(asked, signal);
      this.withoutUntilMs.set(asked[0] ?? '', now + FORGET_MS);
      return new Map();
    }
  }

  private async oneByOne(tables: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const table of tables) for (const [name, version] of await this.of([table], signal)) found.set(name, version);
    return found;
  }

  private async together(tables: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const text = tables.map(historyOf).join(' UNION ALL ');
    const rows = await this.read({ text, parameters: [] }, signal);
    // A table that is made anew counts its versions from 0 again, at another time.
    return new Map(
      rows.flatMap(([place, version, timestamp]) => {
        const table = tables[Number(place)];
        return table === undefined ? [] : [[table, `${String(version)}@${String(timestamp)}`] as const];
      }),
    );
  }
}
