import type { CallerName } from './demo-gateway.js';
import { ORACLE_CALLERS } from './postgres-oracle-callers.js';
import { loadOracle, type OracleData, type RowOrder } from './postgres-oracle-load.js';
import { openPgliteSession } from './postgres-oracle-pglite.js';
import { openServerSession } from './postgres-oracle-server.js';
import type { TextResult } from './postgres-oracle-session.js';

/** A statement's rows, or the SQLSTATE of its error. */
export type OracleAnswer =
  | ({ readonly kind: 'rows' } & TextResult)
  | { readonly kind: 'error'; readonly sqlState: string; readonly message: string };

export interface PostgresOracle {
  /** Which Postgres it is, for a test's title. */
  readonly server: string;
  /**
   * Runs one statement as a caller, read only. What the caller may not see is 42P01 here as at the gateway, where
   * Postgres itself says 42501.
   */
  run(caller: CallerName, sql: string): Promise<OracleAnswer>;
  close(): Promise<void>;
}

export interface OracleOptions extends OracleData {
  readonly order?: RowOrder;
  /** `pglite`, or the URL of a real server's superuser. Left out: MEDALLION_TEST_PG_URL, or else PGlite. */
  readonly database?: string | undefined;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function hasCode(thrown: unknown): thrown is { readonly code: string; readonly message: string } {
  return (
    thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' && /^[0-9A-Z]{5}$/.test(thrown.code)
  );
}

/**
 * Opens a Postgres that holds the corpus' data under the callers' policies. PGlite takes some seconds.
 * One statement runs at a time.
 */
export async function openPostgresOracle(options: OracleOptions): Promise<PostgresOracle> {
  const named = options.database ?? process.env.MEDALLION_TEST_PG_URL ?? 'pglite';
  const url = named === 'pglite' ? undefined : named;
  const session = url === undefined ? await openPgliteSession() : await openServerSession(url);
  await session.script("SET TIME ZONE 'UTC'; SET DateStyle = 'ISO, MDY'; SET IntervalStyle = 'postgres'");
  await loadOracle(session, options, options.order ?? 'as-is');
  const { rows } = await session.query('SHOW server_version');
  let last: Promise<unknown> = Promise.resolve();

  async function run(caller: CallerName, sql: string): Promise<OracleAnswer> {
    await session.script(
      `BEGIN READ ONLY; SET LOCAL search_path = gold, tpch; SET LOCAL ROLE ${quoted(ORACLE_CALLERS[caller].user)}`,
    );
    try {
      return { kind: 'rows', ...(await session.query(sql)) };
    } catch (thrown) {
      if (!hasCode(thrown)) throw thrown;
      const sqlState = thrown.code === '42501' || thrown.code === '3F000' ? '42P01' : thrown.code;
      return { kind: 'error', sqlState, message: thrown.message };
    } finally {
      await session.script('ROLLBACK');
    }
  }

  return {
    server: `${url === undefined ? 'PGlite' : 'PostgreSQL'} ${rows[0]?.[0] ?? ''}`,
    run(caller, sql) {
      const answer = last.then(() => run(caller, sql));
      last = answer.catch(() => undefined);
      return answer;
    },
    close: () => session.close(),
  };
}
