import type { ErrorCode } from '../errors.js';

/** How a request or a statement ended: well, or with the code of its error. */
export type Outcome = 'ok' | ErrorCode;

/** Why policy denied a table. Names of tables and callers stay out: whoever reads metrics may see neither. */
export type DenialReason = 'no_grant' | 'policy_not_translatable' | 'policy_unknown' | 'catalog_stale';

export type CacheResult = 'hit' | 'miss' | 'bypass';

/** A count that goes up by one now, and down by one when `end` is called; calling it again does nothing. */
export interface Tracked {
  end(): void;
}

/**
 * What the other folders report. Labels come from closed sets or from the config (doors, sources), never from a
 * request, so that the number of time series is bounded. Durations are in ms here and in seconds on the page.
 */
export interface Metrics {
  requestFinished(door: string, outcome: Outcome, durationMs: number): void;
  requestInFlight(door: string): Tracked;
  /** A request that waits for its caller's turn. */
  requestQueued(door: string): Tracked;
  statementFinished(source: string, outcome: Outcome, durationMs: number): void;
  cacheLookup(result: CacheResult): void;
  policyDenied(reason: DenialReason): void;
  /** The page for Prometheus. */
  render(): Promise<MetricsPage>;
}

export interface MetricsPage {
  readonly contentType: string;
  readonly body: string;
}
