import { createDuckdbSource } from './duckdb/duckdb-source.js';

/** The kinds of source, a line each: what `sources.<name>.kind` of gateway.yaml chooses from. */
export const SOURCES = {
  duckdb: createDuckdbSource,
} as const;

export type SourceKind = keyof typeof SOURCES;
