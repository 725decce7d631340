import type { GatewayError } from '../../errors.js';
import type { ResultBatch, ResultField } from '../source.js';
import type { StopWatch } from '../stop-watch.js';
import { BatchBuilder } from './batch-builder.js';
import type { PostgresConnection, ReplyHandler } from './connection.js';
import { connectionError, isSessionEnd, serverError } from './errors.js';
import { fieldFormat } from './field-types.js';
import { bindMessage, EXECUTE, parseMessage, SYNC, statementMessage } from './frontend-messages.js';
import { REPLY, readError, readFields } from './server-reply.js';

export interface RunRequest {
  readonly text: string;
  readonly parameters: readonly (string | null)[];
  /** At most one row will come. */
  readonly singleRow: boolean;
  /** For the message of a statement that the server ended for its time. */
  readonly timeoutMs: number;
}

/** Batches that may lie here before the server has to wait. */
const MAX_AHEAD = 2;
/** How long a cancelled statement may take to end before its connection is given up. */
const SETTLE_MS = 5_000;

/**
 * One run of a statement on a lent connection. Rows are cut into batches as they come; where nobody asks for them, the
 * socket is held, and with it the server. The connection goes back once, when the server is ready again.
 */
export class StatementRun implements ReplyHandler, AsyncIterableIterator<ResultBatch> {
  fields: readonly ResultField[] = [];
  private readonly ready: ResultBatch[] = [];
  private rows = new BatchBuilder([], true);
  private failure: GatewayError | undefined;
  private isComplete = false;
  private isReleased = false;
  private hasReply = false;
  /** Told when a reply changes something. */
  private wake: (() => void) | undefined;
  private onReady: (() => void) | undefined;
  private abandoning: Promise<void> | undefined;

  constructor(
    private readonly connection: PostgresConnection,
    private readonly watch: StopWatch,
    private readonly request: RunRequest,
    private readonly release: () => void,
  ) {
    watch.onStop(() => void this.abandon());
  }

  /** Whether the server has said anything of this statement: if not, it may be sent again elsewhere. */
  get wasAnswered(): boolean {
    return this.hasReply;
  }

  /** Prepares the statement where this connection does not know it, and starts it. */
  async open(): Promise<void> {
    try {
      this.watch.throwIfStopped();
      const known = this.connection.prepared.get(this.request.text) ?? (await this.prepare());
      this.watch.throwIfStopped();
      this.fields = known.fields;
      this.rows = new BatchBuilder(known.fields, this.request.singleRow);
      const formats = known.fields.map(({ type }) => fieldFormat(type));
      this.connection.send([bindMessage(known.name, this.request.parameters, formats), EXECUTE, SYNC], this);
      await this.untilReadable();
      if (this.failure !== undefined) throw this.failure;
    } catch (error) {
      throw this.watch.stopped ?? error;
    }
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<ResultBatch>> {
    this.watch.throwIfStopped();
    if (this.ready.length === 0 && !this.isComplete) {
      this.watch.resume();
      this.connection.resume();
      await this.untilReadable();
    }
    const batch = this.ready.shift();
    if (batch !== undefined) {
      if (!this.isComplete) this.watch.pause();
      return { done: false, value: batch };
    }
    this.watch.dispose();
    if (this.failure !== undefined) throw this.failure;
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<ResultBatch>> {
    await this.abandon();
    return { done: true, value: undefined };
  }

  frame(type: number, bytes: Buffer, start: number, end: number): void {
    switch (type) {
      case REPLY.dataRow:
        this.hasReply = true;
        // Rows of a statement that is given up are read past.
        if (this.isAbandoned) return;
        this.rows.add(bytes, start, end);
        if (this.rows.isFull) this.deliver();
        return;
      case REPLY.rowDescription:
        this.hasReply = true;
        this.fields = readFields(bytes, start);
        return;
      case REPLY.error: {
        const error = readError(bytes, start, end);
        this.failure ??= serverError(error, this.request.timeoutMs);
        // A session's end is no answer: of one that lay idle it was said before the statement arrived.
        if (!isSessionEnd(error)) this.hasReply = true;
        return;
      }
      case REPLY.ready:
        if (this.onReady !== undefined) this.onReady();
        else this.finish();
        return;
      default:
        this.hasReply = true;
    }
  }

  pause(): void {
    // A reader that waits gets what there is: the first rows should not wait for a whole batch.
    if (this.rows.rowCount > 0 && this.wake !== undefined && this.ready.length === 0) this.deliver();
    if (this.ready.length >= MAX_AHEAD) this.connection.hold();
  }

  lost(error: unknown): void {
    this.failure ??= connectionError(error);
    this.finish();
    this.onReady?.();
  }

  private get isAbandoned(): boolean {
    return this.abandoning !== undefined;
  }

  private deliver(): void {
    this.ready.push(this.rows.take());
    this.wake?.();
  }

  /** The server is done with this statement: the connection may serve another, also while the rows are still read. */
  private finish(): void {
    if (this.isComplete) return;
    // What failed half-way is an error, never its first rows; those not handed out yet are dropped.
    if (this.failure !== undefined) this.ready.length = 0;
    else if (this.rows.rowCount > 0 && !this.isAbandoned) this.ready.push(this.rows.take());
    this.isComplete = true;
    this.watch.pause();
    this.giveBack();
    this.wake?.();
  }

  private giveBack(): void {
    if (this.isReleased) return;
    this.isReleased = true;
    this.connection.finish();
    this.release();
  }

  /** A batch, the end, or the watch's stop. */
  private async untilReadable(): Promise<void> {
    if (this.ready.length > 0 || this.isComplete) return;
    const changed = new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    try {
      await this.watch.race(changed);
    } finally {
      this.wake = undefined;
    }
  }

  private async prepare() {
    const name = this.connection.nextName();
    const answered = new Promise<void>((resolve) => {
      this.onReady = resolve;
    });
    this.connection.send([parseMessage(name, this.request.text), statementMessage('D', name), SYNC], this);
    try {
      await this.watch.race(answered);
    } finally {
      this.onReady = undefined;
    }
    if (this.failure !== undefined) {
      this.finish();
      throw this.failure;
    }
    const prepared = { name, fields: this.fields };
    this.connection.prepared.set(this.request.text, prepared);
    return prepared;
  }

  /** The caller is gone or its time over: the server is told, and the connection goes back when it has stopped. */
  private abandon(): Promise<void> {
    if (this.isComplete) {
      this.ready.length = 0;
      this.watch.dispose();
      return Promise.resolve();
    }
    this.abandoning ??= this.settle();
    return this.abandoning;
  }

  private async settle(): Promise<void> {
    this.watch.dispose();
    this.ready.length = 0;
    const settled = new Promise<void>((resolve) => {
      this.wake = resolve;
      this.onReady = undefined;
    });
    const timer = setTimeout(() => this.connection.destroy(), SETTLE_MS);
    this.connection.resume();
    await this.connection.cancel();
    if (!this.isComplete) await settled;
    clearTimeout(timer);
  }
}
