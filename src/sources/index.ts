import { type DatabricksConfig, openDatabricksSource } from './databricks/databricks-source.js';
import { type DuckdbConfig, openDuckdbSource } from './duckdb/duckdb-source.js';
import { openPostgresSource, type PostgresConfig } from './postgres/postgres-source.js';
import type { SourceServices } from './services.js';
import type { Source } from './source.js';

/** `sources.<name>` of gateway.yaml, as far as the sources read it. */
export type SourceSettings =
  | ({ readonly kind: 'duckdb' } & DuckdbConfig & { readonly tables?: Readonly<Record<string, string>> | undefined })
  | ({ readonly kind: 'databricks' } & DatabricksConfig)
  | ({ readonly kind: 'postgres' } & PostgresConfig);

/** Opens a source of any kind; a new kind is a line here. @throws GatewayError SOURCE_UNAVAILABLE as its kind does */
export function openSource(name: string, settings: SourceSettings, services: SourceServices): Promise<Source> {
  switch (settings.kind) {
    case 'duckdb':
      return openDuckdbSource(name, settings, services);
    case 'databricks':
      return openDatabricksSource(name, settings, services);
    case 'postgres':
      return openPostgresSource(name, settings, services);
  }
}
