import { openPgliteSession } from '../../support/postgres-oracle-pglite.js';
import type { OracleSession, TextResult } from '../../support/postgres-oracle-session.js';
import type { View } from '../oracle/view.js';
import { tableOf, type World } from '../world/model.js';
import { postgresLiteral, postgresText, postgresType } from './sql-types.js';

export type PostgresAnswer =
  | ({ readonly kind: 'rows' } & TextResult)
  | { readonly kind: 'error'; readonly sqlState: string; readonly message: string };

let shared: Promise<OracleSession> | undefined;

/** One Postgres for all worlds of this process; it holds one world at a time. */
async function session(): Promise<OracleSession> {
  shared ??= openPgliteSession().then(async (opened) => {
    await opened.script("SET TimeZone = 'UTC'");
    return opened;
  });
  return shared;
}

/**
 * Postgres over what callers see: each has a schema that holds the visible rows, masked, as the evaluator gives them.
 * It knows nothing of policies, so what it answers is what SQL means over a caller's slice.
 */
export class WorldPostgres {
  private constructor(
    private readonly postgres: OracleSession,
    private current: string | undefined,
  ) {}

  /** Loads the views; schemas of a world before are dropped. */
  static async load(world: World, views: readonly View[]): Promise<WorldPostgres> {
    const postgres = await session();
    const { rows } = await postgres.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'seat%'");
    for (const [name] of rows) await postgres.script(`DROP SCHEMA ${String(name)} CASCADE`);
    for (const [index, view] of views.entries()) await postgres.script(schemaOf(`seat${index}`, world, view));
    return new WorldPostgres(postgres, undefined);
  }

  async run(seat: number, sql: string): Promise<PostgresAnswer> {
    const schema = `seat${seat}`;
    if (this.current !== schema) {
      await this.postgres.script(`SET search_path = ${schema}`);
      this.current = schema;
    }
    try {
      return { kind: 'rows', ...(await this.postgres.query(sql)) };
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error)) throw error;
      return { kind: 'error', sqlState: String(error.code), message: error.message };
    }
  }
}

function schemaOf(schema: string, world: World, view: View): string {
  const tables = [...view.types].map((type) => {
    const table = tableOf(world, type);
    const name = `${schema}.${table.singular}`;
    const columns = table.columns.map((column) => `"${column.name}" ${postgresType(column.type)}`);
    const rows = view.rows(type).map((row) => {
      const values = table.columns.map((column) =>
        postgresLiteral(postgresText(row[column.name] ?? null, column.type), postgresType(column.type)),
      );
      return `(${values.join(', ')})`;
    });
    const insert = rows.length === 0 ? '' : `INSERT INTO ${name} VALUES ${rows.join(', ')};`;
    return `CREATE TABLE ${name} (${columns.join(', ')}); ${insert}`;
  });
  return `CREATE SCHEMA ${schema}; ${tables.join('\n')}`;
}
