import type { SessionState } from './session-state.js';
import { durationMs } from './setting-units.js';

/** Runs one statement, or its analysis, within the session's and the server's time, so that it can be cancelled. */
export function runGuarded<T>(state: SessionState, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const timeoutMs = durationMs(state.settings.get('statement_timeout') ?? '0');
  return state.guard.run({ timeoutMs, budgetMs: state.limits.statementTimeoutMs }, work);
}
