import type { Admission, SessionContext } from '../border.js';
import { SqlError } from '../sql-error.js';

/** Statements that one session may have open: each holds a connection of the source until it is read to its end. */
const MAX_OPEN = 8;

interface Turn {
  /** Statements of the session that are open at a source. */
  open: number;
  readonly end: () => void;
}

/**
 * The sessions' turns under the bound of what one caller may run at the same time. A session has one turn, from its first
 * open statement to the end of its last: were it one a statement, a session whose cursors have them all would wait for
 * itself.
 */
export class SessionTurns {
  private readonly turns = new WeakMap<SessionContext, Turn>();

  constructor(private readonly limiter: Admission) {}

  /**
   * Waits for the session's turn, in order with other sessions of its caller.
   * @returns what tells the statement's end; further calls of it do nothing
   * @throws SqlError 53400 past the bound of open statements; GatewayError RATE_LIMITED if too many wait already, CANCELLED if `signal` aborts meanwhile
   */
  async enter(context: SessionContext, signal: AbortSignal): Promise<() => void> {
    const turn = this.turns.get(context) ?? { open: 0, end: await this.begin(context.identity.key, signal) };
    if (turn.open >= MAX_OPEN) {
      throw new SqlError('53400', `a session may have no more than ${MAX_OPEN} cursors and portals half read`, {
        hint: 'Read one to its end, or close it.',
      });
    }
    this.turns.set(context, turn);
    turn.open += 1;
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      turn.open -= 1;
      if (turn.open > 0) return;
      this.turns.delete(context);
      turn.end();
    };
  }

  private begin(caller: string, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const untilEnd = () => new Promise<void>((end) => resolve(end));
      this.limiter.run(caller, signal, untilEnd).catch(reject);
    });
  }
}
