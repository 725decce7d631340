import type { SessionContext, Statements } from '../border.js';
import type { Notice } from '../wire/error-response.js';
import type { SocketWriter } from '../wire/socket-writer.js';
import type { PortalStore } from './portal-store.js';
import type { Settings } from './settings.js';
import type { StatementGuard } from './statement-guard.js';
import type { StatementStore } from './statement-store.js';
import type { Transaction } from './transaction.js';

export interface SessionLimits {
  /** The server's bound on a statement's own time; 0: none. */
  readonly statementTimeoutMs: number;
  /** UTF-8 bytes of a query string. */
  readonly maxStatementBytes: number;
}

/** All that the statements of one session share. */
export interface SessionState {
  readonly door: Statements;
  readonly context: SessionContext;
  readonly limits: SessionLimits;
  readonly writer: SocketWriter;
  readonly settings: Settings;
  readonly transaction: Transaction;
  readonly statements: StatementStore;
  readonly portals: PortalStore;
  readonly guard: StatementGuard;
  readonly notify: (notice: Notice) => void;
}
