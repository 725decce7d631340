export interface CatalogLimits {
  /** Longest time for the start of a catalog, its tables included. */
  readonly startTimeoutMs: number;
  /** Longest time for the analysis of a statement. */
  readonly analysisTimeoutMs: number;
  /** Longest time for a statement on the system catalog. */
  readonly systemTimeoutMs: number;
  /** So long such a statement keeps its catalog to itself while others wait for it. */
  readonly patienceMs: number;
  /** Largest result of a statement on the system catalog. */
  readonly maxResultBytes: number;
  /** Statements that wait for one catalog. */
  readonly maxWaiting: number;
  /** Analyses kept a catalog. */
  readonly keptAnalyses: number;
  /** Catalogs kept at once. */
  readonly maxDatabases: number;
  /** A catalog that nobody asks for so long is closed. */
  readonly idleMs: number;
}

export const DEFAULT_CATALOG_LIMITS: CatalogLimits = Object.freeze({
  startTimeoutMs: 60_000,
  analysisTimeoutMs: 5_000,
  systemTimeoutMs: 15_000,
  patienceMs: 1_000,
  maxResultBytes: 64 * 1024 * 1024,
  maxWaiting: 256,
  keptAnalyses: 500,
  maxDatabases: 4,
  idleMs: 900_000,
});
