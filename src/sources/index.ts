import type { DatabricksConfig } from './databricks/databricks-source.js';
import { type DuckdbConfig, DuckdbSource, openDuckdbSource } from './duckdb/duckdb-source.js';
import type { MssqlConfig } from './mssql/mssql-source.js';
import type { MysqlConfig } from './mysql/mysql-source.js';
import type { PostgresConfig } from './postgres/postgres-source.js';
import type { SourceServices } from './services.js';
import type { Source } from './source.js';

/** `sources.<name>` of gateway.yaml, as far as the sources read it. */
export type SourceSettings =
  | ({ readonly kind: 'duckdb' } & DuckdbConfig & { readonly tables?: Readonly<Record<string, string>> | undefined })
  | ({ readonly kind: 'databricks' } & DatabricksConfig)
  | ({ readonly kind: 'mssql' } & MssqlConfig)
  | ({ readonly kind: 'mysql' } & MysqlConfig)
  | ({ readonly kind: 'postgres' } & PostgresConfig);

/**
 * Opens a source of any kind; a new kind is a line here. A driver is loaded when a source needs it: all of them together
 * take as much memory as the rest of the gateway.
 * @throws GatewayError SOURCE_UNAVAILABLE as its kind does
 */
export async function openSource(name: string, settings: SourceSettings, services: SourceServices): Promise<Source> {
  switch (settings.kind) {
    case 'duckdb':
      return openDuckdbSource(name, settings, services);
    case 'databricks':
      return (await import('./databricks/databricks-source.js')).openDatabricksSource(name, settings, services);
    case 'mssql':
      return (await import('./mssql/mssql-source.js')).openMssqlSource(name, settings, services);
    case 'mysql':
      return (await import('./mysql/mysql-source.js')).openMysqlSource(name, settings, services);
    case 'postgres':
      return (await import('./postgres/postgres-source.js')).openPostgresSource(name, settings, services);
  }
}

/** Not a name that gateway.yaml can give a source. */
const JOINER = '(joins)';
const JOINER_CONFIG: DuckdbConfig = {
  threads: 2,
  maxConnections: 1,
  maxStreams: 1,
  memoryLimitMb: 256,
  statementTimeoutMs: 3_600_000,
};

/** An embedded engine without tables: it joins what sources have of which none can take in the others' rows. */
export function openJoiner(dataDir: string): Promise<Source> {
  return DuckdbSource.open({ name: JOINER, config: JOINER_CONFIG, tables: new Map(), dataDir });
}
