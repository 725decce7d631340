import type { Identity } from '../../../identity/identity.js';
import type { Statements } from '../border.js';
import { SqlError, toSqlError } from '../sql-error.js';
import { parameterStatus, readyForQuery } from '../wire/backend-messages.js';
import { errorResponse, type Notice, noticeResponse } from '../wire/error-response.js';
import type { FrameSource } from '../wire/frame-source.js';
import type { Frame } from '../wire/frame-splitter.js';
import type { FrontendMessage } from '../wire/frontend-message.js';
import { protocolViolation } from '../wire/protocol-error.js';
import { readMessage } from '../wire/read-message.js';
import type { SocketWriter } from '../wire/socket-writer.js';
import { ExtendedQuery } from './extended-query.js';
import { FairTurn } from './fair-turn.js';
import { PortalStore } from './portal-store.js';
import type { SessionLimits, SessionState } from './session-state.js';
import { SETTINGS } from './setting-definitions.js';
import type { Settings, SettingsSnapshot } from './settings.js';
import { runSimpleQuery } from './simple-query.js';
import { StatementGuard } from './statement-guard.js';
import { StatementStore } from './statement-store.js';
import { Transaction } from './transaction.js';

export interface SessionParts {
  readonly frames: FrameSource;
  readonly writer: SocketWriter;
  readonly door: Statements;
  readonly identity: Identity;
  readonly database: string;
  readonly settings: Settings;
  readonly limits: SessionLimits;
  /** Told of every error that a client gets; `cause` is what was thrown. */
  readonly onError: (error: SqlError) => void;
}

/** Messages after whose error everything up to Sync is passed over. */
const EXTENDED = 'PBDECH';
const QUIET_LEVELS = new Set(['error', 'fatal', 'panic']);

const shutDown = (): SqlError =>
  new SqlError('57P01', 'terminating connection due to administrator command', { severity: 'FATAL' });

function makeState(parts: SessionParts): SessionState {
  const { writer, door, identity, database, settings, limits } = parts;
  const portals = new PortalStore();
  const notify = (notice: Notice): void => {
    if (!QUIET_LEVELS.has(settings.get('client_min_messages') ?? '')) writer.add(noticeResponse(notice));
  };
  return {
    door,
    limits,
    writer,
    settings,
    portals,
    notify,
    context: { identity, database, settings },
    transaction: new Transaction(settings, portals, notify),
    statements: new StatementStore(),
    guard: new StatementGuard(),
  };
}

/** One session after its authentication: serves message after message until the client leaves or is sent away. */
export class Session {
  readonly #parts: SessionParts;
  readonly #state: SessionState;
  readonly #extended: ExtendedQuery;
  readonly #reported = new Map<string, string>();
  #reportedOf: SettingsSnapshot | undefined;
  #skipsToSync = false;
  #isWaiting = false;
  #isEnding = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#state = makeState(parts);
    this.#extended = new ExtendedQuery(this.#state);
    parts.frames.onGone = () => this.#state.guard.cancel(new SqlError('08006', 'the client is gone'));
  }

  /** Cancels the running statement as its user asked. */
  cancel(): void {
    this.#state.guard.cancel(new SqlError('57014', 'canceling statement due to user request'));
  }

  /** Ends the session: at once if it waits for its client, else after what it is doing. */
  drain(): void {
    this.#isEnding = true;
    if (this.#isWaiting) this.#parts.frames.stop();
  }

  /** Ends the session, its running statement included. */
  terminate(): void {
    this.drain();
    this.#state.guard.cancel(shutDown());
  }

  /** Serves the client; resolves when nothing of the session is left but the socket's closing. Never rejects. */
  async run(): Promise<void> {
    try {
      this.#ready();
      await this.#serve();
      if (this.#isEnding) throw shutDown();
    } catch (thrown) {
      this.#sayLast(thrown);
    } finally {
      this.#parts.frames.stop();
      await this.#state.portals.clear();
      this.#state.statements.clear();
      await this.#state.writer.end();
    }
  }

  /** Sends the values of reported settings that the client does not know yet. */
  reportSettings(): void {
    const { settings, writer } = this.#state;
    const snapshot = settings.snapshot();
    if (snapshot === this.#reportedOf) return;
    this.#reportedOf = snapshot;
    for (const [key, { name, isReported }] of SETTINGS) {
      const value = settings.get(key) ?? '';
      if (!isReported || this.#reported.get(key) === value) continue;
      this.#reported.set(key, value);
      writer.add(parameterStatus(name, value));
    }
  }

  async #serve(): Promise<void> {
    const { frames, writer } = this.#parts;
    const turn = new FairTurn();
    for (;;) {
      const hasNothing = frames.splitter.bufferedBytes === 0;
      // What a client has sent ahead is still served, up to its next ReadyForQuery.
      if (this.#isEnding && hasNothing) return;
      this.#isWaiting = true;
      const frame = await frames.next();
      this.#isWaiting = false;
      if (hasNothing) turn.restart();
      if (frame === undefined || frame.type === 'X') return;
      await this.#handle(frame);
      if (!writer.isReady) await writer.ready();
      if (turn.isOver) await turn.yield();
    }
  }

  async #handle(frame: Frame): Promise<void> {
    if (this.#skipsToSync && frame.type !== 'S') return;
    try {
      await this.#dispatch(readMessage(frame));
    } catch (thrown) {
      const error = toSqlError(thrown);
      if (error.severity === 'FATAL') throw error;
      await this.#fail(error, frame.type);
    }
  }

  async #dispatch(message: FrontendMessage): Promise<void> {
    switch (message.kind) {
      case 'query':
        this.#assertNotExpired();
        await runSimpleQuery(this.#state, message.text);
        return this.#ready();
      case 'parse':
      case 'bind':
      case 'describe':
      case 'execute':
      case 'close':
        this.#assertNotExpired();
        return this.#extended.handle(message);
      case 'flush':
        return this.#state.writer.flush();
      case 'sync':
        this.#skipsToSync = false;
        await this.#extended.sync();
        return this.#ready();
      case 'function-call':
        throw new SqlError('0A000', 'function calls of the wire protocol are not supported', {
          hint: 'Call the function in a SELECT.',
        });
      case 'password':
        throw protocolViolation('invalid frontend message type 112');
      case 'copy-in':
      case 'terminate':
        return;
      default:
        message satisfies never;
    }
  }

  async #fail(error: SqlError, type: string): Promise<void> {
    this.#parts.onError(error);
    this.#state.writer.add(errorResponse(error));
    await this.#state.transaction.fail();
    this.#skipsToSync = EXTENDED.includes(type);
    if (!this.#skipsToSync) this.#ready();
  }

  #ready(): void {
    const { writer, transaction } = this.#state;
    this.reportSettings();
    writer.add(readyForQuery(transaction.status));
    writer.flush();
    if (this.#isEnding) throw shutDown();
  }

  #sayLast(thrown: unknown): void {
    const error = toSqlError(thrown);
    this.#parts.onError(error);
    this.#state.writer.add(errorResponse(error));
  }

  #assertNotExpired(): void {
    if (Date.now() < this.#parts.identity.expiresAtMs) return;
    throw new SqlError('28000', 'terminating connection because its credential has expired', {
      severity: 'FATAL',
      hint: 'Connect again with a new token.',
    });
  }
}
